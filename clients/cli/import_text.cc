#include "clients/cli/import_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

#include "clients/cli/text.h"

namespace socialekaart::cli {
namespace {

constexpr size_t kExamples = 3;

const char* SeverityName(v1::Finding::Severity severity) {
  switch (severity) {
    case v1::Finding::SEVERITY_FATAL:
      return "rejected";
    case v1::Finding::SEVERITY_ERROR:
      return "error";
    case v1::Finding::SEVERITY_WARNING:
      return "warning";
    default:
      return "info";
  }
}

struct Rule {
  std::string name;
  int64_t count = 0;
  v1::Finding::Severity severity = v1::Finding::SEVERITY_UNSPECIFIED;  // the worst
  std::vector<const v1::Finding*> findings = {};
};

std::vector<Rule> RulesOf(const v1::ImportReport& report) {
  std::map<std::string, Rule> by_name;
  for (const auto& count : report.rule_counts()) by_name[count.rule()].count = count.count();
  for (const v1::Finding& finding : report.findings()) {
    Rule& rule = by_name[finding.rule()];
    rule.severity = std::max(rule.severity, finding.severity());
    rule.findings.push_back(&finding);
  }
  std::vector<Rule> rules;
  for (auto& [name, rule] : by_name) {
    rule.name = name;
    rule.count = std::max(rule.count, static_cast<int64_t>(rule.findings.size()));
    rules.push_back(std::move(rule));
  }
  std::stable_sort(rules.begin(), rules.end(), [](const Rule& a, const Rule& b) {
    return a.severity != b.severity ? a.severity > b.severity : a.count > b.count;
  });
  return rules;
}

std::string WhereText(const v1::Finding& finding) {
  std::string where = finding.file();
  if (finding.line() > 0) where += fmt::format(":{}", finding.line());
  if (!finding.record().empty()) where += (where.empty() ? "" : " ") + finding.record();
  if (!finding.path().empty()) where += (where.empty() ? "" : " ") + finding.path();
  return OneLine(where);
}

std::string CountsText(const char* what, const v1::ImportReport::Counts& counts) {
  if (counts.created() + counts.updated() + counts.unchanged() == 0) return "";
  return fmt::format("  {}: {} created, {} updated, {} unchanged\n", what, counts.created(), counts.updated(),
                     counts.unchanged());
}

}  // namespace

std::string ReportText(const v1::ImportReport& report, const Output& output) {
  std::string text = output.Bold(report.dry_run() ? "Dry run: nothing was written\n" : "Imported\n");
  text += fmt::format("  {} read: {} created, {} updated, {} unchanged, ", report.read(), report.created(),
                      report.updated(), report.unchanged());
  const std::string rejected = fmt::format("{} rejected", report.rejected());
  text += (report.rejected() > 0 ? output.Red(rejected) : rejected) + "\n";
  text += CountsText("organizations", report.organizations());
  text += CountsText("locations", report.locations());
  for (const Rule& rule : RulesOf(report)) {
    text += fmt::format("\n{} {}  {}×\n", output.Bold(OneLine(rule.name)), SeverityName(rule.severity), rule.count);
    for (size_t i = 0; i < std::min(kExamples, rule.findings.size()); ++i) {
      text += output.Paragraph(
          fmt::format("{}: {}", WhereText(*rule.findings[i]), OneLine(rule.findings[i]->message())), 2);
    }
    if (static_cast<int64_t>(kExamples) < rule.count) {
      text +=
          output.Dim(fmt::format("  and {} more; --json lists them\n", rule.count - static_cast<int64_t>(kExamples)));
    }
    if (!rule.findings.empty() && !rule.findings[0]->fix().empty())
      text += output.Paragraph("do: " + rule.findings[0]->fix(), 2);
  }
  return text;
}

}  // namespace socialekaart::cli
