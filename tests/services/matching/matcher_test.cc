#include "services/matching/matcher.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "indexer/base/codec.h"
#include "indexer/base/status.h"
#include "services/matching/template.h"
#include "tests/services/matching/matcher_fixture.h"

namespace socialekaart {
namespace {

constexpr v1::HelpLevel kSelf = v1::HELP_LEVEL_SELF_RELIANCE;
constexpr v1::HelpLevel kCommunity = v1::HELP_LEVEL_COMMUNITY;
constexpr v1::HelpLevel kTeam = v1::HELP_LEVEL_LOCAL_TEAM;
constexpr v1::HelpLevel kPoh = v1::HELP_LEVEL_PRACTICE_SUPPORT;
constexpr v1::HelpLevel kSoh = v1::HELP_LEVEL_PRACTICE_SPECIALIST;
constexpr v1::HelpLevel kBasic = v1::HELP_LEVEL_BASIC_CARE;
constexpr v1::HelpLevel kSpecialist = v1::HELP_LEVEL_SPECIALIST_CARE;
constexpr v1::HelpLevel kResidential = v1::HELP_LEVEL_RESIDENTIAL;

v1::LadderStep StepOf(const v1::MatchResponse& response, v1::HelpLevel level) {
  for (const v1::LadderStep& step : response.ladder()) {
    if (step.level() == level) return step;
  }
  return {};
}

TEST(MatcherTest, AnswersTheFirstQuestion) {
  const v1::MatchResponse response = AdviseOn("jongen 8 jaar, sinds scheiding boos op school");
  EXPECT_EQ(response.level(), kCommunity);
  EXPECT_DOUBLE_EQ(response.age_years(), 8);
  EXPECT_FALSE(response.has_safety());
  EXPECT_EQ(Matcher::ProblemsOf(response), (std::vector<std::string>{"boos", "scheid"}));
  ASSERT_EQ(response.reasons_size(), 3);
  EXPECT_EQ(response.reasons(0).rule(), "boos.vaak");
  EXPECT_EQ(response.reasons(1).rule(), "scheid.floor");
  EXPECT_EQ(response.reasons(2).rule(), "scheiding.verloop");
  ASSERT_EQ(response.ladder_size(), 8);
  EXPECT_EQ(StepOf(response, kSelf).state(), v1::LadderStep::STATE_NOT_ENOUGH);
  EXPECT_EQ(StepOf(response, kSelf).reasons(0).rule(), "boos.vaak");
  EXPECT_EQ(StepOf(response, kCommunity).state(), v1::LadderStep::STATE_ADVISED);
  EXPECT_EQ(StepOf(response, kTeam).state(), v1::LadderStep::STATE_NEXT);
  EXPECT_EQ(StepOf(response, kPoh).state(), v1::LadderStep::STATE_NOT_NEEDED);
  EXPECT_EQ(response.open_questions_size(), 5);
  EXPECT_EQ(response.open_questions(0).field(), "assessment.risk");
  EXPECT_EQ(response.open_questions(0).level_if_worst(), kSpecialist);
  EXPECT_FALSE(response.policy_version().empty());
}

TEST(MatcherTest, AdvisesTheLowestLevelThatIsEnough) {
  for (const auto& [question, age, level] : std::vector<std::tuple<std::string, double, v1::HelpLevel>>{
           {"", -1, kSelf},
           {"driftbuien", 2, kSelf},
           {"driftbuien", 9, kCommunity},
           {"bang in het donker", 4, kSelf},
           {"bang in het donker", 10, kCommunity},
           {"bedplassen", 4, kSelf},
           {"bedplassen", 8, kCommunity},
           {"niet zindelijk", 3, kSelf},
           {"boos", 2, kSelf},
           {"boos", -1, kCommunity},
           {"puber met grote mond", 14, kSelf},
           {"te veel schermtijd", 10, kSelf},
           {"hoort dit bij de leeftijd", 6, kSelf},
           {"opa overleden, verdriet", 9, kCommunity},
           {"hond overleden", 9, kSelf},
           {"gepest op school", 10, kCommunity},
           {"niet gepest", 10, kSelf},
           {"vroeger gepest", 10, kSelf},
           {"broertje wordt gepest", 10, kCommunity},
           {"adhd?", 8, kCommunity},
           {"huilbaby", 0.2, kCommunity},
           {"taalachterstand", 3, kCommunity},
           {"vechtscheiding", 8, kTeam},
           {"thuiszitter", 13, kTeam},
           {"vader aan de drank", 11, kTeam},
           {"moeder depressief", 11, kCommunity},
           {"slaat zijn moeder", 13, kTeam},
           {"paniekaanvallen", 15, kPoh},
           {"depressief", 15, kPoh},
           {"dwanghandelingen", 12, kPoh},
           {"wil niet naar school en is angstig", 11, kPoh},
           {"autisme?", 7, kPoh},
           {"wil dood", 15, kPoh},
           {"hoort stemmen", 16, kBasic},
           {"eet niks meer", 12, kSpecialist},
           {"eet niks meer", 16, kBasic},
       }) {
    EXPECT_EQ(AdviseOn(question, age).level(), level) << question << ", " << age;
  }
}

TEST(MatcherTest, GivesEachGemeenteItsOwnLadder) {
  v1::MatchRequest request;
  request.set_question("depressief, 15 jaar");
  for (const auto& [code, level, team] : std::vector<std::tuple<std::string, v1::HelpLevel, std::string>>{
           {"", kPoh, "Wijkteam"},
           {"GM9999", kPoh, "Wijkteam"},
           {"GM1859", kPoh, "Voormekaar"},
           {"GM1586", kPoh, "Sociaal team Oost Gelre"},
           {"GM0197", kPoh, "Sociaal team Aalten"},
           {"GM0294", kPoh, "Sociaal team Winterswijk"},
           {"GM0106", kPoh, "Sociaal team Assen"},
           {"GM1876", kPoh, "Sociaal team Bronckhorst"},
           {"GM1955", kTeam, "Sociaal Team-Jeugd"},
           {"GM1509", kSoh, "Sociaal team Oude IJsselstreek"},
           {"GM0222", kSoh, "Sociaal team Doetinchem"},
       }) {
    SCOPED_TRACE(code);
    const v1::MatchResponse response = AdviseOn(request, code);
    EXPECT_EQ(response.level(), level);
    EXPECT_EQ(StepOf(response, kTeam).display_name(), team);
    if (level != kPoh) {
      EXPECT_EQ(StepOf(response, kPoh).state(), v1::LadderStep::STATE_NOT_OFFERED);
    }
  }
  EXPECT_EQ(StepOf(AdviseOn(request, "GM1859"), kSoh).state(), v1::LadderStep::STATE_NOT_OFFERED);
  EXPECT_EQ(StepOf(AdviseOn(request, "GM1859"), kBasic).state(), v1::LadderStep::STATE_NEXT);
  EXPECT_EQ(StepOf(AdviseOn(request, "GM1876"), kSoh).state(), v1::LadderStep::STATE_NEXT);
}

TEST(MatcherTest, GoesAboveWhatWasTried) {
  v1::MatchRequest request;
  request.set_question("jongen 8 jaar boos");
  for (const auto& [tried, level] : std::vector<std::pair<std::vector<v1::HelpLevel>, v1::HelpLevel>>{
           {{}, kCommunity},
           {{kSelf}, kCommunity},
           {{kCommunity}, kTeam},
           {{kTeam}, kPoh},
           {{kTeam, kCommunity}, kPoh},
           {{kPoh}, kSoh},
           {{kBasic}, kSpecialist},
           {{kSpecialist}, kResidential},
           {{kResidential}, kResidential},
       }) {
    request.clear_tried_levels();
    for (const v1::HelpLevel one : tried) request.add_tried_levels(one);
    const v1::MatchResponse response = AdviseOn(request);
    EXPECT_EQ(response.level(), level);
    for (const v1::HelpLevel one : tried) {
      if (one < level) {
        EXPECT_EQ(StepOf(response, one).state(), v1::LadderStep::STATE_TRIED);
      }
    }
  }
}

TEST(MatcherTest, SaysThatThePohStandsOnTheStep) {
  v1::MatchRequest request;
  request.set_question("boos, 8 jaar");
  const auto stands = [&](v1::RequesterRole role, v1::HelpLevel level) {
    request.set_requester_role(role);
    const v1::LadderStep step = StepOf(AdviseOn(request), level);
    for (const v1::Reason& reason : step.reasons()) {
      if (reason.rule() == "rol.hier") return true;
    }
    return false;
  };
  EXPECT_TRUE(stands(v1::REQUESTER_ROLE_POH_JEUGD, kPoh));
  EXPECT_TRUE(stands(v1::REQUESTER_ROLE_SOH_KJP, kSoh));
  EXPECT_FALSE(stands(v1::REQUESTER_ROLE_GP, kPoh));
  EXPECT_FALSE(stands(v1::REQUESTER_ROLE_UNSPECIFIED, kPoh));
}

TEST(MatcherTest, ExplainsEveryStep) {
  for (const char* question : {"", "boos", "wil dood", "driftbuien, 2 jaar", "thuiszitter", "vader slaat moeder"}) {
    for (const char* code : {"", "GM1859", "GM1876", "GM1955", "GM1509"}) {
      v1::MatchRequest request;
      request.set_question(question);
      const v1::MatchResponse response = AdviseOn(request, code);
      ASSERT_GE(response.reasons_size(), 1);
      EXPECT_NE(response.level(), v1::HELP_LEVEL_SAFETY);
      int advised = 0;
      for (const v1::LadderStep& step : response.ladder()) {
        advised += step.state() == v1::LadderStep::STATE_ADVISED ? 1 : 0;
        ASSERT_GE(step.reasons_size(), 1) << question << " " << step.ShortDebugString();
        for (const v1::Reason& reason : step.reasons()) EXPECT_FALSE(reason.rule().empty() || reason.text().empty());
        if (step.level() < response.level() && step.state() == v1::LadderStep::STATE_NOT_ENOUGH) {
          EXPECT_GT(step.reasons(0).level(), step.level());
        }
      }
      EXPECT_EQ(advised, 1);
    }
  }
}

TEST(MatcherTest, AsksAboutSafetyFirst) {
  for (const auto& [question, field] : std::vector<std::pair<std::string, std::string>>{
           {"somber", "safety.suicidaliteit"},
           {"depressief", "safety.suicidaliteit"},
           {"ruzie thuis", "safety.kindermishandeling"},
           {"huilbaby", "safety.baby-in-gevaar"},
           {"bezig met gewicht", "safety.eetstoornis-gevaar"},
           {"jongen van 13 slaat zijn moeder", "safety.geweld-door-jongere"},
       }) {
    EXPECT_EQ(AdviseOn(question).open_questions(0).field(), field) << question;
  }
  // What is raised already is not asked.
  EXPECT_NE(AdviseOn("somber en wil dood").open_questions(0).field(), "safety.suicidaliteit");
}

TEST(MatcherTest, AsksOnlyWhatWouldChangeTheLevel) {
  v1::MatchRequest request;
  request.set_question("boos, 8 jaar");
  v1::Assessment& ratings = *request.mutable_assessment();
  ratings.set_risk(4);
  ratings.set_stressors(4);
  ratings.set_support(4);
  EXPECT_EQ(AdviseOn(request).level(), kResidential);
  EXPECT_EQ(AdviseOn(request).open_questions_size(), 0);
  ratings.clear_support();
  const v1::MatchResponse response = AdviseOn(request);
  EXPECT_EQ(response.level(), kSpecialist);
  ASSERT_EQ(response.open_questions_size(), 1);
  EXPECT_EQ(response.open_questions(0).field(), "assessment.support");
  EXPECT_EQ(response.open_questions(0).level_if_worst(), kResidential);
}

TEST(MatcherTest, UnderstandsCodes) {
  for (const auto& [code, problems, level] :
       std::vector<std::tuple<std::string, std::vector<std::string>, v1::HelpLevel>>{
           {"icpc-1:P22", {}, kSelf},
           {"icpc-1:P12", {"zind"}, kCommunity},
           {"icpc-1:P12.01", {"zind"}, kCommunity},
           {"ICPC-1:p12", {"zind"}, kCommunity},
           {"icpc-1:P74", {"angst"}, kPoh},
           {"icpc-1:P76", {"somber"}, kPoh},
           {"cap-j:A102", {"angst"}, kCommunity},
           {"probleemdomein:slaap", {"slaap"}, kSelf},
           {"probleemdomein:leren", {"leren"}, kCommunity},
       }) {
    SCOPED_TRACE(code);
    v1::MatchRequest request;
    request.set_age_years(9);
    request.add_problem_codes(code);
    const v1::MatchResponse response = AdviseOn(request);
    ASSERT_GE(response.problems_size(), 1);
    EXPECT_EQ(response.problems(0).offset(), -1);
    EXPECT_FALSE(response.problems(0).code().empty());
    if (!problems.empty()) {
      EXPECT_EQ(Matcher::ProblemsOf(response), problems);
      EXPECT_EQ(response.level(), level);
    }
  }
}

TEST(MatcherTest, MasksBeforeItUnderstands) {
  const v1::MatchResponse response = AdviseOn("Tim (zoon heet Tim), bsn 111222333, tel 06-12345678, is boos");
  EXPECT_EQ(response.masked_size(), 4);
  for (const v1::UnderstoodProblem& problem : response.problems()) {
    EXPECT_FALSE(absl::StrContains(problem.matched_text(), "Tim") ||
                 absl::StrContains(problem.matched_text(), "111222333"));
  }
  // A masked name inside a wording is not echoed.
  const v1::MatchResponse hurt = AdviseOn("vader slaat mijn zoon Tim");
  EXPECT_FALSE(absl::StrContains(hurt.DebugString(), "Tim"));
  EXPECT_TRUE(hurt.has_safety());
}

TEST(MatcherTest, RefusesEveryFaultAtOnce) {
  v1::MatchRequest request;
  request.set_question("goed\xff" + std::string(4000, 'x'));
  request.set_age_years(-1);
  request.mutable_assessment()->set_risk(5);
  request.mutable_assessment()->set_support(-1);
  request.add_problem_codes("icpc-1:X00");
  request.add_problem_codes("icpc-2:P21");
  request.add_problem_codes("angst");
  request.add_problem_codes("probleemdomein:fietsen");
  request.add_tried_levels(v1::HELP_LEVEL_SAFETY);
  request.set_max_services_per_level(21);
  request.set_requester_role(static_cast<v1::RequesterRole>(99));
  const auto response = TheMatcher().Advise(request, "");
  ASSERT_EQ(response.status().code(), absl::StatusCode::kInvalidArgument);
  std::vector<std::string> fields;
  for (const v1::FieldViolation& violation : FieldViolationsOf(response.status())) fields.push_back(violation.field());
  EXPECT_EQ(fields, (std::vector<std::string>{"question", "question", "problem_codes[0]", "problem_codes[1]",
                                              "problem_codes[2]", "problem_codes[3]", "age_years", "requester_role",
                                              "assessment.risk", "assessment.support", "tried_levels[0]",
                                              "max_services_per_level"}));
  EXPECT_FALSE(absl::StrContains(response.status().message(), "xxx")) << "an error must not repeat the question";

  request.Clear();
  request.set_age_years(std::numeric_limits<double>::quiet_NaN());
  for (int i = 0; i < 21; ++i) request.add_problem_codes("cap-j:A102");
  EXPECT_EQ(FieldViolationsOf(TheMatcher().Advise(request, "").status()).size(), 2u);
}

TEST(MatcherTest, SurvivesAnyText) {
  for (const std::string& text :
       {std::string(4000, 'a'), std::string(4000, ' '), std::string(4000, '1'), std::string(4000, '.'),
        std::string("\0\0", 2), std::string("\r\n\t"), std::string("{step} {next} %s"), std::string("\u0301\u0301"),
        std::string("Ĳs is boos"), std::string("@@@ +31 +31 ((("), std::string("06 06 06 06 06 06"),
        std::string("jaar jaar 8 jr j j 9")}) {
    v1::MatchResponse response = AdviseOn(text);
    TheMatcher().WriteTexts(&response);
    EXPECT_LE(CodePoints(response.record_text()), 600u);
  }
  std::string wil;
  while (wil.size() < 3990) wil += "wil niet ";
  AdviseOn(wil + "dood");
}

TEST(MatcherTest, UnderstandsAPohNoteFarWithinAMillisecond) {
  const std::string note =
      "jongen 8 jr, sinds scheiding van ouders boos op school, thuis gaat het wel, slaapt slecht en heeft "
      "nachtmerries, moeder maakt zich zorgen, "
      "wordt niet gepest, vorig jaar wel faalangst gehad, wil niet naar school, geen suicidaliteit, cijfers gaan "
      "achteruit";
  AdviseOn(note);
  constexpr int kTimes = 200;
  const absl::Time start = absl::Now();
  for (int i = 0; i < kTimes; ++i) AdviseOn(note);
  // The bound is for a slow, busy machine without optimization.
  EXPECT_LT((absl::Now() - start) / kTimes, absl::Milliseconds(5));
  RecordProperty("microseconds", static_cast<int>(absl::ToInt64Microseconds((absl::Now() - start) / kTimes)));
}

TEST(MatcherTest, RefusesDataThatDoesNotHangTogether) {
  const std::filesystem::path source = SOCIALEKAART_SOURCE_DIR "/data";
  const std::filesystem::path copy = std::filesystem::path(testing::TempDir()) / "matcher_data";
  for (const auto& [file, from, to, expected] :
       std::vector<std::tuple<std::string, std::string, std::string, std::string>>{
           {"policy/default.textproto", "\"boos.boos\"", "\"boos.bozig\"", "boos.bozig"},
           {"policy/default.textproto", "field: \"risk\" at_least: 3", "field: \"risico\" at_least: 3",
            "rule risico.3"},
           {"policy/default.textproto", "id: \"risico.4\"", "id: \"risico.3\"", "needs an id of its own"},
           {"policy/default.textproto", "{ minimum_problems: 3 }", "{ minimum_age: 3 }", "a rule on age alone"},
           {"policy/default.textproto", "{reason}", "{naam}", "unknown placeholder {naam}"},
           {"policy/default.textproto", "version: \"", "versie: \"", "default.textproto:"},
           {"policy/overlays.textproto", "\"GM0106\"", "\"GM1859\"", "has an overlay already"},
           {"policy/overlays.textproto", "HELP_LEVEL_PRACTICE_SUPPORT]", "HELP_LEVEL_RESIDENTIAL]",
            "offered everywhere"},
           {"policy/overlays.textproto", "by: HELP_LEVEL_LOCAL_TEAM", "by: HELP_LEVEL_BASIC_CARE",
            "a cover is by a lower step"},
           {"policy/overlays.textproto", "\"VO2504\"", "\"PO2504\"", "its sector is PO or VO"},
           {"lexicon/flags.textproto", "topics: [\"psychose\"]", "topics: [\"koorts\"]", "koorts"},
           {"lexicon/problems.textproto", "problem: \"hb\"", "problem: \"hoog\"", "hb.hoogbegaafd"},
           {"lexicon/problems.textproto", "\"hoogbegaafd\"", "\"@onbekend\"", "no word class @onbekend"},
           {"lexicon/words.textproto", "classes { id: \"ouder\"", "classes { id: \"ouders\"", "@ouder"},
           {"lexicon/masking.textproto", ", \"december|dec\"", "", "12 months"},
           {"help_lines.textproto", "topics { id: \"psychose\"", "topics { id: \"waan\"", "psychose"},
       }) {
    SCOPED_TRACE(expected);
    std::filesystem::remove_all(copy);
    for (const char* part : {"policy", "lexicon"}) {
      std::filesystem::create_directories(copy / part);
      std::filesystem::copy(source / part, copy / part);
    }
    for (const char* part : {"taxonomy.textproto", "help_lines.textproto"})
      std::filesystem::copy(source / part, copy / part);
    const auto text = ReadFile(source / file);
    ASSERT_TRUE(text.ok() && absl::StrContains(*text, from)) << file << " no longer holds " << from;
    std::ofstream(copy / file) << absl::StrReplaceAll(*text, {{from, to}});
    const auto matcher = Matcher::Load(copy, TheAnalyzer());
    ASSERT_FALSE(matcher.ok());
    EXPECT_TRUE(absl::StrContains(matcher.status().message(), expected)) << matcher.status();
  }
  std::filesystem::remove_all(copy);
  EXPECT_EQ(Matcher::Load(copy, TheAnalyzer()).status().code(), absl::StatusCode::kNotFound);
}

TEST(MatcherTest, KnowsWhoMayOpenWhichDoor) {
  for (const auto& [access, role, fit] : std::vector<std::tuple<std::vector<std::string>, v1::RequesterRole, v1::Fit>>{
           {{}, v1::REQUESTER_ROLE_GP, v1::FIT_UNKNOWN},
           {{"vrij"}, v1::REQUESTER_ROLE_OTHER, v1::FIT_YES},
           {{"vrij"}, v1::REQUESTER_ROLE_UNSPECIFIED, v1::FIT_YES},
           {{"verwijzing"}, v1::REQUESTER_ROLE_GP, v1::FIT_YES},
           {{"verwijzing"}, v1::REQUESTER_ROLE_POH_JEUGD, v1::FIT_YES},
           {{"verwijzing"}, v1::REQUESTER_ROLE_SOH_KJP, v1::FIT_YES},
           {{"verwijzing"}, v1::REQUESTER_ROLE_YOUTH_DOCTOR, v1::FIT_YES},
           {{"verwijzing"}, v1::REQUESTER_ROLE_LOCAL_TEAM, v1::FIT_NO},
           {{"verwijzing"}, v1::REQUESTER_ROLE_SCHOOL, v1::FIT_NO},
           {{"verwijzing"}, v1::REQUESTER_ROLE_UNSPECIFIED, v1::FIT_UNKNOWN},
           {{"beschikking"}, v1::REQUESTER_ROLE_LOCAL_TEAM, v1::FIT_YES},
           {{"beschikking"}, v1::REQUESTER_ROLE_GP, v1::FIT_NO},
           {{"verwijzing", "beschikking"}, v1::REQUESTER_ROLE_LOCAL_TEAM, v1::FIT_YES},
           {{"gecertificeerde-instelling"}, v1::REQUESTER_ROLE_GP, v1::FIT_NO},
           {{"gecertificeerde-instelling", "vrij"}, v1::REQUESTER_ROLE_GP, v1::FIT_YES},
           {{"school"}, v1::REQUESTER_ROLE_SCHOOL, v1::FIT_YES},
           {{"school"}, v1::REQUESTER_ROLE_POH_JEUGD, v1::FIT_UNKNOWN},
           {{"eigen-huisarts"}, v1::REQUESTER_ROLE_POH_JEUGD, v1::FIT_YES},
           {{"eigen-huisarts"}, v1::REQUESTER_ROLE_SCHOOL, v1::FIT_UNKNOWN},
       }) {
    v1::ServiceProfile profile;
    for (const std::string& door : access) profile.add_access(door);
    EXPECT_EQ(TheMatcher().AccessFit(role, profile), fit)
        << absl::StrJoin(access, " ") << ", " << v1::RequesterRole_Name(role);
  }
}

}  // namespace
}  // namespace socialekaart
