#include "services/hsds/crawls.h"

#include <gtest/gtest.h>

namespace socialekaart::hsds_api {
namespace {

constexpr uint64_t kListing = 1, kOther = 2;
const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

using Numbers = std::vector<uint32_t>;

TEST(CrawlsTest, CutPagesFromWhatTheFirstChose) {
  Crawls crawls;
  const auto choice = crawls.Begin(kListing, {1, 2, 3, 4}, 2, kNow);
  EXPECT_EQ(*choice, (Numbers{1, 2, 3, 4}));
  EXPECT_EQ(crawls.Continue(kOther, 2, kNow), nullptr);
  EXPECT_EQ(crawls.Continue(kListing, 2, kNow), choice);
  EXPECT_EQ(crawls.Continue(kListing, 2, kNow), nullptr) << "that was its last page";
}

TEST(CrawlsTest, AreToldApartByTheirNextPage) {
  Crawls crawls;
  const auto first = crawls.Begin(kListing, {1, 2, 3, 4, 5, 6}, 3, kNow);
  EXPECT_EQ(crawls.Continue(kListing, 2, kNow), first);
  const auto second = crawls.Begin(kListing, {1, 3, 4, 5, 6}, 3, kNow);
  EXPECT_EQ(crawls.Continue(kListing, 3, kNow), first);
  EXPECT_EQ(crawls.Continue(kListing, 2, kNow), second);
  EXPECT_EQ(crawls.Continue(kListing, 3, kNow), second);
}

TEST(CrawlsTest, ThatWereLeftDoNotStandInTheWayOfALaterOne) {
  Crawls crawls;
  crawls.Begin(kListing, {1, 2, 3, 4}, 2, kNow);
  const auto later = crawls.Begin(kListing, {2, 3, 4}, 2, kNow);
  EXPECT_EQ(crawls.Continue(kListing, 2, kNow), later);
}

TEST(CrawlsTest, PagesMayBeAskedInAnyOrderAndAgain) {
  Crawls crawls;
  const auto choice = crawls.Begin(kListing, {1, 2, 3, 4, 5, 6, 7, 8}, 4, kNow);
  for (const int64_t page : {3, 4, 2, 2, 3}) EXPECT_EQ(crawls.Continue(kListing, page, kNow), choice) << page;
}

TEST(CrawlsTest, ShareWhatTheyChoseAlike) {
  Crawls crawls;
  EXPECT_EQ(crawls.Begin(kListing, {1, 2, 3}, 2, kNow), crawls.Begin(kListing, {1, 2, 3}, 2, kNow));
  EXPECT_NE(crawls.Begin(kListing, {1, 2}, 2, kNow), crawls.Begin(kListing, {1, 2, 3}, 2, kNow));
}

TEST(CrawlsTest, AreForgottenWhenIdleOrWhenTheyAreTooMuch) {
  Crawls crawls({.crawls = 2, .entries = 5, .idle = absl::Minutes(10)});
  crawls.Begin(kListing, {1, 2}, 2, kNow);
  EXPECT_NE(crawls.Continue(kListing, 3, kNow + absl::Minutes(9)), nullptr);
  EXPECT_EQ(crawls.Continue(kListing, 3, kNow + absl::Minutes(20)), nullptr);

  crawls.Begin(1, {1, 2}, 2, kNow);
  crawls.Begin(2, {1, 2}, 2, kNow);
  crawls.Begin(3, {1, 2}, 2, kNow);
  EXPECT_EQ(crawls.Continue(1, 2, kNow), nullptr);
  EXPECT_NE(crawls.Continue(2, 2, kNow), nullptr);
  crawls.Begin(4, {1, 2, 3, 4, 5, 6, 7}, 2, kNow);
  EXPECT_EQ(crawls.Continue(3, 2, kNow), nullptr);
  EXPECT_NE(crawls.Continue(4, 2, kNow), nullptr) << "the last one stays, however large";
}

}  // namespace
}  // namespace socialekaart::hsds_api
