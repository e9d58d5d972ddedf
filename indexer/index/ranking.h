#pragma once

#include <cstdint>
#include <limits>
#include <optional>

#include "indexer/index/facts.h"
#include "indexer/index/query.h"
#include "indexer/index/rules.h"

namespace socialekaart {

inline constexpr double kTieWeight = 1e-6;  // keeps equal scores in one order

// What a query asks of the facts of a service, made once per query.
struct FactsQuery {
  std::vector<uint64_t> certain_areas;  // by EncodeArea
  bool place_asked = false;
  uint32_t statuses = 0;  // bits, by v1::ServiceStatus
  uint16_t levels = 0;    // bits; 0 = any
  uint64_t kinds = 0;     // bits, by the taxonomy; 0 = any
  uint8_t access = 0;     // bits, by the taxonomy; 0 = any
  uint8_t doors = 0;      // the same, but no recorded access passes too
  uint16_t contract_of = 0;   // by EncodeMunicipality; 0 = any. Columns knows who has contracts: Evaluate does not look at it
  uint8_t free_access = 0;    // the bit of "vrij"
  std::vector<uint16_t> languages;  // by EncodeLanguage; none = any
  std::optional<absl::Time> open_at;
  std::optional<v1::LatLng> point;
  std::optional<double> age_years;
  uint64_t problems = 0;
  std::optional<int32_t> radius_m;
  std::optional<double> min_quality;
  int32_t today = 0;  // days since 1970-01-01
  double cos_latitude = 1, sin_latitude = 0;  // of the point
  data::v1::Ranking::Fit weights;
  // The most that an Evaluation for this query can give.
  double most = 0;
  // Whether all that passes the gate passes, when a place is asked: and has a service area.
  bool gate_decides = false;
};

// Whether a document passes, how it fits, and what that is worth.
struct Evaluation {
  bool passes = true;
  double distance_m = std::numeric_limits<double>::infinity();  // to the nearest point, within 0.1 %; infinite = no location
  Facts::Point nearest{};
  v1::Fit age_fit = v1::FIT_UNSPECIFIED;
  v1::Fit area_fit = v1::FIT_UNSPECIFIED;
  v1::Fit problem_fit = v1::FIT_UNSPECIFIED;
  double area = 0, age = 0, problem = 0, distance = 0, freshness = 0, waiting = 0, quality = 0, tie = 0;
  double total() const { return area + age + problem + distance + freshness + waiting + quality + tie; }
};

FactsQuery ToFactsQuery(const IndexQuery& query, const IndexingRules& rules);

// Whether help for this age is given, or may be.
bool MayFitAge(const Facts::Gate& gate, double age_years);
// Whether it is known how long one waits, and measured recently enough to say so.
bool IsWaitingTimeFresh(const FactsQuery& query, const Facts::Gate& gate);
// The filters that need no more than the gate: Evaluate of what does not pass says so too. Gates::Passing finds all that pass at once.
bool PassesGate(const FactsQuery& query, const Facts::Gate& gate);

// `gate` and packed `facts` of a candidate: when a place is asked, one of Columns::Serving.
Evaluation Evaluate(const FactsQuery& query, const Facts::Gate& gate, absl::string_view facts);
// The most that Evaluate can give, by the gate alone.
double MostBehindGate(const FactsQuery& query, const Facts::Gate& gate);
// Evaluate of what is known to pass the gate.
Evaluation EvaluateBehindGate(const FactsQuery& query, const Facts::Gate& gate, absl::string_view facts);

}  // namespace socialekaart
