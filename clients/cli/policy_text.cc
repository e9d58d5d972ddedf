#include "clients/cli/policy_text.h"

#include <fmt/format.h>

#include <map>

#include "clients/cli/text.h"
#include "clients/cli/words.h"

namespace socialekaart::cli {

Table LadderTable(const v1::GetPolicyResponse& policy) {
  Table table = {.header = {"niveau", "naam", "staat", "wat"}};
  for (const v1::LadderStep& step : policy.ladder()) {
    const bool missing = step.state() == v1::LadderStep::STATE_NOT_OFFERED;
    table.rows.push_back(
        {LevelCode(step.level()), step.display_name(), missing ? "niet hier" : "", OneLine(step.description())});
  }
  return table;
}

Table RulesTable(const v1::GetPolicyResponse& policy) {
  Table table = {.header = {"regel", "minstens", "omdat"}};
  for (const v1::PolicyRule& rule : policy.rules())
    table.rows.push_back({rule.id(), LevelCode(rule.at_least()), OneLine(rule.text())});
  return table;
}

Table FaultsTable(const v1::CheckPolicyResponse& checked) {
  Table table = {.header = {"bestand", "regel", "fout"}};
  for (const v1::PolicyFault& fault : checked.faults())
    table.rows.push_back(
        {fault.file(), fault.line() == 0 ? "" : fmt::format("{}", fault.line()), OneLine(fault.description())});
  for (const std::string& where : checked.not_monotone())
    table.rows.push_back({"default.textproto", "", OneLine(where)});
  for (const std::string& missing : checked.unexercised())
    table.rows.push_back({"vignettes.textproto", "", fmt::format("geen vignet raakt {}", OneLine(missing))});
  return table;
}

Table FailuresTable(const v1::CheckPolicyResponse& checked) {
  Table table = {.header = {"vignet", "niveau", "fout", "vraag"}};
  for (const v1::VignetteResult& vignette : checked.vignettes()) {
    if (vignette.failures().empty()) continue;
    table.rows.push_back({vignette.id(), LevelCode(vignette.level()),
                          OneLine(fmt::format("{}", fmt::join(vignette.failures(), "; "))),
                          OneLine(vignette.question())});
  }
  return table;
}

Table DifferenceTable(const v1::CheckPolicyResponse& before, const v1::CheckPolicyResponse& after) {
  std::map<std::string, v1::HelpLevel> levels;
  for (const v1::VignetteResult& vignette : before.vignettes()) levels[vignette.id()] = vignette.level();
  Table table = {.header = {"vignet", "was", "wordt", "vraag"}};
  for (const v1::VignetteResult& vignette : after.vignettes()) {
    const auto was = levels.find(vignette.id());
    if (was == levels.end() || was->second == vignette.level()) continue;
    table.rows.push_back(
        {vignette.id(), LevelCode(was->second), LevelCode(vignette.level()), OneLine(vignette.question())});
  }
  return table;
}

Table OverridesTable(const v1::CountOverridesResponse& counts) {
  Table table = {.header = {"maand", "gemeente", "advies", "gekozen", "reden", "probleem", "aantal"}};
  for (const v1::OverrideCount& count : counts.counts()) {
    table.rows.push_back({count.month(), count.municipality_code(), LevelCode(count.advised_level()),
                          LevelCode(count.chosen_level()), count.reason(), count.problem(),
                          fmt::format("{}", count.count())});
  }
  return table;
}

std::string RuleText(const v1::PolicyRule& rule, const Output& output) {
  std::string text = output.Bold(fmt::format("{}: minstens {}", OneLine(rule.id()), LevelName(rule.at_least()))) + "\n";
  text += output.Paragraph("Omdat: " + rule.text(), 2);
  for (const std::string& condition : rule.conditions()) text += output.Paragraph("- " + condition, 2);
  text += output.Paragraph("Bron: " + rule.source(), 2);
  return text + output.Paragraph(fmt::format("Vignetten: {}", fmt::join(rule.vignettes(), ", ")), 2);
}

}  // namespace socialekaart::cli
