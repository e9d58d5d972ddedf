// socialekaart reports

#include <fmt/format.h>

#include <array>
#include <memory>

#include "clients/cli/command.h"
#include "clients/cli/errors.h"
#include "clients/cli/text.h"

namespace socialekaart::cli {
namespace {

struct Flags {
  int page_size = 50;
  std::string page_token;
  bool all = false;
};

// By number of the kind.
constexpr std::array<const char*, 7> kKinds = {"onbekend", "contact", "leeftijd of werkgebied", "toegang", "wachttijd",
                                               "gestopt",  "anders"};

std::string KindName(v1::ReportIssueRequest::Kind kind) {
  const auto number = static_cast<size_t>(kind);
  return number < kKinds.size() ? kKinds[number] : kKinds[0];
}

std::vector<std::string> RowOf(const v1::IssueReport& report) {
  return {report.report_date(), report.service(), report.service_display_name(), KindName(report.kind()),
          report.text()};
}

// One page, or with --all every page, as one table or one JSON object.
ExitCode Reports(const Flags& flags, const Globals& globals, const Output& output) {
  const client::Client client = NewClient(globals);
  v1::ListIssueReportsRequest request;
  request.set_page_size(flags.page_size);
  request.set_page_token(flags.page_token);
  v1::ListIssueReportsResponse all;
  do {
    const auto page = client.ListIssueReports(request);
    if (!page.ok()) return Complain(page.status(), globals);
    all.mutable_reports()->MergeFrom(page->reports());
    all.set_next_page_token(page->next_page_token());
    request.set_page_token(page->next_page_token());
  } while (flags.all && !request.page_token().empty());
  if (globals.json) {
    output.PrintJson(all, {"reports"});
    return kOk;
  }
  Table table = {.header = {"datum", "record", "naam", "wat", "tekst"}, .dispensable = {1}};
  for (const v1::IssueReport& report : all.reports()) table.rows.push_back(RowOf(report));
  if (!table.rows.empty()) output.Print(table);
  if (!all.next_page_token().empty()) Note(fmt::format("more: --page-token {}   or --all", all.next_page_token()));
  return kOk;
}

}  // namespace

Run SetUpReports(CLI::App& app) {
  const auto flags = std::make_shared<Flags>();
  app.add_flag("--all", flags->all, "Every page");
  app.add_option("--page-size", flags->page_size, "Reports at once, 1..1000")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  app.add_option("--page-token", flags->page_token, "The page after the one that gave this token");
  return [flags](const Globals& globals, const Output& output) { return Reports(*flags, globals, output); };
}

}  // namespace socialekaart::cli
