#include "clients/cli/match_batch.h"

#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "clients/cli/policy_text.h"

namespace socialekaart::cli {
namespace {

TEST(MatchBatchTest, ReadsACase) {
  v1::MatchStreamRequest request;
  ASSERT_TRUE(
      ParseCase(R"({"id": 7, "question": "boos", "age_years": 8, "place": "7151 AB", "assessment": {"symptoms": 2}})",
                &request)
          .ok());
  EXPECT_EQ(request.id(), "7");
  EXPECT_EQ(request.request().question(), "boos");
  EXPECT_EQ(request.request().place().text(), "7151 AB");
  EXPECT_EQ(request.request().assessment().symptoms(), 2);
  request.Clear();
  ASSERT_TRUE(
      ParseCase(R"({"place": {"municipality_code": "GM1859"}, "tried_levels": ["HELP_LEVEL_COMMUNITY"]})", &request)
          .ok());
  EXPECT_EQ(request.request().place().municipality_code(), "GM1859");
  EXPECT_EQ(request.request().tried_levels(0), v1::HELP_LEVEL_COMMUNITY);
}

TEST(MatchBatchTest, RefusesWhatIsNoCaseAndKeepsItsId) {
  for (const auto& [line, id] : std::vector<std::pair<std::string, std::string>>{
           {"", ""},
           {"[]", ""},
           {"geen json", ""},
           {R"({"id": "a", "leeftijd": 8})", "a"},
           {R"({"id": "b", "age_years": "acht"})", "b"},
           {R"({"id": {"x": 1}})", ""},
       }) {
    v1::MatchStreamRequest request;
    EXPECT_TRUE(absl::IsInvalidArgument(ParseCase(line, &request))) << line;
    EXPECT_EQ(request.id(), id) << line;
  }
}

TEST(PolicyTextTest, ShowsWhatDiffersBetweenTwoPolicies) {
  const auto checked = [](v1::HelpLevel first, v1::HelpLevel second) {
    v1::CheckPolicyResponse response;
    for (const auto& [id, level] : {std::pair("een", first), std::pair("twee", second)}) {
      response.add_vignettes()->set_id(id);
      response.mutable_vignettes(response.vignettes_size() - 1)->set_level(level);
    }
    return response;
  };
  const auto before = checked(v1::HELP_LEVEL_COMMUNITY, v1::HELP_LEVEL_COMMUNITY);
  auto after = checked(v1::HELP_LEVEL_COMMUNITY, v1::HELP_LEVEL_BASIC_CARE);
  after.add_vignettes()->set_id("nieuw");
  const Table table = DifferenceTable(before, after);
  ASSERT_EQ(table.rows.size(), 1u);
  EXPECT_EQ(table.rows[0], (std::vector<std::string>{"twee", "vrij-toegankelijk", "basis", ""}));
}

TEST(PolicyTextTest, ShowsFaultsWithTheirLine) {
  v1::CheckPolicyResponse checked;
  v1::PolicyFault* fault = checked.add_faults();
  fault->set_file("default.textproto");
  fault->set_line(12);
  fault->set_description("rule x:\nneeds a text");
  checked.add_unexercised("rule y");
  const Table table = FaultsTable(checked);
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_EQ(table.rows[0], (std::vector<std::string>{"default.textproto", "12", "rule x: needs a text"}));
  EXPECT_TRUE(absl::StrContains(table.rows[1][2], "rule y"));
}

}  // namespace
}  // namespace socialekaart::cli
