#include "services/ordered_pipeline.h"

#include <gtest/gtest.h>

#include <atomic>
#include <vector>

#include "absl/time/clock.h"

namespace socialekaart {
namespace {

TEST(OrderedPipelineTest, HandsOutAnswersInTheOrderOfTheQuestions) {
  WorkerPool pool(4, 8);
  std::vector<int> answers;
  {
    OrderedPipeline<int, int> pipeline(
        pool, 16,
        [](const int& question) {
          if (question % 7 == 0) absl::SleepFor(absl::Milliseconds(2));
          return question * 2;
        },
        [&](const int& answer) {
          answers.push_back(answer);
          return true;
        });
    for (int i = 0; i < 200; ++i) ASSERT_TRUE(pipeline.Push(i));
    EXPECT_TRUE(pipeline.Finish());
  }
  ASSERT_EQ(answers.size(), 200u);
  for (int i = 0; i < 200; ++i) EXPECT_EQ(answers[static_cast<size_t>(i)], i * 2);
}

TEST(OrderedPipelineTest, StopsWhenNobodyTakesTheAnswers) {
  WorkerPool pool(2, 8);
  std::atomic<int> asked = 0;
  OrderedPipeline<int, int> pipeline(
      pool, 4, [](const int& question) { return question; }, [](const int& answer) { return answer < 10; });
  while (asked < 10'000 && pipeline.Push(asked)) ++asked;
  EXPECT_FALSE(pipeline.Finish());
  EXPECT_LE(asked, 10 + 4 + 1);
}

TEST(OrderedPipelineTest, EndsWithoutAQuestion) {
  WorkerPool pool(1, 1);
  OrderedPipeline<int, int> pipeline(
      pool, 1, [](const int& question) { return question; }, [](const int&) { return true; });
  EXPECT_TRUE(pipeline.Finish());
}

}  // namespace
}  // namespace socialekaart
