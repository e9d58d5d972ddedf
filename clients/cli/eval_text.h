#pragma once

#include <optional>
#include <string>
#include <vector>

#include "clients/cli/eval_report.h"
#include "clients/cli/output.h"

namespace socialekaart::cli {

// A bar that quality must reach.
struct Bar {
  const char* flag = nullptr;  // "--min-ndcg"
  size_t figure = 0;           // of Figures()
  bool is_minimum = true;
  double limit = 0;
};

struct MissedBar {
  Bar bar;
  std::optional<double> value = {};  // nothing: no query measures it, which reaches no bar
};

// The bars that the figures of all queries do not reach.
std::vector<MissedBar> Missed(const std::vector<Bar>& bars, const EvalReport& report);

// What a run says, whole.
struct EvalSummary {
  EvalRun run;
  EvalReport report;
  std::vector<Bar> bars;
  std::vector<MissedBar> missed;
  Draws draws;
};

// "nDCG@10 is 0.712, and --min-ndcg asks 0.8"; "must: 2 of 60 pairs do not hold".
std::vector<std::string> Shortfalls(const EvalSummary& summary);

// For people: a table of classes, of all figures with their intervals, of what changed, harms and fails.
std::string ToText(const EvalSummary& summary, const Output& output);

// For programs: rows whose first field says what they are, "figure", "changed", "harm" or "must".
Table ToRows(const EvalSummary& summary);

// One JSON object.
std::string ToJsonText(const EvalSummary& summary, bool is_indented);

}  // namespace socialekaart::cli
