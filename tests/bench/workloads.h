#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tests/bench/run.h"

namespace socialekaart::bench {

// Calls of each kind against the server and the echo, in turns within a round, so that what the machine does meanwhile
// falls on all alike.
absl::StatusOr<std::vector<Workload>> MeasureWorkloads(const Settings& settings, const Records& records,
                                                       const Process& server,
                                                       const std::function<void(const std::string&)>& progress);

}  // namespace socialekaart::bench
