#include "services/matching/texts.h"

#include <array>
#include <tuple>
#include <vector>

#include "absl/strings/match.h"
#include "services/matching/template.h"
#include "tests/services/matching/matcher_fixture.h"

namespace socialekaart {
namespace {

v1::MatchResponse Written(const std::string& question, int services, bool gap = false) {
  v1::MatchResponse response = AdviseOn(question);
  for (v1::LadderStep& step : *response.mutable_ladder()) {
    if (step.state() != v1::LadderStep::STATE_ADVISED) continue;
    step.set_gap(gap);
    for (int i = 0; i < services; ++i) {
      v1::Service& service = *step.add_suggestions()->mutable_service();
      service.set_display_name(absl::StrCat("Opvoedspreekuur Eibergen nummer ", i + 1));
      service.add_phones()->set_number("0545-123456");
    }
  }
  TheMatcher().WriteTexts(&response);
  return response;
}

TEST(TextsTest, WritesTheRecord) {
  const v1::MatchResponse response = Written("jongen 8 jaar, sinds scheiding boos op school", 1);
  EXPECT_EQ(
      response.record_text(),
      absl::StrCat(
          "Vraag: Boosheid en opstandig gedrag, Scheiding; 8 jaar. Advies: Vrij toegankelijke hulp. "
          "Reden: Vaak of snel boos: opvang, school of opvoedondersteuning kan vrij toegankelijk meedenken. Aanbod: "
          "Opvoedspreekuur Eibergen "
          "nummer 1 (0545-123456). Helpt dit niet: Wijkteam. Bij zorgen eerder terug. Beleid ",
          response.policy_version(), "."));
}

TEST(TextsTest, KeepsTheRecordWithinItsLimitAndNamesTheNextStep) {
  for (const char* question :
       {"", "boos", "wil dood, wordt geslagen, hoort stemmen, eet niks meer, is weggelopen en snijdt zich",
        "niet suicidaal", "thuiszitter", "huilbaby, ik schud mijn baby"}) {
    for (const int services : {0, 1, 3, 20}) {
      SCOPED_TRACE(question);
      const v1::MatchResponse response = Written(question, services, services == 0);
      EXPECT_LE(CodePoints(response.record_text()), static_cast<size_t>(kRecordTextLimit));
      EXPECT_TRUE(absl::StrContains(response.record_text(), "Helpt dit niet: ")) << response.record_text();
      EXPECT_TRUE(absl::StrContains(response.record_text(), response.policy_version())) << response.record_text();
      EXPECT_FALSE(absl::StrContains(response.record_text(), "{")) << response.record_text();
      EXPECT_FALSE(absl::StrContains(response.family_text(), "{")) << response.family_text();
      EXPECT_TRUE(absl::StrContains(response.family_text(), "112"));
      EXPECT_TRUE(absl::StrContains(response.family_text(), "De volgende stap is"));
    }
  }
}

TEST(TextsTest, SaysThatAnotherStepWasChosen) {
  v1::MatchRequest request;
  request.set_question("jongen 8 jaar, sinds scheiding boos op school");
  request.set_chosen_reason("wachttijd");
  struct Case {
    v1::HelpLevel chosen;
    const char* record;
    const char* family;
  };
  for (const auto& [chosen, record, family] : std::to_array<Case>({
           {v1::HELP_LEVEL_BASIC_CARE,
            "Afgeweken van dit advies. Gekozen: Basis-ggz en ambulante jeugdhulp. Reden: De wachttijd is te lang. "
            "Helpt dit niet: Specialistische",
            "De volgende stap is "},
           // What comes after a lighter step than was advised is the advised one.
           {v1::HELP_LEVEL_SELF_RELIANCE,
            "Gekozen: Eigen kracht en informatie. Reden: De wachttijd is te lang. Helpt dit niet: Vrij toegankelijke "
            "hulp.",
            "De volgende stap is "},
           {v1::HELP_LEVEL_RESIDENTIAL, "Helpt dit niet: Er is geen hogere stap", "112"},
       })) {
    request.set_chosen_level(chosen);
    v1::MatchResponse response = AdviseOn(request);
    TheMatcher().WriteTexts(&response);
    EXPECT_EQ(response.level(), v1::HELP_LEVEL_COMMUNITY);
    EXPECT_EQ(response.chosen_level(), chosen);
    EXPECT_EQ(response.chosen_reason(), "De wachttijd is te lang");
    EXPECT_TRUE(absl::StrContains(response.record_text(), "Advies: Vrij toegankelijke hulp. Reden: "))
        << response.record_text();
    EXPECT_TRUE(absl::StrContains(response.record_text(), record)) << response.record_text();
    EXPECT_TRUE(absl::StrContains(response.family_text(), family)) << response.family_text();
  }
  request.set_chosen_level(v1::HELP_LEVEL_COMMUNITY);
  v1::MatchResponse same = AdviseOn(request);
  TheMatcher().WriteTexts(&same);
  EXPECT_EQ(same.chosen_level(), v1::HELP_LEVEL_UNSPECIFIED);
  EXPECT_FALSE(absl::StrContains(same.record_text(), "Afgeweken")) << same.record_text();
}

TEST(TextsTest, AChoiceTakesNoRedFlagAway) {
  v1::MatchRequest request;
  request.set_question("meisje 15 wil dood");
  const v1::MatchResponse before = AdviseOn(request);
  request.set_chosen_level(v1::HELP_LEVEL_SELF_RELIANCE);
  request.set_chosen_reason("lichter");
  v1::MatchResponse response = AdviseOn(request);
  TheMatcher().WriteTexts(&response);
  EXPECT_EQ(response.safety().SerializeAsString(), before.safety().SerializeAsString());
  EXPECT_EQ(response.level(), before.level());
  EXPECT_TRUE(absl::StartsWith(response.record_text(), "VEILIGHEID: suicidaliteit.")) << response.record_text();
  EXPECT_TRUE(absl::StrContains(response.record_text(), "Afgeweken van dit advies.")) << response.record_text();
  EXPECT_TRUE(absl::StrContains(response.family_text(), "113 Zelfmoordpreventie: 113")) << response.family_text();
}

TEST(TextsTest, AChoiceIsAStepWithAReason) {
  for (const auto& [level, reason, field] : std::to_array<std::tuple<v1::HelpLevel, const char*, const char*>>({
           {v1::HELP_LEVEL_BASIC_CARE, "", "chosen_reason"},
           {v1::HELP_LEVEL_BASIC_CARE, "zomaar", "chosen_reason"},
           {v1::HELP_LEVEL_UNSPECIFIED, "wachttijd", "chosen_reason"},
           {v1::HELP_LEVEL_SAFETY, "wachttijd", "chosen_level"},
       })) {
    v1::MatchRequest request;
    request.set_chosen_level(level);
    request.set_chosen_reason(reason);
    const auto response = TheMatcher().Advise(request, "");
    EXPECT_TRUE(absl::IsInvalidArgument(response.status()));
    EXPECT_TRUE(absl::StrContains(response.status().message(), field)) << response.status();
  }
}

TEST(TextsTest, PutsSafetyFirst) {
  const v1::MatchResponse response = Written("meisje 15 wil dood", 0);
  EXPECT_TRUE(absl::StartsWith(response.record_text(), "VEILIGHEID: suicidaliteit.")) << response.record_text();
  EXPECT_TRUE(absl::StrContains(response.family_text(), "113 Zelfmoordpreventie: 113")) << response.family_text();
  // A denied mention is for the practitioner, not for the leaflet.
  EXPECT_FALSE(absl::StrContains(Written("niet suicidaal", 0).family_text(), "113 Zelfmoordpreventie"));
}

TEST(TextsTest, HoldsNothingOfTheQuestion) {
  const v1::MatchResponse response =
      Written("Tim Jansen uit de Kerkstraat 5 is boos op meester Peter van de Wilgen", 1);
  for (const std::string& text : {response.record_text(), response.family_text()}) {
    for (const char* word : {"Tim", "Jansen", "Kerkstraat", "Peter", "Wilgen"})
      EXPECT_FALSE(absl::StrContains(text, word)) << text;
  }
}

TEST(TemplateTest, FillsChecksAndShortens) {
  EXPECT_EQ(Fill("{a} en {b}", {{"a", "{b}"}, {"b", "2"}}), "{b} en 2");
  EXPECT_TRUE(CheckTemplate("{a}", {"a"}).ok());
  EXPECT_FALSE(CheckTemplate("{b}", {"a"}).ok());
  EXPECT_FALSE(CheckTemplate("{a", {"a"}).ok());
  EXPECT_FALSE(CheckTemplate("", {}).ok());
  EXPECT_EQ(Shorten("één twee drie", 13), "één twee drie");
  EXPECT_EQ(Shorten("één twee drie", 12), "één twee...");
  EXPECT_EQ(Shorten("ééééééé", 5), "éé...");
  EXPECT_EQ(CodePoints("é😀"), 2u);
}

}  // namespace
}  // namespace socialekaart
