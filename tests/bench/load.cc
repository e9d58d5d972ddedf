#include "tests/bench/load.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <thread>

#include "absl/time/clock.h"

namespace socialekaart::bench {

double Percentile(std::vector<double> values, double p) {
  if (values.empty()) return 0;
  const auto rank = static_cast<size_t>(std::max(1.0, std::ceil(p / 100 * static_cast<double>(values.size()))));
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(rank - 1), values.end());
  return values[rank - 1];
}

double Median(std::vector<double> values) {
  return Percentile(std::move(values), 50);
}

absl::StatusOr<Burst> RunLoad(const std::function<absl::Status(size_t)>& call, int threads, absl::Duration duration) {
  struct Worker {
    std::vector<double> latencies_us;
    absl::Status status;
  };
  std::vector<Worker> workers(static_cast<size_t>(threads));
  std::atomic<size_t> next = 0;
  std::atomic<bool> failed = false;
  const absl::Time start = absl::Now();
  const auto work = [&](Worker& worker) {
    while (!failed) {
      const absl::Time before = absl::Now();
      if (before - start >= duration) break;
      worker.status = call(next++);
      if (!worker.status.ok()) {
        failed = true;
        break;
      }
      worker.latencies_us.push_back(absl::ToDoubleMicroseconds(absl::Now() - before));
    }
  };
  std::vector<std::thread> running;
  for (auto& worker : workers) running.emplace_back(work, std::ref(worker));
  for (auto& thread : running) thread.join();

  Burst burst;
  burst.seconds = absl::ToDoubleSeconds(absl::Now() - start);
  for (const auto& worker : workers) {
    if (!worker.status.ok()) return worker.status;
    burst.latencies_us.insert(burst.latencies_us.end(), worker.latencies_us.begin(), worker.latencies_us.end());
  }
  return burst;
}

}  // namespace socialekaart::bench
