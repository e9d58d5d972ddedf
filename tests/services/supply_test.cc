#include "services/supply.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "indexer/base/date.h"
#include "indexer/base/status.h"
#include "services/matching/matcher.h"
#include "tests/support/small_directory.h"

namespace socialekaart {
namespace {

class SupplyTest : public testing::Test {
 protected:
  absl::StatusOr<v1::DescribeSupplyResponse> Describe(const std::string& place, std::optional<double> age = {}) {
    directory_.Settle();
    v1::DescribeSupplyRequest request;
    if (!place.empty()) request.mutable_place()->set_text(place);
    if (age) request.set_age_years(*age);
    return DescribeSupply(request, {directory_.index(), directory_.places(), directory_.taxonomy(), matcher_->policy()},
                          now_);
  }
  std::string Ago(int days) const { return FormatDate(now_ - absl::Hours(24 * days)); }

  const absl::Time now_ = absl::Now();
  SmallDirectory directory_;
  std::unique_ptr<const Matcher> matcher_ =
      *Matcher::Load(absl::StrCat(SOCIALEKAART_SOURCE_DIR, "/data"), directory_.analyzer());
};

v1::SupplyCell Cell(const v1::DescribeSupplyResponse& response, const std::string& problem, v1::HelpLevel level) {
  for (const auto& row : response.rows()) {
    if (row.problem() != problem) continue;
    for (int i = 0; i < response.levels_size(); ++i) {
      if (response.levels(i).level() == level) return row.cells(i);
    }
  }
  ADD_FAILURE() << "no cell " << problem << " " << level;
  return {};
}

TEST_F(SupplyTest, CountsWhatServesTheGemeenteByProblemAndStep) {
  directory_.Add(
      {.name = "Boosgroep", .problems = "boos", .area = "GM1859", .assured_date = Ago(10), .waiting_days = 12});
  directory_.Add({.name = "Voor alles", .area = "NL", .assured_date = Ago(400), .waiting_days = 3});
  directory_.Add({.name = "Niet bij boosheid", .excluded = "boos", .area = "PV25"});
  directory_.Add({.name = "Elders", .problems = "boos", .area = "GM0106", .assured_date = Ago(1)});
  directory_.Add({.name = "Gestopt", .problems = "boos", .area = "GM1859", .status = v1::SERVICE_STATUS_DEFUNCT});
  const auto response = Describe("Eibergen");
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->place().display_name(), "Berkelland");

  const v1::SupplyCell boos = Cell(*response, "boos", v1::HELP_LEVEL_COMMUNITY);
  EXPECT_EQ(boos.services(), 2);
  EXPECT_EQ(boos.general_services(), 1);
  EXPECT_EQ(boos.fresh_services(), 1);
  EXPECT_EQ(boos.shortest_waiting_days(), 3);
  EXPECT_FALSE(boos.gap());
  EXPECT_EQ(Cell(*response, "slaap", v1::HELP_LEVEL_COMMUNITY).services(), 2);
  EXPECT_EQ(Cell(*response, "", v1::HELP_LEVEL_COMMUNITY).services(), 3);
  EXPECT_EQ(response->rows(0).problem(), "");
  EXPECT_EQ(response->rows_size(), directory_.taxonomy().data().problems_size() + 1);
}

TEST_F(SupplyTest, AnEmptyCellIsAGapOnlyWhereTheStepExists) {
  directory_.Add({.name = "Boosgroep", .problems = "boos", .area = "GM1859"});
  const auto response = Describe("GM1859");
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_TRUE(Cell(*response, "slaap", v1::HELP_LEVEL_COMMUNITY).gap());
  // Berkelland has practice workers and no specialist in the practice; its local team has a name of its own.
  EXPECT_TRUE(Cell(*response, "boos", v1::HELP_LEVEL_PRACTICE_SUPPORT).gap());
  EXPECT_FALSE(Cell(*response, "boos", v1::HELP_LEVEL_PRACTICE_SPECIALIST).gap());
  for (const auto& level : response->levels()) {
    EXPECT_EQ(level.offered(), level.level() != v1::HELP_LEVEL_PRACTICE_SPECIALIST) << level.display_name();
    if (level.level() == v1::HELP_LEVEL_LOCAL_TEAM) {
      EXPECT_EQ(level.display_name(), "Voormekaar");
    }
  }
}

TEST_F(SupplyTest, SaysHowFreshTheRecordsAre) {
  int number = 0;
  for (const int days : {0, 180, 181, 365, 366, 1000})
    directory_.Add({.name = absl::StrCat("Dienst ", ++number), .area = "GM1859", .assured_date = Ago(days)});
  directory_.Add({.name = "Nooit", .area = "GM1859", .waiting_days = 0});
  const auto response = Describe("Berkelland");
  ASSERT_TRUE(response.ok()) << response.status();
  const v1::SupplyFreshness& freshness = response->freshness();
  EXPECT_EQ(freshness.services(), 7);
  EXPECT_EQ(freshness.fresh(), 2);
  EXPECT_EQ(freshness.aging(), 2);
  EXPECT_EQ(freshness.stale(), 2);
  EXPECT_EQ(freshness.never(), 1);
  EXPECT_EQ(freshness.waiting_known(), 1);
  EXPECT_EQ(freshness.oldest_checked_date(), Ago(1000));
}

TEST_F(SupplyTest, KnowsTheGemeentenOfTheDirectoryWhateverPlaceIsAsked) {
  directory_.Add({.name = "Een", .area = "GM1859 GM0106"});
  directory_.Add({.name = "Twee", .area = "GM0106"});
  for (const char* place : {"", "Winterswijk"}) {
    const auto response = Describe(place);
    ASSERT_TRUE(response.ok()) << response.status();
    std::string all;
    for (const auto& one : response->municipalities())
      absl::StrAppend(&all, one.municipality().display_name(), " ", one.services(), "; ");
    EXPECT_EQ(all, "Assen 2; Berkelland 1; ") << place;
    EXPECT_EQ(response->freshness().services(), *place == '\0' ? 2 : 0);
  }
}

TEST_F(SupplyTest, LeavesOutWhatIsNotForTheAge) {
  directory_.Add({.name = "Peuters", .area = "GM1859", .minimum_age = 0, .maximum_age = 3});
  directory_.Add({.name = "Onbekend", .area = "GM1859"});
  EXPECT_EQ(Describe("Berkelland", 15)->freshness().services(), 1);
  EXPECT_EQ(Describe("Berkelland", 2)->freshness().services(), 2);
}

TEST_F(SupplyTest, RefusesWhatItCannotCount) {
  EXPECT_EQ(Describe("Berkelland", 200).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Describe("Hengelo").status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Describe("Nergenshuizen").status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace socialekaart
