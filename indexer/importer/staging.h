#pragma once

#include <memory>
#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace socialekaart {

// A place outside memory for what must be read whole before it can be used: keys and values, sorted, in a directory of
// its own that only this user can read and that goes with the object. Nothing in it outlives an import, so nothing is
// made durable.
class Staging {
 public:
  // In the system's directory for temporary files.
  static absl::StatusOr<std::unique_ptr<Staging>> Open();
  ~Staging();
  Staging(const Staging&) = delete;
  Staging& operator=(const Staging&) = delete;

  absl::Status Put(absl::string_view key, absl::string_view value);
  absl::StatusOr<std::optional<std::string>> Get(absl::string_view key) const;
  // Every entry whose key begins with `prefix`, in order of key, as it is now. `each` gets the rest of the key, and may
  // write.
  absl::Status Scan(absl::string_view prefix,
                    absl::FunctionRef<absl::Status(absl::string_view rest, absl::string_view value)> each) const;

 private:
  struct Rep;
  explicit Staging(std::unique_ptr<Rep> rep);
  std::unique_ptr<Rep> rep_;
};

}  // namespace socialekaart
