#include "services/matching/policy_files.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/message.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "indexer/base/codec.h"

namespace socialekaart {
namespace {

using ParseInfoTree = google::protobuf::TextFormat::ParseInfoTree;

class FaultCollector : public google::protobuf::io::ErrorCollector {
 public:
  FaultCollector(const std::string& file, std::vector<PolicyFault>* faults) : file_(file), faults_(faults) {}
  void AddError(int line, google::protobuf::io::ColumnNumber, const std::string& message) override {
    faults_->push_back({file_, line + 1, message});
  }

 private:
  const std::string& file_;
  std::vector<PolicyFault>* faults_;
};

}  // namespace

absl::StatusOr<PolicyFiles> ReadPolicyFiles(const std::string& directory) {
  PolicyFiles files;
  for (const auto& [name, text] : {std::pair(kPolicyFile, &files.policy), std::pair(kOverlaysFile, &files.overlays),
                                   std::pair(kVignettesFile, &files.vignettes)}) {
    auto read = ReadFile(absl::StrCat(directory, "/", name));
    if (!read.ok()) return read.status();
    *text = *std::move(read);
  }
  return files;
}

std::string ToText(const std::vector<PolicyFault>& faults) {
  return absl::StrJoin(faults, "\n", [](std::string* out, const PolicyFault& fault) {
    absl::StrAppend(out, fault.file, ":", fault.line == 0 ? "" : absl::StrCat(fault.line, ":"), " ", fault.what);
  });
}

bool PolicyText::Parse(absl::string_view text, google::protobuf::Message* message, std::vector<PolicyFault>* faults) {
  descriptor_ = message->GetDescriptor();
  FaultCollector collector(file_, faults);
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&collector);
  parser.WriteLocationsTo(&lines_);
  return parser.ParseFromString(std::string(text), message);
}

PolicyFault PolicyText::Fault(absl::string_view field, int index, absl::string_view what) const {
  const auto* found = descriptor_->FindFieldByName(std::string(field));
  const int line = found == nullptr ? -1 : lines_.GetLocation(found, index).line;
  return {file_, line + 1, std::string(what)};
}

PolicyFault PolicyText::FaultIn(absl::string_view message, absl::string_view field, absl::string_view what) const {
  const auto* outer = descriptor_->FindFieldByName(std::string(message));
  const ParseInfoTree* tree = lines_.GetTreeForNested(outer, -1);
  const auto* inner = outer->message_type()->FindFieldByName(std::string(field));
  // A field that is missing stands nowhere: then the line of what should hold it.
  const int line = tree == nullptr ? -1 : tree->GetLocation(inner, -1).line;
  return {file_, line >= 0 ? line + 1 : lines_.GetLocation(outer, -1).line + 1, std::string(what)};
}

}  // namespace socialekaart
