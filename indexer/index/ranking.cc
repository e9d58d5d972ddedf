#include "indexer/index/ranking.h"

#include <algorithm>
#include <bit>
#include <climits>
#include <cmath>

#include "indexer/place/distance.h"
#include "indexer/record/profile.h"

namespace socialekaart {
namespace {

constexpr int kYear = 365;

std::optional<double> Known(float value) { return std::isnan(value) ? std::nullopt : std::optional<double>(value); }

double Freshness(int32_t assured_day, int32_t today) {
  if (assured_day == INT32_MIN) return 0;
  const double years = static_cast<double>(today - assured_day) / kYear;
  return years <= 1 ? 1 : years >= 3 ? 0 : (3 - years) / 2;
}

// Excluded: all the problems that were asked are named as "not for". Named: at least one of them.
v1::Fit ProblemFit(const FactsQuery& query, const Facts::Header& facts) {
  if (query.problems == 0) return v1::FIT_UNSPECIFIED;
  const uint64_t wanted = query.problems & ~facts.excluded_problems;
  if (wanted == 0) return v1::FIT_NO;
  if ((wanted & facts.problems) != 0) return v1::FIT_YES;
  return facts.problems == 0 && !query.only_named_problems ? v1::FIT_UNKNOWN : v1::FIT_NO;
}

void MeasureDistance(const FactsQuery& query, const FactsView& facts, Evaluation* result) {
  for (size_t i = 0; i < facts.header().points; ++i) {
    const Facts::Point point = facts.point(i);
    const double distance = DistanceM(query.point->latitude(), query.point->longitude(), point.latitude, point.longitude);
    if (distance >= result->distance_m) continue;
    result->distance_m = distance;
    result->approximate = point.approximate != 0;
  }
}

}  // namespace

Evaluation Evaluate(const FactsQuery& query, const FactsView& facts) {
  Evaluation result;
  const Facts::Header& header = facts.header();
  result.problem_fit = ProblemFit(query, header);
  if (query.age_years) result.age_fit = AgeFit(Known(header.minimum_age), Known(header.maximum_age), *query.age_years);
  const double freshness = Freshness(header.assured_day, query.today);
  if (result.age_fit == v1::FIT_NO || result.problem_fit == v1::FIT_NO ||
      (query.min_quality && (header.quality + (freshness > 0 ? 1 : 0)) < *query.min_quality * (Facts::kQualityParts + 1) - 1e-9)) {
    result.passes = false;
    return result;
  }
  if (query.point) MeasureDistance(query, facts, &result);
  if (query.radius_m && !(result.distance_m <= *query.radius_m)) {
    result.passes = false;
    return result;
  }
  if (query.place_asked) {
    result.area_fit = v1::FIT_UNKNOWN;  // the terms let through only what may serve the place
    for (size_t i = 0; i < header.areas; ++i) {
      if (std::binary_search(query.certain_areas.begin(), query.certain_areas.end(), facts.area(i))) result.area_fit = v1::FIT_YES;
    }
    if (header.areas == 0 && std::isfinite(result.distance_m) && result.distance_m > kUnknownAreaRadius_m) {
      result.passes = false;
      return result;
    }
    result.area = result.area_fit == v1::FIT_YES ? kAreaWeight : 0;
  }
  result.age = result.age_fit == v1::FIT_YES ? kAgeWeight : 0;
  if (result.problem_fit == v1::FIT_YES) {
    const int matched = std::popcount(query.problems & header.problems);
    result.problem = kProblemWeight * matched / std::popcount(query.problems) + kSpecificWeight * matched / std::popcount(header.problems);
  }
  if (query.point) {
    const double distance = std::isfinite(result.distance_m) ? result.distance_m : kNoDistanceAs_m;
    result.distance = kDistanceWeight / (1 + distance / kHalfDistance_m);
  }
  result.freshness = kFreshnessWeight * freshness;
  result.tie = kTieWeight * (static_cast<double>(header.tie) / UINT32_MAX);
  return result;
}

}  // namespace socialekaart
