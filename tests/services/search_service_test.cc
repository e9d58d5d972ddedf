#include "services/search_service.h"

#include <gtest/gtest.h>

#include <set>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "indexer/base/status.h"
#include "indexer/importer/store_target.h"
#include "tests/support/small_directory.h"

namespace socialekaart {
namespace {

class SearchServiceTest : public testing::Test {
 protected:
  absl::StatusOr<v1::SearchServicesResponse> Search(const v1::SearchServicesRequest& request) {
    directory_.Settle();
    return SearchNow(request);
  }
  absl::StatusOr<v1::SearchServicesResponse> SearchNow(const v1::SearchServicesRequest& request) {
    v1::SearchServicesResponse response;
    if (absl::Status status = service_.Search(request, absl::Now() + absl::Seconds(10), &response); !status.ok()) return status;
    return response;
  }
  std::string FieldsAtFault(const v1::SearchServicesRequest& request) {
    std::string fields;
    for (const auto& violation : FieldViolationsOf(Search(request).status())) fields += (fields.empty() ? "" : " ") + violation.field();
    return fields;
  }
  SmallDirectory directory_;
  WorkerPool waiting_{1, 10};
  std::unique_ptr<const LiveMatcher> matcher_ = *LiveMatcher::Load(absl::StrCat(SOCIALEKAART_SOURCE_DIR, "/data"), directory_.analyzer());
  SearchServiceImpl service_{directory_.index(), directory_.places(), directory_.rules(), *matcher_, waiting_};
};

TEST_F(SearchServiceTest, AnswersWithRecordFitAndSnippet) {
  directory_.Add({.name = "Opvoedspreekuur", .problems = "opv", .area = "GM1859", .postal_code = "7151 AB", .minimum_age = 0, .maximum_age = 12,
                  .description = "Gratis spreekuur over opvoeden."});
  v1::SearchServicesRequest request;
  request.set_text("opvoeding");
  request.mutable_place()->set_text("Eibergen");
  request.set_age_years(8);
  request.set_explain(true);
  request.add_facets("problem");
  const auto response = Search(request);
  ASSERT_TRUE(response.ok()) << response.status();
  ASSERT_EQ(response->results_size(), 1);
  const v1::SearchResult& result = response->results(0);
  EXPECT_EQ(result.service().display_name(), "Opvoedspreekuur");
  EXPECT_EQ(result.service().profile().levels(0), v1::HELP_LEVEL_COMMUNITY);
  EXPECT_EQ(result.age_fit(), v1::FIT_YES);
  EXPECT_EQ(result.area_fit(), v1::FIT_YES);
  EXPECT_TRUE(result.has_distance_m());
  EXPECT_TRUE(result.distance_approximate());
  EXPECT_NE(result.snippet().find("<mark>opvoeden</mark>"), std::string::npos);
  double sum = 0;
  for (const auto& part : result.explanation().parts()) sum += part.score();
  EXPECT_NEAR(sum, result.score(), 1e-4);
  EXPECT_EQ(response->place().municipalities(0).code(), "GM1859");
  EXPECT_EQ(response->facets(0).values(0).value(), "opv");
  EXPECT_FALSE(response->facets(0).values(0).display_name().empty());
  EXPECT_EQ(response->revision(), directory_.store().revision());
}

TEST_F(SearchServiceTest, ReadsWhatWasTyped) {
  directory_.Add({.name = "Training sociale vaardigheden", .description = "Voor wie op school wordt gepest."});
  directory_.Add({.name = "Vaardigheden en sociale media", .description = "Over schermtijd."});
  directory_.Add({.name = "Weerbaarheidstraining", .description = "Stevig staan."});
  directory_.Add({.name = "Met Jou", .description = "Maatje."});
  const auto names = [&](const std::string& text) {
    v1::SearchServicesRequest request;
    request.set_text(text);
    const auto response = Search(request);
    EXPECT_TRUE(response.ok()) << response.status();
    std::set<std::string> found;
    for (const auto& result : response->results()) found.insert(result.service().display_name());
    return found;
  };
  using Names = std::set<std::string>;
  EXPECT_EQ(names("sociale vaardigheden"), (Names{"Training sociale vaardigheden", "Vaardigheden en sociale media"}));
  EXPECT_EQ(names("\"sociale vaardigheden\""), (Names{"Training sociale vaardigheden"}));
  EXPECT_EQ(names("vaardigheden -media"), (Names{"Training sociale vaardigheden"}));
  EXPECT_EQ(names("weerbaarheid"), (Names{"Weerbaarheidstraining"}));  // a part of a compound
  EXPECT_EQ(names("gepeste"), (Names{"Training sociale vaardigheden"}));  // an inflection
  EXPECT_EQ(names("met jou"), (Names{"Met Jou"}));  // stop words that are a name
  EXPECT_TRUE(names("?!").empty());
}

TEST_F(SearchServiceTest, SaysWhatItMendedAndWhatItDoesNotKnow) {
  directory_.Add({.name = "Weerbaarheidstraining", .description = "Meer weerbaarheid op school."});
  v1::SearchServicesRequest request;
  request.set_text("weerbarheit");
  auto response = Search(request);
  EXPECT_EQ(response->corrected_text(), "weerbaarheid");
  ASSERT_EQ(response->results_size(), 1);
  EXPECT_FALSE(response->no_good_match());
  request.set_text("rijbewijs theorie school");
  response = Search(request);
  EXPECT_TRUE(response->corrected_text().empty());
  EXPECT_TRUE(response->no_good_match());
}

TEST_F(SearchServiceTest, TakesThePlaceFromTheText) {
  directory_.Add({.name = "Opvoedspreekuur hier", .area = "GM1859"});
  directory_.Add({.name = "Opvoedspreekuur daar", .area = "GM0106"});
  v1::SearchServicesRequest request;
  for (const char* text : {"opvoedspreekuur Eibergen", "opvoedspreekuur eibergen", "opvoedspreekuur 7151", "opvoedspreekuur in 7151 AB"}) {
    request.set_text(text);
    const auto response = Search(request);
    ASSERT_TRUE(response.ok()) << response.status();
    ASSERT_EQ(response->results_size(), 1) << text;
    EXPECT_EQ(response->results(0).service().display_name(), "Opvoedspreekuur hier");
    EXPECT_EQ(response->place().municipalities(0).code(), "GM1859") << text;
  }
  request.set_text("opvoedspreekuur Eibergen");
  request.mutable_filter()->set_radius_m(5000);
  EXPECT_TRUE(Search(request).ok());
  request.set_text("opvoedspreekuur");
  EXPECT_EQ(FieldsAtFault(request), "filter.radius_m");
}

TEST_F(SearchServiceTest, TakesNoYearForAPlace) {
  data::v1::Gazetteer country;
  auto* municipality = country.add_municipalities();
  municipality->set_code("GM0392");
  municipality->set_display_name("Haarlem");
  for (const auto& [code, name] : {std::pair{"2015", "Haarlem"}, {"7151", "Eibergen"}}) {
    auto* place = country.add_places();
    place->set_postal_code4(code);
    place->set_display_name(name);
    place->set_municipality_code(code[0] == '2' ? "GM0392" : "GM1859");
    place->set_latitude(52.1);
    place->set_longitude(6.6);
  }
  ASSERT_TRUE(directory_.store().PutBlob(StoreTarget::kGazetteerKey, country.SerializeAsString()).ok());
  ASSERT_EQ(directory_.places().Reload(), absl::OkStatus());
  const std::pair<const char*, const char*> kTexts[] = {
      {"boos sinds 2015", ""},          {"boos in 2015 en nu weer", ""},       {"boos 2015 AB", "Haarlem"},
      {"boos, hulp 7151 in de buurt", "Eibergen"}, {"boos 7151 ab", "Eibergen"}, {"boos 7151", "Eibergen"}};
  for (const auto& [text, place] : kTexts) {
    v1::SearchServicesRequest request;
    request.set_text(text);
    const auto response = Search(request);
    ASSERT_TRUE(response.ok()) << text << ": " << response.status();
    EXPECT_EQ(response->has_place(), *place != '\0') << text;
    EXPECT_NE(response->place().display_name().find(place), std::string::npos) << text << ": " << response->place().display_name();
  }
}

TEST_F(SearchServiceTest, NamesEveryFaultAtOnce) {
  v1::SearchServicesRequest request;
  request.set_age_years(-1);
  request.set_page_size(-1);
  request.set_min_revision(-1);
  request.add_facets("kleur");
  auto* filter = request.mutable_filter();
  filter->add_levels(static_cast<v1::HelpLevel>(77));
  filter->add_kinds("bestaat-niet");
  filter->add_languages("Nederlands");
  filter->set_radius_m(0);
  filter->set_min_quality(2);
  EXPECT_EQ(FieldsAtFault(request),
            "age_years page_size min_revision filter.levels[0] filter.kinds[0] filter.languages[0] filter.radius_m filter.radius_m filter.min_quality facets[0]");
}

TEST_F(SearchServiceTest, BoundsWhatItTakes) {
  v1::SearchServicesRequest many;
  for (int i = 0; i < 10'000; ++i) many.mutable_filter()->add_problems("angst");
  EXPECT_EQ(FieldsAtFault(many), "filter.problems");
  v1::SearchServicesRequest text;
  text.set_text(std::string(1001, 'x'));
  EXPECT_EQ(ReasonOf(Search(text).status()), v1::ERROR_REASON_QUERY_TOO_LONG);
  v1::SearchServicesRequest place;
  place.mutable_place()->set_postal_code("B-2000");
  EXPECT_EQ(ReasonOf(Search(place).status()), v1::ERROR_REASON_PLACE_INVALID);
}

TEST_F(SearchServiceTest, PagesThroughEverythingOnce) {
  for (int i = 0; i < 23; ++i) directory_.Add({.name = absl::StrCat("dienst ", i), .area = "GM1859"});
  v1::SearchServicesRequest request;
  request.set_page_size(5);
  std::set<std::string> seen;
  int pages = 0;
  while (true) {
    const auto response = Search(request);
    ASSERT_TRUE(response.ok()) << response.status();
    EXPECT_EQ(response->total_size(), 23);
    for (const auto& result : response->results()) EXPECT_TRUE(seen.insert(result.service().name()).second);
    ++pages;
    if (response->next_page_token().empty()) break;
    request.set_page_token(response->next_page_token());
  }
  EXPECT_EQ(seen.size(), 23u);
  EXPECT_EQ(pages, 5);
  request.set_text("iets anders");
  EXPECT_EQ(ReasonOf(Search(request).status()), v1::ERROR_REASON_PAGE_TOKEN_INVALID);
}

TEST_F(SearchServiceTest, SeesItsOwnWrites) {
  for (int i = 0; i < 20; ++i) {
    const v1::Service service = directory_.Add({.name = absl::StrCat("uniek", i)});
    v1::SearchServicesRequest request;
    request.set_text(absl::StrCat("uniek", i));
    request.set_min_revision(service.revision());
    const auto response = SearchNow(request);
    ASSERT_TRUE(response.ok()) << response.status();
    EXPECT_EQ(response->results_size(), 1);
  }
  v1::SearchServicesRequest future;
  future.set_min_revision(1'000'000);
  EXPECT_EQ(ReasonOf(Search(future).status()), v1::ERROR_REASON_REVISION_IN_FUTURE);
}

TEST_F(SearchServiceTest, MeasuresARadius) {
  directory_.Add({.name = "dichtbij", .postal_code = "7151 AB"});
  directory_.Add({.name = "verder", .area = "NL", .postal_code = "7101 AA"});
  directory_.Add({.name = "telefonisch", .area = "NL"});
  v1::SearchServicesRequest request;
  request.mutable_place()->set_text("Eibergen");
  request.mutable_filter()->set_radius_m(5000);
  const auto response = Search(request);
  ASSERT_EQ(response->results_size(), 1);
  EXPECT_EQ(response->results(0).service().display_name(), "dichtbij");
}

TEST_F(SearchServiceTest, SuggestsProblemsPlacesAndNames) {
  directory_.Add({.name = "Eibergse speelgroep"});
  directory_.Settle();
  v1::SuggestTermsRequest request;
  request.set_text("eib");
  const auto response = service_.Suggest(request);
  ASSERT_TRUE(response.ok());
  std::set<std::string> kinds;
  for (const auto& suggestion : response->suggestions()) kinds.insert(suggestion.kind());
  EXPECT_EQ(kinds, (std::set<std::string>{"place", "service"}));
  request.set_text("ang");
  EXPECT_EQ(service_.Suggest(request)->suggestions(0).code(), "angst");
  request.clear_text();
  EXPECT_TRUE(absl::IsInvalidArgument(service_.Suggest(request).status()));
}

}  // namespace
}  // namespace socialekaart
