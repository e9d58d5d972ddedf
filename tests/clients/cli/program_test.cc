#include "tests/clients/cli/program.h"

#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace socialekaart {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST_F(ProgramTest, RefusesWhatItDoesNotUnderstand) {
  for (const std::string arguments : {"",
                                      "serch x",
                                      "search --nonsense",
                                      "search --level hoog",
                                      "search --age oud",
                                      "search --age 131",
                                      "search --radius 10 --place x",
                                      "search --radius 10km",
                                      "search --page-size 0",
                                      "match",
                                      "match x --rating symptoms=5",
                                      "match x --rating nonsense=1",
                                      "match x --rating symptoms",
                                      "match x --role buurvrouw",
                                      "match x --tried hoog",
                                      "get",
                                      "get cows/1",
                                      "list cows",
                                      "import x",
                                      "import --format xml x",
                                      "import --format hsds",
                                      "import --format hsds /nonexistent",
                                      "import --format hsds - -",
                                      "completion",
                                      "completion tcsh",
                                      "watch --from -1",
                                      "search x --color blue",
                                      "search x --timeout 0",
                                      "place",
                                      "suggest"}) {
    SCOPED_TRACE(arguments);
    const Ran ran = Run(arguments);
    EXPECT_EQ(ran.exit_code, 2);
    EXPECT_EQ(ran.out, "");
    EXPECT_THAT(ran.err, HasSubstr("do:"));
  }
  const Ran ran = Run("serch x");
  EXPECT_EQ(ran.out, "");
  EXPECT_THAT(ran.err, HasSubstr("why:"));
  EXPECT_THAT(ran.err, HasSubstr("did you mean: socialekaart search?"));
  EXPECT_THAT(Run("search --level wijktem").err, HasSubstr("did you mean wijkteam?"));
}

TEST_F(ProgramTest, HelpsWithExamples) {
  EXPECT_EQ(Run("--help").exit_code, 0);
  EXPECT_THAT(Run("--help").out, HasSubstr("Exit codes: 0 ok"));
  const Ran search = Run("search --help");
  EXPECT_EQ(search.exit_code, 0);
  EXPECT_LT(search.out.find("Examples:"), search.out.find("Usage:"));
}

TEST_F(ProgramTest, SaysThatTheServerIsAway) {
  for (const std::string arguments : {"search x", "match x", "get x", "list", "export", "suggest x", "place x", "watch",
                                      "doctor", "import --format hsds -"}) {
    SCOPED_TRACE(arguments);
    const Ran ran = Run(absl::StrCat(arguments, " --server 127.0.0.1:1 < /dev/null"));
    EXPECT_EQ(ran.exit_code, 4);
    EXPECT_THAT(ran.err + ran.out, HasSubstr("127.0.0.1:1"));
    EXPECT_THAT(ran.err + ran.out, HasSubstr("scripts/serve"));
  }
}

TEST_F(ProgramTest, SendsNoBsn) {
  for (const std::string arguments : {"search bsn 111222333", "match 'bsn 111222333'", "suggest 111222333"}) {
    SCOPED_TRACE(arguments);
    const Ran ran = Run(arguments);
    EXPECT_EQ(ran.exit_code, 7);
    EXPECT_FALSE(absl::StrContains(ran.err, "111222333"));
  }
  EXPECT_EQ(server_.questions.search.text(), "");
  EXPECT_EQ(server_.questions.match.question(), "");
}

TEST_F(ProgramTest, SaysTheErrorsOfTheServer) {
  server_.answers.error_code = 3;
  server_.answers.error_reason = "PLACE_INVALID";
  server_.answers.error_fields = {{"place.text", "dit is geen postcode"}};
  const Ran invalid = Run("search x --place '7151 A'");
  EXPECT_EQ(invalid.exit_code, 2);
  EXPECT_THAT(invalid.err, HasSubstr("place.text: dit is geen postcode"));
  EXPECT_THAT(invalid.err, HasSubstr("do:"));
  EXPECT_EQ(invalid.out, "");
  Write("a.json", "x");
  EXPECT_EQ(Run("import --format hsds " + Path("a.json")).exit_code, 5);

  server_.answers.error_fields.clear();
  server_.answers.error_code = 5;
  server_.answers.error_message = "there is no \x1b[31m services/1";
  server_.answers.error_reason = "RECORD_DELETED";
  const Ran missing = Run("get services/1");
  EXPECT_EQ(missing.exit_code, 3);
  EXPECT_THAT(missing.err, HasSubstr("--deleted"));
  EXPECT_FALSE(absl::StrContains(missing.err, "\x1b"));

  server_.answers.error_code = 14;
  server_.answers.error_reason = "INDEX_REBUILDING";
  const Ran rebuilding = Run("search x");
  EXPECT_EQ(rebuilding.exit_code, 4);
  EXPECT_THAT(rebuilding.err, HasSubstr("is not ready"));
  server_.answers.error_code = 13;
  EXPECT_EQ(Run("search x").exit_code, 70);
}

TEST_F(ProgramTest, StopsAtOnceWhenInterrupted) {
  server_.answers.watch_stays = true;
  server_.answers.changes.emplace_back().set_revision(7);
  const Ran ran = Run("watch --follow", "timeout --preserve-status --signal=INT 1 env");
  EXPECT_EQ(ran.exit_code, 130);
  EXPECT_THAT(ran.out, StartsWith("7\t"));
}

TEST_F(ProgramTest, ExaminesTheServer) {
  server_.answers.index.set_consistent(true);
  server_.answers.index.set_state("ready");
  const Ran well = Run("doctor");
  EXPECT_EQ(well.exit_code, 0) << well.out;
  EXPECT_FALSE(absl::StrContains(well.out, "WRONG"));
  EXPECT_THAT(Run("doctor --json").out, HasSubstr("\"ok\":true"));
  server_.answers.index.set_consistent(false);
  server_.answers.index.set_missing(3);
  const Ran ill = Run("doctor");
  EXPECT_EQ(ill.exit_code, 5);
  EXPECT_THAT(ill.out, HasSubstr("3 missing"));
  EXPECT_THAT(ill.out, HasSubstr("do: "));
}

TEST_F(ProgramTest, CompletesInTheShell) {
  const Ran bash = Run("completion bash");
  EXPECT_EQ(bash.exit_code, 0);
  Write("completion.bash", bash.out);
  EXPECT_EQ(std::system(absl::StrCat("bash -n ", Path("completion.bash")).c_str()), 0);
  Write("ask.bash",
        "source $1; shift; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _socialekaart; printf '%s\\n' "
        "\"${COMPREPLY[@]}\"\n");
  const auto complete = [&](const std::string& words) {
    std::system(absl::StrCat("bash ", Path("ask.bash"), " ", Path("completion.bash"), " socialekaart ", words, " > ",
                             Path("answer"))
                    .c_str());
    return Read(Path("answer"));
  };
  EXPECT_EQ(complete("sea"), "search\n");
  EXPECT_EQ(complete("search --level w"), "wijkteam\n");
  EXPECT_EQ(complete("--json match --rol"), "--role\n");
  EXPECT_EQ(complete("completion f"), "fish\n");
  EXPECT_THAT(complete("import --format ''"), HasSubstr("duo-schools"));
  EXPECT_THAT(Run("completion zsh").out, StartsWith("#compdef socialekaart"));
  EXPECT_THAT(Run("completion fish").out, HasSubstr("complete -c socialekaart -n __fish_use_subcommand -f -a search"));
}

}  // namespace
}  // namespace socialekaart
