#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/text_format.h"

namespace socialekaart {

inline constexpr char kPolicyFile[] = "default.textproto";
inline constexpr char kOverlaysFile[] = "overlays.textproto";
inline constexpr char kVignettesFile[] = "vignettes.textproto";

// The texts of a policy, as they stand in its folder.
struct PolicyFiles {
  std::string policy, overlays, vignettes;
};

// NOT_FOUND when one is missing.
absl::StatusOr<PolicyFiles> ReadPolicyFiles(const std::string& directory);

// What is wrong with a policy, and where.
struct PolicyFault {
  std::string file;
  int line = 0;  // 1 = the first; 0 = of the file as a whole
  std::string what;
};

// "default.textproto:12: rule x: ...", one a line.
std::string ToText(const std::vector<PolicyFault>& faults);

// A textproto that remembers on which line its parts stand.
class PolicyText {
 public:
  explicit PolicyText(std::string file) : file_(std::move(file)) {}

  // False with a fault when `text` is no such message.
  bool Parse(absl::string_view text, google::protobuf::Message* message, std::vector<PolicyFault>* faults);

  // About the entry `index` of a repeated field, or a single field (-1), of the whole message.
  PolicyFault Fault(absl::string_view field, int index, absl::string_view what) const;
  // About a field of the single field `message`.
  PolicyFault FaultIn(absl::string_view message, absl::string_view field, absl::string_view what) const;

 private:
  const std::string file_;
  const google::protobuf::Descriptor* descriptor_ = nullptr;
  google::protobuf::TextFormat::ParseInfoTree lines_;
};

}  // namespace socialekaart
