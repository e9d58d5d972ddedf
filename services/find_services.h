#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "indexer/index/index.h"
#include "services/matching/matcher.h"
#include "services/places.h"

namespace socialekaart {

// Names of the services that a text finds, best first, at most kMaxDepth: those that are active or closed for a time.
// As a search without filters reads it: a place in the text counts as the place.
absl::StatusOr<std::vector<std::string>> FindServices(const std::string& text, Index& index, const IndexingRules& rules,
                                                      const Places& places, const Matcher& matcher);

}  // namespace socialekaart
