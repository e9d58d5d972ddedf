#pragma once

#include <grpcpp/support/status.h>

#include "absl/status/status.h"

namespace socialekaart {

// A status as it leaves the server: code, message, and google.rpc details (ErrorInfo with the reason, BadRequest with the fields,
// RetryInfo where waiting helps).
grpc::Status ToGrpc(const absl::Status& status);

}  // namespace socialekaart
