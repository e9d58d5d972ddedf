#include "clients/cli/eval_report.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

namespace socialekaart::cli {
namespace {

using Baseline = std::map<std::string, Answer>;

const Answer* Before(const Outcome& outcome, const Baseline* baseline) {
  if (baseline == nullptr) return nullptr;
  const auto found = baseline->find(outcome.query->id);
  return found == baseline->end() ? nullptr : &found->second;
}

FigureResult Measure(const Figure& figure, const std::vector<const Outcome*>& outcomes, const Baseline* baseline,
                     const Draws& draws) {
  std::vector<double> values;
  std::vector<double> before;
  std::vector<double> differences;
  for (const Outcome* outcome : outcomes) {
    const Judgments& judgments = outcome->query->judgments;
    const auto value = figure.measure(judgments, outcome->answer);
    if (!value.has_value()) continue;
    values.push_back(*value);
    const Answer* const answer_before = Before(*outcome, baseline);
    if (answer_before == nullptr) continue;
    const auto value_before = figure.measure(judgments, *answer_before);
    if (!value_before.has_value()) continue;
    before.push_back(*value_before);
    differences.push_back(*value - *value_before);
  }
  const auto scaled = [&](double mean, size_t count) {
    return figure.is_total ? mean * static_cast<double>(count) : mean;
  };
  FigureResult result = {.queries = values.size()};
  if (values.empty()) return result;
  result.value = scaled(Mean(values), values.size());
  if (const auto interval = BootstrapInterval(values, draws)) {
    result.interval = {.low = scaled(interval->low, values.size()), .high = scaled(interval->high, values.size())};
  }
  if (!before.empty()) {
    result.comparison = {.queries = before.size(),
                         .baseline = scaled(Mean(before), before.size()),
                         .difference = scaled(Mean(differences), before.size()),
                         .p = RandomizationP(differences, draws)};
  }
  return result;
}

std::vector<Change> Changes(const std::vector<Outcome>& outcomes, const Baseline* baseline) {
  constexpr double kSame = 1e-9;
  const Figure& ndcg = Figures()[FigureIndex("ndcg")];
  std::vector<Change> changes;
  for (const Outcome& outcome : outcomes) {
    const Answer* const answer_before = Before(outcome, baseline);
    if (answer_before == nullptr) continue;
    const auto before = ndcg.measure(outcome.query->judgments, *answer_before);
    const auto after = ndcg.measure(outcome.query->judgments, outcome.answer);
    if (!before.has_value() || !after.has_value() || std::abs(*after - *before) < kSame) continue;
    changes.push_back({.query = outcome.query, .before = *before, .after = *after});
  }
  std::stable_sort(changes.begin(), changes.end(), [](const Change& a, const Change& b) {
    return std::abs(a.after - a.before) > std::abs(b.after - b.before);
  });
  changes.resize(std::min(changes.size(), kMaxChanges));
  return changes;
}

}  // namespace

EvalReport MakeReport(const std::vector<Outcome>& outcomes, const Baseline* baseline, bool by_file,
                      const Draws& draws) {
  std::vector<std::pair<Group, std::vector<const Outcome*>>> groups;
  const auto collect = [&](const char* kind, const std::function<std::string(const Outcome&)>& name_of) {
    const auto begin = static_cast<std::ptrdiff_t>(groups.size());
    for (const Outcome& outcome : outcomes) {
      const std::string name = name_of(outcome);
      auto found = std::find_if(groups.begin() + begin, groups.end(),
                                [&](const auto& group) { return group.first.name == name; });
      if (found == groups.end()) {
        found = groups.insert(groups.end(), {Group{.kind = kind, .name = name}, {}});
      }
      found->second.push_back(&outcome);
    }
  };
  collect("all", [](const Outcome&) { return "all"; });
  if (by_file) collect("file", [](const Outcome& outcome) { return outcome.query->file; });
  collect("class", [](const Outcome& outcome) { return outcome.query->query_class; });

  EvalReport report;
  for (auto& [group, members] : groups) {
    group.queries = members.size();
    for (size_t i = 0; i < kFigureCount; ++i) group.figures[i] = Measure(Figures()[i], members, baseline, draws);
    report.groups.push_back(std::move(group));
  }
  report.changes = Changes(outcomes, baseline);
  report.compared = static_cast<size_t>(std::count_if(
      outcomes.begin(), outcomes.end(), [&](const Outcome& outcome) { return Before(outcome, baseline) != nullptr; }));
  return report;
}

}  // namespace socialekaart::cli
