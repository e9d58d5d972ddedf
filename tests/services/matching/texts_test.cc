#include "services/matching/texts.h"

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
