#include "indexer/text/splitter.h"

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <string>
#include <utility>

#include "indexer/text/fold.h"
#include "indexer/text/lemma.h"
#include "indexer/text/lexicon.h"

namespace socialekaart {
namespace {

class SplitterTest : public testing::Test {
 protected:
  void SetUp() override {
    auto lexicon = DutchLexicon::Open(FindLexicon());
    ASSERT_TRUE(lexicon.ok()) << lexicon.status();
    lexicon_ = *std::move(lexicon);
    lemmatizer_ = std::make_unique<Lemmatizer>(*lexicon_);
    splitter_ = std::make_unique<Splitter>(*lexicon_, *lemmatizer_);
  }

  // The parts with spaces between them, without the letters that link them.
  static std::string Show(absl::string_view word, const std::vector<Splitter::Part>& parts) {
    std::string all;
    for (const Splitter::Part& part : parts) {
      all += (all.empty() ? "" : " ") + std::string(word.substr(part.begin, part.length));
    }
    return all;
  }

  std::unique_ptr<const DutchLexicon> lexicon_;
  std::unique_ptr<const Lemmatizer> lemmatizer_;
  std::unique_ptr<const Splitter> splitter_;
};

TEST_F(SplitterTest, CutsAtOneLevel) {
  for (const auto& [word, parts] : std::to_array<std::pair<std::string, std::string>>({
           {"jeugdgezondheidszorg", "jeugd gezondheidszorg"},
           {"gezinsbegeleiding", "gezin begeleiding"},  // -s-
           {"kinderpsycholoog", "kinder psycholoog"},
           {"vrouwenopvang", "vrouwen opvang"},
           {"aanloopsnelheid", "aanloop snelheid"},                  // though there is a "loopsnelheid"
           {"drukkers", ""},                                         // "kers" is no part: "drukker" has none
           {"ondertoezichtstellingen", "ondertoezicht stellingen"},  // listed, and inflected
           {"bedplassen", "bed plassen"},
           {"zwemles", "zwem les"},  // a short last part by name
           {"behandeling", ""},
           {"verstand", ""},
           {"scheiding", ""},
           {"begrijpelijk", ""},
           {"kwijtraken", ""},
           {"vrijwilligers", ""},  // listed as no compound, and inflected
           {"burgemeester", ""},
           {"kort", ""},
           {"", ""},
           {std::string(200, 'a'), ""},
           {"\xFF\xFE\xFD\xFC\xFB\xFA\xF9\xF8", ""},
       })) {
    EXPECT_EQ(Show(word, splitter_->Split(word)), parts) << word;
  }
}

TEST_F(SplitterTest, GivesThePartsOfEveryLevelInOrder) {
  const std::string word = "jeugdgezondheidszorg";
  EXPECT_EQ(Show(word, splitter_->SplitDeep(word)), "jeugdgezondheid jeugd gezondheidszorg gezondheid zorg");
  const std::string three = "jeugdhulpverlening";
  EXPECT_EQ(Show(three, splitter_->SplitDeep(three)), "jeugdhulp jeugd hulpverlening hulp verlening");
}

}  // namespace
}  // namespace socialekaart
