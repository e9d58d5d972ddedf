#include "services/matching/policy.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <tuple>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "services/matching/live_matcher.h"
#include "services/matching/policy_check.h"
#include "services/matching/policy_words.h"
#include "tests/services/matching/matcher_fixture.h"

namespace socialekaart {
namespace {

PolicyFiles TheFiles() {
  auto files = ReadPolicyFiles(SOCIALEKAART_SOURCE_DIR "/data/policy");
  EXPECT_TRUE(files.ok()) << files.status();
  return *files;
}

std::string FaultsOf(const PolicyFiles& files) {
  std::vector<PolicyFault> faults;
  EXPECT_EQ(Policy::Build(files, TheMatcher().vocabulary(), &faults), nullptr);
  return ToText(faults);
}

int LineOf(const std::string& text, const std::string& what) {
  const size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return 1 + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

TEST(PolicyTest, NamesTheLineOfEveryFault) {
  PolicyFiles files = TheFiles();
  const int first = LineOf(files.policy, "id: \"risico.4\"");
  const int second = LineOf(files.policy, "id: \"boos.floor\"");
  const int text = LineOf(files.policy, "record_next:");
  files.policy = absl::StrReplaceAll(files.policy, {{"id: \"risico.4\"", "id: \"risico.3\""},
                                                    {"\"boos.slaat\"", "\"boos.bozig\""},
                                                    {"{next}. Bij", "{volgende}. Bij"}});
  const std::string faults = FaultsOf(files);
  EXPECT_TRUE(
      absl::StrContains(faults, absl::StrCat("default.textproto:", first, ": rule risico.3: needs an id of its own")))
      << faults;
  EXPECT_TRUE(
      absl::StrContains(faults, absl::StrCat("default.textproto:", second, ": rule boos.floor: \"boos.bozig\"")))
      << faults;
  EXPECT_TRUE(absl::StrContains(
      faults, absl::StrCat("default.textproto:", text, ": texts.record_next: has the unknown placeholder")))
      << faults;
}

TEST(PolicyTest, NamesTheLineOfWhatIsNoPolicyAtAll) {
  PolicyFiles files = TheFiles();
  files.policy += "\nrulez { }\n";
  EXPECT_TRUE(absl::StartsWith(FaultsOf(files), absl::StrCat("default.textproto:", LineOf(files.policy, "rulez"), ":")))
      << FaultsOf(files);
}

TEST(PolicyTest, KnowsTheNineLadders) {
  const Policy& policy = TheMatcher().policy();
  struct Row {
    const char* code;
    const char* model;
    const char* team;
    bool poh, soh;
  };
  for (const Row& row : std::vector<Row>{
           {"GM1859", "POH-jeugd", "Voormekaar", true, false},
           {"GM1586", "POH-jeugd", "Sociaal team Oost Gelre", true, false},
           {"GM0197", "POH-jeugd", "Sociaal team Aalten", true, false},
           {"GM0294", "POH-jeugd", "Sociaal team Winterswijk", true, false},
           {"GM0106", "POH-jeugd", "Sociaal team Assen", true, false},
           {"GM1876", "POH-jeugd en SOH-KJP", "Sociaal team Bronckhorst", true, true},
           {"GM1955", "Sociaal Team-Jeugd", "Sociaal Team-Jeugd", false, false},
           {"GM1509", "SOH-KJP", "Sociaal team Oude IJsselstreek", false, true},
           {"GM0222", "SOH-KJP", "Sociaal team Doetinchem", false, true},
           {"GM0344", "", "Wijkteam", true, true},
       }) {
    SCOPED_TRACE(row.code);
    const Ladder& ladder = policy.LadderOf(row.code);
    EXPECT_EQ(ladder.model, row.model);
    EXPECT_EQ(ladder.at(v1::HELP_LEVEL_LOCAL_TEAM).display_name, row.team);
    EXPECT_EQ(ladder.at(v1::HELP_LEVEL_PRACTICE_SUPPORT).offered, row.poh);
    EXPECT_EQ(ladder.at(v1::HELP_LEVEL_PRACTICE_SPECIALIST).offered, row.soh);
  }
}

TEST(PolicyTest, LeavesTheWorkOfAMissingPohToTheTeamThatDoesIt) {
  for (const auto& [question, tried, level] : std::vector<std::tuple<std::string, int, v1::HelpLevel>>{
           {"paniekaanvallen, 15 jaar", 0, v1::HELP_LEVEL_LOCAL_TEAM},
           {"paniekaanvallen, 15 jaar", v1::HELP_LEVEL_COMMUNITY, v1::HELP_LEVEL_LOCAL_TEAM},
           {"paniekaanvallen, 15 jaar", v1::HELP_LEVEL_LOCAL_TEAM, v1::HELP_LEVEL_BASIC_CARE},
           {"wil niet meer leven, 15 jaar", 0, v1::HELP_LEVEL_BASIC_CARE},
       }) {
    SCOPED_TRACE(question);
    v1::MatchRequest request;
    request.set_question(question);
    if (tried != 0) request.add_tried_levels(static_cast<v1::HelpLevel>(tried));
    EXPECT_EQ(AdviseOn(request, "GM1955").level(), level);
  }
}

TEST(PolicyTest, KnowsTheSchoolPartnershipByPostcodeSectorAndAge) {
  const auto codes = [](const LocalPlace& place, std::optional<double> age) {
    std::string text;
    for (const auto& one : TheMatcher().policy().PartnershipsOf(place, age))
      absl::StrAppend(&text, text.empty() ? "" : " ", one.code());
    return text;
  };
  EXPECT_EQ(codes({{"GM1859"}, "7151"}, 11), "PO2501");
  EXPECT_EQ(codes({{"GM1859"}, "7151"}, 13), "VO2502");
  EXPECT_EQ(codes({{"GM1859"}, "7151"}, 12), "PO2501 VO2502");
  EXPECT_EQ(codes({{"GM1859"}, ""}, std::nullopt), "PO2501 VO2502");
  EXPECT_EQ(codes({{"GM1876"}, "7251"}, 8), "PO2501");
  EXPECT_EQ(codes({{"GM1876"}, "7255"}, 8), "PO2503");
  EXPECT_EQ(codes({{"GM1955"}, "6942"}, 15), "VO2504");
  EXPECT_EQ(codes({{"GM1955"}, "7041"}, 15), "VO2503");
  EXPECT_EQ(codes({{"GM0222", "GM1509"}, "7011"}, 15), "VO2503");
  EXPECT_EQ(codes({{"GM0106"}, "9401"}, 6), "PO2201");
  EXPECT_EQ(codes({{"GM0344"}, "3511"}, 6), "");
  EXPECT_EQ(codes({}, 6), "");
}

TEST(PolicyTest, SharesALadderBetweenGemeentenOnlyWhenItIsTheSame) {
  const Policy& policy = TheMatcher().policy();
  EXPECT_EQ(policy.LadderOf(LocalPlace{{"GM1859"}, ""}).overlay, "oost-achterhoek");
  EXPECT_EQ(policy.LadderOf(LocalPlace{{"GM1859", "GM1586"}, ""}).overlay, "") << "their teams have other names";
  EXPECT_EQ(policy.LadderOf(LocalPlace{{"GM1859", "GM0344"}, ""}).overlay, "");
  EXPECT_EQ(policy.LadderOf(LocalPlace{}).overlay, "");
}

// Every combination of the ratings, for every ladder, set of facts, age and level tried that the rules tell apart.
TEST(PolicyTest, IsMonotoneInAllCombinationsOfRatings) {
  const v1::CheckPolicyResponse checked =
      CheckPolicyFiles(TheMatcher(), TheFiles(), std::getenv("SOCIALEKAART_ALL_RATINGS") != nullptr);
  EXPECT_TRUE(checked.faults().empty());
  EXPECT_TRUE(checked.not_monotone().empty()) << checked.not_monotone(0);
  EXPECT_GE(checked.combinations(), 3 * kRatingCombinations);
  EXPECT_GE(checked.vignettes_size(), 300);
  EXPECT_EQ(checked.version(), TheMatcher().policy().version());
}

TEST(PolicyTest, ShowsWhichVignettesChangeLevel) {
  PolicyFiles files = TheFiles();
  files.policy = absl::StrReplaceAll(files.policy, {{"rules { id: \"pest.floor\" at_least: HELP_LEVEL_COMMUNITY",
                                                     "rules { id: \"pest.floor\" at_least: HELP_LEVEL_LOCAL_TEAM"}});
  const v1::CheckPolicyResponse checked = CheckPolicyFiles(TheMatcher(), files, false);
  EXPECT_NE(checked.version(), TheMatcher().policy().version());
  std::set<std::string> changed, failed;
  for (const auto& vignette : checked.vignettes()) {
    if (vignette.level() != vignette.level_in_use()) changed.insert(vignette.id());
    if (!vignette.failures().empty()) failed.insert(vignette.id());
  }
  EXPECT_TRUE(changed.contains("pest-gepest"));
  EXPECT_TRUE(failed.contains("pest-gepest"));
  EXPECT_FALSE(changed.contains("boos-onbekend"));
}

TEST(PolicyTest, DescribesEveryRuleInWords) {
  const v1::GetPolicyResponse described = DescribePolicy(TheMatcher().policy(), "GM1955", {});
  EXPECT_EQ(described.model(), "Sociaal Team-Jeugd");
  EXPECT_EQ(described.ladder_size(), 8);
  EXPECT_EQ(described.ladder(3).state(), v1::LadderStep::STATE_NOT_OFFERED);
  EXPECT_EQ(described.overlays_size(), 5);
  EXPECT_GE(described.override_reasons_size(), 5);
  for (const v1::PolicyRule& rule : described.rules())
    EXPECT_FALSE(rule.conditions().empty() || rule.text().empty() || rule.source().empty()) << rule.id();
}

TEST(PolicyTest, IsReadAgainAndRefusedWhenItIsAtFault) {
  const std::filesystem::path copy = std::filesystem::path(testing::TempDir()) / "live_matcher_data";
  std::filesystem::remove_all(copy);
  std::filesystem::create_directories(copy);
  std::filesystem::copy(SOCIALEKAART_SOURCE_DIR "/data", copy, std::filesystem::copy_options::recursive);
  auto live = LiveMatcher::Load(copy.string(), TheAnalyzer());
  ASSERT_TRUE(live.ok()) << live.status();
  const std::shared_ptr<const Matcher> before = (*live)->Get();
  const auto write = [&](const std::string& from, const std::string& to) {
    std::ofstream(copy / "policy" / kPolicyFile) << absl::StrReplaceAll(TheFiles().policy, {{from, to}});
  };
  write("at_least: HELP_LEVEL_COMMUNITY\n  when { has { any_of: [\"pest\"",
        "at_least: HELP_LEVEL_LOCAL_TEAM\n  when { has { any_of: [\"pest\"");
  ASSERT_TRUE((*live)->ReloadPolicy().ok());
  const std::shared_ptr<const Matcher> after = (*live)->Get();
  EXPECT_NE(after->policy().version(), before->policy().version());
  v1::MatchRequest request;
  request.set_question("gepest op school, 10 jaar");
  EXPECT_EQ(before->Advise(request, "")->level(), v1::HELP_LEVEL_COMMUNITY)
      << "an answer is given by one policy to its end";
  EXPECT_EQ(after->Advise(request, "")->level(), v1::HELP_LEVEL_LOCAL_TEAM);
  EXPECT_EQ(after->Advise(request, "")->policy_version(), after->policy().version());

  write("at_least: 4", "at_least: 5");
  const absl::Status refused = (*live)->ReloadPolicy();
  EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(absl::StrContains(refused.message(), "a rating's at_least must be 1..4")) << refused;
  EXPECT_EQ((*live)->Get(), after) << "the one in use stays";
}

}  // namespace
}  // namespace socialekaart
