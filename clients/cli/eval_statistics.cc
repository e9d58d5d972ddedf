#include "clients/cli/eval_statistics.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

namespace socialekaart::cli {
namespace {

// The value below which a share of the sorted values lies, between neighbours in proportion.
double Percentile(const std::vector<double>& sorted, double share) {
  const double at = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<size_t>(at);
  const size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (at - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

}  // namespace

double Mean(const std::vector<double>& values) {
  if (values.empty()) return 0;
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

std::optional<Interval> BootstrapInterval(const std::vector<double>& values, const Draws& draws) {
  if (values.empty()) return std::nullopt;
  std::mt19937_64 random(draws.seed);
  std::vector<double> means(static_cast<size_t>(std::max(draws.resamples, 1)));
  for (double& mean : means) {
    double sum = 0;
    // The standard library's distributions differ between libraries; the bias of a remainder of 64 bits is nothing.
    for (size_t i = 0; i < values.size(); ++i) sum += values[random() % values.size()];
    mean = sum / static_cast<double>(values.size());
  }
  std::sort(means.begin(), means.end());
  return Interval{.low = Percentile(means, 0.025), .high = Percentile(means, 0.975)};
}

double RandomizationP(const std::vector<double>& differences, const Draws& draws) {
  // Sums of the same numbers in another order differ in their last bits.
  constexpr double kSame = 1e-9;
  const double seen = std::abs(std::accumulate(differences.begin(), differences.end(), 0.0));
  std::mt19937_64 random(draws.seed);
  const int resamples = std::max(draws.resamples, 1);
  int as_large = 0;
  for (int draw = 0; draw < resamples; ++draw) {
    double sum = 0;
    uint64_t signs = 0;
    for (size_t i = 0; i < differences.size(); ++i) {
      if (i % 64 == 0) signs = random();
      sum += (signs & 1) != 0 ? differences[i] : -differences[i];
      signs >>= 1;
    }
    if (std::abs(sum) >= seen - kSame) ++as_large;
  }
  return (as_large + 1.0) / (resamples + 1.0);
}

}  // namespace socialekaart::cli
