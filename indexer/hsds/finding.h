#pragma once

#include "absl/strings/string_view.h"
#include "socialekaart/v1/directory_service.pb.h"

namespace socialekaart {

// Who takes findings as they come up.
class FindingSink {
 public:
  virtual ~FindingSink() = default;
  virtual void Add(v1::Finding finding) = 0;
};

inline v1::Finding MakeFinding(absl::string_view rule, v1::Finding::Severity severity, absl::string_view path,
                               absl::string_view message, absl::string_view fix) {
  v1::Finding finding;
  finding.set_rule(rule.data(), rule.size());
  finding.set_severity(severity);
  finding.set_path(path.data(), path.size());
  finding.set_message(message.data(), message.size());
  finding.set_fix(fix.data(), fix.size());
  return finding;
}

}  // namespace socialekaart
