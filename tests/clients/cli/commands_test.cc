#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/clients/cli/program.h"

namespace socialekaart {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

using CommandsTest = ProgramTest;

TEST_F(CommandsTest, Searches) {
  server_.answers.search = OneResult();
  const Ran ran =
      Run("search scheiding boos --place 'Eibergen' --age 8 --level vrij-toegankelijk,wijkteam --level basis --kind "
          "jgz --problem angst,druk "
          "--free --radius 10km --lang ar --facet level --explain --page-size 5 --page-token t --min-revision 9 "
          "--include-closed --min-quality 0.5");
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(ran.out, "services/1\tOpvoed spreekuur\tCJG\tvrij-toegankelijk\t1234\tja\tonbekend\t\n");
  const v1::SearchServicesRequest& asked = server_.questions.search;
  EXPECT_EQ(asked.text(), "scheiding boos");
  EXPECT_EQ(asked.place().text(), "Eibergen");
  EXPECT_EQ(asked.age_years(), 8);
  EXPECT_EQ(asked.filter().levels_size(), 3);
  EXPECT_EQ(asked.filter().kinds(0), "jgz");
  EXPECT_EQ(asked.filter().problems_size(), 2);
  EXPECT_TRUE(asked.filter().free_access());
  EXPECT_EQ(asked.filter().radius_m(), 10'000);
  EXPECT_EQ(asked.filter().languages(0), "ar");
  EXPECT_TRUE(asked.filter().include_temporarily_closed());
  EXPECT_EQ(asked.filter().min_quality(), 0.5);
  EXPECT_EQ(asked.facets(0), "level");
  EXPECT_TRUE(asked.explain());
  EXPECT_EQ(asked.page_size(), 5);
  EXPECT_EQ(asked.page_token(), "t");
  EXPECT_EQ(asked.min_revision(), 9);
}

TEST_F(CommandsTest, LeavesUnsetWhatWasNotAsked) {
  Run("search x");
  EXPECT_FALSE(server_.questions.search.has_place());
  EXPECT_FALSE(server_.questions.search.has_age_years());
  EXPECT_FALSE(server_.questions.search.filter().has_radius_m());
  EXPECT_FALSE(server_.questions.search.filter().has_min_quality());
  Run("match x");
  EXPECT_FALSE(server_.questions.match.has_assessment());
  EXPECT_FALSE(server_.questions.match.has_age_years());
}

TEST_F(CommandsTest, FindsNothingWithoutFailing) {
  const Ran text = Run("search x");
  EXPECT_EQ(text.exit_code, 1);
  EXPECT_EQ(text.out, "");
  const Ran json = Run("search x --json");
  EXPECT_EQ(json.exit_code, 1);
  EXPECT_EQ(json.out, "{\"results\":[]}\n");
  EXPECT_EQ(Run("list --json").out, "[]\n");
  EXPECT_EQ(Run("list --json").exit_code, 0);
  EXPECT_EQ(Run("list").out, "");
  EXPECT_EQ(Run("suggest x --json").out, "{\"suggestions\":[]}\n");
  EXPECT_EQ(Run("export").exit_code, 0);
}

TEST_F(CommandsTest, PrintsJsonWithTheNamesOfTheProto) {
  server_.answers.search = OneResult();
  const Ran ran = Run("search x --json");
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_THAT(ran.out, HasSubstr("\"display_name\":\"Opvoed\\tspreekuur\""));
  EXPECT_THAT(ran.out, HasSubstr("\"distance_m\":1234"));
}

TEST_F(CommandsTest, Matches) {
  v1::MatchResponse& answer = server_.answers.match;
  answer.set_level(v1::HELP_LEVEL_COMMUNITY);
  answer.add_reasons()->set_text("Boosheid na een scheiding is gewoon.");
  answer.mutable_safety()->set_first_step("Vraag naar gedachten aan de dood.");
  auto* line = answer.mutable_safety()->add_help_lines();
  line->set_display_name("113");
  line->set_phone("0800-0113");
  auto* step = answer.add_ladder();
  step->set_level(v1::HELP_LEVEL_COMMUNITY);
  step->set_state(v1::LadderStep::STATE_ADVISED);
  step->add_suggestions()->mutable_service()->set_display_name("Opvoedspreekuur Eibergen");
  auto* gap = answer.add_ladder();
  gap->set_level(v1::HELP_LEVEL_LOCAL_TEAM);
  gap->set_gap(true);
  answer.add_open_questions()->set_text("Hoe gaat het thuis?");
  answer.set_record_text("Geadviseerd: vrij toegankelijk.");
  answer.set_family_text("Uw kind is boos.");

  const Ran ran =
      Run("match 'jongen 8 jaar' --place 7151 --age 8 --role poh-jeugd --rating symptoms=2,risk=0 --rating support=4 "
          "--code icpc-1:P22 "
          "--tried wijkteam --max-services 5");
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.out, StartsWith("VEILIGHEID EERST"));
  size_t at = 0;
  for (const std::string part :
       {"0800-0113", "Advies: Vrij toegankelijk", "Boosheid na een scheiding", "Opvoedspreekuur Eibergen",
        "Niemand bekend", "Hoe gaat het thuis?", "Geadviseerd: vrij"}) {
    const size_t found = ran.out.find(part, at);
    ASSERT_NE(found, std::string::npos) << part << " in\n" << ran.out;
    at = found;
  }
  EXPECT_FALSE(absl::StrContains(ran.out, "Uw kind is boos."));
  EXPECT_THAT(Run("match x --family").out, HasSubstr("Uw kind is boos."));
  EXPECT_FALSE(absl::StrContains(ran.out, "\x1b"));
  EXPECT_TRUE(absl::StrContains(Run("match x --color always").out, "\x1b[1;31mVEILIGHEID"));
}

TEST_F(CommandsTest, SendsTheWholeQuestion) {
  Run("match 'jongen 8 jaar' --place 7151 --age 8 --role poh-jeugd --rating symptoms=2,risk=0 --code icpc-1:P22 "
      "--tried wijkteam,basis");
  const v1::MatchRequest& asked = server_.questions.match;
  EXPECT_EQ(asked.question(), "jongen 8 jaar");
  EXPECT_EQ(asked.requester_role(), v1::REQUESTER_ROLE_POH_JEUGD);
  EXPECT_EQ(asked.assessment().symptoms(), 2);
  EXPECT_TRUE(asked.assessment().has_risk());
  EXPECT_FALSE(asked.assessment().has_support());
  EXPECT_EQ(asked.problem_codes(0), "icpc-1:P22");
  EXPECT_EQ(asked.tried_levels_size(), 2);
  Run("match -", "printf 'uit een bestand' |");
  EXPECT_EQ(server_.questions.match.question(), "uit een bestand");
}

TEST_F(CommandsTest, GetsARecord) {
  server_.answers.service = OneResult().results(0).service();
  server_.answers.service.set_alert("Tijdelijk verhuisd");
  const Ran ran = Run("get 1");
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_EQ(server_.questions.get.name(), "services/1");
  EXPECT_THAT(ran.out, StartsWith("Opvoed spreekuur\nLet op: Tijdelijk verhuisd\n"));
  EXPECT_THAT(Run("get services/1 --json").out, HasSubstr("\"alert\":\"Tijdelijk verhuisd\""));
}

TEST_F(CommandsTest, ListsEveryPage) {
  for (int i = 0; i < 2; ++i) {
    auto& page = server_.answers.service_pages.emplace_back();
    page.add_services()->set_name(absl::StrCat("services/", i));
    if (i == 0) page.set_next_page_token("1");
  }
  EXPECT_EQ(Run("list --all").out, "services/0\t\t\t\nservices/1\t\t\t\n");
  EXPECT_EQ(Run("list --all --json").out, "[\n{\"name\":\"services/0\"},\n{\"name\":\"services/1\"}\n]\n");
  const Ran first = Run("list");
  EXPECT_EQ(first.out, "services/0\t\t\t\n");
  EXPECT_THAT(first.err, HasSubstr("--page-token 1"));
  Run("list --deleted --page-size 7");
  EXPECT_TRUE(server_.questions.list.show_deleted());
  EXPECT_EQ(server_.questions.list.page_size(), 7);
}

TEST_F(CommandsTest, ReadsReportsPageByPage) {
  for (int i = 0; i < 2; ++i) {
    auto& page = server_.answers.report_pages.emplace_back();
    v1::IssueReport* report = page.add_reports();
    report->set_service(absl::StrCat("services/", i));
    report->set_kind(v1::ReportIssueRequest::KIND_STOPPED);
    report->set_text("weg\tsinds\nmei\x1b[31m");
    report->set_report_date("2026-11-22");
    if (i == 0) page.set_next_page_token("1");
  }
  const Ran first = Run("reports --page-size 7");
  EXPECT_EQ(first.exit_code, 0) << first.err;
  EXPECT_EQ(first.out, "2026-11-22\tservices/0\t\tgestopt\tweg sinds mei [31m\n");
  EXPECT_THAT(first.err, HasSubstr("--page-token 1"));
  EXPECT_EQ(server_.questions.reports.page_size(), 7);
  const Ran all = Run("reports --all --json");
  EXPECT_THAT(all.out, HasSubstr("\"service\":\"services/0\""));
  EXPECT_THAT(all.out, HasSubstr("\"service\":\"services/1\""));
  EXPECT_THAT(all.out, Not(HasSubstr("next_page_token")));
  server_.answers.report_pages.clear();
  EXPECT_EQ(Run("reports").out, "");
  EXPECT_EQ(Run("reports --json").out, "{\"reports\":[]}\n");
}

TEST_F(CommandsTest, ImportsFilesInChunks) {
  const std::string big(1'000'000, 'x');
  Write("services.csv", big);
  Write("empty.csv", "");
  Write("notes.txt", "no table");
  v1::ImportReport& report = *server_.answers.import.mutable_report();
  report.set_read(3);
  report.set_created(2);
  const Ran ran =
      Run(absl::StrCat("import --format hsds --source test --strict --dry-run ", Path(""), " - < ", Path("notes.txt")));
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("3 read: 2 created"));
  EXPECT_EQ(ran.err, "");
  const FakeQuestions& asked = server_.questions;
  EXPECT_EQ(asked.import_files, (std::vector<std::string>{"empty.csv", "services.csv", "stdin"}));
  EXPECT_EQ(asked.import_data, (std::vector<std::string>{"", big, "no table"}));
  EXPECT_LE(asked.largest_chunk, 256U << 10);
  EXPECT_EQ(asked.import_options.format(), v1::IMPORT_FORMAT_HSDS);
  EXPECT_EQ(asked.import_options.source(), "test");
  EXPECT_TRUE(asked.import_options.strict() && asked.import_options.dry_run());
}

TEST_F(CommandsTest, ReportsWhatWasRejected) {
  v1::ImportReport& report = *server_.answers.import.mutable_report();
  report.set_read(3);
  report.set_rejected(1);
  for (int line = 2; line < 7; ++line) {
    v1::Finding& finding = *report.add_findings();
    finding.set_rule("hsds.email");
    finding.set_severity(v1::Finding::SEVERITY_WARNING);
    finding.set_file("services.csv");
    finding.set_line(line);
    finding.set_path("email");
    finding.set_message("no e-mail address");
    finding.set_fix("correct it");
  }
  v1::Finding& fatal = *report.add_findings();
  fatal.set_rule("hsds.name");
  fatal.set_severity(v1::Finding::SEVERITY_FATAL);
  auto* count = report.add_rule_counts();
  count->set_rule("hsds.email");
  count->set_count(50);
  Write("a.json", "{}");
  const Ran ran = Run("import --format hsds " + Path("a.json"));
  EXPECT_EQ(ran.exit_code, 5);
  EXPECT_LT(ran.out.find("hsds.name"), ran.out.find("hsds.email"));
  EXPECT_THAT(ran.out, HasSubstr("hsds.email warning  50×"));
  EXPECT_THAT(ran.out, HasSubstr("services.csv:2 email: no e-mail address"));
  EXPECT_THAT(ran.out, HasSubstr("and 47 more"));
  EXPECT_THAT(ran.out, HasSubstr("do: correct it"));
  EXPECT_EQ(Run("import --format hsds --json " + Path("a.json")).exit_code, 5);
}

TEST_F(CommandsTest, ExportsWholeFilesOrNone) {
  server_.answers.exported.emplace_back().set_hsds_json("{\"id\":\"1\"}");
  server_.answers.exported.emplace_back().set_hsds_json("{\"id\":\"2\"}");
  EXPECT_EQ(Run("export --source s").out, "{\"id\":\"1\"}\n{\"id\":\"2\"}\n");
  EXPECT_EQ(server_.questions.exported.source(), "s");
  EXPECT_EQ(Run("export -o " + Path("all.ndjson")).exit_code, 0);
  EXPECT_EQ(Read(Path("all.ndjson")), "{\"id\":\"1\"}\n{\"id\":\"2\"}\n");
  server_.answers.error_code = 13;
  EXPECT_EQ(Run("export -o " + Path("half.ndjson")).exit_code, 70);
  EXPECT_FALSE(std::filesystem::exists(Path("half.ndjson")));
  EXPECT_FALSE(std::filesystem::exists(Path("half.ndjson.part")));
  server_.answers.error_code = 0;
  EXPECT_EQ(Run("export -o /nonexistent/x").exit_code, 70);
  if (std::filesystem::exists("/dev/full")) {
    EXPECT_EQ(Run("export > /dev/full").exit_code, 70);
  }
}

TEST_F(CommandsTest, Watches) {
  auto& change = server_.answers.changes.emplace_back();
  change.set_revision(12);
  change.set_name("services/1");
  change.set_type(v1::WatchChangesResponse::CHANGE_TYPE_UPDATED);
  change.mutable_change_time()->set_seconds(0);
  EXPECT_EQ(Run("watch --from 11").out, "12\t1970-01-01T00:00:00Z\tupdated\tservices/1\n");
  EXPECT_EQ(server_.questions.watch.from_revision(), 11);
  EXPECT_FALSE(server_.questions.watch.follow());
  EXPECT_THAT(Run("watch --json --follow").out, HasSubstr("\"revision\":\"12\""));
  EXPECT_TRUE(server_.questions.watch.follow());
}

TEST_F(CommandsTest, ShowsAPlace) {
  v1::ResolvedPlace& place = *server_.answers.place.mutable_place();
  place.set_display_name("Eibergen (Berkelland)");
  place.set_postal_code4("7151");
  place.add_municipalities()->set_code("GM1859");
  place.mutable_municipalities(0)->set_display_name("Berkelland");
  place.mutable_point()->set_latitude(52.1);
  place.set_approximate(true);
  EXPECT_EQ(Run("place 7151 AB").out, "Eibergen (Berkelland)\tBerkelland\tGM1859\t7151\t\t~52.1000,0.0000\t\n");
  EXPECT_EQ(server_.questions.place.place().text(), "7151 AB");
  place.add_candidates()->set_display_name("A");
  place.add_candidates()->set_display_name("B");
  const Ran ambiguous = Run("place Hengelo");
  EXPECT_EQ(ambiguous.exit_code, 0);
  EXPECT_EQ(ambiguous.out, "A\t\t\t\t\t\t\nB\t\t\t\t\t\t\n");
}

TEST_F(CommandsTest, Suggests) {
  auto* suggestion = server_.answers.suggest.add_suggestions();
  suggestion->set_text("Angst");
  suggestion->set_kind("problem");
  suggestion->set_code("angst");
  suggestion->set_count(12);
  EXPECT_EQ(Run("suggest ang").out, "Angst\tproblem\tangst\t12\n");
}

}  // namespace
}  // namespace socialekaart
