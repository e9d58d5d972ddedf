#include "services/matching/level.h"

#include <algorithm>
#include <optional>
#include <random>
#include <vector>

#include "tests/services/matching/matcher_fixture.h"

namespace socialekaart {
namespace {

constexpr int kCombinations = 390625;  // 5^8

Ratings RatingsAt(int combination) {
  Ratings ratings;
  for (auto& rating : ratings) {
    rating = combination % 5;
    combination /= 5;
  }
  return ratings;
}

// Of every 37th combination, all with one rating one worse: never a lower level. PolicyTest walks all of them.
TEST(LevelTest, IsMonotoneInEveryRatingAndInWhatWasTried) {
  const Policy& policy = TheMatcher().policy();
  constexpr int kStep = 37;
  const std::vector<std::vector<std::string>> facts_of = {{},
                                                          {"boos.boos", "scheid.gescheiden"},
                                                          {"boos.driftbui"},
                                                          {"angst.paniek"},
                                                          {"safety", "safety:suicidaliteit"},
                                                          {"verz.thuiszitter", "prik.autisme"}};
  for (const std::vector<std::string>& facts : facts_of) {
    for (const std::optional<double> age :
         {std::optional<double>(), std::optional<double>(2), std::optional<double>(15)}) {
      for (const char* code : {"", "GM1955"}) {
        Case c;
        for (const std::string& fact : facts) {
          if (const auto number = policy.FactOf(fact)) c.facts.push_back(*number);
        }
        std::sort(c.facts.begin(), c.facts.end());
        c.age_years = age;
        const Ladder& ladder = policy.LadderOf(code);
        for (int combination = 0; combination < kCombinations; combination += kStep) {
          c.ratings = RatingsAt(combination);
          const v1::HelpLevel level = LevelOf(c, policy, ladder);
          for (size_t i = 0; i < c.ratings.size(); ++i) {
            if (*c.ratings[i] == kWorstRating) continue;
            Case worse = c;
            worse.ratings[i] = *c.ratings[i] + 1;
            ASSERT_GE(LevelOf(worse, policy, ladder), level) << kRatingNames[i] << " in combination " << combination;
          }
          Case tried = c;
          tried.highest_tried = level;
          ASSERT_GE(LevelOf(tried, policy, ladder), std::min<int>(level + 1, kHighestLevel)) << combination;
        }
      }
    }
  }
}

// The same through the whole answer, where risk also raises a red flag: random requests, one thing made worse.
TEST(LevelTest, IsMonotoneInTheWholeAnswer) {
  std::mt19937 random(20261122);
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  const std::vector<std::string> questions = {
      "", "boos", "bang in het donker", "wil dood", "depressief, ruzie thuis", "geen geweld thuis"};
  const auto* fields = v1::Assessment::descriptor();
  for (int round = 0; round < 400; ++round) {
    v1::MatchRequest request;
    request.set_question(questions[static_cast<size_t>(pick(static_cast<int>(questions.size())))]);
    if (pick(2) == 0) request.set_age_years(pick(19));
    auto* ratings = request.mutable_assessment();
    const auto* reflection = ratings->GetReflection();
    for (int i = 0; i < fields->field_count(); ++i) {
      if (pick(2) == 0) reflection->SetInt32(ratings, fields->field(i), pick(5));
    }
    const v1::HelpLevel level = AdviseOn(request).level();
    for (int i = 0; i < fields->field_count(); ++i) {
      v1::MatchRequest worse = request;
      auto* worse_ratings = worse.mutable_assessment();
      const int now =
          reflection->HasField(*ratings, fields->field(i)) ? reflection->GetInt32(*ratings, fields->field(i)) : 0;
      reflection->SetInt32(worse_ratings, fields->field(i), std::min(now + 1, kWorstRating));
      ASSERT_GE(AdviseOn(worse).level(), level)
          << request.ShortDebugString() << " with worse " << fields->field(i)->name();
    }
    v1::MatchRequest more = request;
    more.add_tried_levels(static_cast<v1::HelpLevel>(1 + pick(kHighestLevel)));
    ASSERT_GE(AdviseOn(more).level(), level);
    EXPECT_EQ(AdviseOn(request).SerializeAsString(), AdviseOn(request).SerializeAsString());
  }
}

TEST(LevelTest, WeighsRatingsByRiskAndComplexity) {
  struct Row {
    const char* ratings;  // symptoms risk functioning coexisting history stressors support motivation; '-' = unknown
    v1::HelpLevel level;
  };
  for (const Row& row : std::vector<Row>{
           {"--------", v1::HELP_LEVEL_SELF_RELIANCE},   {"00000000", v1::HELP_LEVEL_SELF_RELIANCE},
           {"11011111", v1::HELP_LEVEL_COMMUNITY},       {"10111111", v1::HELP_LEVEL_SELF_RELIANCE},
           {"2-------", v1::HELP_LEVEL_COMMUNITY},       {"3-------", v1::HELP_LEVEL_PRACTICE_SUPPORT},
           {"4-------", v1::HELP_LEVEL_BASIC_CARE},      {"-2------", v1::HELP_LEVEL_PRACTICE_SUPPORT},
           {"-3------", v1::HELP_LEVEL_BASIC_CARE},      {"23------", v1::HELP_LEVEL_SPECIALIST_CARE},
           {"-4------", v1::HELP_LEVEL_SPECIALIST_CARE}, {"--3-----", v1::HELP_LEVEL_LOCAL_TEAM},
           {"3-3-----", v1::HELP_LEVEL_BASIC_CARE},      {"4-4-----", v1::HELP_LEVEL_SPECIALIST_CARE},
           {"3--3----", v1::HELP_LEVEL_SPECIALIST_CARE}, {"----3---", v1::HELP_LEVEL_PRACTICE_SUPPORT},
           {"-----3--", v1::HELP_LEVEL_LOCAL_TEAM},      {"-----44-", v1::HELP_LEVEL_BASIC_CARE},
           {"------3-", v1::HELP_LEVEL_LOCAL_TEAM},      {"-------2", v1::HELP_LEVEL_COMMUNITY},
           {"-------4", v1::HELP_LEVEL_LOCAL_TEAM},      {"-4---44-", v1::HELP_LEVEL_RESIDENTIAL},
           {"44444444", v1::HELP_LEVEL_RESIDENTIAL},
       }) {
    Case c;
    for (size_t i = 0; i < c.ratings.size(); ++i) {
      if (row.ratings[i] != '-') c.ratings[i] = row.ratings[i] - '0';
    }
    EXPECT_EQ(LevelOf(c, TheMatcher().policy(), TheMatcher().policy().LadderOf("")), row.level) << row.ratings;
  }
}

}  // namespace
}  // namespace socialekaart
