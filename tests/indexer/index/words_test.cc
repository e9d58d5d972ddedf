#include "indexer/index/words.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "absl/strings/str_cat.h"
#include "indexer/text/edit_distance.h"

namespace socialekaart {
namespace {

TEST(EditDistanceTest, CountsLettersAndSwaps) {
  const std::tuple<const char*, const char*, size_t> kPairs[] = {
      {"", "", 0}, {"pesten", "pesten", 0}, {"pesten", "psten", 1}, {"psten", "pesten", 1}, {"pesten", "pasten", 1}, {"pesten", "petsen", 1},
      {"weerbarheid", "weerbaarheid", 1}, {"logopodie", "logopedie", 1}, {"depresief", "depressief", 1}, {"angts", "angst", 1}, {"kind", "hond", 2}, {"ab", "ba", 1}};
  for (const auto& [a, b, distance] : kPairs) {
    EXPECT_EQ(EditDistance(a, b, 3), distance) << a << " " << b;
    EXPECT_EQ(EditDistance(b, a, 3), distance) << b << " " << a;
  }
  EXPECT_EQ(EditDistance("scheiding", "pesten", 2), 3u);  // more than the limit, however many
  EXPECT_EQ(EditDistance(std::string(100, 'a'), std::string(100, 'b'), 2), 3u);
}

TEST(ImpactTest, GrowsWithTheCountAndSinksWithTheLength) {
  data::v1::Ranking::Fields weights;
  weights.set_saturation(8);
  weights.set_length_share(0.4);
  weights.set_usual_length(150);
  EXPECT_EQ(Impact(8, 150, weights), 128);  // a half
  EXPECT_GT(Impact(10, 150, weights), Impact(1, 150, weights));
  EXPECT_GT(Impact(5, 50, weights), Impact(5, 500, weights));
  EXPECT_GE(Impact(1, 1'000'000, weights), 1);
  EXPECT_LE(Impact(1'000'000, 1, weights), 255);
}

// A random history of changes leaves what a simple map of sets has.
TEST(WordsTest, FollowsEveryChange) {
  std::mt19937 random(7);
  Words words;
  std::map<uint32_t, std::map<std::string, uint8_t>> truth;
  for (int round = 0; round < 200; ++round) {
    std::vector<Words::Change> changes;
    std::set<uint32_t> documents;
    for (size_t i = 0; i < 1 + random() % 20; ++i) documents.insert(1 + static_cast<uint32_t>(random() % 60));
    for (const uint32_t document : documents) {
      Words::Change change{document, {}, {}};
      for (const auto& [term, impact] : truth[document]) change.removed.push_back(term);
      truth[document].clear();
      for (size_t k = 0; k < random() % 6; ++k) truth[document][absl::StrCat("w", random() % 12)] = static_cast<uint8_t>(1 + random() % 255);
      change.added.assign(truth[document].begin(), truth[document].end());
      changes.push_back(std::move(change));
    }
    words.Apply(changes);
    for (int term = 0; term < 12; ++term) {
      std::vector<uint32_t> expected;
      std::vector<uint8_t> impacts;
      for (const auto& [document, terms] : truth) {
        const auto found = terms.find(absl::StrCat("w", term));
        if (found == terms.end()) continue;
        expected.push_back(document);
        impacts.push_back(found->second);
      }
      const Words::Postings* postings = words.Find(absl::StrCat("w", term));
      ASSERT_EQ(postings != nullptr, !expected.empty()) << "round " << round;
      if (postings == nullptr) continue;
      EXPECT_EQ(postings->documents, expected) << "round " << round;
      EXPECT_EQ(postings->impacts, impacts) << "round " << round;
    }
  }
}

TEST(WordsTest, ExtendsAPrefixByTheCommonestFirst) {
  Words words;
  words.Apply({{1, {}, {{"scheiding", 9}, {"scheidingskind", 9}, {"school", 9}}}, {2, {}, {{"scheidingskind", 9}}}});
  EXPECT_EQ(words.Extend("scheid", 10), (std::vector<std::string>{"scheidingskind", "scheiding"}));
  EXPECT_EQ(words.Extend("scheiding", 10), (std::vector<std::string>{"scheidingskind"}));
  EXPECT_EQ(words.Extend("scheid", 1), (std::vector<std::string>{"scheidingskind"}));
  EXPECT_TRUE(words.Extend("x", 10).empty());
}

TEST(WordsTest, MendsTypingErrors) {
  Words words;
  for (const char* word : {"weerbaarheid", "logopedie", "pesten", "pester", "faalangst", "kat"}) words.CountSpelling(word, 1);
  words.CountSpelling("pesten", 4);
  const std::pair<const char*, const char*> kPairs[] = {
      {"weerbarheid", "weerbaarheid"}, {"werbarheid", "weerbaarheid"}, {"logopodie", "logopedie"}, {"peste", "pesten"}, {"faalangts", "faalangst"},
      {"kar", ""},       // too short to guess
      {"paston", ""},    // two errors in a short word
      {"zwembad", ""}};
  for (const auto& [typed, meant] : kPairs) EXPECT_EQ(words.Correct(typed), meant) << typed;
  words.CountSpelling("logopedie", -1);
  EXPECT_EQ(words.Correct("logopodie"), "");
  EXPECT_EQ(words.Correct(std::string(500, 'a')), "");
}

}  // namespace
}  // namespace socialekaart
