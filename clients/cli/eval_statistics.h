#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace socialekaart::cli {

// How sure a mean over queries is. Both draw from a generator of their own: the same numbers and seed give the same
// answer, on every machine.

struct Interval {
  double low = 0;
  double high = 0;
};

struct Draws {
  int resamples = 10'000;
  uint64_t seed = 1;
};

double Mean(const std::vector<double>& values);

// The middle 95 % of the means of as many values drawn from these with replacement. Nothing for no values.
std::optional<Interval> BootstrapInterval(const std::vector<double>& values, const Draws& draws);

// How often the mean difference of pairs would be at least as large, either way, if it were chance which of the two of
// each pair came from which run. 1 when there is no difference; never 0, for what was seen counts as a draw too.
double RandomizationP(const std::vector<double>& differences, const Draws& draws);

}  // namespace socialekaart::cli
