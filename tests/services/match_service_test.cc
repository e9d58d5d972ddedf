#include "services/match_service.h"

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "indexer/base/status.h"
#include "tests/support/small_directory.h"

namespace socialekaart {
namespace {

class MatchServiceTest : public testing::Test {
 protected:
  MatchServiceTest() {
    auto loaded = LiveMatcher::Load(absl::StrCat(SOCIALEKAART_SOURCE_DIR, "/data"), directory_.analyzer());
    EXPECT_TRUE(loaded.ok()) << loaded.status();
    matcher_ = *std::move(loaded);
    service_ =
        std::make_unique<MatchServiceImpl>(*matcher_, directory_.index(), directory_.places(), directory_.store());
    directory_.Add({.name = "Opvoedspreekuur",
                    .levels = "vrij-toegankelijk",
                    .area = "GM1859",
                    .postal_code = "7151 AB",
                    .minimum_age = 0,
                    .maximum_age = 12});
    directory_.Add({.name = "KIES",
                    .levels = "vrij-toegankelijk",
                    .problems = "scheid boos",
                    .area = "GM1859",
                    .minimum_age = 4,
                    .maximum_age = 12});
    directory_.Add({.name = "Pubergroep",
                    .levels = "vrij-toegankelijk",
                    .problems = "scheid",
                    .area = "GM1859",
                    .minimum_age = 12,
                    .maximum_age = 18});
    directory_.Add({.name = "Voormekaar", .levels = "wijkteam", .kind = "wijkteam", .area = "GM1859"});
    directory_.Add({.name = "Team Doetinchem", .levels = "wijkteam", .kind = "wijkteam", .area = "GM0222"});
    directory_.Add({.name = "Team Oude IJsselstreek", .levels = "wijkteam", .kind = "wijkteam", .area = "GM1509"});
    directory_.Add({.name = "Boosheidtraining, niet na scheiding",
                    .levels = "vrij-toegankelijk",
                    .excluded = "scheid boos",
                    .area = "GM1859",
                    .minimum_age = 4,
                    .maximum_age = 12});
    directory_.Settle();
  }

  v1::MatchRequest Question(const std::string& text, const std::string& place = "Eibergen") {
    v1::MatchRequest request;
    request.set_question(text);
    request.mutable_place()->set_text(place);
    return request;
  }
  const v1::LadderStep* StepOf(const v1::MatchResponse& response, v1::HelpLevel level) {
    const auto step = std::find_if(response.ladder().begin(), response.ladder().end(),
                                   [&](const auto& s) { return s.level() == level; });
    return step == response.ladder().end() ? nullptr : &*step;
  }

  SmallDirectory directory_;
  std::unique_ptr<LiveMatcher> matcher_;
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
  MatchServiceImpl service(*matcher_, directory_.index(), directory_.places(), directory_.store());
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

TEST_F(MatchServiceTest, NeverLosesARedFlagToAPlaceItDoesNotKnow) {
  for (const char* place : {"Nergenshuizen", "7151 A", "0123"}) {
    SCOPED_TRACE(place);
    const auto flagged = service_->Answer(Question("wil niet meer leven", place));
    ASSERT_TRUE(flagged.ok()) << flagged.status();
    EXPECT_EQ(flagged->safety().topics(0), "suicidaliteit");
    EXPECT_FALSE(flagged->has_place());
    EXPECT_FALSE(flagged->place_fault().description().empty());
    EXPECT_TRUE(absl::StrContains(flagged->record_text(), "plaats is niet begrepen"));
    EXPECT_FALSE(service_->Answer(Question("boos", place)).ok());
  }
}

TEST_F(MatchServiceTest, SaysAGapAndWhatComesNearest) {
  directory_.Add({.name = "Psycholoog via de gemeente", .levels = "basis", .access = "beschikking", .area = "GM1859"});
  directory_.Add({.name = "Kliniek Assen",
                  .levels = "specialistisch",
                  .access = "verwijzing",
                  .area = "GM0106",
                  .postal_code = "9401 AA"});
  directory_.Add({.name = "Psycholoog in Oude IJsselstreek",
                  .levels = "specialistisch",
                  .access = "verwijzing",
                  .area = "GM1509",
                  .postal_code = "7064 AA"});
  directory_.Settle();
  v1::MatchRequest request = Question("meisje 15, paniekaanvallen");
  request.set_requester_role(v1::REQUESTER_ROLE_POH_JEUGD);
  request.add_tried_levels(v1::HELP_LEVEL_PRACTICE_SUPPORT);
  const auto response = service_->Answer(request);
  ASSERT_TRUE(response.ok()) << response.status();
  ASSERT_EQ(response->level(), v1::HELP_LEVEL_BASIC_CARE);
  const v1::LadderStep* basic = StepOf(*response, v1::HELP_LEVEL_BASIC_CARE);
  EXPECT_TRUE(basic->gap());
  EXPECT_EQ(basic->alternative().kind(), v1::Alternative::KIND_OTHER_DOOR);
  EXPECT_EQ(basic->alternative().suggestion().service().display_name(), "Psycholoog via de gemeente");
  EXPECT_EQ(basic->alternative().suggestion().access_fit(), v1::FIT_NO);
  const v1::LadderStep* specialist = StepOf(*response, v1::HELP_LEVEL_SPECIALIST_CARE);
  EXPECT_EQ(specialist->alternative().kind(), v1::Alternative::KIND_OTHER_AREA);
  EXPECT_EQ(specialist->alternative().suggestion().service().display_name(), "Psycholoog in Oude IJsselstreek")
      << "Assen is too far";
  EXPECT_EQ(specialist->alternative().suggestion().area_fit(), v1::FIT_NO);
  EXPECT_FALSE(StepOf(*response, v1::HELP_LEVEL_RESIDENTIAL)->has_alternative())
      << "only where help is needed now or next";
}

TEST_F(MatchServiceTest, ShowsOnlyWhatWhoAsksCanOpen) {
  directory_.Add({.name = "Met verwijzing", .levels = "basis", .access = "verwijzing", .area = "GM1859"});
  directory_.Add({.name = "Met beschikking", .levels = "basis", .access = "beschikking", .area = "GM1859"});
  directory_.Add({.name = "Elders gecontracteerd",
                  .levels = "basis",
                  .access = "verwijzing beschikking",
                  .area = "GM1859",
                  .contracts = "GM0222"});
  directory_.Add({.name = "Hier gecontracteerd",
                  .levels = "basis",
                  .access = "verwijzing",
                  .area = "GM1859",
                  .contracts = "GM1859 GM0222",
                  .waiting_days = 14});
  directory_.Settle();
  for (const auto& [role, expected] : std::vector<std::pair<v1::RequesterRole, std::set<std::string>>>{
           {v1::REQUESTER_ROLE_GP, {"Met verwijzing", "Hier gecontracteerd"}},
           {v1::REQUESTER_ROLE_LOCAL_TEAM, {"Met beschikking"}},
           {v1::REQUESTER_ROLE_SCHOOL, {}},
           {v1::REQUESTER_ROLE_UNSPECIFIED, {"Met verwijzing", "Met beschikking", "Hier gecontracteerd"}},
       }) {
    SCOPED_TRACE(role);
    v1::MatchRequest request = Question("boos, 8 jaar");
    request.set_requester_role(role);
    const auto response = service_->Answer(request);
    ASSERT_TRUE(response.ok()) << response.status();
    std::set<std::string> names;
    for (const auto& suggestion : StepOf(*response, v1::HELP_LEVEL_BASIC_CARE)->suggestions()) {
      names.insert(suggestion.service().display_name());
      if (suggestion.service().display_name() != "Hier gecontracteerd") continue;
      EXPECT_EQ(suggestion.contract_fit(), v1::FIT_YES);
      EXPECT_TRUE(absl::StrContains(suggestion.ShortDebugString(), "Wachttijd 14 dagen"));
    }
    EXPECT_EQ(names, expected);
  }
}

TEST_F(MatchServiceTest, AnswersTheLadderAndSchoolsOfThePlace) {
  const auto response = service_->Answer(Question("meisje 11, spijbelt", "6941 AA"));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->model(), "Sociaal Team-Jeugd");
  EXPECT_EQ(StepOf(*response, v1::HELP_LEVEL_PRACTICE_SUPPORT)->state(), v1::LadderStep::STATE_NOT_OFFERED);
  ASSERT_EQ(response->school_partnerships_size(), 1);
  EXPECT_EQ(response->school_partnerships(0).code(), "PO2504");
  EXPECT_FALSE(response->conversation_starters().empty());
}

TEST_F(MatchServiceTest, AnswersABatchInTheOrderOfItsCases) {
  grpc::ServerBuilder builder;
  builder.RegisterService(service_.get());
  const auto server = builder.BuildAndStart();
  const auto stub = v1::MatchService::NewStub(server->InProcessChannel({}));
  grpc::ClientContext context;
  const auto stream = stub->MatchStream(&context);
  constexpr int kCases = 300;
  std::thread sender([&] {
    for (int i = 0; i < kCases; ++i) {
      v1::MatchStreamRequest one;
      one.set_id(absl::StrCat(i));
      *one.mutable_request() =
          Question(i % 2 == 0 ? "boos, 8 jaar" : "wil niet meer leven", i % 10 == 0 ? "Nergenshuizen" : "Eibergen");
      stream->Write(one);
    }
    stream->WritesDone();
  });
  v1::MatchStreamResponse answer;
  int count = 0;
  for (; stream->Read(&answer); ++count) {
    EXPECT_EQ(answer.id(), absl::StrCat(count));
    EXPECT_EQ(answer.has_error(), count % 10 == 0);
    EXPECT_EQ(answer.error().reason(), count % 10 == 0 ? "PLACE_NOT_FOUND" : "");
  }
  sender.join();
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_EQ(count, kCases);
}

TEST_F(MatchServiceTest, AnswersEachCaseOfABatchBeforeTheNextIsAsked) {
  grpc::ServerBuilder builder;
  builder.RegisterService(service_.get());
  const auto server = builder.BuildAndStart();
  const auto stub = v1::MatchService::NewStub(server->InProcessChannel({}));
  grpc::ClientContext context;
  const auto stream = stub->MatchStream(&context);
  for (int i = 0; i < 3; ++i) {
    v1::MatchStreamRequest one;
    one.set_id(absl::StrCat(i));
    *one.mutable_request() = Question("boos");
    ASSERT_TRUE(stream->Write(one));
    v1::MatchStreamResponse answer;
    ASSERT_TRUE(stream->Read(&answer));
    EXPECT_EQ(answer.id(), one.id());
  }
  stream->WritesDone();
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(MatchServiceTest, RefusesAnOverrideThatSaysNothing) {
  v1::RecordOverrideRequest request;
  request.set_reason("omdat Jan het zei");
  request.set_municipality_code("Berkelland");
  request.add_problems("boosheid");
  EXPECT_EQ(FieldViolationsOf(service_->Answer(request).status()).size(), 5u);
  request.Clear();
  request.set_advised_level(v1::HELP_LEVEL_COMMUNITY);
  request.set_chosen_level(v1::HELP_LEVEL_BASIC_CARE);
  request.set_reason("wachttijd");
  request.set_municipality_code("GM1859");
  request.add_problems("boos");
  EXPECT_TRUE(service_->Answer(request).ok());
  const auto counts = service_->Answer(v1::CountOverridesRequest());
  ASSERT_TRUE(counts.ok()) << counts.status();
  EXPECT_EQ(counts->counts_size(), 2);
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
