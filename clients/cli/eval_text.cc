#include "clients/cli/eval_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "clients/cli/text.h"

namespace socialekaart::cli {
namespace {

std::string Text(const std::optional<double>& value, bool is_total) {
  if (!value.has_value()) return "";
  return is_total ? fmt::format("{:.0f}", *value) : fmt::format("{:.3f}", *value);
}

std::string RankText(const FailedPair& failed) {
  if (!failed.rank.has_value()) return fmt::format("not in the first {}", kDeepest);
  return fmt::format("{}{}", *failed.rank, failed.no_good_match ? ", \"no good match\"" : "");
}

// The columns that say something about some group.
std::vector<size_t> Measured(const std::vector<Group>& groups) {
  std::vector<size_t> measured;
  for (size_t i = 0; i < kFigureCount; ++i) {
    const bool is_measured = std::any_of(groups.begin(), groups.end(),
                                         [&](const Group& group) { return group.figures[i].value.has_value(); });
    if (is_measured) measured.push_back(i);
  }
  return measured;
}

Table Overview(const EvalReport& report) {
  Table table = {.header = {"class", "queries"}};
  const std::vector<size_t> measured = Measured(report.groups);
  for (const size_t i : measured) table.header.emplace_back(Figures()[i].label);
  for (const Group& group : report.groups) {
    std::vector<std::string> row = {group.name, fmt::format("{}", group.queries)};
    for (const size_t i : measured) row.push_back(Text(group.figures[i].value, Figures()[i].is_total));
    table.rows.push_back(std::move(row));
  }
  return table;
}

// Every figure of one group, with how sure it is.
Table Details(const Group& group) {
  Table table = {.header = {group.name, "queries", "value", "95 %", "baseline", "difference", "p"}};
  for (const size_t i : Measured({group})) {
    const FigureResult& result = group.figures[i];
    const bool is_total = Figures()[i].is_total;
    std::vector<std::string> row = {Figures()[i].label, fmt::format("{}", result.queries),
                                    Text(result.value, is_total)};
    if (result.interval.has_value()) {
      row.push_back(
          fmt::format("{} to {}", Text(result.interval->low, is_total), Text(result.interval->high, is_total)));
    }
    if (const auto& comparison = result.comparison) {
      row.push_back(Text(comparison->baseline, is_total));
      row.push_back(is_total ? fmt::format("{:+.0f}", comparison->difference)
                             : fmt::format("{:+.3f}", comparison->difference));
      row.push_back(fmt::format("{:.4f}", comparison->p));
    }
    table.rows.push_back(std::move(row));
  }
  if (!std::any_of(group.figures.begin(), group.figures.end(), [](const auto& one) { return one.comparison; }))
    table.header.resize(4);
  return table;
}

Table ChangedTable(const EvalReport& report) {
  Table table = {.header = {"changed most", "class", "before", "after", "difference"}};
  for (const Change& change : report.changes) {
    table.rows.push_back({change.query->id, change.query->query_class, fmt::format("{:.3f}", change.before),
                          fmt::format("{:.3f}", change.after), fmt::format("{:+.3f}", change.after - change.before)});
  }
  return table;
}

Table HarmTable(const EvalRun& run) {
  Table table = {.header = {"harm", "class", "rank", "service", "why"}};
  for (const Outcome& outcome : run.outcomes) {
    for (const HarmfulResult& one : outcome.harmful) {
      table.rows.push_back({outcome.query->id, outcome.query->query_class, fmt::format("{}", one.rank),
                            one.display_name.empty() ? one.service : one.display_name, one.reason});
    }
  }
  return table;
}

// The name that people know, from the pair or from a judgment of the same service.
std::string NameOf(const JudgedQuery& query, const MustPair& pair) {
  const auto named = query.names.find(pair.service);
  return named == query.names.end() || named->second.empty() ? pair.service : named->second;
}

Table MustTable(const EvalRun& run) {
  Table table = {.header = {"must, and fails", "class", "within", "stands at", "service"}};
  for (const Outcome& outcome : run.outcomes) {
    for (const FailedPair& one : outcome.failed) {
      table.rows.push_back({outcome.query->id, outcome.query->query_class, fmt::format("{}", one.pair.within),
                            RankText(one), NameOf(*outcome.query, one.pair)});
    }
  }
  return table;
}

std::pair<size_t, size_t> FailedAndAllPairs(const EvalRun& run) {
  size_t failed = 0;
  size_t all = 0;
  for (const Outcome& outcome : run.outcomes) {
    failed += outcome.failed.size();
    all += outcome.query->judgments.must.size();
  }
  return {failed, all};
}

}  // namespace

std::vector<MissedBar> Missed(const std::vector<Bar>& bars, const EvalReport& report) {
  std::vector<MissedBar> missed;
  for (const Bar& bar : bars) {
    const auto value = report.groups.empty() ? std::nullopt : report.groups.front().figures[bar.figure].value;
    const bool is_reached = value.has_value() && (bar.is_minimum ? *value >= bar.limit : *value <= bar.limit);
    if (!is_reached) missed.push_back({.bar = bar, .value = value});
  }
  return missed;
}

std::vector<std::string> Shortfalls(const EvalSummary& summary) {
  std::vector<std::string> lines;
  for (const MissedBar& missed : summary.missed) {
    const Figure& figure = Figures()[missed.bar.figure];
    const std::string value = missed.value.has_value() ? Text(missed.value, figure.is_total) : "not measured";
    lines.push_back(fmt::format("{} is {}, and {} asks {}", figure.label, value, missed.bar.flag, missed.bar.limit));
  }
  const auto [failed, all] = FailedAndAllPairs(summary.run);
  if (failed > 0) lines.push_back(fmt::format("must: {} of {} pairs do not hold", failed, all));
  return lines;
}

std::string ToText(const EvalSummary& summary, const Output& output) {
  std::string text = Overview(summary.report).ToText(output.width());
  for (const Group& group : summary.report.groups) {
    if (group.kind != "class") text += "\n" + Details(group).ToText(output.width());
  }
  for (const Table& table : {ChangedTable(summary.report), HarmTable(summary.run), MustTable(summary.run)}) {
    if (!table.rows.empty()) text += "\n" + table.ToText(output.width());
  }
  if (const auto [failed, all] = FailedAndAllPairs(summary.run); all > 0)
    text += fmt::format("\nmust: {} of {} pairs hold\n", all - failed, all);
  return text;
}

Table ToRows(const EvalSummary& summary) {
  Table table = {.header = {}};
  for (const Group& group : summary.report.groups) {
    for (const size_t i : Measured({group})) {
      const FigureResult& result = group.figures[i];
      const auto number = [](double value) { return fmt::format("{:.4f}", value); };
      const auto& interval = result.interval;
      const auto& comparison = result.comparison;
      table.rows.push_back({"figure", group.kind, group.name, Figures()[i].key, fmt::format("{}", result.queries),
                            number(*result.value), interval ? number(interval->low) : "",
                            interval ? number(interval->high) : "", comparison ? number(comparison->baseline) : "",
                            comparison ? number(comparison->difference) : "", comparison ? number(comparison->p) : ""});
    }
  }
  for (Table part : {ChangedTable(summary.report), HarmTable(summary.run), MustTable(summary.run)}) {
    for (std::vector<std::string>& row : part.rows) {
      row.insert(row.begin(), part.header.front().substr(0, part.header.front().find_first_of(" ,")));
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

}  // namespace socialekaart::cli
