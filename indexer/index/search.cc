#include "indexer/index/search.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "indexer/index/best.h"
#include "indexer/index/facet_counter.h"
#include "indexer/index/fields.h"
#include "indexer/index/phrase.h"
#include "indexer/index/ranking.h"
#include "indexer/index/text_match.h"
#include "indexer/index/text_query.h"
#include "indexer/place/distance.h"

namespace socialekaart {
namespace {

using Documents = std::vector<Columns::Document>;

// How far ahead of a scan memory is asked for: what is looked at lies apart, and each would cost a wait.
constexpr size_t kGateAhead = 16;
constexpr size_t kFactsAhead = 6;

// What passes the gate, of what may serve the place and lies near enough. Evaluate looks at it again: an edge may be too wide, and lists are
// not looked at.
DocumentSet Candidates(const Columns& columns, const IndexQuery& query, const FactsQuery& facts_query) ABSL_SHARED_LOCKS_REQUIRED(columns.mutex()) {
  DocumentSet candidates = columns.gates().Passing(facts_query);
  if (query.place) candidates &= columns.Serving(*query.place, query.point, facts_query.weights.unknown_area_radius_m());
  if (facts_query.contract_of != 0) {
    DocumentSet closed = columns.ContractedElsewhere(facts_query.contract_of);
    candidates -= closed -= columns.gates().WithAccess(facts_query.free_access);
  }
  if (query.point && query.radius_m) candidates &= columns.Near(*query.point, *query.radius_m);
  return candidates;
}

// What passes the gate and fits the text.
std::vector<TextMatch> Match(const Columns& columns, const IndexQuery& query, const FactsQuery& facts_query, const TextQuery& text,
                             const data::v1::Ranking::Text& weights) ABSL_SHARED_LOCKS_REQUIRED(columns.mutex()) {
  if (text.is_nothing) return {};
  const DocumentSet candidates = Candidates(columns, query, facts_query);
  if (!text.words.empty() && !query.place && !query.radius_m) return MatchEverywhere(candidates, text, weights);
  const Documents documents = candidates.ToVector();
  if (!text.words.empty()) return MatchAmong(documents, text, weights);
  std::vector<TextMatch> matches;
  matches.reserve(documents.size());
  for (const Columns::Document document : documents) matches.push_back({document, 0});
  return matches;
}

Hit ToHit(const Candidate& candidate, const Columns& columns, const FactsQuery& facts_query, bool explain)
    ABSL_SHARED_LOCKS_REQUIRED(columns.mutex()) {
  const Columns::Document document = candidate.document;
  FactsView facts;
  facts.Set(columns.Get(document));
  const Evaluation evaluation = EvaluateBehindGate(facts_query, columns.gates().Get(document), columns.Get(document));
  Hit hit{.name = facts.name(), .key = columns.gates().Get(document).tie, .score = candidate.score};
  if (const auto* summary = columns.Summary(document)) {
    hit.summary = summary->service();
    hit.description = summary->description();
  }
  if (std::isfinite(evaluation.distance_m)) {
    const double exact = DistanceM(facts_query.point->latitude(), facts_query.point->longitude(), evaluation.nearest.latitude, evaluation.nearest.longitude);
    hit.distance_m = static_cast<int32_t>(std::lround(exact));
    hit.distance_approximate = evaluation.nearest.approximate != 0;
  }
  hit.age_fit = evaluation.age_fit;
  hit.area_fit = evaluation.area_fit;
  hit.problem_fit = evaluation.problem_fit;
  if (explain) {
    hit.parts = {{"area", evaluation.area},         {"age", evaluation.age},
                 {"problem", evaluation.problem},   {"distance", evaluation.distance},
                 {"freshness", evaluation.freshness}, {"waiting", evaluation.waiting}, {"quality", evaluation.quality + evaluation.tie}};
  }
  return hit;
}

void ExplainText(const TextQuery& text, Columns::Document document, const data::v1::Ranking::Text& weights, Hit* hit) {
  for (const WordMatch& match : Explain(text, document, weights)) {
    if (match.alternative == nullptr) continue;
    hit->parts.push_back({"text", match.score * weights.weight(), absl::StrCat(match.word->text, ": ", match.alternative->term)});
  }
  if (HasExactName(text, document)) hit->parts.push_back({"text", weights.exact_name() * weights.weight(), "name"});
}

// Fills in what only the index on disk has of each service. One that went away meanwhile is dropped.
void AddSummaries(Xapian::Database& database, const Documents& documents, Hits* hits) {
  std::vector<Hit> kept;
  for (size_t i = 0; i < documents.size(); ++i) {
    try {
      if (hits->hits[i].summary.empty()) {
        store::v1::IndexedSummary summary;
        if (!summary.ParseFromString(database.get_document(documents[i]).get_data())) throw Xapian::DatabaseCorruptError("a summary is not whole");
        hits->hits[i].summary = std::move(*summary.mutable_service());
        hits->hits[i].description = std::move(*summary.mutable_description());
      }
      kept.push_back(std::move(hits->hits[i]));
    } catch (const Xapian::DocNotFoundError&) {
      --hits->total;
    }
  }
  hits->hits = std::move(kept);
}

int64_t RevisionOf(const Xapian::Database& database) { return std::strtoll(database.get_metadata(kMetaRevision).c_str(), nullptr, 10); }

// One search, while the columns are locked by who calls.
class Searching {
 public:
  Searching(Xapian::Database& database, const Columns& columns, const IndexQuery& query, const IndexingRules& rules)
      : database_(database), columns_(columns), query_(query), weights_(rules.ranking.text()), facts_query_(ToFactsQuery(query, rules)),
        counters_(query.facets.begin(), query.facets.end()) {}

  Hits Run(const IndexingRules& rules, Documents* documents) {
    columns_.mutex().AssertReaderHeld();
    Hits hits;
    hits.revision = RevisionOf(database_);
    TextQuery text;
    if (!query_.text.empty()) text = ReadTextQuery(query_, columns_.words(), columns_.count(), rules);
    const bool goes_on = query_.page.offset > 0;
    const bool changed = goes_on && query_.page.revision != hits.revision;
    const size_t offset = changed ? 0 : query_.page.offset;
    const std::vector<Candidate> best = Select(text, offset + query_.count, changed, &hits.total);
    for (size_t i = std::min(offset, best.size()); i < best.size(); ++i) {
      documents->push_back(best[i].document);
      hits.hits.push_back(ToHit(best[i], columns_, facts_query_, query_.explain));
      if (query_.explain) ExplainText(text, best[i].document, weights_, &hits.hits.back());
    }
    hits.corrected_text = text.corrected_text;
    if ((!text.is_empty() || text.is_nothing) && !goes_on) hits.no_good_match = !HasGoodMatch(text, best);
    for (const QueryWord& word : text.words) {
      for (const Alternative& alternative : word.alternatives) hits.terms.push_back(alternative.term);
    }
    for (const FacetCounter& counter : counters_) hits.facets.push_back(counter.Counts(rules.taxonomy));
    return hits;
  }

 private:
  // Whether one of the first few meets enough of the question.
  bool HasGoodMatch(const TextQuery& text, const std::vector<Candidate>& best) const {
    constexpr size_t kFirstFew = 3;
    for (size_t i = 0; i < std::min(kFirstFew, best.size()); ++i) {
      if (MetShare(Explain(text, best[i].document, weights_), weights_) >= weights_.good_match()) return true;
    }
    return false;
  }

  std::vector<Candidate> Select(const TextQuery& text, size_t count, bool skip_shown, int64_t* total) ABSL_SHARED_LOCKS_REQUIRED(columns_.mutex()) {
    const std::vector<TextMatch> matches = Match(columns_, query_, facts_query_, text, weights_);
    std::vector<uint32_t> shown;
    if (skip_shown) shown = query_.page.shown;
    std::sort(shown.begin(), shown.end());
    Best best(count);
    for (size_t i = 0; i < matches.size(); ++i) {
      if (i + kGateAhead < matches.size()) columns_.gates().Prefetch(matches[i + kGateAhead].document);
      if (i + kFactsAhead < matches.size() && (!facts_query_.gate_decides || facts_query_.place_asked)) columns_.PrefetchFacts(matches[i + kFactsAhead].document);
      const Columns::Document document = matches[i].document;
      if (!text.excluded.empty() && IsExcluded(text, document)) continue;
      const double text_score = weights_.weight() * static_cast<double>(matches[i].score);
      // What cannot get among the best, and surely passes, is counted only.
      if (!SurelyPasses(document, text) || MayBeAmong(best, text_score, document)) {
        const Evaluation evaluation = EvaluateBehindGate(facts_query_, columns_.gates().Get(document), columns_.Get(document));
        if (!evaluation.passes || !HasPhrases(database_, document, text.phrases)) continue;
        const bool is_shown = std::binary_search(shown.begin(), shown.end(), columns_.gates().Get(document).tie);
        if (!is_shown) best.Offer({document, text_score + evaluation.total()});
      }
      ++*total;
      for (FacetCounter& counter : counters_) counter.Count(columns_.gates().Get(document), columns_.municipalities(document));
    }
    return best.Take();
  }

  bool SurelyPasses(Columns::Document document, const TextQuery& text) const ABSL_SHARED_LOCKS_REQUIRED(columns_.mutex()) {
    return facts_query_.gate_decides && text.phrases.empty() && (!facts_query_.place_asked || columns_.gates().Get(document).area != 0);
  }
  bool MayBeAmong(const Best& best, double text_score, Columns::Document document) const ABSL_SHARED_LOCKS_REQUIRED(columns_.mutex()) {
    return best.Admits(text_score + facts_query_.most) && best.Admits(text_score + MostBehindGate(facts_query_, columns_.gates().Get(document)));
  }

  Xapian::Database& database_;
  const Columns& columns_;
  const IndexQuery& query_;
  const data::v1::Ranking::Text& weights_;
  const FactsQuery facts_query_;
  std::vector<FacetCounter> counters_;
};

}  // namespace

Hits Search(Xapian::Database& database, const Columns& columns, const IndexQuery& query, const IndexingRules& rules) {
  Hits hits;
  Documents documents;
  {
    absl::ReaderMutexLock lock(&columns.mutex());
    hits = Searching(database, columns, query, rules).Run(rules, &documents);
  }
  AddSummaries(database, documents, &hits);
  return hits;
}

std::vector<Hits> SearchByLevel(Xapian::Database& database, const Columns& columns, const IndexQuery& query, const IndexingRules& rules) {
  const FactsQuery facts_query = ToFactsQuery(query, rules);
  std::vector<Hits> by_level(query.levels.size());
  std::vector<Documents> documents(query.levels.size());
  {
    absl::ReaderMutexLock lock(&columns.mutex());
    std::vector<Best> best(query.levels.size(), Best(query.count));
    const Documents candidates = Candidates(columns, query, facts_query).ToVector();
    for (size_t i = 0; i < candidates.size(); ++i) {
      if (i + kGateAhead < candidates.size()) columns.gates().Prefetch(candidates[i + kGateAhead]);
      if (i + kFactsAhead < candidates.size()) columns.PrefetchFacts(candidates[i + kFactsAhead]);
      const Facts::Gate& gate = columns.gates().Get(candidates[i]);
      const double most = MostBehindGate(facts_query, gate);
      std::optional<Evaluation> evaluation;  // only when it matters
      for (size_t k = 0; k < query.levels.size(); ++k) {
        if ((gate.levels >> query.levels[k] & 1u) == 0 || !best[k].Admits(most)) continue;
        if (!evaluation) evaluation = EvaluateBehindGate(facts_query, gate, columns.Get(candidates[i]));
        if (evaluation->passes) best[k].Offer({candidates[i], evaluation->total()});
      }
    }
    for (size_t k = 0; k < query.levels.size(); ++k) {
      for (const Candidate& candidate : best[k].Take()) {
        documents[k].push_back(candidate.document);
        by_level[k].hits.push_back(ToHit(candidate, columns, facts_query, query.explain));
      }
    }
  }
  for (size_t i = 0; i < by_level.size(); ++i) {
    by_level[i].revision = RevisionOf(database);
    AddSummaries(database, documents[i], &by_level[i]);
  }
  return by_level;
}

}  // namespace socialekaart
