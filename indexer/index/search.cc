#include "indexer/index/search.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <memory>
#include <utility>

#include "indexer/index/facet_counter.h"
#include "indexer/index/fields.h"
#include "indexer/index/ranking.h"
#include "indexer/place/distance.h"

namespace socialekaart {
namespace {

using Xapian::Query;

// A document that passes every filter, and what its fit is worth.
struct Candidate {
  Columns::Document document;
  double weight;
};

bool IsBetter(const Candidate& a, const Candidate& b) { return a.weight != b.weight ? a.weight > b.weight : a.document < b.document; }

// Every document that passes, ascending.
std::vector<Candidate> Candidates(const Columns& columns, const IndexQuery& query, const FactsQuery& facts_query)
    ABSL_SHARED_LOCKS_REQUIRED(columns.mutex()) {
  std::vector<Candidate> candidates;
  const auto consider = [&](Columns::Document document) ABSL_NO_THREAD_SAFETY_ANALYSIS {
    if (document >= columns.end() || !PassesGate(facts_query, columns.gate(document))) return;
    const Evaluation evaluation = EvaluateBehindGate(facts_query, columns.gate(document), columns.Get(document));
    if (evaluation.passes) candidates.push_back({document, evaluation.total()});
  };
  if (query.place) {
    constexpr size_t kGateAhead = 16, kFactsAhead = 6;
    const std::vector<Columns::Document> serving = columns.ServingCandidates(*query.place, query.point, kUnknownAreaRadius_m);
    for (size_t i = 0; i < serving.size(); ++i) {
      if (i + kGateAhead < serving.size()) columns.PrefetchGate(serving[i + kGateAhead]);
      if (i + kFactsAhead < serving.size()) columns.PrefetchFacts(serving[i + kFactsAhead]);
      consider(serving[i]);
    }
  } else {
    for (Columns::Document document = 1; document < columns.end(); ++document) consider(document);
  }
  return candidates;
}

// What may serve the place and passes the gate, ascending.
std::vector<Columns::Document> BehindGate(const Columns& columns, const IndexQuery& query, const FactsQuery& facts_query)
    ABSL_SHARED_LOCKS_REQUIRED(columns.mutex()) {
  constexpr size_t kGateAhead = 16;
  std::vector<Columns::Document> documents = columns.ServingCandidates(*query.place, query.point, kUnknownAreaRadius_m);
  size_t kept = 0;
  for (size_t i = 0; i < documents.size(); ++i) {
    if (i + kGateAhead < documents.size()) columns.PrefetchGate(documents[i + kGateAhead]);
    if (PassesGate(facts_query, columns.gate(documents[i]))) documents[kept++] = documents[i];
  }
  documents.resize(kept);
  return documents;
}

// Lets Xapian find the text among these documents; the facts of one are looked at when its text fits.
class ServingSource : public Xapian::PostingSource {
 public:
  ServingSource(const std::vector<Columns::Document>& documents, const Columns& columns, const FactsQuery& query)
      : documents_(documents), columns_(columns), query_(query) {}

  void init(const Xapian::Database&) override {
    next_ = 0;
    set_maxweight(kMaxFactsWeight);
  }
  Xapian::doccount get_termfreq_min() const override { return 0; }
  Xapian::doccount get_termfreq_est() const override { return static_cast<Xapian::doccount>(documents_.size()); }
  Xapian::doccount get_termfreq_max() const override { return static_cast<Xapian::doccount>(documents_.size()); }
  double get_weight() const override { return weight_; }
  Xapian::docid get_docid() const override { return documents_[next_ - 1]; }
  bool at_end() const override { return next_ > documents_.size(); }
  void next(double) override {
    do ++next_;
    while (!at_end() && !Passes());
  }
  void skip_to(Xapian::docid document, double min_weight) override {
    const auto from = documents_.begin() + static_cast<std::ptrdiff_t>(next_ == 0 ? 0 : std::min(next_ - 1, documents_.size()));
    next_ = static_cast<size_t>(std::lower_bound(from, documents_.end(), document) - documents_.begin()) + 1;
    if (!at_end() && !Passes()) next(min_weight);
  }
  std::string name() const override { return "socialekaart::ServingSource"; }

 private:
  bool Passes() ABSL_NO_THREAD_SAFETY_ANALYSIS {
    const Evaluation evaluation = EvaluateBehindGate(query_, columns_.gate(get_docid()), columns_.Get(get_docid()));
    weight_ = evaluation.total();
    return evaluation.passes;
  }

  const std::vector<Columns::Document>& documents_;
  const Columns& columns_;  // locked for the whole search
  const FactsQuery& query_;
  size_t next_ = 0;  // 1 + where it stands; 0 = before the first
  double weight_ = 0;
};

// Where nothing narrows the search down but the text: looks only at what the text finds.
class EverywhereSource : public Xapian::PostingSource {
 public:
  EverywhereSource(const Columns& columns, const FactsQuery& query) : columns_(columns), query_(query) {}

  void init(const Xapian::Database& database) override {
    count_ = database.get_doccount();
    document_ = 0;
    set_maxweight(kMaxFactsWeight);
  }
  Xapian::doccount get_termfreq_min() const override { return 0; }
  Xapian::doccount get_termfreq_est() const override { return count_; }
  Xapian::doccount get_termfreq_max() const override { return count_; }
  double get_weight() const override { return weight_; }
  Xapian::docid get_docid() const override { return document_; }
  bool at_end() const override ABSL_NO_THREAD_SAFETY_ANALYSIS { return document_ >= columns_.end(); }
  void next(double min_weight) override { skip_to(document_ + 1, min_weight); }
  void skip_to(Xapian::docid document, double) override {
    document_ = std::max(document_, document);
    while (!at_end() && !Passes()) ++document_;
  }
  bool check(Xapian::docid document, double) override {
    document_ = document;
    return at_end() || Passes();
  }
  std::string name() const override { return "socialekaart::EverywhereSource"; }

 private:
  bool Passes() ABSL_NO_THREAD_SAFETY_ANALYSIS {
    const Evaluation evaluation = Evaluate(query_, columns_.gate(document_), columns_.Get(document_));
    weight_ = evaluation.total();
    return evaluation.passes;
  }

  const Columns& columns_;  // locked for the whole search
  const FactsQuery& query_;
  Xapian::doccount count_ = 0;
  Xapian::docid document_ = 0;
  double weight_ = 0;
};

class FacetSpy : public Xapian::MatchSpy {
 public:
  FacetSpy(const Columns& columns, FacetCounter& counter) : columns_(columns), counter_(counter) {}
  void operator()(const Xapian::Document& document, double) override ABSL_NO_THREAD_SAFETY_ANALYSIS {
    FactsView facts;
    if (facts.Set(columns_.Get(document.get_docid()))) counter_.Count(facts);
  }

 private:
  const Columns& columns_;  // locked for the whole search
  FacetCounter& counter_;
};

Hit ToHit(Columns::Document document, double score, const Columns& columns, const FactsQuery& facts_query)
    ABSL_SHARED_LOCKS_REQUIRED(columns.mutex()) {
  FactsView facts;
  facts.Set(columns.Get(document));
  const Evaluation evaluation = Evaluate(facts_query, columns.gate(document), columns.Get(document));
  Hit hit{.name = facts.name(), .score = score, .summary = columns.Summary(document)};
  if (std::isfinite(evaluation.distance_m)) {
    const double exact = DistanceM(facts_query.point->latitude(), facts_query.point->longitude(), evaluation.nearest.latitude, evaluation.nearest.longitude);
    hit.distance_m = static_cast<int32_t>(std::lround(exact));
    hit.distance_approximate = evaluation.nearest.approximate != 0;
  }
  hit.age_fit = evaluation.age_fit;
  hit.area_fit = evaluation.area_fit;
  hit.problem_fit = evaluation.problem_fit;
  hit.parts = {{"text", score - evaluation.total()}, {"area", evaluation.area}, {"age", evaluation.age},
               {"problem", evaluation.problem}, {"distance", evaluation.distance}, {"freshness", evaluation.freshness + evaluation.tie}};
  return hit;
}

// Fills in what only the index on disk has of each service. One that went away meanwhile is dropped.
void AddSummaries(Xapian::Database& database, const std::vector<Columns::Document>& documents, Hits* hits) {
  std::vector<Hit> kept;
  for (size_t i = 0; i < documents.size(); ++i) {
    try {
      if (hits->hits[i].summary.empty()) hits->hits[i].summary = database.get_document(documents[i]).get_data();
      kept.push_back(std::move(hits->hits[i]));
    } catch (const Xapian::DocNotFoundError&) {
      --hits->total;
    }
  }
  hits->hits = std::move(kept);
}

void TakeBest(std::vector<Candidate> candidates, size_t offset, size_t count, const Columns& columns, const FactsQuery& facts_query,
              std::vector<Columns::Document>* documents, Hits* hits) ABSL_SHARED_LOCKS_REQUIRED(columns.mutex()) {
  hits->total = static_cast<int64_t>(candidates.size());
  const size_t first = std::min(offset, candidates.size());
  const size_t last = std::min(offset + count, candidates.size());
  std::partial_sort(candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(last), candidates.end(), IsBetter);
  for (size_t i = first; i < last; ++i) {
    documents->push_back(candidates[i].document);
    hits->hits.push_back(ToHit(candidates[i].document, candidates[i].weight, columns, facts_query));
  }
}

int64_t RevisionOf(const Xapian::Database& database) { return std::strtoll(database.get_metadata(kMetaRevision).c_str(), nullptr, 10); }

}  // namespace

Hits Search(Xapian::Database& database, const Columns& columns, const IndexQuery& query, const IndexingRules& rules) {
  Hits hits;
  hits.revision = RevisionOf(database);
  const FactsQuery facts_query = ToFactsQuery(query, rules.taxonomy);
  std::vector<FacetCounter> counters(query.facets.begin(), query.facets.end());
  std::vector<Columns::Document> documents;
  {
    absl::ReaderMutexLock lock(&columns.mutex());
    if (query.text.empty()) {
      std::vector<Candidate> candidates = Candidates(columns, query, facts_query);
      FactsView facts;
      for (const Candidate& candidate : candidates) {
        if (counters.empty() || !facts.Set(columns.Get(candidate.document))) break;
        for (FacetCounter& counter : counters) counter.Count(facts);
      }
      TakeBest(std::move(candidates), query.offset, query.count, columns, facts_query, &documents, &hits);
    } else {
      std::vector<std::string> words;
      for (TextToken& token : rules.analyzer.Analyze(query.text)) words.push_back(std::move(token.term));
      const std::vector<Columns::Document> documents_there = query.place ? BehindGate(columns, query, facts_query) : std::vector<Columns::Document>();
      ServingSource serving(documents_there, columns, facts_query);
      EverywhereSource everywhere(columns, facts_query);
      const Query filter = query.place ? Query(&serving) : Query(&everywhere);
      Xapian::Enquire enquire(database);
      enquire.set_weighting_scheme(Xapian::BM25Weight(1.2, 0, 1, 0.4, 0.5));
      // No words but punctuation: nothing fits.
      enquire.set_query(words.empty() ? Query() : Query(Query::OP_AND, Query(kTextWeight, Query(Query::OP_OR, words.begin(), words.end())), filter));
      std::vector<std::unique_ptr<FacetSpy>> spies;
      for (FacetCounter& counter : counters) {
        spies.push_back(std::make_unique<FacetSpy>(columns, counter));
        enquire.add_matchspy(spies.back().get());
      }
      const Xapian::doccount check_at_least = counters.empty() ? kExactTotal + 1 : database.get_doccount();
      const Xapian::MSet matches = enquire.get_mset(static_cast<Xapian::doccount>(query.offset), static_cast<Xapian::doccount>(query.count), check_at_least);
      hits.total = matches.get_matches_estimated();
      for (auto match = matches.begin(); match != matches.end(); ++match) {
        documents.push_back(*match);
        hits.hits.push_back(ToHit(*match, match.get_weight(), columns, facts_query));
      }
    }
  }
  for (const FacetCounter& counter : counters) hits.facets.push_back(counter.Counts(rules.taxonomy));
  AddSummaries(database, documents, &hits);
  return hits;
}

std::vector<Hits> SearchByLevel(Xapian::Database& database, const Columns& columns, const IndexQuery& query, const IndexingRules& rules) {
  const FactsQuery facts_query = ToFactsQuery(query, rules.taxonomy);
  std::vector<Hits> by_level(query.levels.size());
  std::vector<std::vector<Columns::Document>> documents(query.levels.size());
  {
    absl::ReaderMutexLock lock(&columns.mutex());
    const std::vector<Candidate> candidates = Candidates(columns, query, facts_query);
    for (size_t i = 0; i < query.levels.size(); ++i) {
      std::vector<Candidate> of_level;
      for (const Candidate& candidate : candidates) {
        if ((columns.gate(candidate.document).levels >> query.levels[i] & 1u) != 0) of_level.push_back(candidate);
      }
      TakeBest(std::move(of_level), 0, query.count, columns, facts_query, &documents[i], &by_level[i]);
    }
  }
  for (size_t i = 0; i < by_level.size(); ++i) {
    by_level[i].revision = RevisionOf(database);
    AddSummaries(database, documents[i], &by_level[i]);
  }
  return by_level;
}

}  // namespace socialekaart
