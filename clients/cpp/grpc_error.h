#pragma once

#include "absl/status/status.h"

namespace grpc {
class Status;
}

namespace socialekaart::client {

// The same error as absl::Status, with the reason (google.rpc.ErrorInfo of domain "socialekaart.v1") and the field
// violations (google.rpc.BadRequest) that came in its details. Details that cannot be read are left out.
absl::Status FromGrpc(const grpc::Status& status);

}  // namespace socialekaart::client
