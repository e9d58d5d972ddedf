#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/gateway/http.h"

namespace google::protobuf {
class Message;
}

namespace socialekaart::gateway {

// The unary protocol of Connect (connectrpc.com/docs/protocol): a message as JSON or in binary, and errors as JSON.

enum class Codec { kJson, kProto };
std::optional<Codec> CodecOf(absl::string_view content_type);
const char* ContentTypeOf(Codec codec);

// INVALID_ARGUMENT: not JSON, unknown fields, values of another type, text that is no UTF-8.
absl::Status Decode(Codec codec, const std::string& body, google::protobuf::Message* message);
absl::StatusOr<std::string> Encode(Codec codec, const google::protobuf::Message& message);

// "invalid_argument", and the HTTP status that goes with it.
const char* CodeName(absl::StatusCode code);
int HttpStatusOf(absl::StatusCode code);

// {"code", "message", "details": [{"type", "value", "debug"}]}: as an object on one line, and as an answer.
std::string ErrorJson(const absl::Status& status);
HttpResponse ErrorResponse(const absl::Status& status);

// Connect-Timeout-Ms after the request came, or the infinite future. INVALID_ARGUMENT when it is no number of
// milliseconds.
absl::StatusOr<absl::Time> DeadlineOf(const HttpRequest& request);

}  // namespace socialekaart::gateway
