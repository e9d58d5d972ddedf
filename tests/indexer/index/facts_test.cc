// What the index keeps of a service in memory: facts, columns, ranking, the summary.
#include "indexer/index/facts.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <set>

#include "absl/strings/str_cat.h"
#include "indexer/index/columns.h"
#include "indexer/index/ranking.h"
#include "indexer/index/summary.h"
#include "indexer/place/distance.h"
#include "indexer/store/catalog.h"
#include "tests/support/small_directory.h"

namespace socialekaart {
namespace {

TEST(FactsTest, GivesEachAreaCodeItsOwnNumber) {
  std::set<uint64_t> seen;
  for (const char* code : {"NL", "PV25", "GM1859", "GM1895", "WK185901", "BU18590100", "BU0363AF01", "PC4:7151", "PC6:7151AB", "PC6:7151AC", "GM"}) {
    EXPECT_TRUE(seen.insert(EncodeArea(code)).second) << code;
    EXPECT_NE(EncodeArea(code), 0u) << code;
  }
  for (const char* code : {"", "gm1859", "BU185901000", "NL PV25"}) EXPECT_EQ(EncodeArea(code), 0u) << code;
  EXPECT_EQ(EncodeLanguage("NL"), EncodeLanguage("nl"));
  EXPECT_EQ(EncodeLanguage("nld"), 0);
}

class FactsOfServiceTest : public testing::Test {
 protected:
  v1::Service Assembled(const Town& town) {
    return *Assemble(directory_.store(), *directory_.store().Get(directory_.Add(town).name()));
  }
  SmallDirectory directory_;
};

TEST_F(FactsOfServiceTest, ReadsBackWhatItPacked) {
  v1::Service service = Assembled({.name = "x", .levels = "wijkteam basis", .problems = "angst", .area = "GM1859 PC4:7011", .postal_code = "7151 AB",
                                   .minimum_age = 4, .assured_date = "2026-09-01"});
  service.add_languages()->set_code("pl");
  const std::string bytes = Pack(FactsOf(service, directory_.taxonomy(), directory_.places().gazetteer()));
  FactsView facts;
  ASSERT_TRUE(facts.Set(bytes));
  EXPECT_EQ(facts.name(), service.name());
  const Facts::Header& header = facts.header();
  EXPECT_EQ(header.gate.levels, 1u << v1::HELP_LEVEL_LOCAL_TEAM | 1u << v1::HELP_LEVEL_BASIC_CARE);
  EXPECT_EQ(header.gate.minimum_age, 4);
  EXPECT_TRUE(std::isnan(header.gate.maximum_age));
  EXPECT_TRUE(header.gate.approximate);
  EXPECT_TRUE(header.gate.has_more);
  ASSERT_EQ(header.areas, 2);
  EXPECT_EQ(facts.area(0), EncodeArea("GM1859"));
  EXPECT_EQ(header.gate.area, facts.area(0));
  EXPECT_EQ(facts.language(0), EncodeLanguage("pl"));
  EXPECT_EQ(facts.municipality(0), 1859);
  for (size_t cut : {size_t{0}, size_t{10}, bytes.size() - 1}) EXPECT_FALSE(facts.Set(absl::string_view(bytes).substr(0, cut))) << cut;
}

TEST_F(FactsOfServiceTest, SummarizesWithoutWhatMustStayOrIsHeavy) {
  const v1::Service service = Assembled({.name = "Opvang", .problems = "trauma", .postal_code = "7151 AB", .description = "tekst", .confidential = true});
  const v1::Service summary = Summarize(service, directory_.taxonomy());
  EXPECT_EQ(summary.name(), service.name());
  EXPECT_EQ(summary.description(), "");
  EXPECT_EQ(summary.profile().problems(0), "trauma");
  EXPECT_EQ(summary.attributes_size(), 0);
  EXPECT_TRUE(summary.service_at_locations(0).location_detail().confidential());
  EXPECT_EQ(summary.service_at_locations(0).location_detail().addresses_size(), 0);
  EXPECT_EQ(summary.etag(), service.etag());
}

TEST_F(FactsOfServiceTest, FindsWhatMayServeAPlaceAndForgetsWhatIsGone) {
  Columns columns;
  store::v1::IndexedSummary kept;
  kept.set_description("kort");
  const auto row = [&](Columns::Document document, const Town& town) {
    return Columns::Row{document, Pack(FactsOf(Assembled(town), directory_.taxonomy(), directory_.places().gazetteer())), kept.SerializeAsString()};
  };
  std::vector<Columns::Row> rows;
  rows.push_back(row(3, {.name = "gemeente", .area = "GM1859"}));
  rows.push_back(row(70, {.name = "onbekend, dichtbij", .postal_code = "7151 AB"}));
  rows.push_back(row(71, {.name = "onbekend, ver", .postal_code = "9401 AA"}));
  rows.push_back(row(200, {.name = "onbekend, nergens"}));
  rows.push_back(row(201, {.name = "elders", .area = "GM0222"}));
  columns.Apply(rows, {});
  const IndexQuery query = directory_.Near("7151");
  using Documents = std::vector<Columns::Document>;
  const auto serving = [&] {
    absl::ReaderMutexLock lock(&columns.mutex());
    return columns.Serving(*query.place, query.point, directory_.ranking().fit().unknown_area_radius_m()).ToVector();
  };
  EXPECT_EQ(serving(), (Documents{3, 70, 200}));
  columns.Apply({{70, "", ""}, {3, rows[4].facts, ""}}, {});
  EXPECT_EQ(serving(), (Documents{200}));
  absl::ReaderMutexLock lock(&columns.mutex());
  EXPECT_EQ(columns.gates().Get(70).status, 0);
  EXPECT_EQ(columns.Summary(3), nullptr);
  EXPECT_EQ(columns.Summary(200)->description(), "kort");
}

TEST_F(FactsOfServiceTest, MeasuresFlatAsGoodAsRound) {
  std::mt19937 random(3);
  std::uniform_real_distribution<double> latitude(50.7, 53.6), longitude(3.3, 7.3);
  for (int i = 0; i < 10'000; ++i) {
    IndexQuery asked;
    asked.point.emplace();
    asked.point->set_latitude(latitude(random));
    asked.point->set_longitude(longitude(random));
    const FactsQuery query = ToFactsQuery(asked, directory_.rules());
    Facts::Gate gate{};
    gate.status = v1::SERVICE_STATUS_ACTIVE;
    gate.minimum_age = gate.maximum_age = std::nanf("");
    gate.latitude = static_cast<float>(latitude(random));
    gate.longitude = static_cast<float>(longitude(random));
    const double exact = DistanceM(asked.point->latitude(), asked.point->longitude(), gate.latitude, gate.longitude);
    EXPECT_NEAR(Evaluate(query, gate, "").distance_m, exact, exact * 0.001 + 1);
  }
}

}  // namespace
}  // namespace socialekaart
