#include "services/match_service.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "indexer/base/status.h"
#include "tests/support/small_directory.h"

namespace socialekaart {
namespace {

class MatchServiceTest : public testing::Test {
 protected:
  MatchServiceTest() {
    auto loaded = Matcher::Load(absl::StrCat(SOCIALEKAART_SOURCE_DIR, "/data"));
    EXPECT_TRUE(loaded.ok()) << loaded.status();
    matcher_ = *std::move(loaded);
    service_ = std::make_unique<MatchServiceImpl>(*matcher_, directory_.index(), directory_.places());
    directory_.Add({.name = "Opvoedspreekuur", .levels = "vrij-toegankelijk", .area = "GM1859", .postal_code = "7151 AB", .minimum_age = 0, .maximum_age = 12});
    directory_.Add({.name = "KIES", .levels = "vrij-toegankelijk", .problems = "scheid boos", .area = "GM1859", .minimum_age = 4, .maximum_age = 12});
    directory_.Add({.name = "Pubergroep", .levels = "vrij-toegankelijk", .problems = "scheid", .area = "GM1859", .minimum_age = 12, .maximum_age = 18});
    directory_.Add({.name = "Voormekaar", .levels = "wijkteam", .kind = "wijkteam", .area = "GM1859"});
    directory_.Add({.name = "Team Doetinchem", .levels = "wijkteam", .kind = "wijkteam", .area = "GM0222"});
    directory_.Add({.name = "Team Oude IJsselstreek", .levels = "wijkteam", .kind = "wijkteam", .area = "GM1509"});
    directory_.Add({.name = "Boosheidtraining, niet na scheiding", .levels = "vrij-toegankelijk", .excluded = "scheid boos", .area = "GM1859", .minimum_age = 4, .maximum_age = 12});
    directory_.Settle();
  }

  v1::MatchRequest Question(const std::string& text, const std::string& place = "Eibergen") {
    v1::MatchRequest request;
    request.set_question(text);
    request.mutable_place()->set_text(place);
    return request;
  }
  const v1::LadderStep* StepOf(const v1::MatchResponse& response, v1::HelpLevel level) {
    const auto step = std::find_if(response.ladder().begin(), response.ladder().end(), [&](const auto& s) { return s.level() == level; });
    return step == response.ladder().end() ? nullptr : &*step;
  }

  SmallDirectory directory_;
  std::unique_ptr<const Matcher> matcher_;
  std::unique_ptr<MatchServiceImpl> service_;
};

TEST_F(MatchServiceTest, AdvisesTheLowestLevelWithItsServices) {
  const auto response = service_->Answer(Question("jongen 8 jaar, sinds scheiding boos op school"));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->level(), v1::HELP_LEVEL_COMMUNITY);
  EXPECT_FALSE(response->reasons().empty());
  EXPECT_EQ(response->age_years(), 8);
  EXPECT_FALSE(response->has_safety());
  const v1::LadderStep* community = StepOf(*response, v1::HELP_LEVEL_COMMUNITY);
  ASSERT_NE(community, nullptr);
  EXPECT_EQ(community->state(), v1::LadderStep::STATE_ADVISED);
  ASSERT_EQ(community->suggestions_size(), 2) << "neither the wrong age nor what is not for this problem";
  EXPECT_EQ(community->suggestions(0).service().display_name(), "KIES");
  EXPECT_EQ(community->suggestions(0).problem_fit(), v1::FIT_YES);
  EXPECT_FALSE(community->suggestions(0).reasons().empty());
  EXPECT_EQ(StepOf(*response, v1::HELP_LEVEL_LOCAL_TEAM)->suggestions(0).service().display_name(), "Voormekaar");
  EXPECT_TRUE(StepOf(*response, v1::HELP_LEVEL_BASIC_CARE)->gap());
  EXPECT_FALSE(response->record_text().empty());
  EXPECT_FALSE(response->family_text().empty());
  EXPECT_FALSE(response->policy_version().empty());
}

TEST_F(MatchServiceTest, PutsSafetyBeforeEverything) {
  const auto response = service_->Answer(Question("meisje 15, zegt dat ze dood wil"));
  ASSERT_TRUE(response.ok());
  ASSERT_TRUE(response->has_safety());
  EXPECT_EQ(response->safety().topics(0), "suicidaliteit");
  EXPECT_FALSE(response->safety().help_lines().empty());
  EXPECT_FALSE(response->safety().soft());
  EXPECT_GE(response->level(), v1::HELP_LEVEL_PRACTICE_SUPPORT);
}

TEST_F(MatchServiceTest, AnswersSafetyWithoutAnIndex) {
  directory_.StopIndex();
  directory_.StartIndex();  // service_ holds the old one; a new service on a stopped index
  directory_.index().Stop();
  MatchServiceImpl service(*matcher_, directory_.index(), directory_.places());
  const auto response = service.Answer(Question("wil niet meer leven"));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_TRUE(response->has_safety());
  EXPECT_TRUE(response->suggestions_unavailable());
  for (const auto& step : response->ladder()) EXPECT_FALSE(step.gap());
}

TEST_F(MatchServiceTest, FindsTheLocalTeamOrItsCandidates) {
  const auto teams = [&](const std::string& place) {
    v1::FindLocalTeamRequest request;
    request.mutable_place()->set_text(place);
    const auto response = service_->Answer(request);
    EXPECT_TRUE(response.ok()) << response.status();
    std::set<std::string> names;
    for (const auto& team : response->teams()) names.insert(team.service().display_name());
    return std::pair(names, response->certain());
  };
  using Names = std::set<std::string>;
  EXPECT_EQ(teams("7151"), std::pair(Names{"Voormekaar"}, true));
  EXPECT_EQ(teams("7011"), std::pair(Names({"Team Doetinchem", "Team Oude IJsselstreek"}), false));
  EXPECT_EQ(teams("Assen"), std::pair(Names{}, false));
  EXPECT_TRUE(absl::IsInvalidArgument(service_->Answer(v1::FindLocalTeamRequest()).status()));
}

TEST_F(MatchServiceTest, RefusesWhatItDoesNotUnderstand) {
  v1::MatchRequest request = Question("x");
  request.mutable_assessment()->set_risk(9);
  request.set_age_years(-1);
  request.set_max_services_per_level(21);
  const auto response = service_->Answer(request);
  EXPECT_EQ(FieldViolationsOf(response.status()).size(), 3u) << response.status();
  EXPECT_EQ(ReasonOf(service_->Answer(Question("x", "Nergenshuizen")).status()), v1::ERROR_REASON_PLACE_NOT_FOUND);
}

}  // namespace
}  // namespace socialekaart
