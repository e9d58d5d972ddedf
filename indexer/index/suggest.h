#pragma once

#include <xapian.h>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "indexer/index/columns.h"
#include "indexer/index/query.h"
#include "indexer/index/rules.h"

namespace socialekaart {

struct CompletionQuery {
  std::string prefix;  // folded; not empty
  std::optional<PlaceCodes> place = {};
  std::optional<v1::LatLng> point = {};
  size_t limit = 10;
};

// A name of services that begins with the prefix at one of its words, or at a part of a compound.
struct NameCompletion {
  std::string text;
  std::string name;        // of one of them: "services/..."
  int64_t count = 1;       // services of this name
  bool in_region = false;  // one of them may serve the place
};

struct Completions {
  std::vector<NameCompletion> names;  // those that serve the place first, then in the alphabet of the words found
  // Active services (that may serve the place, when one is asked) of each kind and for each problem, by position in the taxonomy.
  std::array<uint32_t, 64> kind_counts = {}, problem_counts = {};
};

// Looks at no more than kMaxCompletions names: of a single letter in a country those are the first in the alphabet. Throws what Xapian throws.
inline constexpr size_t kMaxCompletions = 2000;
Completions Complete(Xapian::Database& database, const Columns& columns, const CompletionQuery& query, const IndexingRules& rules);

}  // namespace socialekaart
