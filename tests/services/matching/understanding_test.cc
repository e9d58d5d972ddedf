#include "services/matching/understanding.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/services/matching/reader_fixture.h"

namespace socialekaart {
namespace {

// "angst" for a problem of the child, "-angst" denied, "<angst" past, "angst@1" about a parent, "@2" a sibling, "@3"
// another.
std::string Sign(const Mention& mention, const std::string& name) {
  const int about = static_cast<int>(mention.about);
  return absl::StrCat(mention.negated ? "-" : "", mention.past ? "<" : "", name,
                      about == 0 ? "" : absl::StrCat("@", about));
}

std::string Problems(const std::string& text) {
  std::vector<std::string> found;
  for (const Mention& mention : Understand(ReadNote(text), TheLexicon()).problems) {
    found.push_back(Sign(mention, TheLexicon().problem(mention.entry).id()));
  }
  return absl::StrJoin(found, " ");
}

TEST(UnderstandTest, FindsProblemsLongestFirst) {
  for (const auto& [text, problems] : std::vector<std::pair<std::string, std::string>>{
           {"jongen 8 jaar, sinds scheiding boos op school", "scheid.gescheiden boos.boos"},
           {"jongen 8 jr, sinds scheiding ouders boos op school, thuis gaat het wel", "scheid.gescheiden boos.boos"},
           {"bang in het donker", "angst.donker"},
           {"Bang in het donker, en DRIFTBUIEN!", "angst.donker boos.driftbui"},
           {"cliënt is dépressief", "somber.depressief"},
           {"wil niet naar school", "verz.weigering"},
           {"luistert niet", "opv.luisteren"},
           {"geen vrienden", "pest.eenzaam"},
           {"niet gepest", "-pest.gepest"},
           {"wordt niet meer gepest", "-pest.gepest"},
           {"wordt niet gepest maar is wel somber", "-pest.gepest somber.somber"},
           {"niet somber, wel angstig", "-somber.somber angst.bang"},
           {"geen somberheid of angst", "-somber.somber -angst.bang"},
           {"moeder ontkent dat hij somber is", "-somber.somber"},
           {"zonder angsten", "-angst.bang"},
           {"niet alleen boos maar ook somber", "boos.boos somber.somber"},
           {"vorig jaar gepest", "<pest.gepest"},
           {"sinds vorig jaar gepest", "pest.gepest"},
           {"vroeger gepest maar nu somber", "<pest.gepest somber.somber"},
           {"moeder is somber", "ouder.psychisch"},
           {"moeder is verlegen", "angst.verlegen@1"},
           {"moeder vindt hem druk", "druk.gedrag"},
           {"moeder zegt dat hij somber is", "somber.somber"},
           {"moeder vindt gedrag druk", "druk.gedrag"},
           {"broertje heeft autisme", "prik.autisme@2"},
           {"slaat zusje", "boos.slaat"},
           {"oma is angstig", "angst.bang@3"},
           {"ruzie met vriendin, huilt veel", "pest.ruzie-vrienden somber.somber"},
           {"sinds overlijden van opa somber", "rouw.verlies somber.somber"},
           {"hond overleden en verdrietig", "rouw.huisdier somber.somber"},
           {"ouders gaan uit elkaar", "scheid.gescheiden"},
           {"vader drinkt", "ouder.verslaafd"},
           {"3-mmc en vapen", "midd.drugs midd.roken"},
           {"18-/18+", "lvb.achttien"},
           {"foto's op insta", "game.social"},
           {"", ""},
           {"😀😀", ""},
       }) {
    EXPECT_EQ(Problems(text), problems) << text;
  }
}

TEST(UnderstandTest, KnowsWordsInEveryInflectionInCompoundsAndWithATypingError) {
  for (const auto& [text, problems] : std::vector<std::pair<std::string, std::string>>{
           {"is depresief", "somber.depressief"},
           {"erg angtsig", "angst.bang"},
           {"autsime?", "prik.autisme"},
           {"boosheidsproblematiek", "boos.boos"},
           {"liegt en loog", "boos.liegen boos.liegen"},
           {"Piekerem BV belde", ""},
           {"blijft piekerem", "angst.piekeren"},  // a name is no typing error
       }) {
    EXPECT_EQ(Problems(text), problems) << text;
  }
}

TEST(UnderstandTest, TellsWhatHasNotHappened) {
  const auto hypothetical = [](const std::string& text) {
    std::string found;
    for (const Mention& mention : UnderstandingOf(text).problems)
      absl::StrAppend(&found, mention.hypothetical ? "?" : "", mention.counts() ? "+" : "", " ");
    return found;
  };
  EXPECT_EQ(hypothetical("stel dat ze gepest wordt"), "? ");
  EXPECT_EQ(hypothetical("we willen voorkomen dat hij gaat blowen"), "? ");
  EXPECT_EQ(hypothetical("blowt elke dag"), "+ ");
  EXPECT_EQ(FlagsOf("stel dat hij zichzelf wat aandoet").ToString(), " soft: suicidaliteit");
  EXPECT_TRUE(FlagsOf("ik ben bang dat hij zichzelf wat aandoet").sure.contains("suicidaliteit"));
}

TEST(UnderstandTest, ADenialMayFollowInItsOwnClause) {
  for (const char* text : {"Doodsgedachten heb ik nagevraagd en die zijn er niet.", "gedachten aan de dood: nee, nooit gehad, ze keek me aan",
                           "zelfbeschadiging is niet aan de orde", "suicidale gedachten, daar is geen sprake van"})
    EXPECT_TRUE(FlagsOf(text).sure.empty()) << text;
  for (const char* text : {"wil niet meer leven, ouders zijn er niet", "snijdt zich. Ruzies zijn niet aan de orde",
                           "suicidale gedachten, waarvan bij haar zus geen sprake is"})
    EXPECT_FALSE(FlagsOf(text).sure.empty()) << text;
}

TEST(UnderstandTest, WhatIsOverIsPast) {
  for (const char* text : {"Had op haar dertiende anorexia, is al vier jaar genezen verklaard", "toen hij vier was dronk hij een slok afwasmiddel"})
    EXPECT_TRUE(FlagsOf(text).sure.empty()) << text;
  EXPECT_FALSE(FlagsOf("sinds haar dertiende anorexia, valt steeds flauw").sure.empty());
}

TEST(UnderstandTest, SaysWhatItDidNotUnderstand) {
  const auto rest = [](const std::string& text) {
    std::vector<std::string> words;
    for (const auto& [offset, length] : UnderstandingOf(text).not_understood)
      words.push_back(text.substr(static_cast<size_t>(offset), static_cast<size_t>(length)));
    return absl::StrJoin(words, ", ");
  };
  EXPECT_EQ(rest("jongen van 8 jaar is boos"), "");
  EXPECT_EQ(rest("is boos en frumselt kromdraadjes, slaapt slecht"), "frumselt kromdraadjes");
  EXPECT_EQ(rest(""), "");
}

TEST(UnderstandTest, HearsHowBadItIs) {
  const auto signals = [](const std::string& text) {
    std::set<std::string> ids;
    for (const Mention& mention : UnderstandingOf(text).signals) {
      if (mention.counts()) ids.insert(TheLexicon().signal(mention.entry).id());
    }
    return absl::StrJoin(ids, " ");
  };
  EXPECT_EQ(signals("al maanden somber"), "signaal.lang");
  EXPECT_EQ(signals("somber, wordt steeds erger"), "signaal.ernstig");
  EXPECT_EQ(signals("boos"), "");
}

TEST(UnderstandTest, ASignalOfTheWholeFamilyCountsWhoeverSaysIt) {
  const auto counts = [](const std::string& text, const std::string& id) {
    const Understanding understood = UnderstandingOf(text);
    return std::any_of(understood.signals.begin(), understood.signals.end(), [&](const Mention& mention) {
      return mention.counts() && mention.about == About::kChild && TheLexicon().signal(mention.entry).id() == id;
    });
  };
  EXPECT_TRUE(counts("ouders lopen al drie jaar van hulp naar hulp", "signaal.hulp-hardnekkig"));
  EXPECT_FALSE(counts("opa hoest steeds erger", "signaal.ernstig"));
}

TEST(UnderstandTest, PointsAtTheWordsInCodePoints) {
  const Understanding understood = Understand(ReadNote("Zoë é😀 is boos, 8 jr"), TheLexicon());
  ASSERT_EQ(understood.problems.size(), 1u);
  EXPECT_EQ(understood.problems[0].offset, 10);
  EXPECT_EQ(understood.problems[0].length, 4);
  ASSERT_TRUE(understood.age.has_value());
  EXPECT_EQ(understood.age->offset, 16);
  EXPECT_EQ(understood.age->length, 4);
}

TEST(UnderstandTest, ReadsTheAgeOfTheChild) {
  for (const auto& [text, years] : std::vector<std::pair<std::string, double>>{
           {"jongen 8 jaar", 8},
           {"jongen 8 jr", 8},
           {"8-jarige", 8},
           {"8jr", 8},
           {"8j boos", 8},
           {"8 j. boos", 8},
           {"achtjarige jongen", 8},
           {"acht jaar", 8},
           {"anderhalf jaar", 1.5},
           {"2,5 jaar", 2.5},
           {"2.5 jaar", 2.5},
           {"18 maanden", 1.5},
           {"baby van 6 weken", 0.115},
           {"zoon van 12 is boos", 12},
           {"meisje (12) boos", 12},
           {"jongen, 8, boos", 8},
           {"m 8 boos", 8},
           {"hij is 14", 14},
           {"1 jaar en 6 maanden", 1.5},
           {"moeder 38 jaar, zoon 8 jaar", 8},
           {"jongen 8 jaar, zusje van 4", 8},
           {"zusje van 4, jongen van 8", 8},
           {"al 3 jaar boos, meisje 9 jaar", 9},
           {"jongen 8 jaar gescheiden ouders", 8},
           {"de 8-jarige", 8},
           {"al 3 jaar boos", -1},
           {"3 jaar geleden", -1},
           {"sinds 2 jaar", -1},
           {"groep 5", -1},
           {"peuter", -1},
           {"moeder 38 jaar", -1},
           {"broertje van 4", -1},
           {"hij is 8 kilo afgevallen", -1},
           {"80 jaar", -1},
           {"", -1},
           {"2 jaar ouder dan zijn zusje", -1},
           {"vader is 22 jaar", -1},
           {"3 vrienden", -1},
           {"iq 85", -1},
           {"in 6 weken 7 kilo afgevallen, dochter van 12", 12},
           {"v13 somber", 13},
           {"m8 boos", 8},
           {"j 8 boos", 8},
           {"18 mnd", 1.5},
       }) {
    const auto age = Understand(ReadNote(text), TheLexicon()).age;
    EXPECT_NEAR(age.has_value() ? age->years : -1, years, 0.01) << text;
  }
}

}  // namespace
}  // namespace socialekaart
