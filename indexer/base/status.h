#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "socialekaart/v1/common.pb.h"
#include "socialekaart/v1/error_reason.pb.h"

namespace socialekaart {

// Errors that a client acts upon carry a reason, and those about a request the fields at fault. Both travel inside the
// absl::Status and come out at the gRPC edge as google.rpc.ErrorInfo and BadRequest.

absl::Status Error(absl::StatusCode code, v1::ErrorReason reason, absl::string_view message);

// INVALID_ARGUMENT about one or more fields. `violations` must not be empty.
absl::Status InvalidFields(std::vector<v1::FieldViolation> violations, v1::ErrorReason reason = v1::ERROR_REASON_FIELD_INVALID);

// INVALID_ARGUMENT about one field.
absl::Status InvalidField(absl::string_view field, absl::string_view description, absl::string_view expected,
                          v1::ErrorReason reason = v1::ERROR_REASON_FIELD_INVALID);

// UNSPECIFIED when the status carries none.
v1::ErrorReason ReasonOf(const absl::Status& status);
std::vector<v1::FieldViolation> FieldViolationsOf(const absl::Status& status);

v1::FieldViolation Violation(absl::string_view field, absl::string_view description, absl::string_view expected);

}  // namespace socialekaart
