#include "indexer/text/tokenizer.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <utility>

namespace socialekaart {
namespace {

std::string Words(const std::string& text) {
  std::string words;
  for (const RawToken& token : Tokenize(text)) words += (words.empty() ? "" : " ") + token.word;
  return words;
}

TEST(TokenizerTest, FindsWords) {
  for (const auto& [text, words] : std::to_array<std::pair<std::string, std::string>>({
           {"", ""},
           {" - / . ' ", ""},
           {"Angst, paniek!", "angst paniek"},
           {"IB'er", "ib'er"},
           {"foto’s van 's avonds", "foto's van s avonds"},
           {"KOPP/KVO en poh-jeugd", "kopp kvo en poh jeugd"},
           {"de g.g.z. en t.b.v. hem", "de ggz en tbv hem"},
           {"Einde. Begin", "einde begin"},
           {"einde.Begin", "einde begin"},
           {"0-18 jaar, 06-12345678", "0 18 jaar 06 12345678"},
           {"ouders' avond", "ouders avond"},
           {"école Zürich", "ecole zurich"},
           {"a\xFFz", "a z"},
           {std::string(100'000, 'x'), ""},
           {std::string(64, 'x'), std::string(64, 'x')},
           {std::string(65, 'x') + " kind", "kind"},
       })) {
    EXPECT_EQ(Words(text), words) << text.substr(0, 40);
  }
}

TEST(TokenizerTest, KnowsWhereAWordStandsAndEachOfItsBytes) {
  const std::string text = "bij suïcidaliteit, g.g.z.";
  const auto tokens = Tokenize(text);
  ASSERT_EQ(tokens.size(), 3u);
  EXPECT_EQ(text.substr(tokens[1].offset, tokens[1].length), "suïcidaliteit");
  EXPECT_EQ(text.substr(tokens[1].PlaceOf(3), 2), "ci");  // the ï before it is two bytes
  EXPECT_EQ(tokens[1].PlaceOf(tokens[1].word.size()), tokens[1].offset + tokens[1].length);
  EXPECT_EQ(text.substr(tokens[2].offset, tokens[2].length), "g.g.z");
  EXPECT_EQ(text[tokens[2].PlaceOf(2)], 'z');
}

TEST(TokenizerTest, SeesWhatStandsTogether) {
  const auto tokens = Tokenize("KOPP/KVO-groep bij 's-Heerenberg - of niet");
  ASSERT_EQ(tokens.size(), 8u);
  EXPECT_EQ(tokens[0].joined, 3u);
  EXPECT_EQ(tokens[1].joined, 0u);
  EXPECT_EQ(tokens[3].joined, 1u);
  EXPECT_TRUE(tokens[4].begins_with_apostrophe);
  EXPECT_EQ(tokens[4].joined, 2u);
  EXPECT_EQ(tokens[6].joined, 1u);
}

TEST(TokenizerTest, SeesCapitals) {
  const auto tokens = Tokenize("Team Veldhoven. Het CJG, MindUp en A. (Hulp)");
  ASSERT_EQ(tokens.size(), 8u);
  EXPECT_TRUE(tokens[0].begins_sentence);
  EXPECT_TRUE(tokens[1].is_capitalized);
  EXPECT_FALSE(tokens[1].begins_sentence);
  EXPECT_TRUE(tokens[2].begins_sentence);
  EXPECT_TRUE(tokens[3].is_all_capitals);
  EXPECT_EQ(tokens[4].hump, 4u);
  EXPECT_FALSE(tokens[6].is_all_capitals);
  EXPECT_TRUE(tokens[7].begins_sentence);
}

}  // namespace
}  // namespace socialekaart
