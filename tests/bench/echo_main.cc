// The yardstick: a callback server that looks nothing up, in a process of its own. Prints the address
// it listens on and runs until SIGTERM or SIGINT.

#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <signal.h>

#include <iostream>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "tests/bench/echo.grpc.pb.h"

namespace socialekaart::bench {
namespace {

class EchoService final : public echo::v1::EchoService::CallbackService {
  grpc::ServerUnaryReactor* Echo(grpc::CallbackServerContext* context, const echo::v1::EchoRequest* request,
                                 echo::v1::EchoResponse* response) override {
    for (int i = 0; i < request->count(); ++i) {
      echo::v1::Hit* hit = response->add_hits();
      hit->set_name("services/5d0f2a60-53cb-4d3f-8a39-0c6d3f1c7a10");
      hit->set_display_name("Opvoedspreekuur Voorbeeldstad");
      hit->set_snippet(
          "Gratis spreekuur voor ouders met vragen over opvoeden en opgroeien, elke week zonder afspraak.");
      hit->set_score(1.0 / (1 + i));
      hit->set_distance_m(250 * i);
      hit->add_levels(2);
    }
    response->set_total_size(request->count());
    return Finish(context);
  }

  grpc::ServerUnaryReactor* Keep(grpc::CallbackServerContext* context, const v1::SearchServicesResponse* request,
                                 echo::v1::KeepResponse*) override {
    absl::MutexLock lock(&mutex_);
    kept_ = std::make_shared<const v1::SearchServicesResponse>(*request);
    return Finish(context);
  }

  grpc::ServerUnaryReactor* Repeat(grpc::CallbackServerContext* context, const echo::v1::RepeatRequest*,
                                   v1::SearchServicesResponse* response) override {
    std::shared_ptr<const v1::SearchServicesResponse> kept;
    {
      absl::MutexLock lock(&mutex_);
      kept = kept_;
    }
    if (kept != nullptr) *response = *kept;
    return Finish(context);
  }

  static grpc::ServerUnaryReactor* Finish(grpc::CallbackServerContext* context) {
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

  absl::Mutex mutex_;
  std::shared_ptr<const v1::SearchServicesResponse> kept_ ABSL_GUARDED_BY(mutex_);
};

int Serve() {
  // Blocked before any thread starts, so that only sigwait below sees them.
  sigset_t ending;
  sigemptyset(&ending);
  sigaddset(&ending, SIGTERM);
  sigaddset(&ending, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ending, nullptr);

  EchoService service;
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&service);
  const auto server = builder.BuildAndStart();
  if (server == nullptr) {
    std::cerr << "bench_echo: no server\n";
    return 1;
  }
  std::cout << "listening on 127.0.0.1:" << port << std::endl;
  int signal = 0;
  sigwait(&ending, &signal);
  server->Shutdown();
  return 0;
}

}  // namespace
}  // namespace socialekaart::bench

int main() {
  return socialekaart::bench::Serve();
}
