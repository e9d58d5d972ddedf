#include "indexer/index/search.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "indexer/index/fields.h"
#include "indexer/index/ranking.h"
#include "indexer/index/schedule.h"

namespace socialekaart {
namespace {

using Xapian::Query;

absl::string_view View(const std::string& bytes) { return {bytes.data(), bytes.size()}; }

// Filters and weighs candidates by their facts, in order of document.
class FactsSource : public Xapian::ValuePostingSource {
 public:
  FactsSource(const FactsQuery& query, std::optional<absl::Time> open_at)
      : Xapian::ValuePostingSource(kSlotFacts), query_(query), open_at_(open_at) {}

  double get_weight() const override { return weight_; }
  FactsSource* clone() const override { return new FactsSource(query_, open_at_); }
  std::string name() const override { return "socialekaart::FactsSource"; }

  void init(const Xapian::Database& database) override {
    Xapian::ValuePostingSource::init(database);
    set_maxweight(kMaxFactsWeight);
  }
  void next(double min_weight) override {
    Xapian::ValuePostingSource::next(min_weight);
    while (!at_end() && !Passes()) Xapian::ValuePostingSource::next(min_weight);
  }
  void skip_to(Xapian::docid document, double min_weight) override {
    Xapian::ValuePostingSource::skip_to(document, min_weight);
    while (!at_end() && !Passes()) Xapian::ValuePostingSource::next(min_weight);
  }
  bool check(Xapian::docid document, double min_weight) override {
    if (!Xapian::ValuePostingSource::check(document, min_weight)) return false;
    if (at_end()) return true;
    return get_docid() == document ? Passes() : false;
  }

 private:
  bool Passes() {
    const std::string bytes = get_value();
    if (!facts_.Set(View(bytes))) throw Xapian::DatabaseCorruptError("facts of a document are not whole");
    const Evaluation evaluation = Evaluate(query_, facts_);
    weight_ = evaluation.total();
    if (!evaluation.passes || !open_at_) return evaluation.passes;
    const std::string schedule = get_database().get_document(get_docid()).get_value(kSlotSchedule);
    return schedule.empty() || IsOpen(View(schedule), *open_at_);
  }

  const FactsQuery& query_;
  const std::optional<absl::Time> open_at_;
  FactsView facts_;
  double weight_ = 0;
};

// Counts facets over every match, from the facts alone.
class FacetSpy : public Xapian::MatchSpy {
 public:
  explicit FacetSpy(Facet facet) : facet_(facet) {}

  void operator()(const Xapian::Document& document, double) override {
    const std::string bytes = document.get_value(kSlotFacts);
    FactsView facts;
    if (!facts.Set(View(bytes))) return;
    const Facts::Header& header = facts.header();
    const auto count_bits = [this](uint64_t bits) {
      for (int bit = 0; bits != 0; ++bit, bits >>= 1) counts_[bit] += static_cast<int64_t>(bits & 1);
    };
    switch (facet_) {
      case Facet::kLevel:
        return count_bits(header.levels);
      case Facet::kProblem:
        return count_bits(header.problems);
      case Facet::kAccess:
        return count_bits(header.access);
      case Facet::kKind:
        if (header.kind >= 0) ++counts_[header.kind];
        return;
      case Facet::kMunicipality:
        for (size_t i = 0; i < header.municipalities; ++i) ++counts_[facts.municipality(i)];
        return;
    }
  }

  std::vector<FacetCount> Counts(const Taxonomy& taxonomy) const {
    std::vector<FacetCount> counts;
    for (const auto& [number, count] : counts_) {
      if (count > 0) counts.push_back({ValueOf(number, taxonomy), count});
    }
    std::stable_sort(counts.begin(), counts.end(), [](const FacetCount& a, const FacetCount& b) { return a.count > b.count; });
    return counts;
  }

 private:
  std::string ValueOf(int number, const Taxonomy& taxonomy) const {
    switch (facet_) {
      case Facet::kLevel: {
        const auto* term = taxonomy.FindLevel(static_cast<v1::HelpLevel>(number));
        return term == nullptr ? "" : term->code();
      }
      case Facet::kKind:
        return taxonomy.data().kinds(number).code();
      case Facet::kProblem:
        return taxonomy.data().problems(number).code();
      case Facet::kAccess:
        return taxonomy.data().access(number).code();
      case Facet::kMunicipality:
        return absl::StrCat("GM", absl::Dec(number, absl::kZeroPad4));
    }
    return "";
  }

  const Facet facet_;
  std::map<int, int64_t> counts_;
};

Query AnyOf(const char* prefix, const std::vector<std::string>& values) {
  std::vector<std::string> terms;
  for (const std::string& value : values) terms.push_back(absl::StrCat(prefix, value));
  return Query(Query::OP_OR, terms.begin(), terms.end());
}

Query AreaFilter(const IndexQuery& query) {
  std::vector<Query> any = {AnyOf(kTermCover, query.place->certain), AnyOf(kTermCover, query.place->possible),
                            AnyOf(kTermTouch, query.place->touches)};
  const Query unknown{std::string(kTermAreaUnknown)};
  if (query.point) {
    const Query near = CellQuery(query.point->latitude(), query.point->longitude(), kUnknownAreaRadius_m);
    any.emplace_back(Query::OP_AND, unknown, Query(Query::OP_OR, near, Query(std::string(kTermNoPoint))));
  } else {
    any.push_back(unknown);
  }
  return Query(Query::OP_OR, any.begin(), any.end());
}

Query Filter(const IndexQuery& query) {
  std::vector<std::string> statuses = {absl::StrCat(static_cast<int>(v1::SERVICE_STATUS_ACTIVE))};
  if (query.include_temporarily_closed) statuses.push_back(absl::StrCat(static_cast<int>(v1::SERVICE_STATUS_TEMPORARILY_CLOSED)));
  std::vector<Query> all = {AnyOf(kTermStatus, statuses)};
  if (!query.levels.empty()) {
    std::vector<std::string> levels;
    for (const v1::HelpLevel level : query.levels) levels.push_back(absl::StrCat(static_cast<int>(level)));
    all.push_back(AnyOf(kTermLevel, levels));
  }
  if (!query.kinds.empty()) all.push_back(AnyOf(kTermKind, query.kinds));
  if (!query.problems.empty()) {
    std::vector<std::string> problems = query.problems;
    if (!query.only_named_problems) problems.push_back(kAllProblems);
    all.push_back(AnyOf(kTermProblem, problems));
  }
  if (!query.languages.empty()) all.push_back(AnyOf(kTermLanguage, query.languages));
  if (query.free_access) all.push_back(AnyOf(kTermAccess, {kAccessFree}));
  if (query.place) all.push_back(AreaFilter(query));
  if (query.radius_m && query.point) all.push_back(CellQuery(query.point->latitude(), query.point->longitude(), *query.radius_m));
  return Query(Query::OP_AND, all.begin(), all.end());
}

FactsQuery ToFactsQuery(const IndexQuery& query, const Taxonomy& taxonomy) {
  FactsQuery facts;
  if (query.place) {
    facts.place_asked = true;
    for (const std::string& code : query.place->certain) facts.certain_areas.push_back(HashArea(code));
    std::sort(facts.certain_areas.begin(), facts.certain_areas.end());
  }
  facts.point = query.point;
  facts.age_years = query.age_years;
  for (int i = 0; i < taxonomy.data().problems_size(); ++i) {
    const auto& code = taxonomy.data().problems(i).code();
    if (std::find(query.problems.begin(), query.problems.end(), code) != query.problems.end()) facts.problems |= uint64_t{1} << i;
  }
  facts.only_named_problems = query.only_named_problems;
  facts.radius_m = query.radius_m;
  facts.min_quality = query.min_quality;
  facts.today = static_cast<int32_t>(absl::ToCivilDay(query.now, absl::UTCTimeZone()) - absl::CivilDay(1970, 1, 1));
  return facts;
}

Hit ToHit(const Xapian::MSetIterator& match, const FactsQuery& facts_query) {
  const Xapian::Document document = match.get_document();
  const std::string data = document.get_data();
  const std::string bytes = document.get_value(kSlotFacts);
  FactsView facts;
  if (!facts.Set(View(bytes))) throw Xapian::DatabaseCorruptError("facts of a document are not whole");
  const Evaluation evaluation = Evaluate(facts_query, facts);
  Hit hit{.name = data.substr(0, data.find('\n')), .score = match.get_weight()};
  if (std::isfinite(evaluation.distance_m)) hit.distance_m = static_cast<int32_t>(std::lround(evaluation.distance_m));
  hit.distance_approximate = evaluation.approximate;
  hit.age_fit = evaluation.age_fit;
  hit.area_fit = evaluation.area_fit;
  hit.problem_fit = evaluation.problem_fit;
  hit.parts = {{"text", match.get_weight() - evaluation.total()}, {"area", evaluation.area}, {"age", evaluation.age},
               {"problem", evaluation.problem}, {"distance", evaluation.distance}, {"freshness", evaluation.freshness + evaluation.tie}};
  return hit;
}

}  // namespace

Hits Search(Xapian::Database& database, const IndexQuery& query, const IndexingRules& rules) {
  Hits hits;
  hits.revision = std::strtoll(database.get_metadata(kMetaRevision).c_str(), nullptr, 10);
  const FactsQuery facts_query = ToFactsQuery(query, rules.taxonomy);
  FactsSource source(facts_query, query.open_at);

  Query ranked{&source};
  if (!query.text.empty()) {
    std::vector<std::string> words;
    for (TextToken& token : rules.analyzer.Analyze(query.text)) words.push_back(std::move(token.term));
    if (words.empty()) return hits;  // nothing but punctuation: nothing fits
    ranked = Query(Query::OP_AND, Query(kTextWeight, Query(Query::OP_OR, words.begin(), words.end())), ranked);
  }
  Xapian::Enquire enquire(database);
  enquire.set_weighting_scheme(Xapian::BM25Weight(1.2, 0, 1, 0.4, 0.5));
  enquire.set_query(Query(Query::OP_FILTER, ranked, Filter(query)));
  std::vector<std::unique_ptr<FacetSpy>> spies;
  for (const Facet facet : query.facets) {
    spies.push_back(std::make_unique<FacetSpy>(facet));
    enquire.add_matchspy(spies.back().get());
  }
  const Xapian::doccount check_at_least = query.facets.empty() ? kExactTotal + 1 : database.get_doccount();
  const Xapian::MSet matches = enquire.get_mset(static_cast<Xapian::doccount>(query.offset),
                                                static_cast<Xapian::doccount>(query.count), check_at_least);
  hits.total = matches.get_matches_estimated();
  for (auto match = matches.begin(); match != matches.end(); ++match) hits.hits.push_back(ToHit(match, facts_query));
  for (const auto& spy : spies) hits.facets.push_back(spy->Counts(rules.taxonomy));
  return hits;
}

}  // namespace socialekaart
