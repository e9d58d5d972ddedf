#pragma once

#include <xapian.h>

#include <vector>

#include "indexer/index/text_query.h"

namespace socialekaart {

// Whether the document holds every phrase: its terms side by side, at the positions that the index on disk has. Throws what Xapian throws.
bool HasPhrases(Xapian::Database& database, Xapian::docid document, const std::vector<QueryPhrase>& phrases);

}  // namespace socialekaart
