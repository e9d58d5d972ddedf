#include "indexer/index/supply.h"

#include <algorithm>
#include <bit>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "indexer/base/status.h"
#include "indexer/index/ranking.h"

namespace socialekaart {
namespace {

using Document = Columns::Document;
using Position = MunicipalityAreas::Position;

template <typename Visit>
void ForEachBit(uint64_t bits, Visit visit) {
  for (; bits != 0; bits &= bits - 1) visit(static_cast<size_t>(std::countr_zero(bits)));
}

void Sort(std::vector<Position>* positions) {
  std::sort(positions->begin(), positions->end());
  positions->erase(std::unique(positions->begin(), positions->end()), positions->end());
}

void Add(const Supply::Sum& part, Supply::Sum* whole) {
  whole->services += part.services;
  whole->fresh += part.fresh;
  for (size_t level = 0; level < Supply::kLevels; ++level) whole->problems[level] |= part.problems[level];
}

void Add(const Supply::Cell& part, Supply::Cell* whole) {
  whole->services += part.services;
  whole->general += part.general;
  whole->fresh += part.fresh;
  if (!part.shortest_waiting_days) return;
  whole->shortest_waiting_days =
      std::min(whole->shortest_waiting_days.value_or(INT32_MAX), *part.shortest_waiting_days);
}

// The few services that were checked longest ago; those of one day in an order that depends on the records alone.
class Stalest {
 public:
  void Offer(const Facts::Gate& gate, Document document) {
    const Entry entry = {gate.assured_day, gate.tie, document};
    if (entries_.size() == Supply::kStalest && !(entry < entries_.back())) return;
    entries_.insert(std::upper_bound(entries_.begin(), entries_.end(), entry), entry);
    if (entries_.size() > Supply::kStalest) entries_.pop_back();
  }
  std::vector<Document> Take() const {
    std::vector<Document> documents;
    for (const Entry& entry : entries_) documents.push_back(std::get<2>(entry));
    return documents;
  }

 private:
  using Entry = std::tuple<int32_t, uint32_t, Document>;
  std::vector<Entry> entries_;
};

// How far ahead of the count memory is asked for: facts lie apart, and each would cost a wait.
constexpr size_t kFactsAhead = 8;

// One count.
class Counting {
 public:
  // `asked`: what serves this gemeente; nothing = everything.
  Counting(const Columns& columns, const MunicipalityAreas& areas, std::optional<Position> asked,
           const FactsQuery& facts_query, int problems)
      : columns_(columns),
        areas_(areas),
        asked_(asked),
        facts_query_(facts_query),
        all_problems_(problems < 64 ? (uint64_t{1} << problems) - 1 : ~uint64_t{0}) {}

  Supply Run() ABSL_LOCKS_EXCLUDED(columns_.mutex()) {
    absl::ReaderMutexLock lock(&columns_.mutex());
    FactsQuery any_age = facts_query_;
    any_age.age_years.reset();
    const std::vector<Document> active = columns_.gates().Passing(any_age).ToVector();
    const DocumentSet fitting = columns_.gates().Passing(facts_query_);
    for (size_t i = 0; i < active.size(); ++i) {
      if (i + kFactsAhead < active.size()) columns_.PrefetchFacts(active[i + kFactsAhead]);
      for (const uint16_t number : columns_.municipalities(active[i])) named_[number] = true;
      if (fitting.Has(active[i])) Count(active[i]);
    }
    AddGeneral();
    AddMunicipalities();
    for (const Document document : stalest_.Take()) {
      FactsView facts;
      if (facts.Set(columns_.Get(document))) supply_.freshness.stalest.push_back(facts.name());
    }
    return std::move(supply_);
  }

 private:
  // Services that serve the same gemeenten, for one and the same reason. What they add up to is told to those gemeenten
  // in the end, so that a service for the whole country costs no more than another.
  struct Group {
    std::vector<Position> served;
    bool counts = false;  // in what is asked
    Supply::Sum sum;
  };

  void Count(Document document) ABSL_SHARED_LOCKS_REQUIRED(columns_.mutex()) {
    const Facts::Gate& gate = columns_.gates().Get(document);
    Group& group = GroupOf(document, gate);
    ++group.sum.services;
    if (IsFresh(gate)) ++group.sum.fresh;
    ForEachBit(gate.levels, [&](size_t level) { group.sum.problems[level] |= ProblemsOf(gate); });
    if (group.counts) CountHere(document, gate);
  }

  Group& GroupOf(Document document, const Facts::Gate& gate) ABSL_SHARED_LOCKS_REQUIRED(columns_.mutex()) {
    // Who has contracts helps families of the gemeenten that gave them, unless its door is open to all.
    const bool is_restricted = columns_.contracted().Has(document) && (gate.access & facts_query_.free_access) == 0;
    FactsView facts;
    key_.clear();
    if (gate.area != 0 && !gate.has_more && !is_restricted) {
      AppendKey(gate.area);
    } else if (facts.Set(columns_.Get(document))) {
      for (size_t i = 0; i < facts.header().areas; ++i) AppendKey(facts.area(i));
      AppendKey(0);  // no code is 0
      if (facts.header().areas == 0) {
        for (const uint16_t number : columns_.municipalities(document)) AppendKey(number);
      }
      AppendKey(0);
      for (size_t i = 0; is_restricted && i < facts.header().contracts; ++i) AppendKey(facts.contract(i));
    }
    const auto [found, is_new] = groups_.try_emplace(key_);
    Group& group = found->second;
    if (!is_new) return group;
    group.served = Served(document, is_restricted);
    group.counts = !asked_ || std::binary_search(group.served.begin(), group.served.end(), *asked_);
    return group;
  }

  void AppendKey(uint64_t part) { key_.append(reinterpret_cast<const char*>(&part), sizeof(part)); }

  std::vector<Position> Served(Document document, bool is_restricted) const
      ABSL_SHARED_LOCKS_REQUIRED(columns_.mutex()) {
    FactsView facts;
    if (!facts.Set(columns_.Get(document))) return {};
    std::vector<Position> served;
    if (facts.header().areas > 0) {
      served = areas_.Served(facts);
    } else {
      for (const uint16_t number : columns_.municipalities(document)) {
        if (const auto position = areas_.Find(number)) served.push_back(*position);
      }
      Sort(&served);
    }
    if (!is_restricted) return served;
    std::vector<Position> contracted;
    for (size_t i = 0; i < facts.header().contracts; ++i) {
      const auto position = areas_.Find(facts.contract(i));
      if (position && std::binary_search(served.begin(), served.end(), *position)) contracted.push_back(*position);
    }
    Sort(&contracted);
    return contracted;
  }

  // The problems that a service is for: those that it names or else all, without those that it excludes.
  uint64_t ProblemsOf(const Facts::Gate& gate) const {
    return (gate.problems != 0 ? gate.problems : all_problems_) & ~gate.excluded_problems;
  }
  bool IsFresh(const Facts::Gate& gate) const {
    return gate.assured_day != INT32_MIN && facts_query_.today - gate.assured_day <= Supply::kFresh_days;
  }

  void CountHere(Document document, const Facts::Gate& gate) {
    CountFreshness(gate);
    stalest_.Offer(gate, document);
    Supply::Cell one = {.services = 1, .general = gate.problems == 0 ? 1 : 0, .fresh = IsFresh(gate) ? 1 : 0};
    if (IsWaitingTimeFresh(facts_query_, gate)) one.shortest_waiting_days = gate.waiting_days;
    const bool is_for_all = gate.problems == 0 && gate.excluded_problems == 0;
    ForEachBit(gate.levels, [&](size_t level) {
      Add(one, &supply_.all[level]);
      if (is_for_all) return Add(one, &general_[level]);
      ForEachBit(ProblemsOf(gate), [&](size_t problem) { Add(one, &supply_.problems[problem][level]); });
    });
  }

  void CountFreshness(const Facts::Gate& gate) {
    Supply::Freshness& freshness = supply_.freshness;
    ++freshness.services;
    if (IsWaitingTimeFresh(facts_query_, gate)) ++freshness.waiting_known;
    if (gate.assured_day == INT32_MIN) {
      ++freshness.never;
      return;
    }
    freshness.oldest_day = std::min(freshness.oldest_day.value_or(gate.assured_day), gate.assured_day);
    const int32_t age_days = facts_query_.today - gate.assured_day;
    ++(age_days <= Supply::kFresh_days   ? freshness.fresh
       : age_days <= Supply::kAging_days ? freshness.aging
                                         : freshness.stale);
  }

  // What is for every problem was counted once; it counts in each row.
  void AddGeneral() {
    ForEachBit(all_problems_, [&](size_t problem) {
      for (size_t level = 0; level < Supply::kLevels; ++level) Add(general_[level], &supply_.problems[problem][level]);
    });
  }

  void AddMunicipalities() {
    for (const v1::Municipality& municipality : areas_.municipalities()) {
      const bool is_named = named_[EncodeMunicipality(municipality.code())];
      supply_.municipalities.push_back({.municipality = municipality, .named = is_named, .sum = {}});
    }
    for (const auto& [key, group] : groups_) {
      for (const Position position : group.served) Add(group.sum, &supply_.municipalities[position].sum);
    }
  }

  const Columns& columns_;
  const MunicipalityAreas& areas_;
  const std::optional<Position> asked_;
  const FactsQuery& facts_query_;
  const uint64_t all_problems_;  // of the taxonomy, a bit each
  Supply supply_;
  Supply::Row general_ = {};                                     // what is for every problem
  std::vector<bool> named_ = std::vector<bool>(UINT16_MAX + 1);  // by number of the gemeente
  Stalest stalest_;
  absl::flat_hash_map<std::string, Group> groups_;  // by what decides whom they serve
  std::string key_;                                 // of the group at hand
};

}  // namespace

MunicipalityAreas::MunicipalityAreas(const Gazetteer& gazetteer) : municipalities_(gazetteer.Municipalities()) {
  std::sort(municipalities_.begin(), municipalities_.end(), [](const v1::Municipality& a, const v1::Municipality& b) {
    return std::tie(a.display_name(), a.code()) < std::tie(b.display_name(), b.code());
  });
  for (size_t i = 0; i < municipalities_.size(); ++i) {
    const auto position = static_cast<Position>(i);
    by_number_[EncodeMunicipality(municipalities_[i].code())] = position;
    v1::Place place;
    place.set_municipality_code(municipalities_[i].code());
    const auto resolved = gazetteer.Resolve(place, [](absl::string_view) { return std::nullopt; });
    if (!resolved.ok()) continue;
    const PlaceCodes codes = gazetteer.CodesOf(*resolved);
    for (const auto* list : {&codes.certain, &codes.possible}) {
      for (const std::string& code : *list) covers_[EncodeArea(code)].push_back(position);
    }
    for (const std::string& code : codes.touches) touches_[EncodeArea(code)].push_back(position);
  }
}

std::optional<MunicipalityAreas::Position> MunicipalityAreas::Find(uint16_t number) const {
  const auto found = by_number_.find(number);
  return found == by_number_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<MunicipalityAreas::Position> MunicipalityAreas::Find(absl::string_view code) const {
  return Find(EncodeMunicipality(code));
}

std::vector<MunicipalityAreas::Position> MunicipalityAreas::Served(const FactsView& facts) const {
  std::vector<Position> served;
  const auto add = [&](const Areas& areas, uint64_t code) {
    const auto found = areas.find(code);
    if (found != areas.end()) served.insert(served.end(), found->second.begin(), found->second.end());
  };
  for (size_t i = 0; i < facts.header().areas; ++i) add(covers_, facts.area(i));
  for (size_t i = 0; i < facts.header().touches; ++i) add(touches_, facts.touch(i));
  Sort(&served);
  return served;
}

absl::StatusOr<Supply> SupplyOf(const Columns& columns, const MunicipalityAreas& areas, const SupplyQuery& query,
                                const IndexingRules& rules) {
  const FactsQuery facts_query = ToFactsQuery({.age_years = query.age_years, .now = query.now}, rules);
  std::optional<Position> asked;
  if (!query.municipality_code.empty()) {
    asked = areas.Find(query.municipality_code);
    if (!asked)
      return Error(absl::StatusCode::kNotFound, v1::ERROR_REASON_PLACE_NOT_FOUND,
                   absl::StrCat("the index knows no gemeente ", query.municipality_code));
  }
  return Counting(columns, areas, asked, facts_query, rules.taxonomy.data().problems_size()).Run();
}

}  // namespace socialekaart
