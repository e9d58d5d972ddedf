#include "indexer/index/index.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "indexer/base/status.h"
#include "tests/support/small_directory.h"

namespace socialekaart {
namespace {

namespace fs = std::filesystem;
using Names = std::vector<std::string>;

class IndexTest : public testing::Test {
 protected:
  void WaitUntilReady() {
    for (int i = 0; i < 300 && directory_.index().state() != Index::State::kReady; ++i) absl::SleepFor(absl::Milliseconds(20));
    ASSERT_EQ(directory_.index().state(), Index::State::kReady);
  }
  fs::path CurrentGeneration() {
    for (const auto& entry : fs::directory_iterator(directory_.folder("index"))) {
      if (entry.is_directory()) return entry.path();
    }
    return {};
  }
  SmallDirectory directory_;
};

TEST_F(IndexTest, FindsByTextBestFirst) {
  directory_.Add({.name = "Huiswerkklas", .description = "Hulp bij huiswerk, ook na een scheiding."});
  directory_.Add({.name = "KIES na scheiding", .description = "Groep voor kinderen van gescheiden ouders."});
  directory_.Add({.name = "Speelgroep"});
  EXPECT_EQ(directory_.Find({.text = "scheiding"}), (Names{"KIES na scheiding", "Huiswerkklas"}));
  EXPECT_EQ(directory_.Find({.text = "voetbal"}), Names{});
  EXPECT_EQ(directory_.Find({.text = "?!"}), Names{});
  EXPECT_EQ(directory_.Find({}).size(), 3u);
}

TEST_F(IndexTest, AnswersYesUnknownAndNoAboutAge) {
  directory_.Add({.name = "past", .minimum_age = 4, .maximum_age = 12});
  directory_.Add({.name = "onbekend"});
  directory_.Add({.name = "te oud", .minimum_age = 13, .maximum_age = 18});
  EXPECT_EQ(directory_.Find({.age_years = 8}), (Names{"past", "onbekend"}));
}

TEST_F(IndexTest, AnswersYesUnknownAndNoAboutThePlace) {
  directory_.Add({.name = "Berkelland", .area = "GM1859"});
  directory_.Add({.name = "elders", .area = "GM0222"});
  directory_.Add({.name = "onbekend"});
  directory_.Add({.name = "onbekend en ver", .postal_code = "9401 AA"});
  directory_.Add({.name = "land", .area = "NL"});
  directory_.Add({.name = "een straat", .area = "PC6:7151AB"});
  const Names found = directory_.Find(directory_.Near("7151"));
  EXPECT_EQ(std::set<std::string>(found.begin(), found.end()), (std::set<std::string>{"Berkelland", "land", "onbekend", "een straat"}));
  const Names exact = directory_.Find(directory_.Near("7151 AB"));
  EXPECT_EQ(exact.size(), 4u);
  EXPECT_NE(exact[3], "een straat");
  EXPECT_EQ(exact[3], "onbekend");
}

TEST_F(IndexTest, PutsTheNearestLocationFirst) {
  directory_.Add({.name = "ver", .area = "GM1859", .postal_code = "7271 AA"});     // Borculo
  directory_.Add({.name = "dichtbij", .area = "GM1859", .postal_code = "7151 AB"});  // Eibergen
  directory_.Add({.name = "telefonisch", .area = "GM1859"});
  const IndexQuery query = directory_.Near("Eibergen");
  const Names found = directory_.Find(query);
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0], "dichtbij") << "a service without a distance is not ranked above a near one";
  const auto hits = directory_.index().Search(query);
  ASSERT_TRUE(hits->hits[0].distance_m.has_value());
  EXPECT_TRUE(hits->hits[0].distance_approximate);
  EXPECT_LT(*hits->hits[0].distance_m, 3000);
}

TEST_F(IndexTest, FiltersHard) {
  directory_.Add({.name = "vrij", .levels = "vrij-toegankelijk", .kind = "jgz", .problems = "slaap", .access = "vrij"});
  directory_.Add({.name = "basis", .levels = "basis", .problems = "angst", .access = "verwijzing"});
  directory_.Add({.name = "alles", .levels = "wijkteam", .kind = "wijkteam"});
  directory_.Add({.name = "niet voor angst", .levels = "wijkteam", .excluded = "angst"});
  directory_.Add({.name = "dicht", .status = v1::SERVICE_STATUS_TEMPORARILY_CLOSED});
  directory_.Add({.name = "weg", .status = v1::SERVICE_STATUS_DEFUNCT});
  const auto sorted = [&](IndexQuery query) {
    Names found = directory_.Find(query);
    std::sort(found.begin(), found.end());
    return found;
  };
  EXPECT_EQ(sorted({.levels = {v1::HELP_LEVEL_BASIC_CARE}}), Names{"basis"});
  EXPECT_EQ(sorted({.kinds = {"jgz", "wijkteam"}}), (Names{"alles", "vrij"}));
  EXPECT_EQ(sorted({.problems = {"angst"}}), (Names{"alles", "basis"}));
  EXPECT_EQ(sorted({.free_access = true}), (Names{"alles", "niet voor angst", "vrij"}));
  EXPECT_EQ(sorted({.include_temporarily_closed = true}).size(), 5u);
}

TEST_F(IndexTest, FollowsEveryChange) {
  v1::Service service = directory_.Add({.name = "Eerst", .postal_code = "7151 AB"});
  EXPECT_EQ(directory_.Find({.text = "eerst"}), Names{"Eerst"});
  service.set_display_name("Daarna");
  service.clear_etag();
  ASSERT_TRUE(directory_.catalog().Update(service, {}, false).ok());
  EXPECT_EQ(directory_.Find({.text = "daarna"}), Names{"Daarna"});
  EXPECT_EQ(directory_.Find({.text = "eerst"}), Names{});
  // A change of a location is a change of its services.
  v1::Location location = *directory_.catalog().Get<v1::Location>(service.service_at_locations(0).location());
  location.mutable_addresses(0)->set_city("Rekken");
  ASSERT_TRUE(directory_.catalog().Update(location, {}, false).ok());
  EXPECT_EQ(directory_.Find({.text = "rekken"}), Names{"Daarna"});
  ASSERT_TRUE(directory_.catalog().Delete<v1::Service>(service.name(), "").ok());
  EXPECT_EQ(directory_.Find({}), Names{});
  EXPECT_TRUE(directory_.index().Check()->consistent());
}

TEST_F(IndexTest, NeverIndexesAConfidentialAddress) {
  directory_.Add({.name = "Opvang", .area = "GM1859", .postal_code = "7151 AB", .latitude = 52.1, .longitude = 6.6, .confidential = true});
  EXPECT_EQ(directory_.Find({.text = "Voorbeeldstad"}), Names{});
  directory_.Find({});
  EXPECT_FALSE(directory_.index().Search(directory_.Near("Eibergen"))->hits[0].distance_m.has_value());
}

TEST_F(IndexTest, CountsFacetsOverTheWholeResult) {
  for (int i = 0; i < 30; ++i) directory_.Add({.name = absl::StrCat("dienst ", i), .kind = i % 3 == 0 ? "jgz" : "school", .problems = "angst slaap", .area = "GM1859"});
  directory_.Find({});
  const auto hits = directory_.index().Search({.facets = {Facet::kKind, Facet::kProblem, Facet::kMunicipality, Facet::kLevel}, .count = 3});
  EXPECT_EQ(hits->total, 30);
  EXPECT_EQ(hits->hits.size(), 3u);
  EXPECT_EQ(hits->facets[0][0].value, "school");
  EXPECT_EQ(hits->facets[0][0].count, 20);
  EXPECT_EQ(hits->facets[1].size(), 2u);
  EXPECT_EQ(hits->facets[2][0].value, "GM1859");
  EXPECT_EQ(hits->facets[3][0].value, "vrij-toegankelijk");
}

TEST_F(IndexTest, PagesWithoutRepeating) {
  for (int i = 0; i < 25; ++i) directory_.Add({.name = "gelijk"});
  directory_.Find({});
  std::set<std::string> seen;
  for (size_t offset = 0; offset < 25; offset += 10) {
    const auto hits = directory_.index().Search({.count = 10, .page = {.offset = offset, .revision = directory_.index().revision()}});
    for (const Hit& hit : hits->hits) EXPECT_TRUE(seen.insert(hit.name).second);
  }
  EXPECT_EQ(seen.size(), 25u);
}

TEST_F(IndexTest, KnowsWhenAServiceIsOpen) {
  v1::Service open = directory_.Add({.name = "met tijden"});
  auto* schedule = open.add_schedules();
  schedule->set_freq("WEEKLY");
  schedule->set_byday("MO,TU");
  schedule->set_opens_at("09:00");
  schedule->set_closes_at("12:00");
  open.clear_etag();
  ASSERT_TRUE(directory_.catalog().Update(open, {}, false).ok());
  directory_.Add({.name = "zonder tijden"});
  const auto at = [&](int day, int hour) {
    absl::TimeZone zone;
    EXPECT_TRUE(absl::LoadTimeZone("Europe/Amsterdam", &zone));
    return directory_.Find({.open_at = absl::FromCivil(absl::CivilHour(2026, 11, day, hour), zone)}).size();
  };
  EXPECT_EQ(at(23, 10), 2u);  // a Monday; no schedule is unknown, and kept
  EXPECT_EQ(at(23, 13), 1u);
  EXPECT_EQ(at(25, 10), 1u);
}

TEST_F(IndexTest, WaitsForARevision) {
  directory_.Add({.name = "x"});
  EXPECT_TRUE(directory_.index().WaitFor(directory_.store().revision(), absl::Now() + absl::Seconds(10)).ok());
  const absl::Status future = directory_.index().WaitFor(directory_.store().revision() + 1, absl::InfiniteFuture());
  EXPECT_EQ(ReasonOf(future), v1::ERROR_REASON_REVISION_IN_FUTURE);
}

TEST_F(IndexTest, ReopensWhatWasClosedInGoodOrder) {
  directory_.Add({.name = "blijft"});
  directory_.Settle();
  const fs::path generation = CurrentGeneration();
  directory_.StopIndex();
  EXPECT_TRUE(fs::exists(generation / "SEAL"));
  directory_.StartIndex();
  EXPECT_EQ(directory_.Find({}), Names{"blijft"});
  EXPECT_EQ(CurrentGeneration(), generation);
}

TEST_F(IndexTest, RebuildsWhatIsMissingOrDamaged) {
  for (int i = 0; i < 20; ++i) directory_.Add({.name = absl::StrCat("dienst ", i)});
  directory_.Settle();
  struct Case {
    const char* what;
    std::function<void(const fs::path&)> damage;
  };
  const auto flip = [](const char* table) {
    return [table](const fs::path& generation) {
      std::fstream file(generation / table, std::ios::in | std::ios::out | std::ios::binary);
      file.seekg(5000);
      char byte = 0;
      file.read(&byte, 1);
      byte = static_cast<char>(byte ^ 0x10);
      file.seekp(5000);
      file.write(&byte, 1);
    };
  };
  for (const Case& c : std::vector<Case>{
           {"deleted", [this](const fs::path&) { fs::remove_all(directory_.folder("index")); }},
           {"truncated", [](const fs::path& generation) { fs::resize_file(generation / "postlist.glass", 1000); }},
           {"flipped postings", flip("postlist.glass")},
           {"flipped documents", flip("docdata.glass")},
           {"no CURRENT", [this](const fs::path&) { fs::remove(directory_.folder("index/CURRENT")); }},
           {"empty table", [](const fs::path& generation) { fs::resize_file(generation / "iamglass", 0); }},
       }) {
    SCOPED_TRACE(c.what);
    WaitUntilReady();
    const fs::path generation = CurrentGeneration();
    directory_.StopIndex();
    c.damage(generation);
    directory_.StartIndex();
    directory_.Settle();
    WaitUntilReady();
    EXPECT_NE(CurrentGeneration(), generation);
    EXPECT_EQ(directory_.Find({.count = 100}).size(), 20u);
    EXPECT_TRUE(directory_.index().Check()->consistent());
  }
}

TEST_F(IndexTest, VerifiesWhatWasNotClosedInGoodOrder) {
  for (int i = 0; i < 20; ++i) directory_.Add({.name = absl::StrCat("dienst ", i)});
  directory_.Settle();
  const fs::path generation = CurrentGeneration();
  directory_.StopIndex();
  fs::remove(generation / "SEAL");
  directory_.StartIndex();
  WaitUntilReady();
  EXPECT_EQ(CurrentGeneration(), generation) << "whole, so kept";
  directory_.StopIndex();
  fs::remove(generation / "SEAL");
  fs::resize_file(generation / "termlist.glass", 100);
  directory_.StartIndex();
  directory_.Settle();
  WaitUntilReady();
  EXPECT_EQ(directory_.Find({.count = 100}).size(), 20u);
}

TEST_F(IndexTest, RebuildsForAnotherGazetteerWhileServing) {
  directory_.Add({.name = "dienst", .area = "GM1859", .postal_code = "7151 AB"});
  directory_.Settle();
  WaitUntilReady();
  const fs::path generation = CurrentGeneration();
  data::v1::Gazetteer other;
  auto* municipality = other.add_municipalities();
  municipality->set_code("GM1859");
  municipality->set_display_name("Berkelland");
  auto* place = other.add_places();
  place->set_postal_code4("7151");
  place->set_display_name("Eibergen");
  place->set_municipality_code("GM1859");
  place->set_latitude(52.2);
  place->set_longitude(6.5);
  directory_.index().SetGazetteer(*Gazetteer::Build(other));
  for (int i = 0; i < 500 && CurrentGeneration() == generation; ++i) {
    EXPECT_TRUE(directory_.index().Search({}).ok());
    absl::SleepFor(absl::Milliseconds(10));
  }
  WaitUntilReady();
  EXPECT_NE(CurrentGeneration(), generation);
  EXPECT_EQ(directory_.Find({}), Names{"dienst"});
}

TEST_F(IndexTest, CompletesNamesFromAnyWordTheRegionFirst) {
  directory_.Add({.name = "Opvoedspreekuur Assen", .kind = "jgz", .problems = "opv", .area = "GM0106"});
  directory_.Add({.name = "Opvoedspreekuur Eibergen", .kind = "jgz", .problems = "opv slaap", .area = "GM1859"});
  directory_.Add({.name = "Opvoedspreekuur Dicht", .status = v1::SERVICE_STATUS_INACTIVE});
  directory_.Settle();
  for (const char* typed : {"eib", "opvoedspreekuur e"}) {
    const auto found = directory_.index().Complete({.prefix = typed});
    ASSERT_EQ(found->names.size(), 1u) << typed;
    EXPECT_EQ(found->names[0].text, "Opvoedspreekuur Eibergen");
  }
  EXPECT_TRUE(directory_.index().Complete({.prefix = "ber"})->names.empty());
  const IndexQuery eibergen = directory_.Near("Eibergen");
  const auto near = directory_.index().Complete({.prefix = "opv", .place = eibergen.place, .point = eibergen.point});
  ASSERT_EQ(near->names.size(), 2u);
  EXPECT_EQ(near->names[0].text, "Opvoedspreekuur Eibergen");
  EXPECT_TRUE(near->names[0].in_region);
  EXPECT_FALSE(near->names[1].in_region);
  const auto of = [&](const auto& counts, const auto& terms, const char* code) {
    for (int i = 0; i < terms.size(); ++i) {
      if (terms[i].code() == code) return counts[static_cast<size_t>(i)];
    }
    return UINT32_MAX;
  };
  EXPECT_EQ(of(near->problem_counts, directory_.taxonomy().data().problems(), "opv"), 1u);
  EXPECT_EQ(of(near->kind_counts, directory_.taxonomy().data().kinds(), "jgz"), 1u);
  const auto everywhere = directory_.index().Complete({.prefix = "opv"});
  EXPECT_EQ(of(everywhere->problem_counts, directory_.taxonomy().data().problems(), "opv"), 2u);
}

}  // namespace
}  // namespace socialekaart
