#include "tests/bench/workloads.h"

#include <google/protobuf/util/json_util.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <atomic>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cpp/client.h"
#include "clients/cpp/grpc_error.h"
#include "tests/bench/echo.grpc.pb.h"
#include "tests/bench/http_client.h"
#include "tests/bench/load.h"
#include "tests/bench/questions.h"

namespace socialekaart::bench {
namespace {

constexpr size_t kQuestions = 1'000;  // of each kind, asked in turn
constexpr int kHits = 10;
constexpr size_t kFilteredSearch = 2, kMatch = 6;  // in the table of kinds
constexpr absl::Duration kStartTimeout = absl::Seconds(30);
constexpr absl::Duration kWarmUp = absl::Milliseconds(500);

// A kind of call, and what each round found.
struct Kind {
  std::string name;
  const Process* server;
  std::function<absl::StatusOr<size_t>(size_t)> call;  // the size of the answer
  const Kind* same_by_grpc = nullptr;                  // the same questions, asked before it in each round

  std::vector<double> p50 = {}, p99 = {}, per_second = {}, ratio = {}, ratio_grpc = {}, cpu_us = {};
  std::atomic<size_t> calls = 0, bytes = 0;
};

absl::StatusOr<Burst> RunKind(Kind& kind, int threads, absl::Duration duration) {
  return RunLoad(
      [&kind](size_t number) {
        const auto size = kind.call(number);
        if (!size.ok())
          return absl::Status(size.status().code(), absl::StrCat(kind.name, ": ", size.status().message()));
        kind.bytes += *size;
        ++kind.calls;
        return absl::OkStatus();
      },
      threads, duration);
}

absl::Status RunRound(Kind& kind, double echo_p50, absl::Duration slice) {
  const auto alone = RunKind(kind, 1, slice);
  if (!alone.ok()) return alone.status();
  const auto cpu_before = kind.server->CpuSeconds();
  const auto together = RunKind(kind, kThreads, slice);
  const auto cpu_after = kind.server->CpuSeconds();
  for (const auto& status : {cpu_before.status(), together.status(), cpu_after.status()}) {
    if (!status.ok()) return status;
  }
  kind.p50.push_back(Percentile(alone->latencies_us, 50));
  kind.p99.push_back(Percentile(alone->latencies_us, 99));
  kind.ratio.push_back(echo_p50 > 0 ? kind.p50.back() / echo_p50 : 1);
  if (kind.same_by_grpc != nullptr) kind.ratio_grpc.push_back(kind.p50.back() / kind.same_by_grpc->p50.back());
  kind.per_second.push_back(together->per_second());
  kind.cpu_us.push_back((*cpu_after - *cpu_before) * 1e6 / static_cast<double>(together->latencies_us.size()));
  return absl::OkStatus();
}

template <typename Request, typename Call>
std::function<absl::StatusOr<size_t>(size_t)> Asking(std::vector<Request> requests, const Call& call) {
  return [requests = std::move(requests), call](size_t number) -> absl::StatusOr<size_t> {
    const auto response = call(requests[number % requests.size()]);
    if (!response.ok()) return response.status();
    return response->ByteSizeLong();
  };
}

// The same requests as JSON. What a client makes of the answer is its own time: a browser reads JSON in another way
// than a server.
template <typename Request>
std::function<absl::StatusOr<size_t>(size_t)> Posting(const std::vector<Request>& requests, HttpClient& client,
                                                      const std::string& path) {
  std::vector<std::string> bodies;
  for (const Request& request : requests) {
    if (!google::protobuf::util::MessageToJsonString(request, &bodies.emplace_back()).ok()) bodies.back() = "{}";
  }
  return [bodies = std::move(bodies), &client, path](size_t number) {
    return client.Post(path, bodies[number % bodies.size()]);
  };
}

Workload Summarize(const Kind& kind) {
  return {.name = kind.name,
          .alone_us = {Median(kind.p50), Median(kind.p99)},
          .per_second = Median(kind.per_second),
          .ratio_p50 = Median(kind.ratio),
          .server_cpu_us = Median(kind.cpu_us),
          .response_bytes = static_cast<double>(kind.bytes) / static_cast<double>(kind.calls),
          .ratio_grpc = Median(kind.ratio_grpc)};
}

}  // namespace

absl::StatusOr<std::vector<Workload>> MeasureWorkloads(const Settings& settings, const Records& records,
                                                       const Process& server,
                                                       const std::function<void(const std::string&)>& progress) {
  const auto yardstick = Process::Start({settings.echo}, settings.work_folder + "/echo.log", kStartTimeout);
  if (!yardstick.ok()) return yardstick.status();
  const auto stub =
      echo::v1::EchoService::NewStub(grpc::CreateChannel((*yardstick)->address(), grpc::InsecureChannelCredentials()));
  const client::Client client({.address = server.address()});

  const auto repeated = client.SearchServices(FilteredSearches(records, 1)[0]);
  if (!repeated.ok()) return repeated.status();
  {
    grpc::ClientContext context;
    echo::v1::KeepResponse kept;
    const absl::Status status = client::FromGrpc(stub->Keep(&context, *repeated, &kept));
    if (!status.ok()) return status;
  }
  const auto call_repeat = [&](size_t) -> absl::StatusOr<size_t> {
    grpc::ClientContext context;
    v1::SearchServicesResponse response;
    const absl::Status status = client::FromGrpc(stub->Repeat(&context, {}, &response));
    if (!status.ok()) return status;
    return response.ByteSizeLong();
  };
  const auto call_echo = [&](size_t) -> absl::StatusOr<size_t> {
    grpc::ClientContext context;
    echo::v1::EchoRequest request;
    request.set_text("boos scheiding");
    request.set_count(kHits);
    echo::v1::EchoResponse response;
    const absl::Status status = client::FromGrpc(stub->Echo(&context, request, &response));
    if (!status.ok()) return status;
    return response.ByteSizeLong();
  };
  const auto search = [&](const auto& request) { return client.SearchServices(request); };
  const auto match = [&](const auto& request) { return client.Match(request); };
  HttpClient http(server.http_address());
  Kind kinds[] = {
      {.name = "echo", .server = yardstick->get(), .call = call_echo},
      {.name = "echo of a whole search answer", .server = yardstick->get(), .call = call_repeat},
      {.name = "search text+place+age+level",
       .server = &server,
       .call = Asking(FilteredSearches(records, kQuestions), search)},
      {.name = "search place+age+level",
       .server = &server,
       .call = Asking(PlaceAgeLevelSearches(records, kQuestions), search)},
      {.name = "search text", .server = &server, .call = Asking(TextSearches(records, kQuestions), search)},
      {.name = "search place", .server = &server, .call = Asking(PlaceSearches(records, kQuestions), search)},
      {.name = "match", .server = &server, .call = Asking(MatchQuestions(records, kQuestions), match)},
      {.name = "http: search text+place+age+level as JSON",
       .server = &server,
       .call = Posting(FilteredSearches(records, kQuestions), http, "/socialekaart.v1.SearchService/SearchServices"),
       .same_by_grpc = &kinds[kFilteredSearch]},
      {.name = "http: match as JSON",
       .server = &server,
       .call = Posting(MatchQuestions(records, kQuestions), http, "/socialekaart.v1.MatchService/Match"),
       .same_by_grpc = &kinds[kMatch]},
  };
  for (Kind& kind : kinds) {
    const auto warm = RunKind(kind, 1, kWarmUp);
    if (!warm.ok()) return warm.status();
  }
  for (int round = 1; round <= settings.rounds; ++round) {
    progress(absl::StrCat("calls, round ", round, " of ", settings.rounds));
    for (Kind& kind : kinds) {
      const double echo_p50 = &kind == kinds ? 0 : kinds[0].p50.back();
      if (const absl::Status status = RunRound(kind, echo_p50, settings.slice); !status.ok()) return status;
    }
  }
  std::vector<Workload> workloads;
  for (const Kind& kind : kinds) workloads.push_back(Summarize(kind));
  return workloads;
}

}  // namespace socialekaart::bench
