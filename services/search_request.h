#pragma once

#include "absl/status/statusor.h"
#include "indexer/index/query.h"
#include "indexer/index/rules.h"
#include "services/matching/matcher.h"
#include "services/places.h"
#include "socialekaart/v1/search_service.pb.h"

namespace socialekaart {

inline constexpr int kMaxPageSize = 100;
inline constexpr size_t kMaxTextBytes = 1000;
inline constexpr int kMaxDepth = 10'000;  // results that paging can reach

// A search as the index takes it, and the place as understood. Every fault of the request at once.
struct PlannedSearch {
  IndexQuery query;
  v1::ResolvedPlace place;
};
absl::StatusOr<PlannedSearch> PlanSearch(const v1::SearchServicesRequest& request, const IndexingRules& rules, const Places& places, const Matcher& matcher);

// The part of a query that is its text, with the problem domains that its wording means.
IndexQuery TextQueryOf(const std::string& text, const Matcher& matcher);

// Sets the place of a query: its codes, and the point when there is one.
void SetPlace(const v1::ResolvedPlace& place, const Gazetteer& gazetteer, IndexQuery* query);

// Hash of a request without its page: what a page token belongs to.
uint64_t HashOfSearch(v1::SearchServicesRequest request);

}  // namespace socialekaart
