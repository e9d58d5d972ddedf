#include "clients/cli/eval_statistics.h"

#include <vector>

#include "gtest/gtest.h"

namespace socialekaart::cli {
namespace {

std::vector<double> Halves(size_t count) {
  std::vector<double> values;
  for (size_t i = 0; i < count; ++i) values.push_back(i % 2 == 0 ? 1 : 0);
  return values;
}

TEST(BootstrapTest, GivesTheIntervalThatTheoryGives) {
  const auto interval = BootstrapInterval(Halves(100), {});
  ASSERT_TRUE(interval.has_value());
  EXPECT_NEAR(interval->low, 0.5 - 1.96 * 0.05, 0.011);  // sd of the mean: sqrt(0.25 / 100)
  EXPECT_NEAR(interval->high, 0.5 + 1.96 * 0.05, 0.011);
  const auto wider = BootstrapInterval(Halves(10), {});
  EXPECT_LT(wider->low, interval->low);
  EXPECT_GT(wider->high, interval->high);
}

TEST(BootstrapTest, IsSureOfWhatIsAlwaysTheSame) {
  const auto interval = BootstrapInterval({0.25, 0.25, 0.25}, {.resamples = 100});
  EXPECT_EQ(interval->low, 0.25);
  EXPECT_EQ(interval->high, 0.25);
  EXPECT_FALSE(BootstrapInterval({}, {}).has_value());
}

TEST(BootstrapTest, RepeatsWithItsSeed) {
  const std::vector<double> values = {0.1, 0.35, 0.8, 0.9, 0.2, 1, 0, 0.55, 0.73, 0.41, 0.97};
  const auto one = BootstrapInterval(values, {.resamples = 500, .seed = 7});
  const auto two = BootstrapInterval(values, {.resamples = 500, .seed = 7});
  const auto other = BootstrapInterval(values, {.resamples = 500, .seed = 8});
  EXPECT_EQ(one->low, two->low);
  EXPECT_EQ(one->high, two->high);
  EXPECT_TRUE(one->low != other->low || one->high != other->high);
}

TEST(RandomizationTest, KnowsTheProbabilityOfAFewSigns) {
  EXPECT_EQ(RandomizationP({0, 0, 0}, {}), 1);
  EXPECT_EQ(RandomizationP({}, {}), 1);
  EXPECT_EQ(RandomizationP({1, -1}, {}), 1);
  EXPECT_NEAR(RandomizationP({1, 1, 1}, {}), 0.25, 0.02);           // +++ and --- of eight
  EXPECT_NEAR(RandomizationP({-0.1, -0.1, -0.1}, {}), 0.25, 0.02);  // either way
  EXPECT_NEAR(RandomizationP({0.1, 0.2, 0.3, 0.4}, {}), 0.125, 0.02);
}

TEST(RandomizationTest, SeesWhatIsClearlyDifferent) {
  EXPECT_LT(RandomizationP(std::vector<double>(20, 0.3), {}), 0.01);
  EXPECT_GT(RandomizationP(std::vector<double>(20, 0.3), {}), 0);
  EXPECT_LT(RandomizationP(std::vector<double>(200, 0.01), {}), 0.01);  // more signs than one word has bits
  std::vector<double> balanced = Halves(100);
  for (size_t i = 0; i < balanced.size(); i += 4) balanced[i] = -1;
  EXPECT_GT(RandomizationP(balanced, {}), 0.5);
}

TEST(RandomizationTest, RepeatsWithItsSeed) {
  const std::vector<double> differences = {0.1, -0.05, 0.2, 0.02, -0.1, 0.3, 0.15};
  EXPECT_EQ(RandomizationP(differences, {.seed = 3}), RandomizationP(differences, {.seed = 3}));
}

}  // namespace
}  // namespace socialekaart::cli
