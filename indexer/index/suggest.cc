#include "indexer/index/suggest.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "absl/strings/str_cat.h"
#include "indexer/index/fields.h"
#include "indexer/index/ranking.h"

namespace socialekaart {
namespace {

struct Found {
  Columns::Document document;
  bool in_region;
};

// What may serve the place, of what is active; counts it.
DocumentSet Region(const Columns& columns, const CompletionQuery& query, const FactsQuery& facts_query, const DocumentSet& active,
                   Completions* completions) ABSL_SHARED_LOCKS_REQUIRED(columns.mutex()) {
  DocumentSet region = columns.Serving(*query.place, query.point, facts_query.weights.unknown_area_radius_m());
  region &= active;
  region.ForEach([&, &gates = columns.gates()](Columns::Document document) {
    const Facts::Gate& gate = gates.Get(document);
    if (gate.kind >= 0) ++completions->kind_counts[static_cast<size_t>(gate.kind)];
    for (uint64_t bits = gate.problems; bits != 0; bits &= bits - 1) ++completions->problem_counts[static_cast<size_t>(std::countr_zero(bits))];
  });
  return region;
}

}  // namespace

Completions Complete(Xapian::Database& database, const Columns& columns, const CompletionQuery& query, const IndexingRules& rules) {
  Completions completions;
  std::vector<Found> found;
  const FactsQuery facts_query = ToFactsQuery({}, rules);
  const std::string prefix = absl::StrCat(kTermTitle, query.prefix);
  absl::ReaderMutexLock lock(&columns.mutex());
  const DocumentSet active = columns.gates().Passing(facts_query);
  DocumentSet region;
  if (query.place) {
    region = Region(columns, query, facts_query, active, &completions);
  } else {
    completions.kind_counts = columns.kind_counts();
    completions.problem_counts = columns.problem_counts();
  }
  // Without a place the first names are as good as any; the factor leaves room for equal names.
  const size_t enough = query.place ? kMaxCompletions : query.limit * 4;
  for (auto term = database.allterms_begin(prefix); term != database.allterms_end(prefix) && found.size() < enough; ++term) {
    for (auto post = database.postlist_begin(*term); post != database.postlist_end(*term) && found.size() < enough; ++post) {
      if (active.Has(*post)) found.push_back({*post, region.Has(*post)});
    }
  }
  std::stable_partition(found.begin(), found.end(), [](const Found& each) { return each.in_region; });
  for (const Found& each : found) {
    if (completions.names.size() == query.limit) break;
    store::v1::IndexedSummary read;
    const auto* known = columns.Summary(each.document);
    if (known == nullptr && read.ParseFromString(database.get_document(each.document).get_data())) known = &read;
    v1::Service summary;
    if (known == nullptr || !summary.ParseFromString(known->service())) continue;
    const auto same = std::find_if(completions.names.begin(), completions.names.end(), [&](const auto& name) { return name.text == summary.display_name(); });
    if (same == completions.names.end()) {
      completions.names.push_back({summary.display_name(), summary.name(), 1, each.in_region});
    } else if (same->name != summary.name()) {
      ++same->count;
    }
  }
  return completions;
}

}  // namespace socialekaart
