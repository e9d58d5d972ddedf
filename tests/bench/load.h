#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace socialekaart::bench {

// `p` 0..100, by nearest rank; 0 without values.
double Percentile(std::vector<double> values, double p);
double Median(std::vector<double> values);

// What one burst of calls took.
struct Burst {
  std::vector<double> latencies_us;
  double seconds = 0;
  double per_second() const { return static_cast<double>(latencies_us.size()) / seconds; }
};

// Calls `call(0)`, `call(1)`, ... from `threads` threads, each its next one as soon as it has an answer, for as long as
// said. The first error ends it, and is the answer.
absl::StatusOr<Burst> RunLoad(const std::function<absl::Status(size_t)>& call, int threads, absl::Duration duration);

}  // namespace socialekaart::bench
