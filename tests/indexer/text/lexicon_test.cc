#include "indexer/text/lexicon.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "indexer/base/codec.h"
#include "indexer/text/analyzer.h"
#include "indexer/text/lexicon_builder.h"
#include "tests/indexer/text/dutch.h"

namespace socialekaart {
namespace {

data::v1::WordList List(const std::vector<std::string>& words) {
  data::v1::WordList list;
  for (const std::string& word : words) list.add_groups()->add_words(word);
  return list;
}

std::string SmallLexicon() {
  LexiconBuilder builder;
  builder.AddDictionary(
      "zorg\nteam\nteams\nzorgteam\nzorgteams\nburn-out\nVeldhoven\nTurks\nTurkse\nsuïcide\n06-nummer\nfoto's\n\n");
  builder.AddWords(List({"het"}), kFlagStopWord);
  EXPECT_TRUE(builder.AddForcedSplits(List({"zorg|team"})).ok());
  EXPECT_TRUE(builder.CountFamilies().ok());
  return *builder.Build("");
}

TEST(LexiconTest, KeepsWhatItWasBuiltFrom) {
  const std::string bytes = SmallLexicon();
  const auto lexicon = DutchLexicon::Read(bytes, "test");
  ASSERT_TRUE(lexicon.ok()) << lexicon.status();
  EXPECT_EQ((*lexicon)->FlagsOf("zorg"), kFlagWord);
  EXPECT_EQ((*lexicon)->FlagsOf("burnout"), kFlagWord);
  EXPECT_EQ((*lexicon)->FlagsOf("suicide"), kFlagWord);
  EXPECT_EQ((*lexicon)->FlagsOf("veldhoven"), kFlagName);
  EXPECT_EQ((*lexicon)->FlagsOf("turkse"), kFlagName | kFlagWord | kFlagNoSplit);
  EXPECT_EQ((*lexicon)->FlagsOf("het"), kFlagStopWord);
  EXPECT_EQ((*lexicon)->FlagsOf("onzin"), 0);
  EXPECT_EQ((*lexicon)->FlagsOf(""), 0);
  EXPECT_EQ((*lexicon)->Find("zorg")->left, 2);
  EXPECT_EQ((*lexicon)->Find("team")->right, 1);
  EXPECT_EQ((*lexicon)->CutsOf(*(*lexicon)->Find("zorgteam")), DutchLexicon::Cuts{1} << 4);
}

TEST(LexiconTest, IsTheSameForTheSameLists) {
  EXPECT_EQ(SmallLexicon(), SmallLexicon());
}

TEST(LexiconTest, RefusesWhatIsDamaged) {
  const std::string whole = SmallLexicon();
  for (const auto& damage : std::vector<std::function<void(std::string*)>>{
           [](std::string* bytes) { bytes->clear(); },
           [](std::string* bytes) { bytes->resize(20); },
           [](std::string* bytes) { bytes->resize(bytes->size() - 1); },
           [](std::string* bytes) { bytes->push_back('x'); },
           [](std::string* bytes) { (*bytes)[0] = 'x'; },
           [](std::string* bytes) { ++(*bytes)[8]; },   // its format
           [](std::string* bytes) { ++(*bytes)[12]; },  // how many entries
           [](std::string* bytes) { (*bytes)[bytes->size() - 1] ^= 1; },
           [](std::string* bytes) { (*bytes)[bytes->size() / 2] ^= 1; },
       }) {
    std::string bytes = whole;
    damage(&bytes);
    const auto lexicon = DutchLexicon::Read(bytes, "test.lexicon");
    ASSERT_FALSE(lexicon.ok());
    EXPECT_EQ(lexicon.status().code(), absl::StatusCode::kDataLoss);
    EXPECT_NE(lexicon.status().message().find("test.lexicon"), std::string::npos);
  }
}

TEST(LexiconTest, SaysWhatIsWrongWithAFile) {
  EXPECT_EQ(LoadDutchAnalyzer("/nergens/dutch.lexicon").status().code(), absl::StatusCode::kNotFound);
  const std::string folder = testing::TempDir();
  EXPECT_EQ(LoadDutchAnalyzer(folder).status().code(), absl::StatusCode::kDataLoss);
  const std::string path = folder + "/damaged.lexicon";
  std::string bytes = SmallLexicon();
  bytes.back() ^= 1;
  std::ofstream(path, std::ios::binary) << bytes;
  EXPECT_EQ(LoadDutchAnalyzer(path).status().code(), absl::StatusCode::kDataLoss);
  bytes.back() ^= 1;
  std::ofstream(path, std::ios::binary) << bytes;
  EXPECT_TRUE(LoadDutchAnalyzer(path).ok());
  std::filesystem::remove(path);
}

TEST(LexiconTest, AnotherListIsAnotherVersion) {
  const auto version = [](const std::string& word) {
    LexiconBuilder builder;
    builder.AddDictionary("zorg\n" + word + "\n");
    const std::string path = testing::TempDir() + "/" + word + ".lexicon";
    std::ofstream(path, std::ios::binary) << *builder.Build("");
    const std::string found = (*LoadDutchAnalyzer(path))->version();
    std::filesystem::remove(path);
    return found;
  };
  EXPECT_EQ(version("team"), version("team"));
  EXPECT_NE(version("team"), version("teams"));
}

TEST(LexiconTest, RefusesListsThatContradictThemselves) {
  LexiconBuilder builder;
  builder.AddDictionary("zorg\nteam\n");
  EXPECT_FALSE(builder.AddForcedSplits(List({"zorgteam"})).ok());
  EXPECT_TRUE(builder.AddForcedSplits(List({"zorg|teams"})).ok());
  EXPECT_FALSE(builder.AddForcedSplits(List({"zorgt|eams"})).ok());

  data::v1::Parts parts;
  parts.add_groups()->add_words("zorg");
  EXPECT_FALSE(builder.AddParts(parts).ok());  // no use
  parts.mutable_groups(0)->set_use(data::v1::Parts::USE_SHORT);
  EXPECT_FALSE(builder.AddParts(parts).ok());  // four letters

  data::v1::Exceptions exceptions;
  exceptions.add_keeps()->add_words("jongen");
  auto* lemma = exceptions.add_lemmas();
  lemma->set_lemma("jong");
  lemma->add_words("jongen");
  EXPECT_FALSE(builder.AddExceptions(exceptions).ok());
}

TEST(LexiconTest, RefusesExceptionsThatGoRoundInACircle) {
  LexiconBuilder builder;
  builder.AddDictionary("kind\nkinderen\n");
  data::v1::Exceptions exceptions;
  for (const auto& [word, lemma] : {std::pair("kinderen", "kind"), std::pair("kind", "kinderen")}) {
    auto* line = exceptions.add_lemmas();
    line->add_words(word);
    line->set_lemma(lemma);
  }
  ASSERT_TRUE(builder.AddExceptions(exceptions).ok());
  EXPECT_FALSE(builder.CountFamilies().ok());
}

}  // namespace
}  // namespace socialekaart
