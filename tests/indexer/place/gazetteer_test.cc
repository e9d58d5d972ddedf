#include "indexer/place/gazetteer.h"

#include <array>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "indexer/base/status.h"
#include "tests/indexer/place/places.h"

namespace socialekaart {
namespace {

using Case = std::pair<v1::Place, std::string>;

const Gazetteer& Shipped() {
  static const auto* gazetteer = new Gazetteer(*Gazetteer::Build(ShippedPlaces()));
  return *gazetteer;
}

constexpr char kInvalid[] = "INVALID_ARGUMENT ERROR_REASON_PLACE_INVALID";
constexpr char kNotFound[] = "NOT_FOUND ERROR_REASON_PLACE_NOT_FOUND";

TEST(GazetteerTest, ResolvesWhatIsTyped) {
  for (const auto& [place, described] : std::to_array<Case>({
           {PostalCodePlace("7151 AB"), "~7151 AB Eibergen (Berkelland) GM1859 7151 7151AB PV25"},
           {PostalCodePlace("7151ab"), "~7151 AB Eibergen (Berkelland) GM1859 7151 7151AB PV25"},
           {PostalCodePlace("7151"), "~7151 Eibergen (Berkelland) GM1859 7151 PV25"},
           {PostalCodePlace("7121"), "~7121 Aalten GM0197 7121 PV25"},
           {MunicipalityPlace("GM1859"), "~Berkelland GM1859 PV25"},
           {MunicipalityPlace("1859"), "~Berkelland GM1859 PV25"},
           {MunicipalityPlace("0106"), "~Assen GM0106 PV22"},
           {TextPlace("7151 AB"), "~7151 AB Eibergen (Berkelland) GM1859 7151 7151AB PV25"},
           {TextPlace("7151 AB Eibergen"), "~7151 AB Eibergen (Berkelland) GM1859 7151 7151AB PV25"},
           {TextPlace("7151 AB Eibergen (Berkelland)"), "~7151 AB Eibergen (Berkelland) GM1859 7151 7151AB PV25"},
           {TextPlace("7151 Eibergen"), "~7151 Eibergen (Berkelland) GM1859 7151 PV25"},
           {TextPlace("GM1859"), "~Berkelland GM1859 PV25"},
           {TextPlace("0106"), "~Assen GM0106 PV22"},
           {TextPlace("Eibergen"), "~Eibergen (Berkelland) GM1859 PV25"},
           {TextPlace("  EIBERGEN "), "~Eibergen (Berkelland) GM1859 PV25"},
           {TextPlace("eibergen, berkelland"), "~Eibergen (Berkelland) GM1859 PV25"},
           {TextPlace("Neede"), "~Neede (Berkelland) GM1859 7161 PV25"},
           {TextPlace("Berkelland"), "~Berkelland GM1859 PV25"},
           {TextPlace("gemeente Berkelland"), "~Berkelland GM1859 PV25"},
           {TextPlace("Aalten"), "~Aalten GM0197 PV25"},
           {TextPlace("Assen"), "~Assen GM0106 PV22"},
           {TextPlace("doetinchem"), "~Doetinchem GM0222 PV25"},
           {TextPlace("Winterswijk"), "~Winterswijk GM0294 PV25"},
           {TextPlace("'S-HEERENBERG"), "~'s-Heerenberg (Montferland) GM1955 7041 PV25"},
           {TextPlace("’s heerenberg"), "~'s-Heerenberg (Montferland) GM1955 7041 PV25"},
           {TextPlace("oude ijsselstreek"), "~Oude IJsselstreek GM1509 PV25"},
           {TextPlace("Hengelo Gld"), "~Hengelo (Bronckhorst) GM1876 7255 PV25"},
           {TextPlace("Hengelo (Gld)"), "~Hengelo (Bronckhorst) GM1876 7255 PV25"},
           {TextPlace("Hengelo (Bronckhorst)"), "~Hengelo (Bronckhorst) GM1876 7255 PV25"},
           {TextPlace("Hengelo Ov"), "~Hengelo GM0164 PV23"},
           {TextPlace("gemeente Hengelo"), "~Hengelo GM0164 PV23"},
           {TextPlace("Beek gem. Montferland"), "~Beek (Montferland) GM1955 7037 PV25"},
           {TextPlace("Marienvelde"), "~Mariënvelde (Oost Gelre) GM1586 7263 PV25"},
           {TextPlace("Meddo"), "~Winterswijk Meddo (Winterswijk) GM0294 7104 PV25"},
           {PointPlace(52.0994, 6.6413), "Eibergen (Berkelland) GM1859 7151 PV25"},
       })) {
    SCOPED_TRACE(place.ShortDebugString());
    EXPECT_EQ(Describe(Shipped().Resolve(place, NoSchool)), described);
  }
}

TEST(GazetteerTest, GivesCandidatesForWhatIsAmbiguous) {
  for (const auto& [place, described] : std::to_array<Case>({
           {TextPlace("Hengelo"), "Hengelo / Hengelo (Bronckhorst) ?[Hengelo; Hengelo (Bronckhorst)]"},
           {TextPlace("Beek"),
            "Beek / Beek (Berg en Dal) / Beek (Montferland) ?[Beek; Beek (Berg en Dal); Beek (Montferland)]"},
           {TextPlace("Geesteren"),
            "Geesteren (Berkelland) / Geesteren (Tubbergen) ?[Geesteren (Berkelland); Geesteren (Tubbergen)]"},
           {TextPlace("Laren"), "Laren / Laren (Lochem) ?[Laren; Laren (Lochem)]"},
           {PostalCodePlace("7005"),
            "~7005 Doetinchem / 7005 Terborg (Oude IJsselstreek) GM0222 GM1509 7005 PV25 "
            "?[7005 Doetinchem; 7005 Terborg (Oude IJsselstreek)]"},
           {PostalCodePlace("7011 XX"),
            "~7011 XX Gaanderen (Doetinchem) / 7011 XX Terborg (Oude IJsselstreek) GM0222 GM1509 7011 7011XX PV25 "
            "?[7011 XX Gaanderen (Doetinchem); 7011 XX Terborg (Oude IJsselstreek)]"},
           {TextPlace("7233"),
            "~7233 Vierakker (Bronckhorst) / 7233 Zutphen GM1876 GM0301 7233 PV25 "
            "?[7233 Vierakker (Bronckhorst); 7233 Zutphen]"},
           // Between Gaanderen and Terborg.
           {PointPlace(51.928, 6.3445),
            "Gaanderen (Doetinchem) / Terborg (Oude IJsselstreek) GM0222 GM1509 7011 PV25 "
            "?[Gaanderen (Doetinchem); Terborg (Oude IJsselstreek)]"},
       })) {
    SCOPED_TRACE(place.ShortDebugString());
    const auto resolved = Shipped().Resolve(place, NoSchool);
    EXPECT_EQ(Describe(resolved), described);
    ASSERT_TRUE(resolved.ok());
    for (const v1::ResolvedPlace& candidate : resolved->candidates()) {
      EXPECT_EQ(candidate.municipalities_size(), 1);
      EXPECT_TRUE(candidate.has_point());
      EXPECT_TRUE(candidate.candidates().empty());
    }
    EXPECT_EQ(resolved->has_point(), !resolved->postal_code4().empty());
  }
}

TEST(GazetteerTest, RefusesWhatIsNoPlaceInTheNetherlands) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const auto& [place, described] : std::to_array<Case>({
           {v1::Place(), kInvalid},
           {TextPlace(""), kInvalid},
           {TextPlace("   "), kInvalid},
           {TextPlace(std::string(1000, 'a')), kInvalid},
           {TextPlace("\xff\xfe"), kInvalid},
           {TextPlace("B-2000"), kInvalid},
           {TextPlace("BE 9000 Gent"), kInvalid},
           {TextPlace("2000 Antwerpen"), kInvalid},
           {TextPlace("7151 Antwerpen"), kInvalid},
           {TextPlace("7151 AB Winterswijk"), kInvalid},
           {TextPlace("9000 De Pinte"), kInvalid},
           {TextPlace("7151 A"), kInvalid},
           {TextPlace("0123AB"), kInvalid},
           {TextPlace("71511AB"), kInvalid},
           {TextPlace("7151 SS"), kInvalid},
           {PostalCodePlace(""), kInvalid},
           {PostalCodePlace("Eibergen"), kInvalid},
           {PostalCodePlace("B-2000"), kInvalid},
           {PostalCodePlace("2000 Antwerpen"), kInvalid},
           {PostalCodePlace("7151 SA"), kInvalid},
           {PostalCodePlace("0106"), kInvalid},
           {MunicipalityPlace("Berkelland"), kInvalid},
           {MunicipalityPlace(""), kInvalid},
           {PointPlace(48.86, 2.35), kInvalid},  // Parijs
           {PointPlace(0, 0), kInvalid},
           {PointPlace(nan, 6), kInvalid},
           {PointPlace(52, 1000), kInvalid},
           {TextPlace("Nergenshuizen"), kNotFound},
           {TextPlace("gemeente Eibergen"), kNotFound},
           {TextPlace("Eibergen (Aalten)"), kNotFound},
           {PostalCodePlace("3011"), kNotFound},
           {TextPlace("1859"), kNotFound},  // a postcode until the whole country is known
           {MunicipalityPlace("GM0599"), kNotFound},
           {PointPlace(51.92, 4.48), kNotFound},  // Rotterdam: not loaded
           {TextPlace("12AB00"), kNotFound},
       })) {
    SCOPED_TRACE(place.ShortDebugString());
    EXPECT_EQ(Describe(Shipped().Resolve(place, NoSchool)), described);
    EXPECT_EQ(Describe(Shipped().Resolve(place, nullptr)), described);
  }
}

TEST(GazetteerTest, SaysWhatIsExpectedInDutch) {
  const absl::Status malformed = Shipped().Resolve(PostalCodePlace("7151 A"), NoSchool).status();
  ASSERT_EQ(FieldViolationsOf(malformed).size(), 1U);
  EXPECT_EQ(FieldViolationsOf(malformed)[0].field(), "place.postal_code");
  EXPECT_NE(FieldViolationsOf(malformed)[0].expected().find("7151 AB"), std::string::npos);
  const absl::Status belgian = Shipped().Resolve(TextPlace("B-2000"), NoSchool).status();
  EXPECT_NE(belgian.message().find("Belgisch"), absl::string_view::npos);
  // Only a part of the country is loaded: it may exist.
  const absl::Status unknown = Shipped().Resolve(PostalCodePlace("3011"), NoSchool).status();
  EXPECT_NE(unknown.message().find("GeoNames"), absl::string_view::npos);
  // What was typed is not repeated.
  const absl::Status name = Shipped().Resolve(TextPlace("Nergenshuizen"), NoSchool).status();
  EXPECT_EQ(name.message().find("Nergenshuizen"), absl::string_view::npos);
}

TEST(GazetteerTest, FindsTheAddressOfASchool) {
  v1::LatLng point;
  point.set_latitude(51.92);
  point.set_longitude(6.36);
  const BrinLookup schools = [&](absl::string_view brin) -> std::optional<SchoolAddress> {
    if (brin == "12AB00") return SchoolAddress{.postal_code = "7151 AB", .point = std::nullopt};
    if (brin == "12AB01") return SchoolAddress{.postal_code = "7011 AB", .point = point, .municipality_code = "GM0222"};
    if (brin == "12AB02") return SchoolAddress{.postal_code = "7011 AB", .point = point};
    if (brin == "12AB03") return SchoolAddress{.postal_code = "", .point = point};
    if (brin == "12AB04") return SchoolAddress{.postal_code = "", .point = std::nullopt};
    return std::nullopt;
  };
  for (const auto& [brin, described] : std::to_array<std::pair<std::string, std::string>>({
           {"12AB00", "~7151 AB Eibergen (Berkelland) GM1859 7151 7151AB PV25"},
           {"12ab", "~7151 AB Eibergen (Berkelland) GM1859 7151 7151AB PV25"},
           {"12AB01", "7011 AB Gaanderen (Doetinchem) GM0222 7011 7011AB PV25"},
           {"12AB02",
            "7011 AB Gaanderen (Doetinchem) / 7011 AB Terborg (Oude IJsselstreek) GM0222 GM1509 7011 7011AB PV25 "
            "?[7011 AB Gaanderen (Doetinchem); 7011 AB Terborg (Oude IJsselstreek)]"},
           {"12AB03", "Terborg (Oude IJsselstreek) GM1509 7061 PV25"},
           {"12AB04", kNotFound},
           {"99ZZ00", kNotFound},
       })) {
    SCOPED_TRACE(brin);
    EXPECT_EQ(Describe(Shipped().Resolve(TextPlace(brin), schools)), described);
  }
}

TEST(GazetteerTest, DecidesByTheBuurtWhereAPostcodeLiesInTwoGemeenten) {
  const auto gazetteer =
      Gazetteer::Build(ShippedPlaces(), NeighbourhoodsOf({{"7011AA", {"BU02220101", "BU02220102", "BU02220200"}},
                                                          {"7011AB", {"BU15090300"}},
                                                          {"7011AC", {"BU15090300", "BU02220101"}},
                                                          {"7151AB", {"BU99990000"}}}));
  ASSERT_TRUE(gazetteer.ok());
  const auto resolve = [&](const std::string& text) { return *gazetteer->Resolve(TextPlace(text), NoSchool); };
  EXPECT_EQ(Describe(resolve("7011 AA")), "~7011 AA Gaanderen (Doetinchem) GM0222 7011 7011AA PV25");
  EXPECT_EQ(resolve("7011 AA").neighbourhood_codes_size(), 3);
  EXPECT_EQ(resolve("7011 AA").district_codes_size(), 2);
  EXPECT_EQ(Describe(resolve("7011 AB")), "~7011 AB Terborg (Oude IJsselstreek) GM1509 7011 7011AB PV25");
  EXPECT_EQ(resolve("7011 AB").neighbourhood_codes(0), "BU15090300");
  EXPECT_EQ(resolve("7011 AB").district_codes(0), "WK150903");
  EXPECT_EQ(resolve("7011 AC").candidates_size(), 2);
  EXPECT_EQ(resolve("7011 AD").candidates_size(), 2);
  // CBS is right about a gemeente that the gazetteer does not know.
  EXPECT_EQ(Describe(resolve("7151 AB")), "~7151 AB Eibergen (GM9999) GM9999 7151 7151AB PV25");
  EXPECT_EQ(gazetteer->MunicipalityCodesOf("7011 AB"), std::vector<std::string>{"GM1509"});
  EXPECT_EQ(gazetteer->MunicipalityCodesOf("7011"), (std::vector<std::string>{"GM0222", "GM1509"}));
}

TEST(GazetteerTest, KnowsNamesAndPoints) {
  EXPECT_EQ(Shipped().MunicipalityName("GM1859"), "Berkelland");
  EXPECT_EQ(Shipped().MunicipalityName("GM9999"), std::nullopt);
  EXPECT_EQ(Shipped().MunicipalityName(""), std::nullopt);
  ASSERT_TRUE(Shipped().PointOfPostalCode4("7151").has_value());
  EXPECT_NEAR(Shipped().PointOfPostalCode4("7151")->latitude(), 52.099, 0.01);
  EXPECT_TRUE(Shipped().PointOfPostalCode4("7151 AB").has_value());
  EXPECT_FALSE(Shipped().PointOfPostalCode4("9999").has_value());
  EXPECT_FALSE(Shipped().PointOfPostalCode4("").has_value());
  EXPECT_EQ(Shipped().MunicipalityCodesOf("nonsense"), std::vector<std::string>());
  EXPECT_FALSE(Shipped().IsComplete());
}

TEST(GazetteerTest, CompletesWhatIsTyped) {
  const auto texts = [](absl::string_view prefix, size_t limit) {
    std::vector<std::string> found;
    for (const PlaceSuggestion& suggestion : Shipped().Complete(prefix, limit)) found.push_back(suggestion.text);
    return found;
  };
  using Strings = std::vector<std::string>;
  EXPECT_EQ(texts("eib", 10), Strings{"Eibergen (Berkelland)"});
  EXPECT_EQ(texts("Hengelo", 10), (Strings{"Hengelo", "Hengelo (Bronckhorst)"}));
  EXPECT_EQ(texts("oude ij", 10), Strings{"Oude IJsselstreek"});
  EXPECT_EQ(texts("'s-h", 10), Strings{"'s-Heerenberg (Montferland)"});
  EXPECT_EQ(texts("715", 2), (Strings{"7151 Eibergen", "7152 Eibergen"}));
  EXPECT_EQ(texts("", 10), Strings());
  EXPECT_EQ(texts("-", 10), Strings());
  EXPECT_EQ(texts("xyz", 10), Strings());
  EXPECT_EQ(texts("b", 3).size(), 3U);
  EXPECT_EQ(texts("b", 0), Strings());
}

TEST(GazetteerTest, CompletesToWhatItResolves) {
  for (char first = 'a'; first <= 'z'; ++first) {
    for (const PlaceSuggestion& suggestion : Shipped().Complete(std::string(1, first), 1000)) {
      const auto resolved = Shipped().Resolve(TextPlace(suggestion.text), NoSchool);
      ASSERT_TRUE(resolved.ok()) << suggestion.text;
    }
  }
}

// Each row breaks one thing of a gazetteer that is right.
TEST(GazetteerTest, SaysWhichEntryIsAtFault) {
  const auto good = [] {
    data::v1::Gazetteer places;
    places.add_municipalities()->set_code("GM1859");
    places.mutable_municipalities(0)->set_display_name("Berkelland");
    auto* place = places.add_places();
    place->set_postal_code4("7151");
    place->set_display_name("Eibergen");
    place->set_municipality_code("GM1859");
    return places;
  };
  ASSERT_TRUE(Gazetteer::Build(good()).ok());
  using Break = void (*)(data::v1::Gazetteer*);
  for (const auto& [field, break_it] : std::to_array<std::pair<std::string, Break>>({
           {"municipalities[0].code", [](auto* places) { places->mutable_municipalities(0)->set_code("1859"); }},
           {"municipalities[0].display_name",
            [](auto* places) { places->mutable_municipalities(0)->clear_display_name(); }},
           {"municipalities[1].code", [](auto* places) { *places->add_municipalities() = places->municipalities(0); }},
           {"places[0].postal_code4", [](auto* places) { places->mutable_places(0)->set_postal_code4("0151"); }},
           {"places[0].display_name", [](auto* places) { places->mutable_places(0)->set_display_name("-"); }},
           {"places[0].municipality_code",
            [](auto* places) { places->mutable_places(0)->set_municipality_code("GM0001"); }},
           {"places[0].latitude", [](auto* places) { places->mutable_places(0)->set_latitude(91); }},
       })) {
    SCOPED_TRACE(field);
    data::v1::Gazetteer places = good();
    break_it(&places);
    const absl::Status status = Gazetteer::Build(places).status();
    ASSERT_EQ(FieldViolationsOf(status).size(), 1U);
    EXPECT_EQ(FieldViolationsOf(status)[0].field(), field);
  }
}

TEST(GazetteerTest, RefusesBuurtenThatDoNotFitTogether) {
  using Break = void (*)(data::v1::Neighbourhoods*);
  for (const Break break_it : std::to_array<Break>({
           [](auto* n) { n->set_indexes(0, 7); },
           [](auto* n) { n->set_starts(1, 9); },
           [](auto* n) { n->set_keys(1, n->keys(0)); },
           [](auto* n) { n->add_keys(n->keys(1) + 1), n->add_keys(n->keys(1) + 2); },
           [](auto* n) { n->set_codes(0, "18590100"); },
       })) {
    data::v1::Neighbourhoods neighbourhoods =
        NeighbourhoodsOf({{"7151AB", {"BU18590100"}}, {"7151AC", {"BU18590101"}}});
    ASSERT_TRUE(Gazetteer::Build(ShippedPlaces(), neighbourhoods).ok());
    break_it(&neighbourhoods);
    EXPECT_EQ(Gazetteer::Build(ShippedPlaces(), neighbourhoods).status().code(), absl::StatusCode::kInvalidArgument);
  }
}

TEST(GazetteerTest, MergesTheShippedAndTheImported) {
  data::v1::Gazetteer shipped = ShippedPlaces();
  data::v1::Gazetteer imported;
  auto* municipality = imported.add_municipalities();
  municipality->set_code("GM1859");
  municipality->set_display_name("Berkelland Municipality");
  imported.add_municipalities()->set_display_name("Winterswijk");  // without its code
  const auto add = [&](const std::string& postal_code, const std::string& name, const std::string& code) {
    auto* place = imported.add_places();
    place->set_postal_code4(postal_code);
    place->set_display_name(name);
    place->set_municipality_code(code);
    place->set_latitude(52.5);
    place->set_longitude(6.5);
  };
  add("7274", "Geesteren", "GM1859");
  add("7104", "Winterswijk Meddo", "");
  const auto merged = Gazetteer::Build(Merge(shipped, imported));
  ASSERT_TRUE(merged.ok()) << merged.status().message();
  EXPECT_EQ(merged->postal_code_count(), Shipped().postal_code_count());
  EXPECT_EQ(merged->MunicipalityName("GM1859"), "Berkelland");
  EXPECT_DOUBLE_EQ(merged->PointOfPostalCode4("7274")->latitude(), 52.5);
  EXPECT_EQ(Describe(merged->Resolve(TextPlace("Geesteren Gld"), NoSchool)),
            "~Geesteren (Berkelland) GM1859 7274 PV25");
  EXPECT_EQ(Describe(merged->Resolve(TextPlace("Berkelland Municipality"), NoSchool)), "~Berkelland GM1859 PV25");
  EXPECT_EQ(Describe(merged->Resolve(TextPlace("Meddo"), NoSchool)),
            "~Winterswijk Meddo (Winterswijk) GM0294 7104 PV25");
}

}  // namespace
}  // namespace socialekaart
