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
  return gate.problems == 0 ? v1::FIT_UNKNOWN : v1::FIT_NO;
}

v1::Fit AgeFitOf(const Facts::Gate& gate, double age_years) { return AgeFit(Known(gate.minimum_age), Known(gate.maximum_age), age_years); }

// Flat around the point of the query, with the cosine of the latitude in between: within 0.1 % up to 500 km, and without a sine per service.
double FlatDistanceM(const FactsQuery& query, float latitude, float longitude) {
  constexpr double kRadians = M_PI / 180;
  constexpr double kMetresPerDegree = kEarthRadiusM * kRadians;
  const double north = latitude - query.point->latitude();
  const double cosine = query.cos_latitude - query.sin_latitude * north * kRadians / 2;
  const double east = (longitude - query.point->longitude()) * cosine;
  return kMetresPerDegree * std::sqrt(north * north + east * east);
}

void Consider(const FactsQuery& query, const Facts::Point& point, Evaluation* result) {
  const double distance = FlatDistanceM(query, point.latitude, point.longitude);
  if (distance >= result->distance_m) return;
  result->distance_m = distance;
  result->nearest = point;
}

// Exact where it matters: at the limit.
bool IsWithin(const FactsQuery& query, const Evaluation& result, double limit_m) {
  if (std::abs(result.distance_m - limit_m) > limit_m / 100) return result.distance_m <= limit_m;
  return DistanceM(query.point->latitude(), query.point->longitude(), result.nearest.latitude, result.nearest.longitude) <= limit_m;
}

bool IsCertain(const FactsQuery& query, uint64_t area) {
  return std::find(query.certain_areas.begin(), query.certain_areas.end(), area) != query.certain_areas.end();
}

// What the gate alone tells, wherever it is.
void EvaluateGate(const FactsQuery& query, const Facts::Gate& gate, double freshness, Evaluation* evaluation) {
  Evaluation& result = *evaluation;
  result.problem_fit = ProblemFit(query, gate);
  if (query.age_years) result.age_fit = AgeFitOf(gate, *query.age_years);
  const auto& weights = query.weights;
  result.age = result.age_fit == v1::FIT_YES ? weights.age() : 0;
  if (result.problem_fit == v1::FIT_YES) {
    const int matched = std::popcount(query.problems & gate.problems);
    result.problem = weights.problem() * matched / std::popcount(query.problems) + weights.specific() * matched / std::popcount(gate.problems);
  }
  result.freshness = weights.freshness() * freshness;
  if (IsWaitingTimeFresh(query, gate)) result.waiting = weights.waiting() / (1 + gate.waiting_days / weights.half_waiting_days());
  result.quality = weights.quality() * gate.quality / Facts::kQualityParts;
  result.tie = kTieWeight * (static_cast<double>(gate.tie) / UINT32_MAX);
}

}  // namespace

FactsQuery ToFactsQuery(const IndexQuery& query, const IndexingRules& rules) {
  const Taxonomy& taxonomy = rules.taxonomy;
  FactsQuery facts;
  if (query.place) {
    facts.place_asked = true;
    for (const std::string& code : query.place->certain) facts.certain_areas.push_back(EncodeArea(code));
  }
  facts.statuses = 1u << v1::SERVICE_STATUS_ACTIVE;
  if (query.include_temporarily_closed) facts.statuses |= 1u << v1::SERVICE_STATUS_TEMPORARILY_CLOSED;
  for (const v1::HelpLevel level : query.levels) facts.levels = static_cast<uint16_t>(facts.levels | 1u << level);
  facts.kinds = BitsOf<uint64_t>(query.kinds, taxonomy.data().kinds());
  facts.free_access = BitsOf<uint8_t>({kAccessFree}, taxonomy.data().access());
  if (query.free_access) facts.access = facts.free_access;
  facts.doors = BitsOf<uint8_t>(query.doors, taxonomy.data().access());
  facts.contract_of = EncodeMunicipality(query.contract_of);
  for (const std::string& language : query.languages) facts.languages.push_back(EncodeLanguage(language));
  facts.open_at = query.open_at;
  facts.point = query.point;
  if (query.point) {
    facts.cos_latitude = std::cos(query.point->latitude() * M_PI / 180);
    facts.sin_latitude = std::sin(query.point->latitude() * M_PI / 180);
  }
  facts.age_years = query.age_years;
  facts.problems = BitsOf<uint64_t>(query.problems, taxonomy.data().problems());
  facts.radius_m = query.radius_m;
  facts.min_quality = query.min_quality;
  facts.weights = rules.ranking.fit();
  const auto& weights = facts.weights;
  facts.most = (facts.place_asked ? weights.area() : 0) + (query.age_years ? weights.age() : 0) +
               (facts.problems != 0 ? weights.problem() + weights.specific() : 0) + (query.point ? weights.distance() : 0) + weights.freshness() +
               weights.waiting() + weights.quality() + kTieWeight;
  facts.gate_decides = facts.languages.empty() && !facts.open_at && !facts.radius_m && !facts.min_quality;
  facts.today = static_cast<int32_t>(absl::ToCivilDay(query.now, absl::UTCTimeZone()) - absl::CivilDay(1970, 1, 1));
  return facts;
}

bool MayFitAge(const Facts::Gate& gate, double age_years) { return AgeFitOf(gate, age_years) != v1::FIT_NO; }

bool IsWaitingTimeFresh(const FactsQuery& query, const Facts::Gate& gate) {
  return gate.waiting_days != UINT16_MAX && query.today - gate.waiting_measured_day <= absl::ToInt64Hours(kWaitingTimeIsFresh) / 24;
}

bool PassesGate(const FactsQuery& query, const Facts::Gate& gate) {
  return (query.statuses >> gate.status & 1u) != 0 && (query.levels == 0 || (query.levels & gate.levels) != 0) &&
         (query.kinds == 0 || (gate.kind >= 0 && (query.kinds >> gate.kind & 1u) != 0)) && (query.access == 0 || (query.access & gate.access) != 0) &&
         (query.doors == 0 || gate.access == 0 || (query.doors & gate.access) != 0) &&
         ProblemFit(query, gate) != v1::FIT_NO && (!query.age_years || MayFitAge(gate, *query.age_years));
}

Evaluation Evaluate(const FactsQuery& query, const Facts::Gate& gate, absl::string_view bytes) {
  if (PassesGate(query, gate)) return EvaluateBehindGate(query, gate, bytes);
  Evaluation result;
  result.passes = false;
  return result;
}

double MostBehindGate(const FactsQuery& query, const Facts::Gate& gate) {
  Evaluation result;
  EvaluateGate(query, gate, Freshness(gate.assured_day, query.today), &result);
  return result.total() + (query.place_asked ? query.weights.area() : 0) + (query.point ? query.weights.distance() : 0);
}

Evaluation EvaluateBehindGate(const FactsQuery& query, const Facts::Gate& gate, absl::string_view bytes) {
  Evaluation result;
  const double freshness = Freshness(gate.assured_day, query.today);
  const bool looks_at_lists = gate.has_more || !query.languages.empty() || query.open_at;
  FactsView facts;
  if ((looks_at_lists && (!facts.Set(bytes) || !PassesLists(query, facts))) ||
      (query.min_quality && (gate.quality + (freshness > 0 ? 1 : 0)) < *query.min_quality * (Facts::kQualityParts + 1) - 1e-9)) {
    result.passes = false;
    return result;
  }
  EvaluateGate(query, gate, freshness, &result);
  if (query.point && !std::isnan(gate.latitude)) {
    Consider(query, {gate.latitude, gate.longitude, gate.approximate ? 1u : 0u}, &result);
    for (size_t i = 1; gate.has_more && i < facts.header().points; ++i) Consider(query, facts.point(i), &result);
  }
  const bool is_located = std::isfinite(result.distance_m);
  if (query.radius_m && !(is_located && IsWithin(query, result, *query.radius_m))) {
    result.passes = false;
    return result;
  }
  if (query.place_asked) {
    if (gate.area == 0 && is_located && !IsWithin(query, result, query.weights.unknown_area_radius_m())) {
      result.passes = false;
      return result;
    }
    bool certain = IsCertain(query, gate.area);
    for (size_t i = 1; gate.has_more && i < facts.header().areas; ++i) certain |= IsCertain(query, facts.area(i));
    result.area_fit = certain ? v1::FIT_YES : v1::FIT_UNKNOWN;  // of candidates for the place alone: none is a "no"
    result.area = certain ? query.weights.area() : 0;
  }
  const auto& weights = query.weights;
  if (query.point) {
    result.distance = weights.distance() / (1 + (is_located ? result.distance_m : weights.no_distance_as_m()) / weights.half_distance_m());
  }
  return result;
}

}  // namespace socialekaart
