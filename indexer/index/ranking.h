#pragma once

#include <cstdint>
#include <limits>
#include <optional>

#include "indexer/index/facts.h"
#include "indexer/index/query.h"

namespace socialekaart {

// What each part adds to a score. Authored here, first guesses: the text decides first (BM25 gives about 1 to 5 for a word, times
// kTextWeight); a service that is sure to serve the place outranks one that may; 5 km further costs half of what nearness can give.
inline constexpr double kTextWeight = 3.0;
inline constexpr double kAreaWeight = 3.0;
inline constexpr double kAgeWeight = 2.0;
inline constexpr double kProblemWeight = 3.0;      // for all the problems that were asked; a part for a part of them
inline constexpr double kSpecificWeight = 2.0;     // for a service that is there for these problems alone
inline constexpr double kDistanceWeight = 4.0;
inline constexpr double kHalfDistance_m = 5'000;
inline constexpr double kNoDistanceAs_m = 15'000;  // virtual, by phone, or unknown: as good as this far
inline constexpr double kFreshnessWeight = 1.0;    // checked within a year; none after three
inline constexpr double kTieWeight = 1e-6;         // keeps equal scores in one order

// An unknown service area counts as serving a place up to this far from it: distance decides (PROFILE.md on schools).
inline constexpr double kUnknownAreaRadius_m = 25'000;

// What a query asks of the facts of a service, made once per query.
struct FactsQuery {
  std::vector<uint64_t> certain_areas;  // by EncodeArea
  bool place_asked = false;
  uint32_t statuses = 0;  // bits, by v1::ServiceStatus
  uint16_t levels = 0;    // bits; 0 = any
  uint64_t kinds = 0;     // bits, by the taxonomy; 0 = any
  uint8_t access = 0;     // bits, by the taxonomy; 0 = any
  std::vector<uint16_t> languages;  // by EncodeLanguage; none = any
  std::optional<absl::Time> open_at;
  std::optional<v1::LatLng> point;
  std::optional<double> age_years;
  uint64_t problems = 0;
  std::optional<int32_t> radius_m;
  std::optional<double> min_quality;
  int32_t today = 0;  // days since 1970-01-01
  double cos_latitude = 1, sin_latitude = 0;  // of the point
};

// Whether a document passes, how it fits, and what that is worth.
struct Evaluation {
  bool passes = true;
  double distance_m = std::numeric_limits<double>::infinity();  // to the nearest point, within 0.1 %; infinite = no location
  Facts::Point nearest{};
  v1::Fit age_fit = v1::FIT_UNSPECIFIED;
  v1::Fit area_fit = v1::FIT_UNSPECIFIED;
  v1::Fit problem_fit = v1::FIT_UNSPECIFIED;
  double area = 0, age = 0, problem = 0, distance = 0, freshness = 0, tie = 0;
  double total() const { return area + age + problem + distance + freshness + tie; }
};

inline constexpr double kMaxFactsWeight =
    kAreaWeight + kAgeWeight + kProblemWeight + kSpecificWeight + kDistanceWeight + kFreshnessWeight + kTieWeight;

FactsQuery ToFactsQuery(const IndexQuery& query, const Taxonomy& taxonomy);

// The filters that need no more than the gate: Evaluate of what does not pass says so too.
bool PassesGate(const FactsQuery& query, const Facts::Gate& gate);

// `gate` and packed `facts` of a candidate: when a place is asked, one of Columns::ServingCandidates.
Evaluation Evaluate(const FactsQuery& query, const Facts::Gate& gate, absl::string_view facts);
// The same of what is known to pass the gate.
Evaluation EvaluateBehindGate(const FactsQuery& query, const Facts::Gate& gate, absl::string_view facts);

}  // namespace socialekaart
