#pragma once

#include <string>
#include <vector>

#include "tests/bench/peers/report.h"

namespace socialekaart::bench {

// What issue 3 wants, and whether this run has it.
struct Goal {
  std::string what;
  std::string wanted;
  std::string found;
  bool met = false;
};

// The goals for 100,000 services, for whatever directory the result is of.
std::vector<Goal> GoalsOf(const PeersResult& result);
// That a selective row takes at most four times as long when the directory is ten times as large.
std::vector<Goal> GrowthGoals(const PeersResult& small, const PeersResult& large);

}  // namespace socialekaart::bench
