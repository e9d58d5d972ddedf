#include "indexer/importer/geonames.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "absl/strings/match.h"
#include "tests/indexer/importer/fakes.h"

namespace socialekaart {
namespace {

using testing::CountsOf;
using ::testing::ElementsAre;
using testing::FakeInput;
using testing::FakeTarget;
using ::testing::IsEmpty;
using testing::OptionsFor;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

TEST(GeoNamesTest, CleansNamesOfGemeenten) {
  EXPECT_EQ(MunicipalityName("Assen Municipality"), "Assen");
  EXPECT_EQ(MunicipalityName("Gemeente Winterswijk"), "Winterswijk");
  EXPECT_EQ(MunicipalityName("Berkelland"), "Berkelland");
  EXPECT_EQ(MunicipalityName("Katwijk Municipalty"), "Katwijk");
  EXPECT_EQ(MunicipalityName(""), "");
}

TEST(GeoNamesTest, SuspectsALineThatStandsFarFromItsPostcode) {
  const PostalLine wrong{"7571", "2e Exloërmond", "", "1681", "01", 52.89, 6.93, 1};
  const PostalLine right{"7571", "Oldenzaal", "", "0173", "15", 52.31, 6.93, 2};
  const PostalLine near{"7572", "Oldenzaal", "", "0173", "15", 52.31, 6.92, 3};
  PostalLine same = wrong;
  same.municipality_code = "0173";
  PostalLine lonely = wrong;
  lonely.postal_code4 = "9999";
  EXPECT_THAT(SuspectLines({wrong, right, near}), ElementsAre(0));
  EXPECT_THAT(SuspectLines({near, right, wrong}), ElementsAre(2));
  EXPECT_THAT(SuspectLines({same, right, near}), IsEmpty());
  EXPECT_THAT(SuspectLines({lonely, right, near}), IsEmpty());
  // Nothing around that could tell which of the two it is.
  EXPECT_THAT(SuspectLines({wrong, right}), IsEmpty());
  EXPECT_THAT(SuspectLines({}), IsEmpty());
}

constexpr char kLines[] =
    "NL\t7151\tEibergen\tGuelders\t03\tBerkelland\t1859\t\t\t52.1\t6.65\t4\n"
    "NL\t7151 AB\tEibergen\tGuelders\t03\tBerkelland\t1859\t\t\t52.2\t6.65\n"
    "\n"
    "NL\t7152\t\tGuelders\t03\tBerkelland\t1859\t\t\t52.1\t6.65\t4\n"
    "BE\t2000\tAntwerpen\t\t\t\t\t\t\t51.2\t4.4\t4\n"
    "NL\t9401\tAssen\tDrenthe\t01\tAssen Municipality\t0106\t\t\t52.99\t6.56\t\n"
    "NL\t3221\tHellevoetsluis\t\t\t\t\t\t\t51.83\t4.12\t\n";

TEST(GeoNamesTest, MakesAGazetteer) {
  FakeInput input({testing::File{"NL.txt", kLines}});
  FakeTarget target;
  const auto report = RunImport(OptionsFor(v1::IMPORT_FORMAT_GEONAMES), input, target);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->read(), 6);
  EXPECT_EQ(report->rejected(), 2);
  EXPECT_THAT(CountsOf(*report), UnorderedElementsAre(Pair("place.line", 2), Pair("place.municipality-code-empty", 1)));
  ASSERT_TRUE(target.gazetteer);
  ASSERT_EQ(target.gazetteer->places_size(), 3);
  EXPECT_EQ(target.gazetteer->places(0).postal_code4(), "7151");
  EXPECT_EQ(target.gazetteer->places(0).municipality_code(), "GM1859");
  EXPECT_EQ(target.gazetteer->places(2).municipality_code(), "");
  ASSERT_EQ(target.gazetteer->municipalities_size(), 2);
  EXPECT_EQ(target.gazetteer->municipalities(0).code(), "GM0106");
  EXPECT_EQ(target.gazetteer->municipalities(0).display_name(), "Assen");
  EXPECT_EQ(target.gazetteer->municipalities(0).province_code(), "PV22");
}

TEST(GeoNamesTest, WritesNothingInADryRunOrFromNothing) {
  auto options = OptionsFor(v1::IMPORT_FORMAT_GEONAMES);
  options.set_dry_run(true);
  FakeInput input({testing::File{"NL.txt", kLines}});
  FakeTarget target;
  const auto report = RunImport(options, input, target);
  ASSERT_TRUE(report.ok());
  EXPECT_TRUE(report->dry_run());
  EXPECT_FALSE(target.gazetteer);
  FakeInput other({testing::File{"x.csv", "a;b\n1;2\n"}});
  EXPECT_EQ(RunImport(OptionsFor(v1::IMPORT_FORMAT_GEONAMES), other, target).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_FALSE(target.gazetteer);
}

TEST(GeoNamesOfOthersTest, TheWholeCountry) {
  const auto data = testing::SharedData();
  if (!data) GTEST_SKIP() << "no shared data; set SOCIALEKAART_SHARED_DATA";
  FakeInput input({testing::File{"NL.txt", testing::ReadText(*data / "nl" / "postcodes" / "NL.txt")}});
  FakeTarget target;
  const auto report = RunImport(OptionsFor(v1::IMPORT_FORMAT_GEONAMES), input, target);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->read(), 4334);
  EXPECT_THAT(CountsOf(*report),
              UnorderedElementsAre(Pair("place.municipality-code-empty", 20), Pair("place.postal-code-suspect", 10)));
  std::set<std::string> suspects;
  for (const auto& finding : report->findings()) {
    if (finding.rule() == "place.postal-code-suspect") suspects.insert(finding.record());
  }
  // Each looked at: places that lie elsewhere, or the postcode 9999 for want of one.
  EXPECT_THAT(suspects, UnorderedElementsAre("2324", "3523", "3981", "7571", "7887", "8611", "9999"));
  std::set<std::string> codes;
  for (const auto& place : target.gazetteer->places()) {
    codes.insert(place.postal_code4());
    EXPECT_FALSE(place.postal_code4() == "7571" && absl::StrContains(place.display_name(), "Exlo"));
  }
  EXPECT_EQ(codes.size(), 4086u);
  for (const auto& municipality : target.gazetteer->municipalities()) {
    EXPECT_EQ(municipality.code().size(), 6u);
    EXPECT_EQ(municipality.province_code().size(), 4u) << municipality.display_name();
    EXPECT_FALSE(absl::StrContains(municipality.display_name(), "Municipality") ||
                 absl::StrContains(municipality.display_name(), "Gemeente"));
  }
}

}  // namespace
}  // namespace socialekaart
