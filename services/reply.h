#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "services/grpc_status.h"
#include "services/logger.h"

namespace socialekaart {

// Answers a unary call with what `work` returns, on the calling thread: work must not wait.
template <typename Response, typename Work>
grpc::ServerUnaryReactor* Reply(grpc::CallbackServerContext* context, const char* method, Response* response, Work work) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  const absl::Time start = absl::Now();
  absl::StatusOr<Response> result = work();
  if (result.ok()) *response = *std::move(result);
  const absl::Status status = result.ok() ? absl::OkStatus() : result.status();
  LogCall(method, absl::StatusCodeToString(status.code()), absl::Now() - start);
  reactor->Finish(ToGrpc(status));
  return reactor;
}

// The same for work that writes the answer itself and returns a status.
template <typename Work>
grpc::ServerUnaryReactor* ReplyInPlace(grpc::CallbackServerContext* context, const char* method, Work work) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  const absl::Time start = absl::Now();
  const absl::Status status = work();
  LogCall(method, absl::StatusCodeToString(status.code()), absl::Now() - start);
  reactor->Finish(ToGrpc(status));
  return reactor;
}

inline absl::Time DeadlineOf(const grpc::ServerContextBase& context, absl::Duration cap) {
  const absl::Time capped = absl::Now() + cap;
  const absl::Time asked = absl::FromChrono(context.deadline());
  return asked < capped ? asked : capped;
}

}  // namespace socialekaart
