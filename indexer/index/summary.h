#pragma once

#include "indexer/record/taxonomy.h"
#include "socialekaart/v1/resources.pb.h"

namespace socialekaart {

// A service in short, as answers of search and match carry it and the index keeps it: what a referrer reads, without attributes (they stand
// typed in `profile`), description (answers show a snippet of it), schedules, metadata, unknown properties, and the details of its organization beyond its names. `service` with its
// details, redacted, as Assemble gives it. The waiting time is left to AddWaitingTime, for it grows old.
v1::Service Summarize(const v1::Service& service, const Taxonomy& taxonomy);

}  // namespace socialekaart
