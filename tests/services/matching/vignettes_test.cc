#include "services/matching/vignettes.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "indexer/base/codec.h"
#include "tests/services/matching/matcher_fixture.h"

namespace socialekaart {
namespace {

data::v1::Vignettes TheVignettes() {
  const auto text = ReadFile(SOCIALEKAART_SOURCE_DIR "/data/policy/vignettes.textproto");
  data::v1::Vignettes vignettes;
  std::vector<PolicyFault> faults;
  EXPECT_TRUE(text.ok() && ReadVignettes(*text, &vignettes, &faults)) << ToText(faults);
  return vignettes;
}

TEST(VignettesTest, AreAnsweredAsAProfessionalWould) {
  for (const v1::VignetteResult& result : RunVignettes(TheMatcher(), TheVignettes()))
    EXPECT_TRUE(result.failures().empty())
        << result.id() << " (" << result.question() << "): " << absl::StrJoin(result.failures(), "; ");
}

TEST(VignettesTest, ReachEveryRuleTopicAndOverlay) {
  EXPECT_EQ(absl::StrJoin(Unexercised(TheMatcher(), TheVignettes()), ", "), "");
}

TEST(VignettesTest, AreManyAndHoldPairs) {
  const data::v1::Vignettes vignettes = TheVignettes();
  const auto pairs = std::count_if(vignettes.vignettes().begin(), vignettes.vignettes().end(),
                                   [](const auto& one) { return !one.worse_than().empty(); });
  EXPECT_GE(vignettes.vignettes_size(), 300);
  EXPECT_GE(pairs, 40);
}

TEST(VignettesTest, SayWhereTheyAreAtFault) {
  constexpr char kRange[] = "lowest: HELP_LEVEL_SELF_RELIANCE highest: HELP_LEVEL_COMMUNITY";
  for (const auto& [text, expected] : std::vector<std::pair<std::string, std::string>>{
           {absl::StrCat("\n\nvignettes { question: \"x\" ", kRange, " }"),
            "vignettes.textproto:3: vignette : needs an id"},
           {absl::StrCat("vignettes { id: \"a\" ", kRange, " }\nvignettes { id: \"a\" ", kRange, " }"),
            ":2: vignette a: needs an id"},
           {"vignettes { id: \"a\" lowest: HELP_LEVEL_COMMUNITY highest: HELP_LEVEL_SELF_RELIANCE }",
            "needs lowest and highest"},
           {absl::StrCat("vignettes { id: \"a\" ratings: \"5-------\" ", kRange, " }"), "ratings are eight"},
           {absl::StrCat("vignettes { id: \"a\" worse_than: \"a\" ", kRange, " }"), "must be an earlier vignette"},
           {"vignettes { id: \"a\"\n  level: 3 }", "vignettes.textproto:2:"},
       }) {
    data::v1::Vignettes vignettes;
    std::vector<PolicyFault> faults;
    EXPECT_FALSE(ReadVignettes(text, &vignettes, &faults));
    EXPECT_TRUE(absl::StrContains(ToText(faults), expected)) << ToText(faults);
  }
}

// A runner that passes everything would prove nothing.
TEST(VignettesTest, FailWhenTheAnswerIsAnother) {
  data::v1::Vignettes vignettes;
  const auto add = [&](const char* id, const char* question, v1::HelpLevel lowest, v1::HelpLevel highest) {
    auto* vignette = vignettes.add_vignettes();
    vignette->set_id(id);
    vignette->set_question(question);
    vignette->set_lowest(lowest);
    vignette->set_highest(highest);
    return vignette;
  };
  add("te-laag", "paniekaanvallen", v1::HELP_LEVEL_BASIC_CARE, v1::HELP_LEVEL_RESIDENTIAL);
  add("vlag-niet-verwacht", "wil niet meer leven", v1::HELP_LEVEL_SELF_RELIANCE, v1::HELP_LEVEL_RESIDENTIAL);
  add("vlag-gemist", "gepest", v1::HELP_LEVEL_SELF_RELIANCE, v1::HELP_LEVEL_RESIDENTIAL)->add_topics("suicidaliteit");
  add("andere-regel", "gepest", v1::HELP_LEVEL_SELF_RELIANCE, v1::HELP_LEVEL_RESIDENTIAL)->add_rules("boos.floor");
  add("milder", "gepest", v1::HELP_LEVEL_SELF_RELIANCE, v1::HELP_LEVEL_RESIDENTIAL)->set_worse_than("te-laag");
  for (const v1::VignetteResult& result : RunVignettes(TheMatcher(), vignettes))
    EXPECT_EQ(result.failures_size(), 1) << result.id();
  EXPECT_FALSE(Unexercised(TheMatcher(), vignettes).empty());
}

}  // namespace
}  // namespace socialekaart
