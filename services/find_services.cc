#include "services/find_services.h"

#include <utility>

#include "services/search_request.h"

namespace socialekaart {

absl::StatusOr<std::vector<std::string>> FindServices(const std::string& text, Index& index, const IndexingRules& rules,
                                                      const Places& places, const Matcher& matcher) {
  v1::SearchServicesRequest request;
  request.set_text(text);
  request.mutable_filter()->set_include_temporarily_closed(true);
  auto planned = PlanSearch(request, rules, places, matcher);
  if (!planned.ok()) return planned.status();
  planned->query.count = kMaxDepth;
  auto hits = index.Search(planned->query);
  if (!hits.ok()) return hits.status();
  std::vector<std::string> names;
  names.reserve(hits->hits.size());
  for (Hit& hit : hits->hits) names.push_back(std::move(hit.name));
  return names;
}

}  // namespace socialekaart
