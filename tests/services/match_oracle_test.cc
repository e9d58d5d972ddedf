// Random directories and requests: what the match answers, beside what a look at each service one by one allows.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <map>
#include <random>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/match_service.h"
#include "tests/support/small_directory.h"

namespace socialekaart {
namespace {

constexpr int kServices = 400;
constexpr int kRequests = 10'000;

const std::vector<std::string> kLevels = {"eigen-kracht", "vrij-toegankelijk", "wijkteam", "poh-jeugd", "soh-kjp",
                                          "basis",        "specialistisch",    "verblijf"};

struct Home {
  const char* postal_code;
  std::set<std::string> areas;        // that contain it
  std::set<std::string> may_contain;  // smaller areas in its gemeente, of which nobody knows here
  const char* municipality;
  double latitude, longitude;
};

// Roughly where they lie; the directory knows its own points, and distances near the limit are not judged.
const std::vector<Home>& Homes() {
  static const auto* const homes = new std::vector<Home>{
      {"7151 AB",
       {"NL", "PV25", "GM1859", "PC4:7151", "PC6:7151AB"},
       {"WK185901", "BU18590100"},
       "GM1859",
       52.10,
       6.65},
      {"6941 AA", {"NL", "PV25", "GM1955", "PC4:6941", "PC6:6941AA"}, {"WK195501"}, "GM1955", 51.94, 6.13},
      {"9401 AA", {"NL", "PV22", "GM0106", "PC4:9401", "PC6:9401AA"}, {"WK010601"}, "GM0106", 52.99, 6.56}};
  return *homes;
}

class Dice {
 public:
  int Below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }
  bool OneIn(int n) { return Below(n) == 0; }
  const std::string& Of(const std::vector<std::string>& list) {
    return list[static_cast<size_t>(Below(static_cast<int>(list.size())))];
  }
  std::string Some(const std::vector<std::string>& list, int most) {
    std::set<std::string> chosen;
    for (int i = Below(most + 1); i > 0; --i) chosen.insert(Of(list));
    std::string text;
    for (const std::string& one : chosen) absl::StrAppend(&text, text.empty() ? "" : " ", one);
    return text;
  }

 private:
  std::mt19937 random_{20261122};
};

const std::vector<std::string> kAreas = {"NL",         "PV25",     "PV22",     "GM1859",   "GM0222",
                                         "GM0106",     "GM1955",   "PC4:7151", "PC4:9401", "PC6:7151AB",
                                         "PC6:6941AA", "WK185901", "WK010601"};
const std::vector<std::string> kProblems = {"boos", "angst", "somber", "slaap", "leren"};
const std::vector<std::string> kAccess = {"vrij",   "verwijzing",    "beschikking", "gecertificeerde-instelling",
                                          "school", "eigen-huisarts"};
const std::vector<std::string> kContracts = {"GM1859", "GM1955", "GM0106"};

Town RandomTown(int i, Dice& dice) {
  Town town{.name = absl::StrCat("dienst ", i)};
  town.levels = absl::StrCat(dice.Of(kLevels), dice.OneIn(4) ? absl::StrCat(" ", dice.Of(kLevels)) : "");
  if (absl::StrContains(town.levels, " ") &&
      town.levels.substr(0, town.levels.find(' ')) == town.levels.substr(town.levels.find(' ') + 1))
    town.levels = town.levels.substr(0, town.levels.find(' '));
  town.problems = dice.Some(kProblems, 2);
  town.excluded = dice.OneIn(3) ? dice.Some(kProblems, 2) : "";
  town.access = dice.Some(kAccess, 2);
  town.area = dice.Some(kAreas, 2);
  town.contracts = dice.Some(kContracts, 2);
  if (dice.OneIn(2)) town.minimum_age = dice.Below(16);
  if (dice.OneIn(2)) town.maximum_age = std::max(town.minimum_age, 0.0) + dice.Below(8);
  if (!dice.OneIn(4)) {
    const Home& home = Homes()[static_cast<size_t>(dice.Below(3))];
    town.latitude = home.latitude + dice.Below(100) * 0.001;
    town.longitude = home.longitude + dice.Below(100) * 0.001;
    town.postal_code = home.postal_code;
  }
  town.status = dice.OneIn(6)   ? v1::SERVICE_STATUS_TEMPORARILY_CLOSED
                : dice.OneIn(6) ? v1::SERVICE_STATUS_INACTIVE
                                : v1::SERVICE_STATUS_ACTIVE;
  town.confidential = dice.OneIn(5);
  return town;
}

std::set<std::string> Words(const std::string& text) {
  return absl::StrSplit(text, ' ', absl::SkipEmpty());
}

// Whether a service may be named to this family, by whom asks. The rules once more, in the plainest way.
class Oracle {
 public:
  Oracle(const Home& home, std::optional<double> age, std::set<std::string> problems, v1::RequesterRole role)
      : home_(home), age_(age), problems_(std::move(problems)), role_(role) {}

  bool Allows(const Town& town, const std::string& level) const {
    return town.status == v1::SERVICE_STATUS_ACTIVE && Words(town.levels).contains(level) && Age(town) && Area(town) &&
           Problem(town) && Door(town) && Contract(town);
  }

 private:
  bool Age(const Town& town) const {
    if (!age_) return true;
    return (town.minimum_age < 0 || *age_ >= town.minimum_age) &&
           (town.maximum_age < 0 || *age_ < town.maximum_age + 1);
  }
  bool Area(const Town& town) const {
    const auto areas = Words(town.area);
    // Without an area the distance decides, 25 km; all places of this test lie within 14 km of their home and beyond 26
    // of the others.
    if (areas.empty()) return town.postal_code.empty() || town.confidential || town.postal_code == home_.postal_code;
    return std::any_of(areas.begin(), areas.end(), [&](const auto& area) {
      return home_.areas.contains(area) || home_.may_contain.contains(area);
    });
  }
  bool Problem(const Town& town) const {
    if (problems_.empty()) return true;
    const auto excluded = Words(town.excluded), named = Words(town.problems);
    bool any = false;
    for (const std::string& problem : problems_)
      any |= !excluded.contains(problem) && (named.empty() || named.contains(problem));
    return any;
  }
  bool Door(const Town& town) const {
    static const auto* const doors = new std::map<v1::RequesterRole, std::set<std::string>>{
        {v1::REQUESTER_ROLE_UNSPECIFIED,
         {"vrij", "verwijzing", "beschikking", "gecertificeerde-instelling", "school", "eigen-huisarts"}},
        {v1::REQUESTER_ROLE_GP, {"vrij", "verwijzing", "school", "eigen-huisarts"}},
        {v1::REQUESTER_ROLE_POH_JEUGD, {"vrij", "verwijzing", "school", "eigen-huisarts"}},
        {v1::REQUESTER_ROLE_SOH_KJP, {"vrij", "verwijzing", "school", "eigen-huisarts"}},
        {v1::REQUESTER_ROLE_YOUTH_DOCTOR, {"vrij", "verwijzing", "school", "eigen-huisarts"}},
        {v1::REQUESTER_ROLE_LOCAL_TEAM, {"vrij", "beschikking", "school", "eigen-huisarts"}},
        {v1::REQUESTER_ROLE_SCHOOL, {"vrij", "school", "eigen-huisarts"}},
        {v1::REQUESTER_ROLE_OTHER, {"vrij", "school", "eigen-huisarts"}}};
    const auto access = Words(town.access);
    const auto& open = doors->at(role_);
    return access.empty() ||
           std::any_of(access.begin(), access.end(), [&](const auto& door) { return open.contains(door); });
  }
  bool Contract(const Town& town) const {
    const auto contracts = Words(town.contracts);
    return contracts.empty() || Words(town.access).contains("vrij") || contracts.contains(home_.municipality);
  }

  const Home& home_;
  const std::optional<double> age_;
  const std::set<std::string> problems_;
  const v1::RequesterRole role_;
};

void ExpectNothingConfidential(const v1::Suggestion& suggestion, const Town& town) {
  if (!town.confidential) return;
  EXPECT_FALSE(suggestion.has_distance_m());
  for (const auto& at : suggestion.service().service_at_locations()) {
    EXPECT_FALSE(at.location_detail().has_latitude());
    for (const auto& address : at.location_detail().addresses())
      EXPECT_TRUE(address.postal_code().empty() && address.address_1().empty());
  }
}

TEST(MatchOracleTest, NeverNamesAServiceThatDoesNotFitAndNeverMissesAllThatDo) {
  SmallDirectory directory;
  Dice dice;
  std::map<std::string, Town> towns;  // by the name of the service
  for (int i = 0; i < kServices; ++i) {
    const Town town = RandomTown(i, dice);
    towns[directory.Add(town).name()] = town;
  }
  directory.Settle();
  const auto matcher = LiveMatcher::Load(absl::StrCat(SOCIALEKAART_SOURCE_DIR, "/data"), directory.analyzer());
  ASSERT_TRUE(matcher.ok()) << matcher.status();
  const MatchServiceImpl service(**matcher, directory.index(), directory.places(), directory.store());
  int named = 0, gaps = 0;
  for (int round = 0; round < kRequests && !testing::Test::HasFailure(); ++round) {
    const Home& home = Homes()[static_cast<size_t>(dice.Below(3))];
    v1::MatchRequest request;
    request.mutable_place()->set_postal_code(home.postal_code);
    std::optional<double> age;
    if (!dice.OneIn(5)) age = dice.Below(36) * 0.5;
    if (age) request.set_age_years(*age);
    const std::set<std::string> problems = Words(dice.Some(kProblems, 2));
    for (const std::string& problem : problems) request.add_problem_codes("probleemdomein:" + problem);
    const auto role = static_cast<v1::RequesterRole>(dice.Below(v1::RequesterRole_MAX + 1));
    request.set_requester_role(role);
    request.set_max_services_per_level(1 + dice.Below(20));
    const auto response = service.Answer(request);
    ASSERT_TRUE(response.ok()) << response.status();
    const Oracle oracle(home, age, problems, role);
    for (const v1::LadderStep& step : response->ladder()) {
      SCOPED_TRACE(absl::StrCat(request.ShortDebugString(), " at ", v1::HelpLevel_Name(step.level())));
      if (step.state() == v1::LadderStep::STATE_NOT_OFFERED) {
        EXPECT_TRUE(step.suggestions().empty());
        continue;
      }
      const std::string& level = kLevels[static_cast<size_t>(step.level() - 1)];
      int allowed = 0;
      for (const auto& [name, town] : towns) allowed += oracle.Allows(town, level) ? 1 : 0;
      EXPECT_EQ(step.suggestions_size(), std::min(allowed, request.max_services_per_level()));
      EXPECT_EQ(step.gap(), allowed == 0);
      for (const v1::Suggestion& suggestion : step.suggestions()) {
        const Town& town = towns.at(suggestion.service().name());
        EXPECT_TRUE(oracle.Allows(town, level))
            << town.name << ": levels " << town.levels << ", area " << town.area << ", access " << town.access
            << ", contracts " << town.contracts << ", problems " << town.problems << ", not " << town.excluded
            << ", ages " << town.minimum_age << "-" << town.maximum_age;
        EXPECT_FALSE(suggestion.reasons().empty());
        ExpectNothingConfidential(suggestion, town);
        ++named;
      }
      gaps += step.gap() ? 1 : 0;
      if (!step.has_alternative()) continue;
      EXPECT_TRUE(step.gap());
      const Town& town = towns.at(step.alternative().suggestion().service().name());
      EXPECT_FALSE(oracle.Allows(town, level));
      EXPECT_EQ(town.status, v1::SERVICE_STATUS_ACTIVE);
      EXPECT_FALSE(step.alternative().text().empty());
      ExpectNothingConfidential(step.alternative().suggestion(), town);
    }
  }
  EXPECT_GT(named, kRequests) << "the oracle must have had something to look at";
  EXPECT_GT(gaps, 10);
}

}  // namespace
}  // namespace socialekaart
