#pragma once

#include <xapian.h>

#include <vector>

#include "indexer/index/columns.h"
#include "indexer/index/document.h"
#include "indexer/index/query.h"

namespace socialekaart {

// One query on one open database and the columns that belong to it. Throws what Xapian throws; the reader pool retries and translates.
Hits Search(Xapian::Database& database, const Columns& columns, const IndexQuery& query, const IndexingRules& rules);

// The best of each of query.levels in one pass, query.count each, in that order; a service of several levels stands at each. Text, offset and
// facets are not looked at, and nothing is counted.
std::vector<Hits> SearchByLevel(Xapian::Database& database, const Columns& columns, const IndexQuery& query, const IndexingRules& rules);

}  // namespace socialekaart
