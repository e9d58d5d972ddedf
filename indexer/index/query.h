#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "indexer/place/area.h"
#include "socialekaart/v1/common.pb.h"

namespace socialekaart {

enum class Facet { kLevel, kKind, kProblem, kAccess, kMunicipality };

// What is looked for, in the index's own words. Every part that is not set is no condition.
struct IndexQuery {
  std::string text = {};
  std::optional<PlaceCodes> place = {};          // services that do not serve it are left out
  std::optional<v1::LatLng> point = {};          // distances are from here
  std::optional<double> age_years = {};
  std::vector<v1::HelpLevel> levels = {};
  std::vector<std::string> kinds = {};
  std::vector<std::string> problems = {};  // services for all problems pass too, excluded ones do not
  std::vector<std::string> languages = {};
  bool free_access = false;
  bool include_temporarily_closed = false;
  std::optional<int32_t> radius_m = {};
  std::optional<double> min_quality = {};        // 0..1
  std::optional<absl::Time> open_at = {};
  absl::Time now = absl::Now();                  // freshness is counted from here
  std::vector<Facet> facets = {};
  size_t offset = 0;
  size_t count = 10;
};

struct ScorePart {
  const char* name;  // "text", "area", "age", "distance", "freshness", "problem"
  double score;
};

struct Hit {
  std::string name;  // "services/..."
  double score = 0;
  std::optional<int32_t> distance_m = {};
  bool distance_approximate = false;
  v1::Fit age_fit = v1::FIT_UNSPECIFIED;
  v1::Fit area_fit = v1::FIT_UNSPECIFIED;
  v1::Fit problem_fit = v1::FIT_UNSPECIFIED;
  std::vector<ScorePart> parts = {};  // add up to the score
  std::string summary = {};           // v1::Service in short (summary.h), as it was indexed
};

struct FacetCount {
  std::string value;
  int64_t count;
};

struct Hits {
  std::vector<Hit> hits;
  int64_t total = 0;     // exact up to kExactTotal
  std::vector<std::vector<FacetCount>> facets;  // as asked; most first
  int64_t revision = 0;  // every change up to here was seen
};

inline constexpr int64_t kExactTotal = 10'000;

}  // namespace socialekaart
