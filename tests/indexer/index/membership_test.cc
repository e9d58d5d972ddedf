// Random questions against a scan of the store: the same services, the same count, the same facets.
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "indexer/index/document.h"
#include "indexer/index/text_query.h"
#include "indexer/place/area.h"
#include "indexer/place/distance.h"
#include "indexer/record/profile.h"
#include "indexer/store/catalog.h"
#include "tests/support/small_directory.h"

namespace socialekaart {
namespace {

using Names = std::vector<std::string>;

constexpr int kServices = 160;
constexpr int kRounds = 10'000;
constexpr int kRoundsBetweenWrites = 500;

const Names kWords = {"scheiding", "kinderen",       "speltherapie", "gezinsbegeleiding", "opvoedondersteuning", "angst", "boos",    "groep",
                      "thuis",     "jeugdhulp",      "slapen",       "autisme",           "pubers",              "gesprek", "training", "weerbaarheid",
                      "rouw",      "schoolmaatschappelijk", "de",    "voor",              "en",                  "met",   "huiswerk", "iber"};

// A service of the store as a scan sees it.
struct Scanned {
  v1::Service service;
  v1::ServiceProfile profile;
  std::vector<std::string> areas;
  std::optional<v1::LatLng> point;
  std::map<std::string, std::set<Xapian::termpos>> terms;
};

class MembershipTest : public testing::Test {
 protected:
  int Below(int end) { return std::uniform_int_distribution<int>(0, end - 1)(random_); }
  bool Chance(int one_in) { return Below(one_in) == 0; }
  const std::string& Pick(const Names& values) { return values[static_cast<size_t>(Below(static_cast<int>(values.size())))]; }
  std::string Text(int words) {
    Names text;
    for (int i = 0; i < words; ++i) text.push_back(Pick(kWords));
    return absl::StrJoin(text, " ");
  }

  Town RandomTown() {
    Town town{.name = Text(1 + Below(3))};
    town.description = Text(Below(12));
    town.levels = Pick({"vrij-toegankelijk", "wijkteam", "basis", "vrij-toegankelijk wijkteam"});
    town.kind = Pick({"aanbieder", "wijkteam", "welzijn"});
    town.access = Pick({"vrij", "verwijzing", "", "vrij school"});
    town.problems = Pick({"", "angst", "boos", "angst slaap"});
    town.excluded = Pick({"", "", "boos", "angst"});
    town.area = Pick({"", "NL", "PV25", "GM1859", "GM0222", "PC4:7151", "PC4:7011", "PC6:7151AB", "WK185901", "GM1509 GM0222"});
    town.postal_code = Pick({"", "7151 AB", "7001 AA", "9401 AA", "7011 AA"});
    town.minimum_age = Chance(3) ? -1 : Below(20) / 2.0;
    town.maximum_age = Chance(3) ? -1 : 10 + Below(20) / 2.0;
    town.status = Chance(10) ? v1::SERVICE_STATUS_INACTIVE : Chance(10) ? v1::SERVICE_STATUS_TEMPORARILY_CLOSED : v1::SERVICE_STATUS_ACTIVE;
    return town;
  }

  std::string RandomText() {
    if (Chance(4)) return "";
    std::string text = Text(1 + Below(3));
    if (Chance(8)) absl::StrAppend(&text, " -", Pick(kWords));
    if (Chance(8)) absl::StrAppend(&text, " \"", Text(2), "\"");
    if (Chance(8)) text.erase(static_cast<size_t>(Below(static_cast<int>(text.size()))), 1);  // a typing error
    return text;
  }

  IndexQuery RandomQuery() {
    IndexQuery query;
    const std::string place = Pick({"", "", "7151", "7151 AB", "7011", "Berkelland", "Assen", "Doetinchem"});
    if (!place.empty()) query = directory_.Near(place);
    if (Chance(4)) query.place.reset();  // only near
    if (query.point && Chance(4)) query.radius_m = 2'000 + Below(60'000);
    query.text = RandomText();
    query.require_all_words = Chance(4);
    query.count = 1'000;
    query.include_temporarily_closed = Chance(4);
    query.free_access = Chance(6);
    if (Chance(2)) query.age_years = Below(200) / 10.0;
    if (Chance(3)) query.levels = {v1::HELP_LEVEL_LOCAL_TEAM};
    if (Chance(5)) query.kinds = {Pick({"aanbieder", "wijkteam"})};
    if (Chance(3)) query.problems = {Pick({"angst", "boos", "slaap"})};
    query.facets = {Facet::kLevel, Facet::kProblem, Facet::kMunicipality};
    return query;
  }

  void Scan() {
    directory_.Settle();
    scanned_.clear();
    words_ = Words();
    const auto records = directory_.catalog().List<v1::Service>("", 1'000, false)->records;
    std::vector<Words::Change> changes;
    for (const v1::Service& record : records) {
      Scanned scanned;
      scanned.service = *Assemble(directory_.store(), *directory_.store().Get(record.name()));
      scanned.profile = ProfileOf(scanned.service, directory_.taxonomy(), absl::Now());
      scanned.areas = AreaCodesOf(scanned.service).codes;
      for (const auto& at : scanned.service.service_at_locations()) {
        const std::string code = at.location_detail().addresses(0).postal_code().substr(0, 4);
        scanned.point = directory_.places().gazetteer().PointOfPostalCode4(code);
      }
      const Xapian::Document document = ToDocument(scanned.service, directory_.rules(), directory_.places().gazetteer());
      for (auto term = document.termlist_begin(); term != document.termlist_end(); ++term) {
        auto& positions = scanned.terms[*term];
        for (auto at = term.positionlist_begin(); at != term.positionlist_end(); ++at) positions.insert(*at);
      }
      changes.push_back({static_cast<Words::Document>(scanned_.size() + 1), {}, TextTermsOf(document, directory_.ranking().fields())});
      store::v1::IndexedSummary summary;
      ASSERT_TRUE(summary.ParseFromString(document.get_data()));
      for (const std::string& word : SpellingsOf(summary)) words_.CountSpelling(word, 1);
      scanned_.push_back(std::move(scanned));
    }
    words_.Apply(changes);
  }

  bool FitsFilters(const Scanned& scanned, const IndexQuery& query) const {
    const v1::Service& service = scanned.service;
    const v1::ServiceProfile& profile = scanned.profile;
    const auto has = [](const auto& values, const auto& value) { return std::find(values.begin(), values.end(), value) != values.end(); };
    const bool is_open = service.status() == v1::SERVICE_STATUS_ACTIVE ||
                         (query.include_temporarily_closed && service.status() == v1::SERVICE_STATUS_TEMPORARILY_CLOSED);
    if (!is_open) return false;
    if (!query.levels.empty() && !has(profile.levels(), query.levels[0])) return false;
    if (!query.kinds.empty() && profile.kind() != query.kinds[0]) return false;
    if (query.free_access && !has(profile.access(), "vrij")) return false;
    if (!query.problems.empty() && (has(profile.excluded_problems(), query.problems[0]) ||
                                    (profile.problems_size() > 0 && !has(profile.problems(), query.problems[0]))))
      return false;
    const auto limit = [](bool known, double value) { return known ? std::optional(value) : std::nullopt; };
    if (query.age_years && AgeFit(limit(service.has_minimum_age(), service.minimum_age()), limit(service.has_maximum_age(), service.maximum_age()),
                                  *query.age_years) == v1::FIT_NO)
      return false;
    const auto lies_within = [&](double limit_m) {
      return DistanceM(query.point->latitude(), query.point->longitude(), static_cast<float>(scanned.point->latitude()),
                       static_cast<float>(scanned.point->longitude())) <= limit_m;
    };
    if (query.radius_m && !(scanned.point && lies_within(*query.radius_m))) return false;
    if (!query.place) return true;
    if (AreaFit(scanned.areas, *query.place) == v1::FIT_NO) return false;
    return !scanned.areas.empty() || !scanned.point || lies_within(directory_.rules().ranking.fit().unknown_area_radius_m());
  }

  static bool FitsText(const Scanned& scanned, const IndexQuery& query, const TextQuery& text) {
    if (query.text.empty()) return true;
    if (text.is_nothing) return false;
    const auto stands = [&](const QueryWord& word) {
      return std::any_of(word.alternatives.begin(), word.alternatives.end(), [&](const Alternative& way) { return scanned.terms.contains(way.term); });
    };
    bool any = text.words.empty();
    for (const QueryWord& word : text.words) {
      if (word.required && !stands(word)) return false;
      any = any || (!word.weak && stands(word));
    }
    const bool is_excluded =
        std::any_of(text.excluded.begin(), text.excluded.end(), [&](const auto& term) { return scanned.terms.contains(term.first); });
    return any && !is_excluded && std::all_of(text.phrases.begin(), text.phrases.end(), [&](const QueryPhrase& phrase) { return Says(scanned, phrase); });
  }

  static bool Says(const Scanned& scanned, const QueryPhrase& phrase) {
    const auto first = scanned.terms.find(phrase.terms[0].first);
    return first != scanned.terms.end() && std::any_of(first->second.begin(), first->second.end(), [&](Xapian::termpos at) {
             return std::all_of(phrase.terms.begin(), phrase.terms.end(), [&](const auto& term) {
               const auto found = scanned.terms.find(term.first);
               return found != scanned.terms.end() && found->second.contains(at + term.second);
             });
           });
  }

  void WriteSomething() {
    const Scanned& scanned = scanned_[static_cast<size_t>(Below(static_cast<int>(scanned_.size())))];
    ASSERT_TRUE(directory_.catalog().Delete<v1::Service>(scanned.service.name(), "").ok());
    directory_.Add(RandomTown());
    v1::Service changed = *directory_.catalog().Get<v1::Service>(scanned_[0].service.name() == scanned.service.name() ? scanned_[1].service.name()
                                                                                                                       : scanned_[0].service.name());
    changed.set_display_name(Text(2));
    changed.clear_etag();
    ASSERT_TRUE(directory_.catalog().Update(changed, {}, false).ok());
  }

  std::mt19937 random_{7};
  SmallDirectory directory_;
  std::vector<Scanned> scanned_;
  Words words_;
};

TEST_F(MembershipTest, AnswersTheSameAsAScanOfTheStore) {
  for (int i = 0; i < kServices; ++i) directory_.Add(RandomTown());
  size_t found_in_all = 0;
  for (int round = 0; round < kRounds; ++round) {
    if (round % kRoundsBetweenWrites == 0) {
      if (round > 0) WriteSomething();
      Scan();
    }
    const IndexQuery query = RandomQuery();
    const TextQuery text = ReadTextQuery(query, words_, scanned_.size(), directory_.rules());
    std::set<std::string> expected;
    std::map<std::string, int64_t> problems;
    for (const Scanned& scanned : scanned_) {
      if (!FitsFilters(scanned, query) || !FitsText(scanned, query, text)) continue;
      expected.insert(scanned.service.name());
      for (const std::string& problem : scanned.profile.problems()) ++problems[problem];
    }
    const auto hits = directory_.index().Search(query);
    ASSERT_TRUE(hits.ok()) << hits.status();
    std::set<std::string> found;
    for (const Hit& hit : hits->hits) found.insert(hit.name);
    ASSERT_EQ(found, expected) << "round " << round << ": \"" << query.text << "\", read as " << text.ToString();
    ASSERT_EQ(hits->total, static_cast<int64_t>(expected.size()));
    std::map<std::string, int64_t> counted;
    for (const FacetCount& count : hits->facets[1]) counted[count.value] = count.count;
    ASSERT_EQ(counted, problems) << "round " << round;
    found_in_all += found.size();
  }
  EXPECT_GT(found_in_all, static_cast<size_t>(kRounds));  // they are not all empty
}

}  // namespace
}  // namespace socialekaart
