#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tests/bench/process.h"
#include "tests/bench/records.h"

namespace socialekaart::bench {

struct Settings {
  std::string server;       // program socialekaartd
  std::string echo;         // program bench_echo
  std::string work_folder;  // emptied before and after
  size_t services = 10'000;
  int rounds = 5;
  int updates = 150;
  absl::Duration slice = absl::Seconds(2);  // of each kind of call, in each round, at each concurrency
};

struct Quantiles {
  double p50 = 0;
  double p99 = 0;
};

// One kind of call: the median over the rounds.
struct Workload {
  std::string name;
  Quantiles alone_us;         // one call at a time
  double per_second = 0;      // kThreads calls at a time
  double ratio_p50 = 0;       // to the echo of the same round
  double server_cpu_us = 0;   // of the server for one call, kThreads at a time
  double response_bytes = 0;  // mean, as it was sent
  double ratio_grpc = 0;      // p50 to that of the same calls through gRPC in the same round; 0 = it is gRPC
};

struct MatchingFigures {
  Quantiles match_us;   // a Match with its services
  Quantiles advice_us;  // a note of 40 words read and its level advised, without services
};

struct Result {
  size_t services = 0;
  int64_t input_bytes = 0;
  double import_seconds = 0;      // until the acknowledgement
  double searchable_seconds = 0;  // until a search sees all of it, from the start of the import
  double rebuild_seconds = 0;     // of an index that was deleted
  int64_t warnings = 0;           // of the import
  int64_t store_bytes = 0;
  int64_t index_bytes = 0;
  Memory memory_empty, memory_imported, memory_started, memory_loaded;
  int64_t memory_peak = 0;  // highest of all servers of the run
  double ready_ms = 0;      // from the start of the program to the first answer of a search
  double ready_after_kill_ms = 0;
  double listening_ms = 0;
  double update_after_kill_ms =
      0;  // from the first update after a kill -9 until it is found: the index is verified meanwhile
  Quantiles update_acknowledged_ms, update_visible_ms;
  std::vector<Workload> workloads;
  int64_t idle_connections_bytes = 0;  // kIdleConnections over HTTP, above the server without them
  double batch_per_second = 0;         // cases by MatchStream
  MatchingFigures matching;            // without gRPC
};

inline constexpr int kThreads = 8;
inline constexpr int kIdleConnections = 1'000;

// Measures a server of its own, from an empty folder to a rebuilt index. `progress` gets a line for each step.
absl::StatusOr<Result> Run(const Settings& settings, const Records& records,
                           const std::function<void(const std::string&)>& progress);

}  // namespace socialekaart::bench
