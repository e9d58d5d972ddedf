#include "services/matching/safety.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "indexer/base/codec.h"
#include "indexer/base/date.h"
#include "tests/services/matching/matcher_fixture.h"

namespace socialekaart {
namespace {

// A flag is raised, sure or soft; more topics than the one asked for are welcome.
bool Raises(const v1::MatchResponse& response, const std::string& topic, bool soft) {
  if (!response.has_safety() || response.safety().soft() != soft) return false;
  return absl::StrContains(absl::StrCat(" ", absl::StrJoin(response.safety().topics(), " "), " "),
                           absl::StrCat(" ", topic, " "));
}

TEST(SafetyTest, RaisesEveryTopicInEverydayWords) {
  for (const auto& [topic, texts] : std::vector<std::pair<std::string, std::vector<std::string>>>{
           {"acuut-gevaar",
            {"hij dreigt te springen", "heeft pillen ingenomen", "is bewusteloos", "staat met een mes in zijn hand",
             "ademt niet", "dreigt met mes", "staat nu op het dak", "heeft een hele strip paracetamol ingenomen",
             "niet wakker te krijgen"}},
           {"suicidaliteit",
            {"wil niet meer leven",
             "wil dood",
             "zelfmoord",
             "er niet meer zijn",
             "afscheidsbrief",
             "leven hoeft niet",
             "pillen verzameld",
             "Ze zegt dat ze DOOD wil",
             "meisje 15 wil er niet meer zijn",
             "ik wil dood",
             "was ik maar dood",
             "hij wil liever dood zijn",
             "het leven heeft geen zin meer",
             "suïcidaal",
             "suicidaal",
             "suicidale gedachten",
             "maakt er een eind aan",
             "gaat zichzelf iets aandoen",
             "bang dat hij zich iets aandoet",
             "het gaat niet goed hij wil dood",
             "slaapt niet en wil dood",
             "gaat niet naar school wil dood",
             "moeder zegt dat hij niet meer wil leven",
             "doodswens",
             "heeft zelfmoordgedachten",
             "wil voor de trein springen",
             "wil zich ophangen",
             "klaar met leven",
             "iedereen is beter af zonder mij",
             "weet niet of hij dood wil",
             "suicidaliteit niet uitgesloten",
             "niet alleen somber maar ook suicidaal",
             "kijkt films over zelfmoord en wil zelf ook dood",
             "wil het liefst niet meer wakker worden",
             "vroeger somber maar nu suïcidaal",
             "geen vrienden en wil dood",
             "ik maak mezelf dood",
             "tentamen suicidii",
             "wil uit het leven stappen"}},
           {"zelfbeschadiging",
            {"snijdt zich", "krast", "krassen op armen", "automutilatie", "snijdt zichzelf", "littekens op armen",
             "ze snijdt in haar polsen", "ik snij mezelf", "doet zichzelf pijn", "beschadigt zichzelf",
             "zelfbeschadiging", "heeft zichzelf gesneden", "brandt zichzelf met een aansteker"}},
           {"kindermishandeling",
            {"wordt geslagen", "blauwe plekken", "krijgt niet te eten", "opgesloten", "mishandeling", "verwaarloosd",
             "vieze kleren", "alleen thuis gelaten", "vader slaat hem", "door vader geslagen",
             "krijgt klappen van zijn stiefvader", "durft niet naar huis", "moeder slaat mijn zoon",
             "ik heb hem geslagen", "broertje wordt geslagen", "thuis niet veilig", "komt met honger op school"}},
           {"huiselijk-geweld",
            {"vader slaat moeder", "papa slaat mama", "huiselijk geweld", "geweld thuis",
             "moeder wordt geslagen door vader", "mijn man slaat me", "haar ex stalkt", "ouders slaan elkaar",
             "getuige van geweld tussen ouders"}},
           {"seksueel-misbruik",
            {"aangezeten", "naaktfoto's gedeeld", "misbruikt", "verkracht", "incest", "sexting", "foto doorgestuurd",
             "sextortion", "gedwongen tot seks", "aangerand", "opa heeft aan haar gezeten",
             "wordt gechanteerd met een filmpje", "nudes rondgestuurd"}},
           {"psychose",
            {"hoort stemmen", "wordt achtervolgd", "waanbeelden", "in de war", "slaapt dagen niet", "psychose",
             "hallucineert", "ziet dingen die er niet zijn", "manisch", "stemmen in zijn hoofd",
             "denkt dat hij afgeluisterd wordt"}},
           {"eetstoornis-gevaar",
            {"eet niks meer", "drinkt niet", "flauwvallen", "braakt na eten", "snel afgevallen", "eet niets meer",
             "valt flauw", "40 kilo", "braakt na het eten", "anorexia", "anorexie", "steekt vinger in haar keel",
             "gebruikt laxeermiddelen", "10 kilo afgevallen"}},
           {"intoxicatie",
            {"in coma", "ghb", "3-mmc elke dag", "lachgas en gevoelloze benen", "overdosis", "te veel pillen genomen",
             "alcoholvergiftiging", "gebruikt dagelijks speed"}},
           {"vermist-uitbuiting",
            {"weggelopen", "is niet thuisgekomen", "uitgehuwelijkt", "blijft achter in het buitenland", "vermist",
             "loverboy", "krijgt dure spullen", "oudere vriend", "uitgebuit", "gedwongen trouwen",
             "oudere vriend betaalt alles", "eerwraak", "achterlating", "geldezel"}},
           {"geweld-door-jongere",
            {"bedreigt met mes", "steekt dingen in brand", "dreigt met mes", "gaat iemand wat aandoen",
             "brand gesticht", "neemt een mes mee naar school", "wil zijn klasgenoot vermoorden", "mishandelt dieren",
             "heeft iemand in elkaar geslagen"}},
           {"baby-in-gevaar",
            {"ik schud mijn baby", "ik doe hem wat aan", "bang dat ik iets doe", "baby door elkaar geschud",
             "bang dat ik de baby iets aandoe", "ik kan het huilen niet meer aan", "gooi hem zo tegen de muur"}},
           {"ouder-in-gevaar",
            {"ik trek het niet meer, ik doe iets", "moeder wil dood", "vader is suïcidaal",
             "moeder wil niet meer leven", "ik doe mezelf wat aan", "moeder gaat haar kinderen iets aandoen",
             "wil moeder niet meer leven"}},
           {"lichamelijk-alarm",
            {"hoofdpijn en braken", "heeft toevallen", "bedplassen en veel dorst", "gewichtsverlies", "ineens scheel",
             "wegrakingen", "kan plotseling niet meer lopen", "stijve nek"}},
       }) {
    for (const std::string& text : texts) {
      const v1::MatchResponse response = AdviseOn(text);
      EXPECT_TRUE(Raises(response, topic, false)) << topic << " in: " << text << " -> " << SafetyOf(response);
      EXPECT_GE(response.level(), v1::HELP_LEVEL_PRACTICE_SUPPORT) << text;
      EXPECT_FALSE(response.safety().first_step().empty());
      EXPECT_FALSE(response.safety().help_lines().empty());
      EXPECT_FALSE(response.safety().reasons().empty());
    }
  }
}

TEST(SafetyTest, IsSoftWhenDeniedPastAboutAnotherOrOnlyAReasonToAsk) {
  for (const auto& [topic, texts] : std::vector<std::pair<std::string, std::vector<std::string>>>{
           {"suicidaliteit",
            {"hij is NIET suïcidaal", "wil niet dood", "geen suïcidale gedachten", "ontkent suïcidaliteit",
             "geen sprake van suïcidaliteit", "ontkent dat hij dood wil", "oma wil niet meer leven",
             "vorig jaar zelfmoordpoging", "suïcidaliteit: ontkend", "wil echt niet dood",
             "nooit gedacht aan zelfmoord", "zonder suïcidaliteit", "heeft een plan", "oom heeft zelfmoord gepleegd",
             "vriendin wil dood", "ziet het niet meer zitten", "vader is overleden aan zelfmoord",
             "zegt dat ze er klaar mee is"}},
           {"huiselijk-geweld", {"geen geweld thuis", "geen huiselijk geweld", "vroeger huiselijk geweld"}},
           {"kindermishandeling",
            {"wordt niet geslagen", "geen blauwe plekken", "wordt op school geslagen door klasgenoten",
             "bang voor zijn vader"}},
           {"zelfbeschadiging", {"geen automutilatie", "snijdt zich niet", "vroeger automutilatie"}},
           {"psychose", {"hoort geen stemmen", "geen psychose"}},
           {"geweld-door-jongere", {"jongen 13 slaat zijn moeder", "ouders zijn bang voor hun kind"}},
           {"ouder-in-gevaar", {"ik trek het niet meer"}},
       }) {
    for (const std::string& text : texts) {
      const v1::MatchResponse response = AdviseOn(text);
      EXPECT_TRUE(Raises(response, topic, true)) << topic << " in: " << text << " -> " << SafetyOf(response);
    }
  }
}

TEST(SafetyTest, RaisesNoFlagOnFiguresOfSpeechStoriesAndEverydayWords) {
  for (const char* text : {
           "lach me dood om hem",
           "hij is doodmoe",
           "boomhut slaan met papa",
           "moord in het spel",
           "dood op tv",
           "bang in het donker",
           "driftbuien van 2-jarige",
           "jongen 8 jr, sinds scheiding boos op school, thuis gaat het wel",
           "gaat dood van de honger",
           "schaamt zich dood",
           "verveelt zich dood op school",
           "schiet mensen dood in fortnite",
           "spreekbeurt over zelfmoord",
           "film over een psychose",
           "werkstuk over kindermishandeling",
           "opa is dood",
           "hond doodgegaan en verdrietig",
           "doodsbang voor honden",
           "blauwe plekken van het voetballen",
           "slaat nergens op",
           "schudt zijn hoofd",
           "snijdt papier",
           "rookt niet en drinkt niet",
           "de poes is weggelopen",
           "loopt weg uit de klas",
           "verhaal over een loverboy",
           "druk en luistert niet",
           "slaapt slecht",
           "eet slecht",
           "wil niet naar school",
           "moeder vindt hem druk",
           "huilbaby",
           "bedplassen",
           "gepest op school",
           "ruzie thuis",
           "somber",
           "wil niet eten",
           "geen zin in school",
           "kan niet stilzitten",
           "vader drinkt",
           "jaloers op de baby",
           "krijgt altijd zijn zin",
           "",
           "speelt graag politie en boefje",
           "peuter slaat andere kinderen",
           "hij bijt en schopt",
           "vechten op school",
       }) {
    EXPECT_EQ(SafetyOf(AdviseOn(text)), "") << text;
  }
}

TEST(SafetyTest, RaisesSeveralTopicsMostUrgentFirst) {
  EXPECT_EQ(SafetyOf(AdviseOn("snijdt zich, wil dood en wordt geslagen")),
            "suicidaliteit kindermishandeling zelfbeschadiging");
  EXPECT_EQ(SafetyOf(AdviseOn("niet suicidaal, wel automutilatie")), "zelfbeschadiging suicidaliteit");
}

TEST(SafetyTest, ReadsCodesAndRatings) {
  v1::MatchRequest request;
  request.add_problem_codes("icpc-1:P77");
  EXPECT_EQ(SafetyOf(AdviseOn(request)), "suicidaliteit");
  request.Clear();
  request.add_problem_codes("ICPC-1:z25.01");
  EXPECT_EQ(SafetyOf(AdviseOn(request)), "kindermishandeling");
  for (int risk = 0; risk <= 4; ++risk) {
    request.Clear();
    request.mutable_assessment()->set_risk(risk);
    EXPECT_EQ(SafetyOf(AdviseOn(request)), risk >= 3 ? "acuut-gevaar" : "") << risk;
  }
}

TEST(SafetyTest, KeepsAFlagBesideALongerOneThatTakesItsWords) {
  const v1::MatchResponse response = AdviseOn("meisje wil niet meer leven, vertelt dat vader haar slaat", 14);
  for (const char* topic : {"suicidaliteit", "kindermishandeling"}) EXPECT_TRUE(Raises(response, topic, false)) << topic;
}

TEST(SafetyTest, ChoosesHelpLinesByAge) {
  const auto has = [](const v1::MatchResponse& response, const std::string& phone) {
    for (const v1::HelpLine& line : response.safety().help_lines()) {
      if (line.phone() == phone) return true;
    }
    return false;
  };
  EXPECT_TRUE(has(AdviseOn("wil dood", 12), "113"));
  EXPECT_TRUE(has(AdviseOn("wil dood", 12), "0800-0432"));
  EXPECT_FALSE(has(AdviseOn("wordt geslagen", 5), "0800-0432"));
  EXPECT_TRUE(has(AdviseOn("wordt geslagen", 5), "0800-2000"));
}

TEST(SafetyTest, TakesAToddlersHeadBangingForNoFlag) {
  EXPECT_EQ(SafetyOf(AdviseOn("bonkt met zijn hoofd als hij boos is", 2)), "");
  EXPECT_EQ(SafetyOf(AdviseOn("bonkt met zijn hoofd als hij boos is", 12)), "zelfbeschadiging");
}

TEST(SafetyTest, GivesTheStepsInOrderAndTheMeldcodeWhereItApplies) {
  const v1::SafetyAdvice abuse = AdviseOn("wordt geslagen door vader").safety();
  ASSERT_GE(abuse.steps_size(), 3);
  EXPECT_TRUE(absl::StrContains(abuse.first_step(), abuse.steps(0)));
  ASSERT_EQ(abuse.report_steps_size(), 5);
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(absl::StartsWith(abuse.report_steps(i), absl::StrCat("Stap ", i + 1, ":")));
  EXPECT_TRUE(AdviseOn("wil dood").safety().report_steps().empty());
}

// When this fails: call the numbers, read the pages, and only then change the dates.
TEST(HelpLinesTest, WereCheckedWithinAYear) {
  const absl::CivilDay today = absl::ToCivilDay(absl::Now(), absl::UTCTimeZone());
  for (const auto& line : TheMatcher().safety().data().lines()) {
    const auto checked = ParseDate(line.checked_date());
    ASSERT_TRUE(checked.has_value()) << line.id();
    EXPECT_LE(today - *checked, 366) << line.id() << " was last checked on " << line.checked_date();
  }
}

TEST(HelpLinesTest, AreRefusedWhenALineIsIncomplete) {
  const auto text = ReadFile(SOCIALEKAART_SOURCE_DIR "/data/help_lines.textproto");
  ASSERT_TRUE(text.ok());
  const std::string path = testing::TempDir() + "/help_lines.textproto";
  const auto load = [&](const std::string& from, const std::string& to) {
    std::ofstream(path) << absl::StrReplaceAll(*text, {{from, to}});
    return std::string(Safety::Load(path).status().message());
  };
  EXPECT_EQ(load("", ""), "");
  EXPECT_TRUE(absl::StrContains(load("phone: \"113\" ", ""), "line 113: lacks its phone"));
  EXPECT_TRUE(absl::StrContains(load("checked_date: \"2026-11-01\"", ""), "checked_date is no date"));
  EXPECT_TRUE(absl::StrContains(load("\"2026-11-01\"\n", "\"2026-13-01\"\n"), "checked_date is no date"));
  EXPECT_TRUE(absl::StrContains(load("lines: [\"csg\"", "lines: [\"nergens\""), "unknown help line nergens"));
  EXPECT_TRUE(absl::StrContains(load("lines {", "lines ("), "help_lines.textproto:"));
  EXPECT_TRUE(absl::StrContains(load("at_least: 3", "at_least: 5"), "at_least must be 1..4"));
  std::filesystem::remove(path);
  EXPECT_EQ(Safety::Load(path).status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace socialekaart
