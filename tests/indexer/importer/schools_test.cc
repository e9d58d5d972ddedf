#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "indexer/importer/import.h"
#include "tests/indexer/importer/fakes.h"

namespace socialekaart {
namespace {

using testing::CountsOf;
using testing::FakeInput;
using testing::FakeTarget;
using testing::OptionsFor;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

constexpr char kHeader[] =
    "PROVINCIE;BEVOEGD GEZAG "
    "NUMMER;VESTIGINGSCODE;VESTIGINGSNAAM;STRAATNAAM;HUISNUMMER-TOEVOEGING;POSTCODE;PLAATSNAAM;GEMEENTENUMMER;"
    "GEMEENTENAAM;DENOMINATIE;TELEFOONNUMMER;INTERNETADRES\r\n";

absl::StatusOr<v1::ImportReport> Import(v1::ImportFormat format, const std::string& text, FakeTarget* target,
                                        bool strict = false) {
  FakeInput input({testing::File{"scholen", text}});
  return RunImport(OptionsFor(format, strict), input, *target);
}

TEST(DuoSchoolsTest, MakesACareTeamOfASchool) {
  FakeTarget target;
  const auto report = Import(v1::IMPORT_FORMAT_DUO_SCHOOLS,
                             absl::StrCat(kHeader,
                                          "Gelderland;1;12ab00;\"De \"\"Oelebr\xF6"
                                          "d\"\"\";Markt;3-B;7151AB;'S-HEERENBERG;1955;"
                                          "MONTFERLAND;Openbaar;0545471234;www.school.nl/\r\n"),
                             &target);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->read(), 1);
  EXPECT_EQ(report->warnings(), 0) << report->DebugString();
  ASSERT_EQ(target.services.size(), 1u);
  const ImportedService& school = target.services[0];
  const v1::Service& service = school.service;
  EXPECT_EQ(service.display_name(), "Zorgteam De \"Oelebröd\"");
  EXPECT_EQ(service.status(), v1::SERVICE_STATUS_ACTIVE);
  EXPECT_EQ(service.minimum_age(), 4);
  EXPECT_EQ(service.maximum_age(), 12);
  EXPECT_EQ(service.phones(0).number(), "0545471234");
  EXPECT_EQ(service.url(), "https://www.school.nl/");
  EXPECT_EQ(service.service_areas_size(), 0);
  std::set<std::string> terms;
  for (const auto& attribute : service.attributes())
    terms.insert(attribute.taxonomy_term().taxonomy() + ":" + attribute.taxonomy_term().code());
  EXPECT_THAT(terms, UnorderedElementsAre("hulpniveau:vrij-toegankelijk", "soort:school", "toegang:school"));
  EXPECT_EQ(school.organization->organization_identifiers(0).identifier(), "12AB00");
  EXPECT_EQ(school.organization->organization_identifiers(0).identifier_type(), "BRIN");
  const v1::Location& location = school.locations.at(0);
  EXPECT_FALSE(location.has_latitude());
  EXPECT_EQ(location.addresses(0).address_1(), "Markt 3-B");
  EXPECT_EQ(location.addresses(0).postal_code(), "7151 AB");
  EXPECT_EQ(location.addresses(0).city(), "'s-Heerenberg");
  EXPECT_EQ(location.addresses(0).region(), "Montferland");
  EXPECT_EQ(location.unknown_properties().fields().at("gemeentecode").string_value(), "GM1955");
  EXPECT_EQ(service.service_at_locations(0).location(), location.name());
}

TEST(DuoSchoolsTest, ReportsFaultyRows) {
  const std::string rest = ";X;Markt;1;7151 AB;EIBERGEN;1859;BERKELLAND; ; ; \r\n";
  FakeTarget target;
  const auto report = Import(v1::IMPORT_FORMAT_DUO_SCHOOLS,
                             absl::StrCat(kHeader, "G;1;12AB00", rest, "G;1;12AB00", rest, "G;1;", rest, "G;1\r\n",
                                          "G;1;12AB01; ;Markt;1;7151 AB;EIBERGEN;1859;BERKELLAND; ; ; \r\n",
                                          "G;1;12AB02;Y;Markt;1;715 AB;EIBERGEN;1859;BERKELLAND; ;12;geen\r\n"),
                             &target);
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->read(), 6);
  EXPECT_EQ(report->rejected(), 4);
  EXPECT_THAT(CountsOf(*report),
              UnorderedElementsAre(Pair("school.duplicate", 1), Pair("school.code", 2), Pair("csv.columns", 1),
                                   Pair("school.name", 2), Pair("school.postal-code", 1), Pair("school.phone", 1),
                                   Pair("school.website", 1)));
  EXPECT_EQ(target.Find("Zorgteam Y")->locations.at(0).addresses(0).postal_code(), "");
  EXPECT_EQ(report->findings(0).line(), 3);
}

TEST(DuoSchoolsTest, RefusesOtherTables) {
  FakeTarget target;
  for (const std::string text : {"", "a;b\n1;2\n", "{}"}) {
    EXPECT_EQ(Import(v1::IMPORT_FORMAT_DUO_SCHOOLS, text, &target).status().code(), absl::StatusCode::kInvalidArgument);
  }
}

std::string Feature(const std::string& code, const std::string& type, const std::string& point) {
  return absl::StrCat(
      R"({"type":"Feature","properties":{"naam":"De Brug","type":")", type,
      R"(","straat":"Markt","huisnummer":7,"huisletter":"a",)",
      R"("huisnummertoevoeging":"2","postcode":"7151ab","plaats":"Eibergen","gemeente":"BERKELLAND","internetadres":" ",)",
      R"("leerlingen":null,"vestigingscode":")", code, R"("},"geometry":)", point, "}");
}

TEST(SchoolsGeoJsonTest, ReadsFeatures) {
  const std::string point = R"({"type":"Point","coordinates":[6.65,52.1]})";
  FakeTarget target;
  const auto report =
      Import(v1::IMPORT_FORMAT_SCHOOLS_GEOJSON,
             absl::StrCat(R"({"type":"FeatureCollection","features":[)", Feature("12AB00", "basisschool", point), ",\n",
                          Feature("12AB00", "VWO", point), ",", Feature("13AB00", "(V)SO", point), ",",
                          Feature("14AB00", "VBO/MAVO/HAVO", R"({"coordinates":[52.1,6.65]})"), ",",
                          Feature("15AB00", "circusschool", "null"), ",7,{}]}"),
             &target);
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->read(), 7);
  EXPECT_EQ(report->rejected(), 3);
  EXPECT_THAT(CountsOf(*report), UnorderedElementsAre(Pair("school.duplicate", 1), Pair("school.coordinates", 2),
                                                      Pair("school.type", 1), Pair("geojson.feature", 2)));
  ASSERT_EQ(target.services.size(), 4u);
  const auto ages = [&](size_t i) {
    return std::pair(target.services[i].service.minimum_age(), target.services[i].service.maximum_age());
  };
  EXPECT_EQ(ages(0), std::pair(4.0, 12.0));
  EXPECT_EQ(ages(1), std::pair(4.0, 20.0));
  EXPECT_EQ(ages(2), std::pair(12.0, 18.0));
  EXPECT_FALSE(target.services[3].service.has_minimum_age());
  const v1::Location& location = target.services[0].locations.at(0);
  EXPECT_EQ(location.latitude(), 52.1);
  EXPECT_EQ(location.longitude(), 6.65);
  EXPECT_EQ(location.addresses(0).address_1(), "Markt 7a-2");
  EXPECT_EQ(location.addresses(0).postal_code(), "7151 AB");
  EXPECT_FALSE(target.services[2].locations.at(0).has_latitude());
}

class SchoolsOfOthersTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto data = testing::SharedData();
    if (!data) GTEST_SKIP() << "no shared data; set SOCIALEKAART_SHARED_DATA";
    folder_ = *data / "nl" / "scholen";
  }
  std::filesystem::path folder_;
};

TEST_F(SchoolsOfOthersTest, AllPrimarySchoolsOfDuo) {
  FakeTarget target;
  const auto report = Import(v1::IMPORT_FORMAT_DUO_SCHOOLS,
                             testing::ReadText(folder_ / "02.-alle-schoolvestigingen-basisonderwijs.csv"), &target);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->read(), 6107);
  EXPECT_EQ(report->rejected(), 0);
  EXPECT_EQ(target.services.size(), 6107u);
  // "www. sterrenpad...", "...driemaster,nl" and the like.
  EXPECT_THAT(CountsOf(*report), UnorderedElementsAre(Pair("school.website", 7)));
  const std::set<std::string> region = {"Aalten",     "Berkelland",        "Bronckhorst", "Doetinchem", "Montferland",
                                        "Oost Gelre", "Oude IJsselstreek", "Winterswijk", "Assen"};
  int in_region = 0;
  std::set<std::string> names, cities, codes;
  for (const auto& school : target.services) {
    const v1::Address& address = school.locations.at(0).addresses(0);
    in_region += region.contains(address.region()) ? 1 : 0;
    names.insert(school.organization->display_name());
    cities.insert(address.city());
    codes.insert(school.service.name());
    EXPECT_EQ(address.postal_code().size(), 7u);
  }
  EXPECT_EQ(in_region, 156);
  EXPECT_EQ(codes.size(), 6107u);
  for (const char* name : {"IKC 't Oelebröd", "Dalton Kindcentrum ’t Kompas", "Openbare Basisschool ‘t Ienster",
                           "Dr. Ariëns Daltonschool", "Basisschool \"De Maasparel\""}) {
    EXPECT_TRUE(names.contains(name)) << name;
  }
  for (const char* city :
       {"'s-Heerenberg", "Hengelo (Gld)", "Hengelo (Ov)", "2e Exloermond", "'s-Gravenhage", "Alphen aan den Rijn"}) {
    EXPECT_TRUE(cities.contains(city)) << city;
  }
}

TEST_F(SchoolsOfOthersTest, AllSchoolsOfTheGeoJson) {
  FakeTarget target;
  const auto report =
      Import(v1::IMPORT_FORMAT_SCHOOLS_GEOJSON, testing::ReadText(folder_ / "scholen20241122.geo.json"), &target);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->read(), 8717);
  EXPECT_EQ(static_cast<size_t>(report->read() - report->rejected()), target.services.size());
  const auto counts = CountsOf(*report);
  EXPECT_EQ(counts.count("school.type"), 0u);
  EXPECT_EQ(counts.count("school.coordinates"), 0u);
  EXPECT_EQ(counts.count("school.code"), 0u);
  EXPECT_GT(counts.at("school.duplicate"), 90);
  for (const auto& school : target.services) EXPECT_TRUE(school.locations.at(0).has_latitude());
}

}  // namespace
}  // namespace socialekaart
