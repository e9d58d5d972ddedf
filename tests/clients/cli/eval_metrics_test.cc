#include "clients/cli/eval_metrics.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace socialekaart::cli {
namespace {

std::optional<double> Value(const std::string& key, const Judgments& judgments, const Answer& answer) {
  return Figures().at(FigureIndex(key)).measure(judgments, answer);
}

// Results a, b, c, ... of which the judgments know some.
Answer Found(const std::string& letters) {
  Answer answer;
  for (const char letter : letters) answer.results.emplace_back(1, letter);
  return answer;
}

TEST(NdcgTest, IsWhatOneCalculatesByHand) {
  struct Case {
    std::vector<int> found;
    std::vector<int> judged;
    double expected;
  };
  for (const Case& one : std::vector<Case>{
           {{3, 2, 1}, {1, 2, 3}, 1},
           {{1, 2, 3}, {1, 2, 3}, 0.680606},  // (1 + 3/1.585 + 7/2) / (7 + 3/1.585 + 1/2)
           {{0, 3}, {3}, 0.630930},           // 1 / log2(3)
           {{3}, {3, 3}, 0.613147},           // 1 / (1 + 1 / log2(3))
           {{2, 2, 0}, {2, 2}, 1},            // ties: either order is ideal
           {{0, 0, 0}, {3, 1}, 0},
           {{}, {3}, 0},
           {{1}, {3}, 1.0 / 7},                                    // found less than was judged
           {std::vector<int>(10, 3), std::vector<int>(15, 3), 1},  // no page has more than ten
           {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3}, {3}, 0},            // the eleventh is on no page
           {{0, 0, 0, 0, 0, 0, 0, 0, 0, 3}, {3}, 0.289065},        // 1 / log2(11)
       }) {
    SCOPED_TRACE(testing::PrintToString(one.found) + " of " + testing::PrintToString(one.judged));
    const auto value = Ndcg(one.found, one.judged);
    ASSERT_TRUE(value.has_value());
    EXPECT_NEAR(*value, one.expected, 1e-6);
  }
}

TEST(NdcgTest, SaysNothingWhenNothingCouldBeFound) {
  EXPECT_EQ(Ndcg({}, {}), std::nullopt);
  EXPECT_EQ(Ndcg({0}, {0, 0}), std::nullopt);
}

TEST(FiguresTest, MeasureOneQuery) {
  const Judgments judged = {.grades = {{"a", 3}, {"b", 2}, {"c", 1}, {"d", 0}}};
  const Judgments only_good = {.grades = {{"b", 2}, {"c", 1}}};
  const Judgments only_marginal = {.grades = {{"c", 1}}};
  struct Case {
    Judgments judgments;
    std::string found;
    double success1, success3, mrr, zero;
    std::optional<double> judged;
  };
  for (const Case& one : std::vector<Case>{
           {judged, "abcd", 1, 1, 1, 0, 1},
           {judged, "bca", 0, 1, 1, 0, 1},
           {judged, "xyca", 0, 0, 1.0 / 4, 0, 0.5},
           {judged, "xxb", 0, 0, 1.0 / 3, 0, 1.0 / 3},
           {judged, "d", 0, 0, 0, 0, 1},
           {judged, "xxxxxxxxxxa", 0, 0, 0, 0, 0},  // eleventh
           {judged, "", 0, 0, 0, 1, std::nullopt},
           {only_good, "b", 1, 1, 1, 0, 1},  // no 3 was judged: the highest grade is the answer
           {only_good, "cxb", 0, 1, 1.0 / 3, 0, 2.0 / 3},
           {only_marginal, "c", 1, 1, 0, 0, 1},
       }) {
    SCOPED_TRACE(one.found);
    const Answer answer = Found(one.found);
    EXPECT_EQ(Value("success1", one.judgments, answer), one.success1);
    EXPECT_EQ(Value("success3", one.judgments, answer), one.success3);
    EXPECT_EQ(Value("mrr", one.judgments, answer), one.mrr);
    EXPECT_EQ(Value("zero", one.judgments, answer), one.zero);
    EXPECT_EQ(Value("judged", one.judgments, answer), one.judged);
    EXPECT_EQ(Value("none", one.judgments, answer), std::nullopt);
    EXPECT_EQ(Value("must", one.judgments, answer), std::nullopt);
  }
}

TEST(FiguresTest, RewardAServiceOnce) {
  const Judgments judgments = {.grades = {{"a", 3}, {"b", 3}}};
  EXPECT_LT(*Value("ndcg", judgments, Found("aa")), *Value("ndcg", judgments, Found("ab")));
  EXPECT_EQ(Value("ndcg", judgments, Found("aa")), Value("ndcg", judgments, Found("ax")));
}

TEST(FiguresTest, TakeAServerThatSaysNoGoodMatchAtItsWord) {
  const Judgments judgments = {.grades = {{"a", 3}}, .must = {{"a", "", 3}}};
  Answer answer = Found("a");
  answer.no_good_match = true;
  EXPECT_EQ(Value("ndcg", judgments, answer), 0);
  EXPECT_EQ(Value("success1", judgments, answer), 0);
  EXPECT_EQ(Value("zero", judgments, answer), 1);
  EXPECT_EQ(Value("must", judgments, answer), 0);
  EXPECT_EQ(Value("judged", judgments, answer), std::nullopt);
}

TEST(FiguresTest, CountNoAnswerWhereNoneIsRight) {
  const Judgments none = {.grades = {{"a", 0}}, .expect_none = true};
  EXPECT_EQ(Value("none", none, Found("")), 1);
  EXPECT_EQ(Value("none", none, Found("a")), 0);
  Answer labelled = Found("a");
  labelled.no_good_match = true;
  EXPECT_EQ(Value("none", none, labelled), 1);
  for (const std::string key : {"ndcg", "success1", "success3", "mrr", "zero", "judged"})
    EXPECT_EQ(Value(key, none, Found("a")), std::nullopt) << key;
}

TEST(FiguresTest, CountHarmOfEveryQueryAlsoUnderALabel) {
  Answer answer = {.results = {"a"}, .no_good_match = true, .harmful = 2};
  EXPECT_EQ(Value("harm", {.expect_none = true}, answer), 2);
  EXPECT_EQ(Value("harm", {.grades = {{"a", 3}}}, answer), 2);
}

TEST(FiguresTest, HoldMustPairsToTheirRank) {
  const Judgments judgments = {.must = {{"a", "", 1}, {"c", "", 3}, {"d", "", 3}, {"z", "", 10}}};
  EXPECT_EQ(Value("must", judgments, Found("abcd")), 0.5);
  EXPECT_EQ(Value("ndcg", judgments, Found("abcd")), std::nullopt);
  EXPECT_EQ(Value("must", {.must = {{"k", "", 11}}}, Found("abcdefghijk")), 1);
}

}  // namespace
}  // namespace socialekaart::cli
