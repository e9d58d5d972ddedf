#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tests/bench/peers/engine.h"
#include "tests/bench/run.h"

namespace socialekaart::bench {

// What one engine took for the questions of one row.
struct Cell {
  bool asked = false;
  Quantiles us;            // median over the rounds of each round's p50 and p99
  Quantiles times;         // the same of its ratio to the first engine, in the same round
  double times_echo = 0;   // its p50 as a multiple of the last engine's, in the same round
  double mean_total = -1;  // what fits, on average; -1 = not counted
};

// How the engines' answers to the same filters without text compare with those of the first.
struct Agreement {
  size_t questions = 0;
  size_t members = 0;  // over all questions and engines
  size_t differences = 0;
  std::string example;  // of a difference
};

// By row of kRows, then by engine. Within a round every row is asked of every engine in turn, all questions one by one.
// The first engine is ours in process, the last one the echo.
absl::StatusOr<std::vector<std::vector<Cell>>> Measure(const std::vector<Engine*>& engines,
                                                       const std::vector<std::vector<Question>>& questions, int rounds,
                                                       const std::function<void(const std::string&)>& progress);

// Compares everything that passes the filters of the rows that have any: without text the answer must be the same to
// the last service. Engines that cannot list are left out.
absl::StatusOr<Agreement> Compare(const std::vector<Engine*>& engines, const Directory& directory,
                                  const std::vector<std::vector<Question>>& questions);

}  // namespace socialekaart::bench
