#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "indexer/store/store.h"
#include "indexer/text/analyzer.h"
#include "tests/bench/peers/rows.h"

namespace socialekaart::bench {

// CPU seconds in user and kernel mode, of this process with all its threads, and of this thread.
double ProcessCpuSeconds();
double ThreadCpuSeconds();

// Waits until no thread of this process has work: what an import or a start leaves to do in the background.
void WaitUntilIdle();

// CPU of the analyzer, in microseconds: of a word of a description, and of a whole query. The first time it meets them,
// and later, when it may remember words.
struct AnalyzerCosts {
  struct Pair {
    double first = 0;
    double later = 0;
  };
  Pair word_us;
  Pair query_us;
};
AnalyzerCosts MeasureAnalyzer(const Analyzer& analyzer, const Directory& directory,
                              const std::vector<Question>& questions);

// CPU seconds of reading every service with its organization and locations from the store: what any indexer of it pays.
absl::StatusOr<double> MeasureReading(const Store& store);

}  // namespace socialekaart::bench
