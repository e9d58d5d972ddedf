#include "clients/cpp/grpc_error.h"

#include <grpcpp/support/status.h>

#include <string>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/cpp/client.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace socialekaart::client {
namespace {

constexpr char kDomain[] = "socialekaart.v1";
constexpr char kReasonUrl[] = "socialekaart.v1/reason";
constexpr char kFieldUrl[] = "socialekaart.v1/field/";
constexpr char kReasonPrefix[] = "ERROR_REASON_";

v1::ErrorReason ParseReason(const std::string& name) {
  v1::ErrorReason reason = v1::ERROR_REASON_UNSPECIFIED;
  v1::ErrorReason_Parse(absl::StartsWith(name, kReasonPrefix) ? name : absl::StrCat(kReasonPrefix, name), &reason);
  return reason;
}

}  // namespace

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  absl::Status result(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
  google::rpc::Status details;
  if (!details.ParseFromString(status.error_details())) return result;
  int fields = 0;
  for (const auto& detail : details.details()) {
    google::rpc::ErrorInfo info;
    google::rpc::BadRequest bad_request;
    if (detail.Is<google::rpc::ErrorInfo>() && detail.UnpackTo(&info) && info.domain() == kDomain) {
      result.SetPayload(kReasonUrl, absl::Cord(v1::ErrorReason_Name(ParseReason(info.reason()))));
    } else if (detail.Is<google::rpc::BadRequest>() && detail.UnpackTo(&bad_request)) {
      for (const auto& violation : bad_request.field_violations()) {
        v1::FieldViolation field;
        field.set_field(violation.field());
        field.set_description(violation.description());
        result.SetPayload(absl::StrCat(kFieldUrl, fields++), absl::Cord(field.SerializeAsString()));
      }
    }
  }
  return result;
}

v1::ErrorReason ReasonOf(const absl::Status& status) {
  v1::ErrorReason reason = v1::ERROR_REASON_UNSPECIFIED;
  if (const auto payload = status.GetPayload(kReasonUrl)) v1::ErrorReason_Parse(std::string(*payload), &reason);
  return reason;
}

std::vector<v1::FieldViolation> FieldViolationsOf(const absl::Status& status) {
  std::vector<v1::FieldViolation> violations;
  while (const auto payload = status.GetPayload(absl::StrCat(kFieldUrl, violations.size()))) {
    v1::FieldViolation violation;
    if (!violation.ParseFromString(std::string(*payload))) break;
    violations.push_back(std::move(violation));
  }
  return violations;
}

}  // namespace socialekaart::client
