#include "services/grpc_status.h"

#include <google/protobuf/any.pb.h>

#include <string>

#include "absl/strings/strip.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "indexer/base/status.h"

namespace socialekaart {
namespace {

constexpr char kDomain[] = "socialekaart.v1";
constexpr int kRetrySeconds = 1;

}  // namespace

std::string ReasonName(v1::ErrorReason reason) {
  return std::string(absl::StripPrefix(v1::ErrorReason_Name(reason), "ERROR_REASON_"));
}

google::rpc::Status ToRpc(const absl::Status& status) {
  google::rpc::Status details;
  details.set_code(static_cast<int>(status.code()));
  details.set_message(std::string(status.message()));
  if (const v1::ErrorReason reason = ReasonOf(status); reason != v1::ERROR_REASON_UNSPECIFIED) {
    google::rpc::ErrorInfo info;
    info.set_reason(ReasonName(reason));
    info.set_domain(kDomain);
    details.add_details()->PackFrom(info);
  }
  if (const auto violations = FieldViolationsOf(status); !violations.empty()) {
    google::rpc::BadRequest bad_request;
    for (const v1::FieldViolation& violation : violations) {
      auto* field = bad_request.add_field_violations();
      field->set_field(violation.field());
      field->set_description(violation.description() + (violation.expected().empty() ? "" : " (expected " + violation.expected() + ")"));
    }
    details.add_details()->PackFrom(bad_request);
  }
  if (absl::IsUnavailable(status)) {
    google::rpc::RetryInfo retry;
    retry.mutable_retry_delay()->set_seconds(kRetrySeconds);
    details.add_details()->PackFrom(retry);
  }
  return details;
}

grpc::Status ToGrpc(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const google::rpc::Status details = ToRpc(status);
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()), details.message(), details.SerializeAsString());
}

}  // namespace socialekaart
