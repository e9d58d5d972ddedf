#pragma once

#include <xapian.h>

#include "absl/status/statusor.h"
#include "indexer/index/document.h"
#include "indexer/index/query.h"

namespace socialekaart {

// One query on one open database. Throws what Xapian throws; the reader pool retries and translates.
Hits Search(Xapian::Database& database, const IndexQuery& query, const IndexingRules& rules);

}  // namespace socialekaart
