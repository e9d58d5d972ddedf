#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "socialekaart/v1/policy_service.pb.h"

namespace socialekaart::cli {

// A check of the policy files in a folder: those of default, overlays and vignettes .textproto that are there. The
// server's own stand in for the others. NOT_FOUND: there are none.
absl::StatusOr<v1::CheckPolicyRequest> ReadPolicyFolder(const std::string& folder);

}  // namespace socialekaart::cli
