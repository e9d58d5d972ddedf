#include "services/gateway/unary.h"

#include <google/protobuf/arena.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "indexer/base/status.h"
#include "services/gateway/accept.h"
#include "services/gateway/connect.h"
#include "services/logger.h"

namespace socialekaart::gateway {
namespace {

namespace pb = google::protobuf;

// A method with what is needed to make its messages.
struct Method {
  std::string name;
  const pb::Message* request;  // prototypes, owned by the generated code
  const pb::Message* response;
  Answer answer;
};

absl::StatusOr<Method> Find(UnaryRpc rpc) {
  const auto* const method = pb::DescriptorPool::generated_pool()->FindMethodByName(rpc.method);
  if (method == nullptr || method->client_streaming() || method->server_streaming()) {
    return absl::NotFoundError(absl::StrCat("no unary method ", rpc.method));
  }
  pb::MessageFactory* const factory = pb::MessageFactory::generated_factory();
  return Method{method->name(), factory->GetPrototype(method->input_type()),
                factory->GetPrototype(method->output_type()), std::move(rpc.answer)};
}

std::string PathOf(const std::string& method) {
  const size_t dot = method.rfind('.');
  return absl::StrCat("/", method.substr(0, dot), "/", method.substr(dot + 1));
}

absl::Status Run(const Method& method, const HttpRequest& http, const pb::Message& request, absl::Time deadline,
                 pb::Message* response) {
  const absl::Time start = absl::Now();
  absl::Status status = start < deadline ? method.answer(request, deadline, response) : absl::OkStatus();
  if (absl::Now() >= deadline)
    status = absl::DeadlineExceededError("Connect-Timeout-Ms passed before there was an answer");
  LogCall(method.name, absl::StatusCodeToString(status.code()), absl::Now() - start, http.request_id);
  return status;
}

absl::Status CheckProtocol(const HttpRequest& request) {
  const absl::string_view version = request.headers.Get("Connect-Protocol-Version");
  if (!version.empty() && version != "1") return InvalidField("Connect-Protocol-Version", "is not known", "1");
  const absl::string_view encoding = request.headers.Get("Content-Encoding");
  if (!encoding.empty() && encoding != "identity") {
    return absl::UnimplementedError("requests are not compressed: Content-Encoding must be identity");
  }
  return absl::OkStatus();
}

HttpResponse Refuse(const Method& method, const HttpRequest& request, const absl::Status& status) {
  LogCall(method.name, absl::StatusCodeToString(status.code()), absl::Now() - request.received, request.request_id);
  return ErrorResponse(status);
}

HttpResponse Reply(Codec codec, const pb::Message& message) {
  auto body = Encode(codec, message);
  if (!body.ok()) return ErrorResponse(body.status());
  HttpResponse response;
  response.headers.Add("Content-Type", ContentTypeOf(codec));
  response.headers.Add("Cache-Control", "no-store");
  response.body = *std::move(body);
  return response;
}

HttpResponse Call(const Method& method, const HttpRequest& request) {
  const auto codec = CodecOf(request.headers.Get("Content-Type"));
  if (!codec) {
    HttpResponse response = TextResponse(415, "Content-Type must be application/json or application/proto");
    response.headers.Add("Accept-Post", "application/json, application/proto");
    return response;
  }
  if (absl::Status status = CheckProtocol(request); !status.ok()) return Refuse(method, request, status);
  const auto deadline = DeadlineOf(request);
  if (!deadline.ok()) return Refuse(method, request, deadline.status());
  pb::Arena arena;  // an answer is hundreds of small messages: on an arena they cost a few allocations
  pb::Message* const asked = method.request->New(&arena);
  if (absl::Status status = Decode(*codec, request.body, asked); !status.ok()) return Refuse(method, request, status);
  pb::Message* const answer = method.response->New(&arena);
  const absl::Status status = Run(method, request, *asked, *deadline, answer);
  return status.ok() ? Reply(*codec, *answer) : ErrorResponse(status);
}

HttpResponse GetResource(const Method& method, const std::string& collection, const HttpRequest& request) {
  pb::Arena arena;
  pb::Message* const asked = method.request->New(&arena);
  asked->GetReflection()->SetString(asked, asked->GetDescriptor()->FindFieldByName("name"),
                                    absl::StrCat(collection, "/", request.captured));
  pb::Message* const answer = method.response->New(&arena);
  const absl::Status status = Run(method, request, *asked, absl::InfiniteFuture(), answer);
  if (!status.ok()) return ErrorResponse(status);
  HttpResponse response = Reply(Codec::kJson, *answer);
  response.headers.Set("Cache-Control", "no-cache");  // keep it, and ask whether it is still so
  response.headers.Add("ETag", EtagOf(response.body));
  return response;
}

}  // namespace

absl::StatusOr<Route> UnaryRoute(UnaryRpc rpc) {
  const std::string path = PathOf(rpc.method);
  auto method = Find(std::move(rpc));
  if (!method.ok()) return method.status();
  return Route{"POST", path, "",
               [method = *std::move(method)](const HttpRequest& request) { return Call(method, request); }};
}

absl::StatusOr<Route> ResourceRoute(const std::string& collection, UnaryRpc get) {
  auto method = Find(std::move(get));
  if (!method.ok()) return method.status();
  return Route{"GET", absl::StrCat("/v1/", collection, "/{id}"), "",
               [method = *std::move(method), collection](const HttpRequest& request) {
                 return GetResource(method, collection, request);
               }};
}

}  // namespace socialekaart::gateway
