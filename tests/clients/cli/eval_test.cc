#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/clients/cli/program.h"

namespace socialekaart {
namespace {

using testing::HasSubstr;
using testing::Not;

// The program against answers that are known, so that every figure can be calculated by hand.
class EvalTest : public ProgramTest {
 protected:
  // `services` answer to `text`, best first.
  v1::SearchServicesResponse& Answer(const std::string& text, const std::vector<std::string>& services) {
    v1::SearchServicesResponse& response = server_.answers.search_by_text[text];
    response.Clear();
    for (const std::string& name : services) {
      v1::SearchResult& result = *response.add_results();
      result.mutable_service()->set_name(absl::StrCat("services/", name));
      result.mutable_service()->set_status(v1::SERVICE_STATUS_ACTIVE);
    }
    return response;
  }

  // Two queries that have an answer, one that has none.
  void SmallSet() {
    Write("tune.json", R"({"format": 1, "queries": [
      {"id": "lay-1", "class": "lay", "text": "boos kind", "judgments": [{"service": "services/a", "grade": 3}]},
      {"id": "typo-1", "class": "typo", "text": "pestn", "judgments": [{"service": "services/b", "grade": 3}]}]})");
    Write("report.json", R"({"format": 1, "queries": [
      {"id": "nonsense-1", "class": "nonsense", "text": "qqq", "expect_none": true}]})");
    Answer("boos kind", {"a", "x"});
    Answer("pestn", {"x", "b"});
    Answer("qqq", {});
  }
  Ran Eval(const std::string& flags) const {
    return Run(absl::StrCat("eval ", Path("tune.json"), " ", Path("report.json"), " --resamples 200 ", flags));
  }
  static nlohmann::json FiguresOf(const Ran& ran, const std::string& group) {
    const auto json = nlohmann::json::parse(ran.out);
    for (const auto& one : json.at("groups")) {
      if (one.at("name") == group) return one.at("figures");
    }
    return nullptr;
  }
};

TEST_F(EvalTest, MeasuresByClassAndOverAll) {
  SmallSet();
  const Ran ran = Eval("--json");
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(ran.err, "");
  const auto all = FiguresOf(ran, "all");
  EXPECT_NEAR(all.at("ndcg").at("value").get<double>(), (1 + 0.630930) / 2, 1e-6);
  EXPECT_LE(all.at("ndcg").at("low"), all.at("ndcg").at("value"));
  EXPECT_EQ(all.at("ndcg").at("queries"), 2);
  EXPECT_EQ(all.at("success1").at("value"), 0.5);
  EXPECT_EQ(all.at("success3").at("value"), 1);
  EXPECT_EQ(all.at("mrr").at("value"), 0.75);
  EXPECT_EQ(all.at("zero").at("value"), 0);
  EXPECT_EQ(all.at("none").at("value"), 1);
  EXPECT_EQ(all.at("harm").at("value"), 0);
  EXPECT_EQ(all.at("judged").at("value"), 0.5);
  EXPECT_FALSE(all.contains("must"));
  EXPECT_EQ(FiguresOf(ran, "typo").at("success3").at("value"), 1);
  EXPECT_FALSE(FiguresOf(ran, "nonsense").contains("ndcg"));
  EXPECT_EQ(FiguresOf(ran, "tune.json"), nullptr);
  const auto tune = FiguresOf(Eval("--json --split"), "tune.json");
  EXPECT_EQ(tune.at("ndcg"), all.at("ndcg"));
  EXPECT_FALSE(tune.contains("none"));
}

TEST_F(EvalTest, AsksWhatTheFileAsks) {
  Write("q.json", R"({"format": 1, "queries": [{"id": "a", "class": "lay", "text": "boos", "place": "52.1,6.65",
      "age": 8, "filter": {"free_access": true}, "judgments": [{"service": "services/a", "grade": 3}]}]})");
  EXPECT_EQ(Run("eval --resamples 100 " + Path("q.json")).exit_code, 0);
  const v1::SearchServicesRequest& asked = server_.questions.searches.at(0);
  EXPECT_EQ(asked.text(), "boos");
  EXPECT_EQ(asked.place().point().latitude(), 52.1);
  EXPECT_EQ(asked.age_years(), 8);
  EXPECT_TRUE(asked.filter().free_access());
  EXPECT_EQ(asked.page_size(), 10);
}

TEST_F(EvalTest, PrintsRowsForAScript) {
  SmallSet();
  const Ran ran = Eval("");
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_THAT(ran.out, HasSubstr("figure\tall\tall\tsuccess1\t2\t0.5000\t0.0000\t1.0000\t\t\t\n"));
  EXPECT_THAT(ran.out, HasSubstr("figure\tclass\ttypo\tsuccess3\t1\t1.0000\t1.0000\t1.0000\t\t\t\n"));
  EXPECT_EQ(Eval("").out, ran.out);
}

TEST_F(EvalTest, HasBarsThatEndWithSix) {
  SmallSet();
  struct Case {
    std::string flags;
    int exit_code;
    std::string says;
  };
  for (const Case& one : std::vector<Case>{
           {"--min-ndcg 0.81 --min-success1 0.5 --min-success3 1 --min-none 1 --max-zero 0 --max-harm 0", 0, ""},
           {"--min-ndcg 0.9", 6, "nDCG@10 is 0.815, and --min-ndcg asks 0.9"},
           {"--min-success1 0.6", 6, "success@1 is 0.500"},
           {"--class typo --min-success1 0.1", 6, "success@1 is 0.000"},
           {"--class lay --min-success1 1", 0, ""},
           {"--class nonsense --min-ndcg 0.1", 6, "nDCG@10 is not measured"},
           {"--class lay,typo --min-none 1", 6, "none is not measured"},
       }) {
    SCOPED_TRACE(one.flags);
    const Ran ran = Eval(one.flags);
    EXPECT_EQ(ran.exit_code, one.exit_code) << ran.err;
    EXPECT_THAT(ran.err, HasSubstr(one.says));
    EXPECT_NE(ran.out, "");
  }
  Answer("boos kind", {});
  EXPECT_THAT(Eval("--max-zero 0.4").err, HasSubstr("zero is 0.500, and --max-zero asks 0.4"));
}

TEST_F(EvalTest, CountsHarm) {
  SmallSet();
  Answer("qqq", {"x", "y", "z", "too far down"}).set_no_good_match(true);
  for (auto& result : *server_.answers.search_by_text["qqq"].mutable_results())
    result.mutable_service()->set_status(v1::SERVICE_STATUS_DEFUNCT);
  const Ran ran = Eval("--max-harm 2");
  EXPECT_EQ(ran.exit_code, 6);
  EXPECT_THAT(ran.err, HasSubstr("harm@3 is 3, and --max-harm asks 2"));
  EXPECT_THAT(ran.out, HasSubstr("harm\tnonsense-1\tnonsense\t3\tservices/z\tnot open\n"));
  EXPECT_THAT(ran.out, Not(HasSubstr("too far down")));
  EXPECT_THAT(ran.out, HasSubstr("figure\tall\tall\tnone\t1\t1.0000"));
}

TEST_F(EvalTest, ComparesWithABaseline) {
  SmallSet();
  ASSERT_EQ(Eval("--save " + Path("before.json")).exit_code, 0);
  EXPECT_THAT(Read(Path("before.json")), Not(HasSubstr("boos kind")));
  EXPECT_FALSE(std::filesystem::exists(Path("before.json.part")));
  const Ran same = Eval(absl::StrCat("--json --baseline ", Path("before.json")));
  EXPECT_EQ(FiguresOf(same, "all").at("ndcg").at("p"), 1);
  EXPECT_EQ(FiguresOf(same, "all").at("ndcg").at("difference"), 0);
  EXPECT_TRUE(nlohmann::json::parse(same.out).at("changed").empty());

  Answer("pestn", {"b"});
  Answer("boos kind", {"x", "y"});
  const Ran other = Eval("--baseline " + Path("before.json"));
  EXPECT_EQ(other.exit_code, 0) << other.err;
  EXPECT_LT(other.out.find("changed\tlay-1\tlay\t1.000\t0.000\t-1.000\n"),
            other.out.find("changed\ttypo-1\ttypo\t0.631\t1.000\t+0.369\n"));
  const Ran json = Eval("--json --baseline " + Path("before.json"));
  EXPECT_EQ(nlohmann::json::parse(json.out).at("compared"), 3);
  EXPECT_EQ(json.err, "");
  EXPECT_EQ(FiguresOf(json, "all").at("success1").at("baseline"), 0.5);

  ASSERT_EQ(Eval("--class lay --save " + Path("lay.json")).exit_code, 0);
  EXPECT_THAT(Eval("--baseline " + Path("lay.json")).err, HasSubstr("the baseline has 1 of these 3 queries"));
  EXPECT_EQ(Eval("--save /nonexistent/run.json").exit_code, 70);
  EXPECT_EQ(Eval("--baseline /nonexistent/run.json").exit_code, 2);
  EXPECT_EQ(Eval("--baseline " + Path("tune.json")).exit_code, 5);
}

TEST_F(EvalTest, IsSureOfAClearDifference) {
  std::vector<std::string> queries;
  for (int i = 0; i < 20; ++i) {
    queries.push_back(absl::StrCat(R"({"id": "q)", i, R"(", "class": "lay", "text": "t", "judgments":
        [{"service": "services/a", "grade": 3}]})"));
  }
  Write("many.json", absl::StrCat(R"({"format": 1, "queries": [)", absl::StrJoin(queries, ","), "]}"));
  const std::string eval = absl::StrCat("eval --resamples 2000 --json ", Path("many.json"), " ");
  Answer("t", {"x", "a"});
  Run(eval + "--save " + Path("before.json"));
  Answer("t", {"a"});
  EXPECT_LT(FiguresOf(Run(eval + "--baseline " + Path("before.json")), "all").at("ndcg").at("p"), 0.01);
}

TEST_F(EvalTest, ShowsWhereAMustPairStands) {
  Write("must.json", R"({"format": 1, "queries": [
      {"id": "m-1", "class": "name", "text": "kies", "must": [{"service": "services/a", "name": "KIES", "within": 1},
                                                              {"service": "services/b", "within": 12}]},
      {"id": "m-2", "class": "name", "text": "jgz", "must": [{"service": "services/c", "name": "JGZ", "within": 3}]},
      {"id": "m-3", "class": "name", "text": "weg", "must": [{"service": "services/d", "within": 10}]}]})");
  Answer("kies", {"a", "b"});
  Answer("jgz", {"w", "x", "y", "c"});
  std::vector<std::string> page;
  for (int i = 0; i < 12; ++i) page.push_back(absl::StrCat("p", i));
  Answer("weg", page);
  const std::string eval = "eval --resamples 100 " + Path("must.json");
  const Ran ran = Run(eval);
  EXPECT_EQ(ran.exit_code, 6);
  EXPECT_THAT(ran.err, HasSubstr("must: 2 of 4 pairs do not hold"));
  EXPECT_THAT(ran.out, HasSubstr("must\tm-2\tname\t3\t4\tJGZ\n"));
  EXPECT_THAT(ran.out, HasSubstr("must\tm-3\tname\t10\tnot in the first 100\tservices/d\n"));
  EXPECT_THAT(ran.out, Not(HasSubstr("must\tm-1")));
  EXPECT_EQ(server_.questions.searches.at(0).page_size(), 12);
  EXPECT_EQ(server_.questions.searches.back().page_size(), 100);

  Answer("jgz", {"c"}).set_no_good_match(true);
  Answer("weg", {"d"});
  const Ran labelled = Run(eval);
  EXPECT_EQ(labelled.exit_code, 6);
  EXPECT_THAT(labelled.out, HasSubstr("must\tm-2\tname\t3\t1, \"no good match\"\tJGZ\n"));
  Answer("jgz", {"c"});
  EXPECT_EQ(Run(eval).exit_code, 0);
}

TEST_F(EvalTest, SaysWhatIsWrongWithFilesAndFlags) {
  SmallSet();
  Write("wrong.json", R"({"format": 1, "queries": [{"id": "a", "class": "lay", "text": "x",
      "judgments": [{"service": "kies", "grade": 7}]}]})");
  const Ran wrong = Run("eval " + Path("wrong.json"));
  EXPECT_EQ(wrong.exit_code, 5);
  EXPECT_EQ(wrong.out, "");
  EXPECT_THAT(wrong.err, HasSubstr("wrong.json: queries[0].judgments[0].service: must be the name of a service"));
  EXPECT_THAT(wrong.err, HasSubstr("wrong.json: queries[0].judgments[0].grade: must be a whole number"));
  EXPECT_TRUE(server_.questions.searches.empty());

  EXPECT_EQ(Run("eval").exit_code, 2);
  EXPECT_EQ(Run("eval /nonexistent").exit_code, 2);
  EXPECT_EQ(Run("eval " + Path("")).exit_code, 2);
  EXPECT_EQ(Eval("--min-ndcg 2").exit_code, 2);
  EXPECT_EQ(Eval("--resamples 0").exit_code, 2);
  const Ran unknown = Eval("--class type");
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("did you mean typo?"));
  EXPECT_EQ(Eval("--server 127.0.0.1:1").exit_code, 4);
  EXPECT_THAT(Run("--help").out, HasSubstr("6 quality below the bar"));
}

TEST_F(EvalTest, SaysWhatTheServerRefuses) {
  SmallSet();
  server_.answers.error_code = 5;
  server_.answers.error_message = "no such place";
  const Ran refused = Eval("");
  EXPECT_EQ(refused.exit_code, 5);
  EXPECT_THAT(refused.err, HasSubstr("tune.json: queries[1]: the server refuses it: no such place"));
  EXPECT_THAT(refused.err, HasSubstr("report.json: queries[0]"));
  server_.answers.error_code = 13;
  EXPECT_EQ(Eval("").exit_code, 70);
}

TEST_F(EvalTest, NotesWhatMakesFiguresWorthLess) {
  SmallSet();
  Answer("boos kind", {"x"}).mutable_place()->add_candidates();
  server_.answers.missing_services = {"services/a", "services/b"};
  const Ran ran = Eval("");
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_THAT(ran.err, HasSubstr("services/a, judged in lay-1 of tune.json, is not in this directory"));
  EXPECT_THAT(ran.err, Not(HasSubstr("services/b")));  // it was found, so it is there
  EXPECT_THAT(ran.err, HasSubstr("lay-1 of tune.json asks for a place that may be several"));
}

TEST_F(EvalTest, SendsNoBsn) {
  Write("q.json", R"({"format": 1, "queries": [{"id": "a", "class": "lay", "text": "bsn 111222333",
      "expect_none": true}]})");
  const Ran ran = Run("eval " + Path("q.json"));
  EXPECT_EQ(ran.exit_code, 7);
  EXPECT_THAT(ran.err, HasSubstr("q.json: queries[0].text"));
  EXPECT_THAT(ran.err, Not(HasSubstr("111222333")));
  EXPECT_TRUE(server_.questions.searches.empty());
}

class AnalyzeTest : public ProgramTest {
 protected:
  void Kindertuin() {
    v1::AnalyzedToken& token = *server_.answers.analyze.add_tokens();
    token.set_word("kindertuin");
    token.set_offset(3);
    token.set_length(10);
    auto* step = token.add_steps();
    step->set_what("splitsing");
    step->set_result("kinder|tuin");
    auto* form = token.add_forms();
    form->set_term("kind");
    form->set_kind("part");
    form->set_offset(3);
    form->set_length(6);
    server_.answers.analyze.add_tokens()->set_word("de");
    server_.answers.analyze.mutable_tokens(1)->set_stop_word(true);
    server_.answers.analyze.set_query("(kindertuin OR 0.5 * kind)");
  }
};

TEST_F(AnalyzeTest, ShowsEveryStep) {
  Kindertuin();
  const Ran ran = Run("analyze de Kindertuin");
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(server_.questions.analyze.text(), "de Kindertuin");
  EXPECT_EQ(ran.out,
            "word\tkindertuin\tunknown\t\t3\t10\n"
            "step\tkindertuin\tsplitsing\tkinder|tuin\t\t\n"
            "form\tkindertuin\tpart\tkind\t3\t6\n"
            "word\tde\tstop_word\t\t0\t0\n"
            "query\t\t\t(kindertuin OR 0.5 * kind)\t\t\n");
  EXPECT_THAT(Run("analyze de Kindertuin --json").out, HasSubstr("\"query\":\"(kindertuin OR 0.5 * kind)\""));
}

// `script` gives the program a terminal.
TEST_F(AnalyzeTest, ShowsTablesToPeople) {
  if (std::system("command -v script > /dev/null") != 0) GTEST_SKIP() << "no script(1) here";
  Kindertuin();
  const std::string program = absl::StrCat(SOCIALEKAART_BIN_DIR, "/socialekaart --server ", server_.address());
  Write("out", "");
  std::system(
      absl::StrCat("script -qec '", program, " analyze de Kindertuin' /dev/null > ", Path("out"), " < /dev/null")
          .c_str());
  const std::string out = Read(Path("out"));
  EXPECT_THAT(out, HasSubstr("woord"));
  EXPECT_THAT(out, HasSubstr("kinder|tuin"));
  EXPECT_THAT(out, HasSubstr("Kinder\r"));  // what the form stands for, as it was typed
  EXPECT_THAT(out, HasSubstr("stopwoord"));
  EXPECT_THAT(out, HasSubstr("zoekvraag"));
}

TEST_F(AnalyzeTest, RefusesWhatItMustAndSaysErrors) {
  EXPECT_EQ(Run("analyze").exit_code, 2);
  EXPECT_EQ(Run("analyze bsn 111222333").exit_code, 7);
  EXPECT_EQ(server_.questions.analyze.text(), "");
  EXPECT_EQ(Run("analyze x --server 127.0.0.1:1").exit_code, 4);
  EXPECT_EQ(Run("analyze x --json").out, "{\"tokens\":[]}\n");
  server_.answers.error_code = 12;
  EXPECT_EQ(Run("analyze x").exit_code, 70);
}

}  // namespace
}  // namespace socialekaart
