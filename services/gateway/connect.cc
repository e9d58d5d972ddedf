#include "services/gateway/connect.h"

#include <google/protobuf/any.pb.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "indexer/base/status.h"
#include "services/gateway/accept.h"
#include "services/gateway/json_writer.h"
#include "services/grpc_status.h"

namespace socialekaart::gateway {
namespace {

namespace pb = google::protobuf;

struct Code {
  absl::StatusCode code;
  const char* name;
  int http;
};
// connectrpc.com/docs/protocol#error-codes
constexpr auto kCodes = std::to_array<Code>({
    {absl::StatusCode::kCancelled, "canceled", 499},
    {absl::StatusCode::kUnknown, "unknown", 500},
    {absl::StatusCode::kInvalidArgument, "invalid_argument", 400},
    {absl::StatusCode::kDeadlineExceeded, "deadline_exceeded", 504},
    {absl::StatusCode::kNotFound, "not_found", 404},
    {absl::StatusCode::kAlreadyExists, "already_exists", 409},
    {absl::StatusCode::kPermissionDenied, "permission_denied", 403},
    {absl::StatusCode::kResourceExhausted, "resource_exhausted", 429},
    {absl::StatusCode::kFailedPrecondition, "failed_precondition", 400},
    {absl::StatusCode::kAborted, "aborted", 409},
    {absl::StatusCode::kOutOfRange, "out_of_range", 400},
    {absl::StatusCode::kUnimplemented, "unimplemented", 501},
    {absl::StatusCode::kInternal, "internal", 500},
    {absl::StatusCode::kUnavailable, "unavailable", 503},
    {absl::StatusCode::kDataLoss, "data_loss", 500},
    {absl::StatusCode::kUnauthenticated, "unauthenticated", 401},
});

const Code& Find(absl::StatusCode code) {
  const auto* const found =
      std::find_if(kCodes.begin(), kCodes.end(), [&](const Code& one) { return one.code == code; });
  return found == kCodes.end() ? kCodes[1] : *found;
}

struct Media {
  const char* type;
  Codec codec;
};
constexpr auto kMedia =
    std::to_array<Media>({{"application/json", Codec::kJson}, {"application/proto", Codec::kProto}});

constexpr size_t kMaxTimeoutDigits = 10;  // as Connect says

// The first line: what follows repeats the text of the request.
std::string FirstLine(const pb::util::Status& status) {
  const std::string text(status.message().data(), status.message().size());
  return text.substr(0, text.find('\n'));
}

template <typename Detail>
bool AddDebug(const pb::Any& any, nlohmann::ordered_json* detail) {
  Detail message;
  std::string json;
  if (!any.UnpackTo(&message) || !pb::util::MessageToJsonString(message, &json).ok()) return false;
  (*detail)["debug"] = nlohmann::ordered_json::parse(json);
  return true;
}

}  // namespace

std::optional<Codec> CodecOf(absl::string_view content_type) {
  const std::string type = MediaType(content_type);
  const auto* const found =
      std::find_if(kMedia.begin(), kMedia.end(), [&](const Media& one) { return type == one.type; });
  if (found == kMedia.end()) return std::nullopt;
  return found->codec;
}

const char* ContentTypeOf(Codec codec) {
  return codec == Codec::kJson ? "application/json" : "application/proto";
}

absl::Status Decode(Codec codec, const std::string& body, pb::Message* message) {
  const std::string expected =
      absl::StrCat("a message ", message->GetTypeName(), codec == Codec::kJson ? " as JSON" : "");
  if (codec == Codec::kProto) {
    return message->ParseFromString(body) ? absl::OkStatus() : InvalidField("body", "cannot be read", expected);
  }
  pb::util::JsonParseOptions options;  // unknown fields are errors
  const pb::util::Status status = pb::util::JsonStringToMessage(body, message, options);
  return status.ok() ? absl::OkStatus() : InvalidField("body", FirstLine(status), expected);
}

absl::StatusOr<std::string> Encode(Codec codec, const pb::Message& message) {
  if (codec == Codec::kProto) return message.SerializeAsString();
  return ToJson(message);
}

const char* CodeName(absl::StatusCode code) {
  return Find(code).name;
}

int HttpStatusOf(absl::StatusCode code) {
  return Find(code).http;
}

std::string ErrorJson(const absl::Status& status) {
  nlohmann::ordered_json error;
  error["code"] = CodeName(status.code());
  error["message"] = std::string(status.message());
  const google::rpc::Status rpc = ToRpc(status);
  for (const pb::Any& any : rpc.details()) {
    nlohmann::ordered_json detail;
    detail["type"] = std::string(absl::StripPrefix(any.type_url(), "type.googleapis.com/"));
    std::string value = absl::Base64Escape(any.value());
    value.erase(value.find_last_not_of('=') + 1);  // Connect writes it without padding
    detail["value"] = value;
    // For the reader of a log of curl; programs read `value`.
    AddDebug<google::rpc::ErrorInfo>(any, &detail) || AddDebug<google::rpc::BadRequest>(any, &detail) ||
        AddDebug<google::rpc::RetryInfo>(any, &detail);
    error["details"].push_back(std::move(detail));
  }
  return error.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

HttpResponse ErrorResponse(const absl::Status& status) {
  HttpResponse response;
  response.status = HttpStatusOf(status.code());
  response.headers.Add("Content-Type", "application/json");
  response.headers.Add("Cache-Control", "no-store");
  response.body = ErrorJson(status);
  return response;
}

absl::StatusOr<absl::Time> DeadlineOf(const HttpRequest& request) {
  const absl::string_view timeout = request.headers.Get("Connect-Timeout-Ms");
  if (!request.headers.Has("Connect-Timeout-Ms")) return absl::InfiniteFuture();
  int64_t ms = 0;
  if (timeout.empty() || timeout.size() > kMaxTimeoutDigits ||
      !std::all_of(timeout.begin(), timeout.end(), absl::ascii_isdigit) || !absl::SimpleAtoi(timeout, &ms)) {
    return InvalidField("Connect-Timeout-Ms", "is malformed", "at most 10 digits: milliseconds");
  }
  return request.received + absl::Milliseconds(ms);
}

}  // namespace socialekaart::gateway
