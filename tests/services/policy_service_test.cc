#include "services/policy_service.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "indexer/base/codec.h"
#include "indexer/base/status.h"
#include "indexer/text/lexicon.h"
#include "tests/support/temporary_folder.h"

namespace socialekaart {
namespace {

class PolicyServiceTest : public testing::Test {
 protected:
  PolicyServiceTest() {
    std::filesystem::copy(SOCIALEKAART_SOURCE_DIR "/data", data_, std::filesystem::copy_options::recursive);
    auto analyzer = LoadDutchAnalyzer(FindLexicon());
    EXPECT_TRUE(analyzer.ok()) << analyzer.status();
    analyzer_ = *std::move(analyzer);
    auto matcher = LiveMatcher::Load(data_, *analyzer_);
    EXPECT_TRUE(matcher.ok()) << matcher.status();
    matcher_ = *std::move(matcher);
    service_ = std::make_unique<PolicyServiceImpl>(*matcher_);
  }
  std::string path() const { return absl::StrCat(data_, "/policy/", kPolicyFile); }
  std::string text() const { return *ReadFile(path()); }

  TemporaryFolder folder_;
  const std::string data_ = folder_.path("data");
  std::unique_ptr<const Analyzer> analyzer_;
  std::unique_ptr<LiveMatcher> matcher_;
  std::unique_ptr<PolicyServiceImpl> service_;
};

TEST_F(PolicyServiceTest, TellsTheLadderOfAGemeenteAndTheRules) {
  v1::GetPolicyRequest request;
  request.set_municipality_code("GM1859");
  const auto policy = service_->Answer(request);
  ASSERT_TRUE(policy.ok()) << policy.status();
  EXPECT_EQ(policy->model(), "POH-jeugd");
  EXPECT_EQ(policy->ladder(2).display_name(), "Voormekaar");
  for (const v1::PolicyRule& rule : policy->rules()) EXPECT_FALSE(rule.vignettes().empty()) << rule.id();
}

TEST_F(PolicyServiceTest, ChecksItsOwnFilesAndThoseThatItIsGiven) {
  const auto own = service_->Answer(v1::CheckPolicyRequest());
  ASSERT_TRUE(own.ok()) << own.status();
  EXPECT_TRUE(own->faults().empty() && own->unexercised().empty() && own->not_monotone().empty());
  EXPECT_EQ(own->version(), matcher_->Get()->policy().version());

  v1::CheckPolicyRequest request;
  v1::PolicyFile* file = request.add_files();
  file->set_name(kPolicyFile);
  file->set_content(
      absl::StrCat(text(), "\nrules { id: \"leeg\" at_least: HELP_LEVEL_COMMUNITY text: \"x\" source: \"x\" }\n"));
  const auto given = service_->Answer(request);
  ASSERT_TRUE(given.ok()) << given.status();
  ASSERT_EQ(given->faults_size(), 1);
  EXPECT_EQ(given->faults(0).file(), kPolicyFile);
  EXPECT_GT(given->faults(0).line(), 100);
  EXPECT_TRUE(absl::StrContains(given->faults(0).description(), "rule leeg"));
  EXPECT_TRUE(given->version().empty());
  EXPECT_NE(matcher_->Get()->policy().version(), "");

  file->set_name("../../etc/passwd");
  EXPECT_TRUE(absl::IsInvalidArgument(service_->Answer(request).status()));
  file->set_name(kPolicyFile);
  file->set_content(std::string((1u << 20) + 1, '#'));
  EXPECT_TRUE(absl::IsInvalidArgument(service_->Answer(request).status()));
}

TEST_F(PolicyServiceTest, ReadsThePolicyAgainWithoutARestart) {
  const std::string before = matcher_->Get()->policy().version();
  const std::string good = text();
  std::ofstream(path(), std::ios::app)
      << "\nrules { id: \"leeg\" at_least: HELP_LEVEL_COMMUNITY text: \"x\" source: \"x\" }\n";
  const auto refused = service_->Reload();
  EXPECT_TRUE(absl::IsInvalidArgument(refused.status()));
  EXPECT_TRUE(absl::StrContains(refused.status().message(), "default.textproto:")) << refused.status();
  EXPECT_EQ(matcher_->Get()->policy().version(), before);
  std::ofstream(path()) << good
                        << "\nrules { id: \"nieuw\" at_least: HELP_LEVEL_COMMUNITY when { has { any_of: [\"slaap\"] } "
                           "} text: \"x\" source: \"x\" }\n";
  const auto reloaded = service_->Reload();
  ASSERT_TRUE(reloaded.ok()) << reloaded.status();
  EXPECT_EQ(reloaded->previous_version(), before);
  EXPECT_NE(reloaded->version(), before);
}

}  // namespace
}  // namespace socialekaart
