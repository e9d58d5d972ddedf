#include <gtest/gtest.h>

#include <array>
#include <set>
#include <vector>
#include <utility>

#include "indexer/text/analyzer.h"
#include "indexer/text/fold.h"

namespace socialekaart {
namespace {

TEST(FoldTest, MakesSpellingsEqual) {
  for (const auto& [text, folded] : std::to_array<std::pair<const char*, const char*>>({
           {"Suïcidaal", "suicidaal"}, {"’s-Heerenberg", "'s-heerenberg"}, {"Ĳsselstreek", "ijsselstreek"}, {"CAFÉ", "cafe"},
           {"cafe\xCC\x81", "cafe"}, {"Œuvre", "oeuvre"}, {"straße", "strasse"}, {"\xFF", "\xEF\xBF\xBD"}, {"日本", "日本"},
       })) {
    EXPECT_EQ(Fold(text), folded);
  }
}

std::string Terms(const char* text) {
  std::string terms;
  for (const TextToken& token : NewDutchAnalyzer()->Analyze(text)) terms += (terms.empty() ? "" : " ") + token.term;
  return terms;
}

TEST(AnalyzerTest, StemsAndLeavesStopWordsOut) {
  for (const auto& [text, terms] : std::to_array<std::pair<const char*, const char*>>({
           {"De opvoeding van een kind", "opvoed kind"},
           {"opvoeden", "opvoed"},
           {"pesten, gepest!", "pest gepest"},
           {"de het een", "de het een"},  // nothing else is left
           {"", ""},
           {" - / . ", ""},
           {"ADHD 8-jarige", "adhd 8 jarig"},
       })) {
    EXPECT_EQ(Terms(text), terms) << text;
  }
}

TEST(AnalyzerTest, KnowsWhereAWordStands) {
  const std::string text = "Hulp bij suïcidaliteit, nu";
  const auto tokens = NewDutchAnalyzer()->Analyze(text);
  ASSERT_EQ(tokens.size(), 3u);
  EXPECT_EQ(text.substr(tokens[1].offset, tokens[1].length), "suïcidaliteit");
}

TEST(AnalyzerTest, FindsTheSameAsItAnalyzes) {
  const auto analyzer = NewDutchAnalyzer();
  const std::string text = "Opvoeden is niet altijd makkelijk: een Écht opvoedspreekuur helpt, bij opvoedvragen en bij école.";
  for (const std::set<std::string>& terms : std::vector<std::set<std::string>>{{}, {"opvoed"}, {"opvoed", "bij", "ecol"}, {"x"}}) {
    std::vector<size_t> expected, found;
    for (const TextToken& token : analyzer->Analyze(text + " bij")) {
      if (terms.count(token.term) > 0) expected.push_back(token.offset);
    }
    for (const TextToken& token : analyzer->Find(text + " bij", terms)) {
      if (token.word != "bij") found.push_back(token.offset);  // Find keeps stop words: who asks for one means it
    }
    EXPECT_EQ(found, expected);
  }
}

TEST(AnalyzerTest, SurvivesAnything) {
  EXPECT_TRUE(Terms(std::string(100'000, 'x').c_str()).empty());
  EXPECT_EQ(Terms("\xFF\xFE kind \xC3"), "kind");
}

}  // namespace
}  // namespace socialekaart
