#include "tests/bench/peers/report.h"

#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tests/bench/peers/goals.h"

namespace socialekaart::bench {
namespace {

using Json = nlohmann::ordered_json;

Json ToJson(const Goal& goal) {
  return {{"what", goal.what}, {"wanted", goal.wanted}, {"found", goal.found}, {"met", goal.met}};
}

Json ToJson(const std::vector<Goal>& goals) {
  Json list = Json::array();
  for (const Goal& goal : goals) list.push_back(ToJson(goal));
  return list;
}

Json ToJson(const AnalyzerCosts::Pair& cost) {
  return {{"first", cost.first}, {"later", cost.later}};
}

Json ToJson(const PeersResult& result) {
  Json rows = Json::array();
  for (size_t row = 0; row < kRows.size(); ++row) {
    Json engines = Json::array();
    for (size_t i = 0; i < result.engines.size(); ++i) {
      const Cell& cell = result.rows[row][i];
      if (!cell.asked) continue;
      Json entry = {{"engine", result.engines[i]}, {"p50_us", cell.us.p50},       {"p99_us", cell.us.p99},
                    {"times_p50", cell.times.p50}, {"times_p99", cell.times.p99}, {"times_echo_p50", cell.times_echo}};
      if (cell.mean_total >= 0) entry["mean_total"] = cell.mean_total;
      engines.push_back(std::move(entry));
    }
    rows.push_back({{"row", kRows[row].title}, {"engines", engines}});
  }
  return {{"services", result.services},
          {"searchable", result.searchable},
          {"questions", result.questions},
          {"rounds", result.rounds},
          {"rows", rows},
          {"agreement",
           {{"questions", result.agreement.questions},
            {"members", result.agreement.members},
            {"differences", result.agreement.differences},
            {"example", result.agreement.example}}},
          {"analyzer_word_us", ToJson(result.analyzer.word_us)},
          {"analyzer_query_us", ToJson(result.analyzer.query_us)},
          {"index_cpu_s",
           {{"ours", result.ours_index_cpu_s},
            {"plain Xapian", result.plain_index_cpu_s},
            {"reading in both", result.reading_cpu_s}}},
          {"goals", ToJson(GoalsOf(result))}};
}

// Three digits that mean something.
std::string Short(double value) {
  return absl::StrFormat("%.*f", value < 9.95 ? 1 : 0, value);
}

std::string Head(const PeersResult& result, size_t first) {
  std::string head = "| |", line = "|---|";
  for (size_t i = first; i < result.engines.size(); ++i) {
    absl::StrAppend(&head, " ", result.engines[i], " |");
    line += "---|";
  }
  return absl::StrCat(head, "\n", line, "\n");
}

std::string Table(const PeersResult& result, size_t first, const std::function<std::string(const Cell&)>& show) {
  std::string table = Head(result, first);
  for (size_t row = 0; row < kRows.size(); ++row) {
    absl::StrAppend(&table, "| ", kRows[row].title, " |");
    for (size_t i = first; i < result.engines.size(); ++i) {
      const Cell& cell = result.rows[row][i];
      absl::StrAppend(&table, " ", cell.asked ? show(cell) : "-", " |");
    }
    table += "\n";
  }
  return table;
}

std::string GoalTable(const std::vector<Goal>& goals) {
  std::string table = "| goal at 100,000 services | wanted | found | |\n|---|---|---|---|\n";
  for (const Goal& goal : goals) {
    absl::StrAppend(&table, "| ", goal.what, " | ", goal.wanted, " | ", goal.found, " | ",
                    goal.met ? "met" : "**missed**", " |\n");
  }
  return table;
}

// How many services fit on average, by each engine that counted.
std::string Totals(const PeersResult& result) {
  std::string text;
  for (size_t row = 0; row < kRows.size(); ++row) {
    if (kRows[row].facets != 1) continue;
    for (size_t i = 0; i < result.engines.size(); ++i) {
      const Cell& cell = result.rows[row][i];
      if (cell.mean_total >= 0) {
        absl::StrAppend(&text, text.empty() ? "" : ", ", result.engines[i], absl::StrFormat(" %.0f", cell.mean_total));
      }
    }
  }
  return text;
}

std::string ToMarkdown(const PeersResult& result) {
  const Agreement& agreement = result.agreement;
  std::string text =
      absl::StrCat("### ", result.services, " services\n\n", "p50 / p99 in microseconds, one call at a time; ",
                   result.questions, " questions a row, median of ", result.rounds, " rounds.\n\n");
  absl::StrAppend(
      &text,
      Table(result, 0, [](const Cell& cell) { return absl::StrCat(Short(cell.us.p50), " / ", Short(cell.us.p99)); }),
      "\nAs multiple of ours in process, p50 / p99; of gRPC also p50 as multiple of the echo.\n\n");
  absl::StrAppend(&text, Table(result, 1, [](const Cell& cell) {
    return absl::StrFormat("%sx / %sx, %sx echo", Short(cell.times.p50), Short(cell.times.p99), Short(cell.times_echo));
  }));
  absl::StrAppend(&text, "\nEither word fits, on average: ", Totals(result), " services.\n");
  absl::StrAppend(&text, "The same filters without text: ", agreement.questions, " questions, ", agreement.members,
                  " services in all answers, ", agreement.differences, " differences",
                  agreement.example.empty() ? "" : absl::StrCat(" (", agreement.example, ")"), ".\n");
  absl::StrAppendFormat(&text, "Indexing, CPU: ours %.1f s, plain Xapian %.1f s, of both %.1f s to read the store.\n",
                        result.ours_index_cpu_s, result.plain_index_cpu_s, result.reading_cpu_s);
  absl::StrAppendFormat(
      &text, "Analyzer, CPU, first time / later: a word of a description %.2f / %.2f us, a query %.1f / %.1f us.\n\n",
      result.analyzer.word_us.first, result.analyzer.word_us.later, result.analyzer.query_us.first,
      result.analyzer.query_us.later);
  return absl::StrCat(text, GoalTable(GoalsOf(result)));
}

}  // namespace

std::string ToJson(const std::vector<PeersResult>& results) {
  Json runs = Json::array();
  for (const PeersResult& result : results) runs.push_back(ToJson(result));
  Json json = {{"runs", runs}};
  if (results.size() > 1) json["growth"] = ToJson(GrowthGoals(results.front(), results.back()));
  return json.dump(2) + "\n";
}

std::string ToMarkdown(const std::vector<PeersResult>& results) {
  std::string text;
  for (const PeersResult& result : results) absl::StrAppend(&text, ToMarkdown(result), "\n");
  if (results.size() > 1) absl::StrAppend(&text, GoalTable(GrowthGoals(results.front(), results.back())));
  return text;
}

}  // namespace socialekaart::bench
