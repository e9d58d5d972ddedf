#pragma once

#include <grpcpp/support/status.h>

#include <string>

#include "absl/status/status.h"
#include "socialekaart/v1/error_reason.pb.h"

namespace google::rpc {
class Status;
}

namespace socialekaart {

// "RECORD_NOT_FOUND", as google.rpc.ErrorInfo writes reasons (AIP-193).
std::string ReasonName(v1::ErrorReason reason);

// A status as it leaves the server: code, message, and google.rpc details (ErrorInfo with the reason, BadRequest with the fields,
// RetryInfo where waiting helps).
google::rpc::Status ToRpc(const absl::Status& status);
grpc::Status ToGrpc(const absl::Status& status);

}  // namespace socialekaart
