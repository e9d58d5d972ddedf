// The sample, and random services beside it: what DescribeSupply counts, beside a look at each record of the store.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <random>
#include <sstream>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "indexer/base/codec.h"
#include "indexer/base/date.h"
#include "indexer/importer/import.h"
#include "indexer/importer/store_target.h"
#include "indexer/record/profile.h"
#include "services/directory_service.h"
#include "services/matching/live_matcher.h"
#include "services/supply.h"
#include "tests/support/small_directory.h"

namespace socialekaart {
namespace {

constexpr int kRandomServices = 300;

std::string DataFile(const std::string& name) {
  return absl::StrCat(SOCIALEKAART_SOURCE_DIR, "/data", name);
}

// A service as a reader of its record would judge it.
struct Seen {
  v1::Service service;
  v1::ServiceProfile profile;
  std::vector<std::string> areas;
  std::vector<std::string> stands_in;  // gemeenten
  std::optional<int> checked_days_ago;

  bool IsFresh() const { return checked_days_ago && *checked_days_ago <= 180; }
  bool Fits(std::optional<double> age) const {
    const auto bound = [](bool has, double value) { return has ? std::optional(value) : std::nullopt; };
    return !age || AgeFit(bound(service.has_minimum_age(), service.minimum_age()),
                          bound(service.has_maximum_age(), service.maximum_age()), *age) != v1::FIT_NO;
  }
  bool IsFor(const std::string& problem) const {
    if (absl::c_linear_search(profile.excluded_problems(), problem)) return false;
    return problem.empty() || profile.problems().empty() || absl::c_linear_search(profile.problems(), problem);
  }
  bool Serves(const std::string& municipality, const PlaceCodes& codes) const {
    const bool is_open =
        profile.contracted_by().empty() || absl::c_linear_search(profile.access(), std::string(kAccessFree));
    if (!is_open && !absl::c_linear_search(profile.contracted_by(), municipality)) return false;
    return areas.empty() ? absl::c_linear_search(stands_in, municipality) : AreaFit(areas, codes) != v1::FIT_NO;
  }
};

class SupplyOracleTest : public testing::Test {
 protected:
  void SetUp() override {
    ImportSample();
    AddRandomServices();
    directory_.Settle();
    Look();
  }

  void ImportSample() {
    std::ifstream file(DataFile("/sample/services.ndjson"));
    std::stringstream bytes;
    bytes << file.rdbuf();
    std::vector<v1::ImportServicesRequest> parts(2);
    parts[0].mutable_options()->set_format(v1::IMPORT_FORMAT_HSDS);
    parts[1].mutable_file()->set_display_name("services.ndjson");
    for (size_t at = 0; at < bytes.str().size(); at += 1u << 20)
      parts.emplace_back().set_data(bytes.str().substr(at, 1u << 20));
    DirectoryServiceImpl service(directory_.store(), directory_.catalog(), directory_.index(), directory_.places(),
                                 directory_.taxonomy(), matcher_->Get()->masker());
    size_t next = 0;
    const auto report = service.Import(
        [&](v1::ImportServicesRequest* part) {
          if (next == parts.size()) return false;
          *part = parts[next++];
          return true;
        },
        [] { return false; });
    ASSERT_TRUE(report.ok()) << report.status();
    ASSERT_GT(report->report().created(), 300);
  }

  void AddRandomServices() {
    const std::vector<std::string> areas = {
        "",         "NL",         "PV25",     "GM1859", "GM0106",    "GM1859 GM0106", "NL GM1859", "PV25 GM1859",
        "PC4:7151", "PC6:7151AB", "WK185901", "GM9999", "Achterhoek"};
    const std::vector<std::string> codes = {"", "7151 AB", "9401 AA", "7011 AA"};
    const std::vector<std::string> levels = {
        "", "eigen-kracht", "vrij-toegankelijk", "wijkteam basis", "specialistisch", "veiligheid"};
    const std::vector<std::string> problems = {"", "", "boos", "boos angst", "slaap"};
    const std::vector<std::string> contracts = {"", "", "", "GM1859", "GM0106 GM1859", "GM9999"};
    const std::vector<std::string> dates = {"",           "2026-11-22", "2026-05-26", "2026-05-25",
                                            "2025-11-22", "2025-11-21", "2020-01-01"};
    const auto one_of = [&](const std::vector<std::string>& list) { return list[random_() % list.size()]; };
    for (int i = 0; i < kRandomServices; ++i) {
      directory_.Add({.name = absl::StrCat("Dienst ", i),
                      .levels = one_of(levels),
                      .problems = one_of(problems),
                      .excluded = random_() % 5 == 0 ? "boos" : "",
                      .access = random_() % 2 == 0 ? "vrij" : "beschikking",
                      .area = one_of(areas),
                      .postal_code = one_of(codes),
                      .minimum_age = static_cast<double>(random_() % 10) - 1,
                      .maximum_age = random_() % 3 == 0 ? -1 : 12.5,
                      .status = random_() % 8 == 0 ? v1::SERVICE_STATUS_INACTIVE : v1::SERVICE_STATUS_ACTIVE,
                      .confidential = random_() % 8 == 0,
                      .assured_date = one_of(dates),
                      .contracts = one_of(contracts)});
    }
  }

  void Look() {
    const absl::CivilDay today = absl::ToCivilDay(now_, absl::UTCTimeZone());
    for (std::string after;;) {
      const auto records = directory_.store().List(RecordKind::kService, after, 100);
      ASSERT_TRUE(records.ok());
      if (records->empty()) break;
      after = NameOf(records->back());
      for (const auto& record : *records) {
        const auto service = Assemble(directory_.store(), record);
        ASSERT_TRUE(service.ok());
        if (service->status() != v1::SERVICE_STATUS_ACTIVE) continue;
        Seen& seen = seen_.emplace_back();
        seen.service = *service;
        seen.profile = ProfileOf(*service, directory_.taxonomy(), now_);
        seen.areas = AreaCodesOf(*service).codes;
        if (const auto day = ParseDate(service->assured_date())) seen.checked_days_ago = static_cast<int>(today - *day);
        for (const auto& at : service->service_at_locations()) {
          if (at.location_detail().confidential() || at.location_detail().location_type() == v1::LOCATION_TYPE_VIRTUAL)
            continue;
          for (const auto& address : at.location_detail().addresses()) {
            for (const std::string& code : directory_.places().gazetteer().MunicipalityCodesOf(address.postal_code()))
              seen.stands_in.push_back(code);
          }
        }
      }
    }
  }

  v1::ResolvedPlace Resolve(const std::string& municipality) {
    v1::Place place;
    place.set_municipality_code(municipality);
    return *directory_.places().Resolve(place);
  }

  // Those that count in a gemeente; "" = everywhere.
  std::vector<const Seen*> Counted(const std::string& municipality, std::optional<double> age) {
    std::vector<const Seen*> counted;
    PlaceCodes codes;
    if (!municipality.empty()) codes = directory_.places().gazetteer().CodesOf(Resolve(municipality));
    for (const Seen& seen : seen_) {
      if (seen.Fits(age) && (municipality.empty() || seen.Serves(municipality, codes))) counted.push_back(&seen);
    }
    return counted;
  }

  static v1::SupplyCell CellOf(const std::vector<const Seen*>& counted, const std::string& problem,
                               const v1::SupplyLevel& level) {
    v1::SupplyCell cell;
    for (const Seen* seen : counted) {
      if (!seen->IsFor(problem) || !absl::c_linear_search(seen->profile.levels(), level.level())) continue;
      cell.set_services(cell.services() + 1);
      cell.set_general_services(cell.general_services() + (seen->profile.problems().empty() ? 1 : 0));
      cell.set_fresh_services(cell.fresh_services() + (seen->IsFresh() ? 1 : 0));
      if (!seen->profile.has_waiting_days()) continue;
      const int32_t days = seen->profile.waiting_days();
      cell.set_shortest_waiting_days(cell.has_shortest_waiting_days() ? std::min(cell.shortest_waiting_days(), days)
                                                                      : days);
    }
    cell.set_gap(level.offered() && cell.services() == 0);
    return cell;
  }

  static v1::SupplyFreshness FreshnessOf(std::vector<const Seen*> counted) {
    v1::SupplyFreshness freshness;
    freshness.set_services(static_cast<int64_t>(counted.size()));
    const auto order = [](const Seen* seen) {
      return std::make_pair(seen->service.assured_date(), static_cast<uint32_t>(Hash(seen->service.name())));
    };
    absl::c_sort(counted, [&](const Seen* a, const Seen* b) { return order(a) < order(b); });
    for (const Seen* seen : counted) {
      if (freshness.stalest_services_size() < 10) freshness.add_stalest_services(seen->service.name());
      if (seen->profile.has_waiting_days()) freshness.set_waiting_known(freshness.waiting_known() + 1);
      if (!seen->checked_days_ago) {
        freshness.set_never(freshness.never() + 1);
        continue;
      }
      if (freshness.oldest_checked_date().empty()) freshness.set_oldest_checked_date(seen->service.assured_date());
      if (seen->IsFresh()) {
        freshness.set_fresh(freshness.fresh() + 1);
      } else if (*seen->checked_days_ago <= 365) {
        freshness.set_aging(freshness.aging() + 1);
      } else {
        freshness.set_stale(freshness.stale() + 1);
      }
    }
    return freshness;
  }

  static std::vector<v1::SupplyLevel> LevelsOf(const Ladder& ladder) {
    std::vector<v1::SupplyLevel> levels;
    for (const Ladder::Step& step : ladder.steps) {
      v1::SupplyLevel& level = levels.emplace_back();
      level.set_level(step.level);
      level.set_display_name(step.display_name);
      level.set_offered(step.offered);
    }
    return levels;
  }

  v1::MunicipalitySupply MunicipalityOf(const v1::Municipality& municipality, std::optional<double> age) {
    v1::MunicipalitySupply supply;
    *supply.mutable_municipality() = municipality;
    const std::vector<const Seen*> counted = Counted(municipality.code(), age);
    supply.set_services(static_cast<int64_t>(counted.size()));
    supply.set_fresh_services(absl::c_count_if(counted, [](const Seen* seen) { return seen->IsFresh(); }));
    for (const v1::SupplyLevel& level : LevelsOf(matcher_->Get()->policy().LadderOf(municipality.code()))) {
      for (const auto& problem : directory_.taxonomy().data().problems()) {
        if (CellOf(counted, problem.code(), level).gap()) supply.set_gaps(supply.gaps() + 1);
      }
    }
    return supply;
  }

  v1::DescribeSupplyResponse Expected(const std::string& municipality, std::optional<double> age) {
    v1::DescribeSupplyResponse response;
    if (!municipality.empty()) *response.mutable_place() = Resolve(municipality);
    const std::vector<const Seen*> counted = Counted(municipality, age);
    const std::vector<v1::SupplyLevel> levels = LevelsOf(matcher_->Get()->policy().LadderOf(municipality));
    for (const v1::SupplyLevel& level : levels) *response.add_levels() = level;
    const auto add_row = [&](const std::string& problem, const std::string& display_name) {
      v1::SupplyRow* row = response.add_rows();
      row->set_problem(problem);
      row->set_display_name(display_name);
      for (const v1::SupplyLevel& level : levels) *row->add_cells() = CellOf(counted, problem, level);
    };
    add_row("", "");
    for (const auto& problem : directory_.taxonomy().data().problems()) add_row(problem.code(), problem.display_name());
    *response.mutable_freshness() = FreshnessOf(counted);
    std::map<std::string, v1::Municipality> named;
    for (const v1::Municipality& one : directory_.places().gazetteer().Municipalities()) {
      const bool is_named = absl::c_any_of(seen_, [&](const Seen& seen) {
        return absl::c_linear_search(seen.areas, one.code()) || absl::c_linear_search(seen.stands_in, one.code());
      });
      if (is_named) named[one.display_name()] = one;
    }
    for (const auto& [name, one] : named) *response.add_municipalities() = MunicipalityOf(one, age);
    response.set_revision(directory_.store().revision());
    return response;
  }

  // At the beginning of a day, so that days are counted alike however they are counted.
  const absl::Time now_ = absl::FromCivil(absl::CivilDay(2026, 11, 22), absl::UTCTimeZone());
  std::mt19937 random_{7};
  SmallDirectory directory_;
  std::unique_ptr<const LiveMatcher> matcher_ = *LiveMatcher::Load(DataFile(""), directory_.analyzer());
  std::vector<Seen> seen_;
};

TEST_F(SupplyOracleTest, CountsWhatAReaderOfTheRecordsCounts) {
  ASSERT_GT(seen_.size(), 500u);
  std::vector<std::string> municipalities = {""};
  for (const v1::Municipality& one : directory_.places().gazetteer().Municipalities())
    municipalities.push_back(one.code());
  ASSERT_GT(municipalities.size(), 8u);
  for (const std::optional<double> age :
       {std::optional<double>(), std::optional(0.5), std::optional(8.0), std::optional(12.9), std::optional(40.0)}) {
    for (const std::string& municipality : municipalities) {
      SCOPED_TRACE(absl::StrCat(municipality, " at ", age.value_or(-1)));
      v1::DescribeSupplyRequest request;
      if (!municipality.empty()) request.mutable_place()->set_municipality_code(municipality);
      if (age) request.set_age_years(*age);
      const auto response = DescribeSupply(
          request, {directory_.index(), directory_.places(), directory_.taxonomy(), matcher_->Get()->policy()}, now_);
      ASSERT_TRUE(response.ok()) << response.status();
      const v1::DescribeSupplyResponse expected = Expected(municipality, age);
      ASSERT_EQ(response->DebugString(), expected.DebugString());
    }
  }
}

}  // namespace
}  // namespace socialekaart
