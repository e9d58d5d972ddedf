#include "services/override_log.h"

#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "indexer/store/rocksdb_store.h"
#include "tests/support/temporary_folder.h"

namespace socialekaart {
namespace {

v1::RecordOverrideRequest Override(const std::string& municipality, std::vector<std::string> problems) {
  v1::RecordOverrideRequest request;
  request.set_advised_level(v1::HELP_LEVEL_COMMUNITY);
  request.set_chosen_level(v1::HELP_LEVEL_BASIC_CARE);
  request.set_reason("wachttijd");
  request.set_municipality_code(municipality);
  for (std::string& problem : problems) request.add_problems(std::move(problem));
  return request;
}

TEST(OverrideLogTest, CountsByMonthAndKeepsThemOverARestart) {
  TemporaryFolder folder;
  {
    auto store = OpenRocksDbStore(folder.path("store"));
    ASSERT_TRUE(store.ok()) << store.status();
    OverrideLog log(**store);
    EXPECT_TRUE(log.Add(Override("GM1859", {"boos", "angst"}), "2026-10").ok());
    EXPECT_TRUE(log.Add(Override("GM1859", {"boos"}), "2026-11").ok());
    EXPECT_TRUE(log.Add(Override("GM1859", {"boos"}), "2026-11").ok());
    EXPECT_TRUE(log.Add(Override("GM0106", {}), "2026-11").ok());
  }
  auto store = OpenRocksDbStore(folder.path("store"));
  ASSERT_TRUE(store.ok()) << store.status();
  const OverrideLog log(**store);
  v1::CountOverridesRequest request;
  const auto all = log.Count(request, "2026-11");
  ASSERT_TRUE(all.ok()) << all.status();
  ASSERT_EQ(all->counts_size(), 6);
  EXPECT_EQ(all->counts(0).month(), "2026-10");
  EXPECT_EQ(all->counts(3).problem(), "");
  EXPECT_EQ(all->counts(3).count(), 2);
  request.set_to_month("2026-10");
  EXPECT_EQ(log.Count(request, "2026-11")->counts_size(), 3);
}

TEST(OverrideLogTest, RefusesMonthsThatAreNone) {
  TemporaryFolder folder;
  auto store = OpenRocksDbStore(folder.path("store"));
  ASSERT_TRUE(store.ok()) << store.status();
  const OverrideLog log(**store);
  for (const auto& [from, to] : std::vector<std::pair<const char*, const char*>>{
           {"2026-13", ""}, {"", "november"}, {"2026-11", "2026-10"}, {"1990-01", "2026-11"}}) {
    v1::CountOverridesRequest request;
    request.set_from_month(from);
    request.set_to_month(to);
    EXPECT_TRUE(absl::IsInvalidArgument(log.Count(request, "2026-11").status())) << from << " " << to;
  }
}

}  // namespace
}  // namespace socialekaart
