#include "indexer/index/ranking.h"

#include <algorithm>
#include <bit>
#include <climits>
#include <cmath>

#include "absl/time/civil_time.h"
#include "indexer/index/schedule.h"
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

// The filters that look at lists.
bool PassesLists(const FactsQuery& query, const FactsView& facts) {
  if (!query.languages.empty()) {
    bool speaks = false;
    for (size_t i = 0; i < facts.header().languages; ++i) {
      speaks |= std::find(query.languages.begin(), query.languages.end(), facts.language(i)) != query.languages.end();
    }
    if (!speaks) return false;
  }
  return !query.open_at || facts.schedule().empty() || IsOpen(facts.schedule(), *query.open_at);
}

template <typename Bits>
Bits BitsOf(const std::vector<std::string>& codes, const google::protobuf::RepeatedPtrField<data::v1::Taxonomy::Term>& terms) {
  Bits bits = 0;
  for (int i = 0; i < terms.size(); ++i) {
    if (std::find(codes.begin(), codes.end(), terms[i].code()) != codes.end()) bits = static_cast<Bits>(bits | Bits{1} << i);
  }
  return bits;
}

// Excluded: all the problems that were asked are named as "not for". Named: at least one of them.
v1::Fit ProblemFit(const FactsQuery& query, const Facts::Gate& gate) {
  if (query.problems == 0) return v1::FIT_UNSPECIFIED;
  const uint64_t wanted = query.problems & ~gate.excluded_problems;
  if (wanted == 0) return v1::FIT_NO;
  if ((wanted & gate.problems) != 0) return v1::FIT_YES;
  return gate.problems == 0 && !query.only_named_problems ? v1::FIT_UNKNOWN : v1::FIT_NO;
}

v1::Fit AgeFitOf(const FactsQuery& query, const Facts::Gate& gate) {
  return query.age_years ? AgeFit(Known(gate.minimum_age), Known(gate.maximum_age), *query.age_years) : v1::FIT_UNSPECIFIED;
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

FactsQuery ToFactsQuery(const IndexQuery& query, const Taxonomy& taxonomy) {
  FactsQuery facts;
  if (query.place) {
    facts.place_asked = true;
    for (const std::string& code : query.place->certain) facts.certain_areas.push_back(EncodeArea(code));
  }
  facts.statuses = 1u << v1::SERVICE_STATUS_ACTIVE;
  if (query.include_temporarily_closed) facts.statuses |= 1u << v1::SERVICE_STATUS_TEMPORARILY_CLOSED;
  for (const v1::HelpLevel level : query.levels) facts.levels = static_cast<uint16_t>(facts.levels | 1u << level);
  facts.kinds = BitsOf<uint64_t>(query.kinds, taxonomy.data().kinds());
  if (query.free_access) facts.access = BitsOf<uint8_t>({kAccessFree}, taxonomy.data().access());
  for (const std::string& language : query.languages) facts.languages.push_back(EncodeLanguage(language));
  facts.open_at = query.open_at;
  facts.point = query.point;
  facts.age_years = query.age_years;
  facts.problems = BitsOf<uint64_t>(query.problems, taxonomy.data().problems());
  facts.only_named_problems = query.only_named_problems;
  facts.radius_m = query.radius_m;
  facts.min_quality = query.min_quality;
  facts.today = static_cast<int32_t>(absl::ToCivilDay(query.now, absl::UTCTimeZone()) - absl::CivilDay(1970, 1, 1));
  return facts;
}

bool PassesGate(const FactsQuery& query, const Facts::Gate& gate) {
  return (query.statuses >> gate.status & 1u) != 0 && (query.levels == 0 || (query.levels & gate.levels) != 0) &&
         (query.kinds == 0 || (gate.kind >= 0 && (query.kinds >> gate.kind & 1u) != 0)) && (query.access == 0 || (query.access & gate.access) != 0) &&
         ProblemFit(query, gate) != v1::FIT_NO && AgeFitOf(query, gate) != v1::FIT_NO;
}

Evaluation Evaluate(const FactsQuery& query, const FactsView& facts) {
  Evaluation result;
  const Facts::Header& header = facts.header();
  const double freshness = Freshness(header.assured_day, query.today);
  if (!PassesGate(query, header.gate) || !PassesLists(query, facts) ||
      (query.min_quality && (header.quality + (freshness > 0 ? 1 : 0)) < *query.min_quality * (Facts::kQualityParts + 1) - 1e-9)) {
    result.passes = false;
    return result;
  }
  result.problem_fit = ProblemFit(query, header.gate);
  result.age_fit = AgeFitOf(query, header.gate);
  if (query.point) MeasureDistance(query, facts, &result);
  if (query.radius_m && !(result.distance_m <= *query.radius_m)) {
    result.passes = false;
    return result;
  }
  if (query.place_asked) {
    result.area_fit = v1::FIT_UNKNOWN;  // the terms let through only what may serve the place
    for (size_t i = 0; i < header.areas; ++i) {
      if (std::find(query.certain_areas.begin(), query.certain_areas.end(), facts.area(i)) != query.certain_areas.end()) result.area_fit = v1::FIT_YES;
    }
    if (header.areas == 0 && std::isfinite(result.distance_m) && result.distance_m > kUnknownAreaRadius_m) {
      result.passes = false;
      return result;
    }
    result.area = result.area_fit == v1::FIT_YES ? kAreaWeight : 0;
  }
  result.age = result.age_fit == v1::FIT_YES ? kAgeWeight : 0;
  if (result.problem_fit == v1::FIT_YES) {
    const int matched = std::popcount(query.problems & header.gate.problems);
    result.problem = kProblemWeight * matched / std::popcount(query.problems) + kSpecificWeight * matched / std::popcount(header.gate.problems);
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
