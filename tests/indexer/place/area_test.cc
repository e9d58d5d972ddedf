#include "indexer/place/area.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "gtest/gtest.h"
#include "indexer/place/gazetteer.h"
#include "tests/indexer/place/places.h"

namespace socialekaart {
namespace {

using Strings = std::vector<std::string>;

TEST(AreaTest, ReadsTheCodesOfAnExtent) {
  const AreaCodes parsed = ParseExtent("NL pv25, GM1859;GM1859\nWK185901 BU0363AF01 PC4:7151 pc6:7151ab");
  EXPECT_EQ(parsed.codes, (Strings{"BU0363AF01", "GM1859", "NL", "PC4:7151", "PC6:7151AB", "PV25", "WK185901"}));
  EXPECT_EQ(parsed.invalid, Strings());
}

TEST(AreaTest, NamesWhatIsNoCode) {
  for (const std::string token : {"Achterhoek", "GM185", "GM18590", "GMabcd", "WK1859", "BU18590", "7151", "PC4:0151",
                                  "PC4:715", "PC6:7151SS", "PC6:7151", "PV2", "NLD", "PC4:", ":"}) {
    const AreaCodes parsed = ParseExtent(token);
    EXPECT_EQ(parsed.codes, Strings()) << token;
    EXPECT_EQ(parsed.invalid, Strings{token});
  }
  EXPECT_EQ(ParseExtent("  ").invalid, Strings());
}

TEST(AreaTest, TakesAllAreasOfAService) {
  v1::Service service;
  service.add_service_areas()->set_extent("GM1859 GM0197");
  service.add_service_areas()->set_name("no extent");
  v1::ServiceArea* polygon = service.add_service_areas();
  polygon->set_extent("{}");
  polygon->set_extent_type("geojson");
  v1::ServiceArea* at_location = service.add_service_at_locations()->add_service_areas();
  at_location->set_extent("PC4:7151");
  at_location->set_extent_type("text");
  EXPECT_EQ(AreaCodesOf(service).codes, (Strings{"GM0197", "GM1859", "PC4:7151"}));
  EXPECT_EQ(AreaCodesOf(service).invalid, Strings{"geojson"});
}

TEST(AreaTest, TouchesWhatACodeLiesIn) {
  for (const auto& [code, terms] : std::to_array<std::pair<std::string, std::string>>({
           {"NL", "NL"},
           {"PV25", "PV25 PV"},
           {"GM1859", "GM1859 GM"},
           {"WK185901", "WK185901 GM1859 GM"},
           {"BU18590100", "BU18590100 WK185901 GM1859 GM"},
           {"PC4:7151", "PC4:7151"},
           {"PC6:7151AB", "PC6:7151AB PC4:7151"},
       })) {
    EXPECT_EQ(absl::StrJoin(TouchTerms(code), " "), terms);
    EXPECT_EQ(CoverTerms(code), Strings{code});
  }
}

struct FitCase {
  std::string place;
  std::string extent;
  v1::Fit fit;
};

class AreaFitTest : public testing::Test {
 protected:
  static Gazetteer Shipped(data::v1::Neighbourhoods neighbourhoods = {}) {
    return *Gazetteer::Build(ShippedPlaces(), std::move(neighbourhoods));
  }

  template <size_t N>
  static void Check(const Gazetteer& gazetteer, const std::array<FitCase, N>& cases) {
    for (const FitCase& c : cases) {
      SCOPED_TRACE(c.place + " in " + c.extent);
      const auto place = gazetteer.Resolve(TextPlace(c.place), NoSchool);
      ASSERT_TRUE(place.ok()) << place.status().message();
      EXPECT_EQ(v1::Fit_Name(AreaFit(ParseExtent(c.extent).codes, gazetteer.CodesOf(*place))), v1::Fit_Name(c.fit));
    }
  }
};

TEST_F(AreaFitTest, IsYesNoOrUnknown) {
  Check(Shipped(), std::to_array<FitCase>({
                       // A postcode of six, its buurt not known.
                       {"7151 AB", "NL", v1::FIT_YES},
                       {"7151 AB", "PV25", v1::FIT_YES},
                       {"7151 AB", "PV22", v1::FIT_NO},
                       {"7151 AB", "GM1859", v1::FIT_YES},
                       {"7151 AB", "GM0197", v1::FIT_NO},
                       {"7151 AB", "GM0197 GM1859", v1::FIT_YES},
                       {"7151 AB", "PC4:7151", v1::FIT_YES},
                       {"7151 AB", "PC6:7151AB", v1::FIT_YES},
                       {"7151 AB", "PC6:7151AC", v1::FIT_NO},
                       {"7151 AB", "PC4:7152", v1::FIT_NO},
                       {"7151 AB", "WK185901", v1::FIT_UNKNOWN},
                       {"7151 AB", "BU18590100", v1::FIT_UNKNOWN},
                       {"7151 AB", "BU01970100", v1::FIT_NO},
                       {"7151 AB", "", v1::FIT_UNKNOWN},
                       {"7151 AB", "Achterhoek", v1::FIT_UNKNOWN},
                       {"7151 AB", "Achterhoek GM0197", v1::FIT_NO},
                       // A PC4.
                       {"7151", "GM1859", v1::FIT_YES},
                       {"7151", "PC4:7151", v1::FIT_YES},
                       {"7151", "PC6:7151AB", v1::FIT_UNKNOWN},
                       {"7151", "PC6:7152AB", v1::FIT_NO},
                       {"7151", "BU18590100", v1::FIT_UNKNOWN},
                       // A PC4 in two gemeenten.
                       {"7011", "PC4:7011", v1::FIT_YES},
                       {"7011", "PV25", v1::FIT_YES},
                       {"7011", "GM0222", v1::FIT_UNKNOWN},
                       {"7011", "GM1509", v1::FIT_UNKNOWN},
                       {"7011", "GM0222 GM1509", v1::FIT_UNKNOWN},
                       {"7011", "BU15090101", v1::FIT_UNKNOWN},
                       {"7011", "GM1859", v1::FIT_NO},
                       {"7011 AB", "GM0222", v1::FIT_UNKNOWN},
                       {"7011 AB", "PC6:7011AB", v1::FIT_YES},
                       {"7011 AB", "PC6:7011AC", v1::FIT_NO},
                       // A gemeente, also when it was asked by the name of its main place.
                       {"Berkelland", "GM1859", v1::FIT_YES},
                       {"Berkelland", "PC4:7151", v1::FIT_UNKNOWN},
                       {"Berkelland", "PC6:7271AB", v1::FIT_UNKNOWN},
                       {"Berkelland", "PC4:7121", v1::FIT_NO},
                       {"Aalten", "PC4:7091", v1::FIT_UNKNOWN},
                       {"Aalten", "WK019701", v1::FIT_UNKNOWN},
                       // A place with two PC4s, and one with one.
                       {"Eibergen", "GM1859", v1::FIT_YES},
                       {"Eibergen", "PC4:7152", v1::FIT_UNKNOWN},
                       {"Eibergen", "PC4:7161", v1::FIT_NO},
                       {"Neede", "PC4:7161", v1::FIT_YES},
                       {"Gaanderen", "GM0222", v1::FIT_YES},
                       {"Gaanderen", "GM1509", v1::FIT_NO},
                       // A name of two places.
                       {"Hengelo", "NL", v1::FIT_YES},
                       {"Hengelo", "GM1876", v1::FIT_UNKNOWN},
                       {"Hengelo", "PV23", v1::FIT_UNKNOWN},
                       {"Hengelo", "PC6:7255AB", v1::FIT_UNKNOWN},
                       {"Hengelo", "GM1859", v1::FIT_NO},
                       {"Hengelo", "PV22", v1::FIT_NO},
                   }));
}

TEST_F(AreaFitTest, KnowsTheBuurtOfAPostcode) {
  const Gazetteer gazetteer = Shipped(NeighbourhoodsOf(
      {{"7011AB", {"BU15090300"}}, {"7151AB", {"BU18590100"}}, {"7151AC", {"BU18590100", "BU18590201"}}}));
  Check(gazetteer, std::to_array<FitCase>({
                       {"7151 AB", "BU18590100", v1::FIT_YES},
                       {"7151 AB", "WK185901", v1::FIT_YES},
                       {"7151 AB", "BU18590101", v1::FIT_NO},
                       {"7151 AB", "WK185902", v1::FIT_NO},
                       {"7151 AC", "BU18590100", v1::FIT_UNKNOWN},
                       {"7151 AC", "WK185902", v1::FIT_UNKNOWN},
                       {"7151 AC", "BU18590202", v1::FIT_NO},
                       {"7151 AC", "GM1859", v1::FIT_YES},
                       {"7011 AB", "GM1509", v1::FIT_YES},
                       {"7011 AB", "GM0222", v1::FIT_NO},
                       {"7151", "BU18590100", v1::FIT_UNKNOWN},
                   }));
}

TEST_F(AreaFitTest, OfAPointKnowsTheGemeenteAndGuessesThePostcode) {
  const Gazetteer gazetteer = Shipped();
  const auto place = gazetteer.Resolve(PointPlace(52.099, 6.642), NoSchool);
  ASSERT_TRUE(place.ok());
  const PlaceCodes codes = gazetteer.CodesOf(*place);
  EXPECT_EQ(AreaFit({{"GM1859"}}, codes), v1::FIT_YES);
  EXPECT_EQ(AreaFit({{"PC4:7151"}}, codes), v1::FIT_UNKNOWN);
  EXPECT_EQ(AreaFit({{"PC4:7121"}}, codes), v1::FIT_NO);
}

TEST_F(AreaFitTest, OfAGemeenteWithoutACodeIsNeverANoForAnotherGemeente) {
  data::v1::Gazetteer places;
  places.add_municipalities()->set_display_name("Voorne aan Zee");
  auto* place = places.add_places();
  place->set_postal_code4("3221");
  place->set_display_name("Hellevoetsluis");
  const Gazetteer gazetteer = *Gazetteer::Build(places);
  Check(gazetteer, std::to_array<FitCase>({
                       {"3221 AB", "NL", v1::FIT_YES},
                       {"3221 AB", "PV28", v1::FIT_UNKNOWN},
                       {"3221 AB", "GM1992", v1::FIT_UNKNOWN},
                       {"3221 AB", "BU19920100", v1::FIT_UNKNOWN},
                       {"3221 AB", "PC4:3221", v1::FIT_YES},
                       {"3221 AB", "PC4:3222", v1::FIT_NO},
                       {"Voorne aan Zee", "PC4:3221", v1::FIT_UNKNOWN},
                       {"Voorne aan Zee", "PC4:3232", v1::FIT_NO},
                   }));
}

}  // namespace
}  // namespace socialekaart
