#include "indexer/base/status.h"

#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace socialekaart {
namespace {

constexpr char kReasonUrl[] = "socialekaart.v1/reason";
constexpr char kFieldUrl[] = "socialekaart.v1/field/";

}  // namespace

absl::Status Error(absl::StatusCode code, v1::ErrorReason reason, absl::string_view message) {
  absl::Status status(code, message);
  status.SetPayload(kReasonUrl, absl::Cord(absl::StrCat(static_cast<int>(reason))));
  return status;
}

absl::Status InvalidFields(std::vector<v1::FieldViolation> violations, v1::ErrorReason reason) {
  std::string message;
  for (const v1::FieldViolation& violation : violations) {
    absl::StrAppend(&message, message.empty() ? "" : "; ", violation.field(), ": ", violation.description());
    if (!violation.expected().empty()) absl::StrAppend(&message, " (expected ", violation.expected(), ")");
  }
  absl::Status status = Error(absl::StatusCode::kInvalidArgument, reason, message);
  for (size_t i = 0; i < violations.size(); ++i) {
    status.SetPayload(absl::StrCat(kFieldUrl, i), absl::Cord(violations[i].SerializeAsString()));
  }
  return status;
}

absl::Status InvalidField(absl::string_view field, absl::string_view description, absl::string_view expected,
                          v1::ErrorReason reason) {
  return InvalidFields({Violation(field, description, expected)}, reason);
}

v1::ErrorReason ReasonOf(const absl::Status& status) {
  const auto payload = status.GetPayload(kReasonUrl);
  int reason = 0;
  if (!payload.has_value() || !absl::SimpleAtoi(std::string(*payload), &reason)) return v1::ERROR_REASON_UNSPECIFIED;
  return static_cast<v1::ErrorReason>(reason);
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

v1::FieldViolation Violation(absl::string_view field, absl::string_view description, absl::string_view expected) {
  v1::FieldViolation violation;
  violation.set_field(std::string(field));
  violation.set_description(std::string(description));
  violation.set_expected(std::string(expected));
  return violation;
}

}  // namespace socialekaart
