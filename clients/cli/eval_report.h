#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "clients/cli/eval_run.h"
#include "clients/cli/eval_statistics.h"

namespace socialekaart::cli {

// The figures of a run, of all its queries and of groups of them. Pure: from outcomes to numbers.

// Against the same queries of a baseline.
struct Comparison {
  size_t queries = 0;
  double baseline = 0;
  double difference = 0;  // this run minus the baseline
  double p = 1;           // that a difference as large is chance
};

struct FigureResult {
  size_t queries = 0;                // that it says something about
  std::optional<double> value = {};  // mean, or sum of a total; nothing without queries
  std::optional<Interval> interval = {};
  std::optional<Comparison> comparison = {};
};

struct Group {
  std::string kind;  // "all", "file", "class"
  std::string name;
  size_t queries = 0;
  std::array<FigureResult, kFigureCount> figures = {};  // as Figures()
};

// A query whose nDCG is another than in the baseline.
struct Change {
  const JudgedQuery* query = nullptr;
  double before = 0;
  double after = 0;
};

struct EvalReport {
  std::vector<Group> groups;    // all, then files, then classes in the order of the files
  std::vector<Change> changes;  // the largest first
  size_t compared = 0;          // queries that the baseline has too
};

// At most so many changes are told.
inline constexpr size_t kMaxChanges = 15;

// `baseline` may be null. Its answers are measured with the judgments of `outcomes`: judgments that changed since do
// not look like a search that did.
EvalReport MakeReport(const std::vector<Outcome>& outcomes, const std::map<std::string, Answer>* baseline, bool by_file,
                      const Draws& draws);

}  // namespace socialekaart::cli
