#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "indexer/place/area.h"
#include "socialekaart/v1/common.pb.h"

namespace socialekaart {

enum class Facet { kLevel, kKind, kProblem, kAccess, kMunicipality };

// A part of the text that means something.
struct TextHint {
  enum class Means { kProblem, kDanger, kPlace };
  Means means = Means::kProblem;
  std::string problem = {};  // of kProblem: the domain of the taxonomy
  size_t offset = 0, length = 0;  // bytes of the text
};

// Where an answer goes on. While the index stands at the same revision, after so many hits; when it changed meanwhile, with the best of what
// was not shown yet: nothing comes twice, and nothing is passed over that is still there.
struct Page {
  size_t offset = 0;
  int64_t revision = 0;
  std::vector<uint32_t> shown = {};  // Hit::key
};

// What is looked for, in the index's own words. Every part that is not set is no condition.
struct IndexQuery {
  std::string text = {};
  std::vector<TextHint> hints = {};
  bool require_all_words = false;
  std::optional<PlaceCodes> place = {};          // services that do not serve it are left out
  std::optional<v1::LatLng> point = {};          // distances are from here
  std::optional<double> age_years = {};
  std::vector<v1::HelpLevel> levels = {};
  std::vector<std::string> kinds = {};
  std::vector<std::string> problems = {};  // services for all problems pass too, excluded ones do not
  std::vector<std::string> languages = {};
  bool free_access = false;
  std::vector<std::string> doors = {};  // accesses that are open to who asks; a service without any recorded access passes
  std::string contract_of = {};         // "GM1859": what has contracts, none of them this, and is not freely accessible, is left out
  bool include_temporarily_closed = false;
  std::optional<int32_t> radius_m = {};
  std::optional<double> min_quality = {};        // 0..1
  std::optional<absl::Time> open_at = {};
  absl::Time now = absl::Now();                  // freshness is counted from here
  std::vector<Facet> facets = {};
  bool explain = false;
  size_t count = 10;
  Page page = {};
};

struct ScorePart {
  const char* name;  // "text", "area", "age", "problem", "distance", "freshness", "waiting", "quality"
  double score;
  std::string detail = {};  // of text: which word, by which term
};

struct Hit {
  std::string name;  // "services/..."
  uint32_t key = 0;  // a hash of the name
  double score = 0;
  std::optional<int32_t> distance_m = {};
  bool distance_approximate = false;
  v1::Fit age_fit = v1::FIT_UNSPECIFIED;
  v1::Fit area_fit = v1::FIT_UNSPECIFIED;
  v1::Fit problem_fit = v1::FIT_UNSPECIFIED;
  std::vector<ScorePart> parts = {};  // when asked to explain; add up to the score
  std::string summary = {};           // v1::Service in short (summary.h), as it was indexed
  std::string description = {};
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
  std::string corrected_text = {};         // what was searched instead; empty = what was typed
  bool no_good_match = false;              // there was text, and the best hit does not meet enough of it
  std::vector<std::string> terms = {};     // by which the text is found: to mark them where they stand
};

inline constexpr int64_t kExactTotal = 10'000;

}  // namespace socialekaart
