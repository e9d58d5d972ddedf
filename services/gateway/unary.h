#pragma once

#include <functional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/gateway/router.h"

namespace google::protobuf {
class Message;
}

namespace socialekaart::gateway {

// Writes the answer to `request` into `response`, which is empty before. Messages are of the types of the method.
using Answer = std::function<absl::Status(const google::protobuf::Message& request, absl::Time deadline,
                                          google::protobuf::Message* response)>;

// One unary method, answered over HTTP in Connect's form.
struct UnaryRpc {
  std::string method;  // "socialekaart.v1.MatchService.Match", as descriptors name it
  Answer answer;
};

// Makes an Answer of a function from request to response.
template <typename Request, typename Response, typename Function>
Answer AnswerBy(Function function) {
  return [function = std::move(function)](const google::protobuf::Message& request, absl::Time,
                                          google::protobuf::Message* response) {
    absl::StatusOr<Response> result = function(static_cast<const Request&>(request));
    if (result.ok()) static_cast<Response&>(*response) = *std::move(result);
    return result.status();
  };
}

// POST /socialekaart.v1.MatchService/Match. NOT_FOUND when no such method is linked in.
absl::StatusOr<Route> UnaryRoute(UnaryRpc rpc);

// Reads a resource by name: GET /v1/services/{id}, with an ETag. `collection`: "services".
absl::StatusOr<Route> ResourceRoute(const std::string& collection, UnaryRpc get);

}  // namespace socialekaart::gateway
