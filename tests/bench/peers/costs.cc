#include "tests/bench/peers/costs.h"

#include <time.h>

#include <algorithm>

#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "indexer/store/catalog.h"
#include "tests/bench/load.h"

namespace socialekaart::bench {
namespace {

constexpr size_t kDescriptions = 2'000;
constexpr int kRepeats = 5;
constexpr size_t kPage = 1'000;
constexpr absl::Duration kPause = absl::Milliseconds(500);
constexpr int kMaxPauses = 240;
constexpr double kIdleSeconds = 0.01;  // of CPU in a pause

double CpuSeconds(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

// CPU of analyzing all texts once, in microseconds for each of `units`.
AnalyzerCosts::Pair CostOf(const Analyzer& analyzer, const std::vector<std::string>& texts, size_t units) {
  std::vector<double> seconds;
  for (int repeat = 0; repeat <= kRepeats; ++repeat) {
    const double before = ThreadCpuSeconds();
    for (const std::string& text : texts) analyzer.Analyze(text);
    seconds.push_back(ThreadCpuSeconds() - before);
  }
  const double scale = 1e6 / static_cast<double>(std::max<size_t>(1, units));
  return {seconds.front() * scale, Median({seconds.begin() + 1, seconds.end()}) * scale};
}

}  // namespace

double ProcessCpuSeconds() {
  return CpuSeconds(CLOCK_PROCESS_CPUTIME_ID);
}
double ThreadCpuSeconds() {
  return CpuSeconds(CLOCK_THREAD_CPUTIME_ID);
}

void WaitUntilIdle() {
  for (int pause = 0; pause < kMaxPauses; ++pause) {
    const double before = ProcessCpuSeconds();
    absl::SleepFor(kPause);
    if (ProcessCpuSeconds() - before < kIdleSeconds) return;
  }
}

AnalyzerCosts MeasureAnalyzer(const Analyzer& analyzer, const Directory& directory,
                              const std::vector<Question>& questions) {
  std::vector<std::string> descriptions, queries;
  size_t words = 0;
  for (size_t i = 0; i < std::min(kDescriptions, directory.services.size()); ++i) {
    descriptions.push_back(directory.services[i].texts.back());
    words += WordsOf(descriptions.back()).size();
  }
  for (const Question& question : questions) queries.push_back(absl::StrJoin(question.words, " "));
  AnalyzerCosts costs;
  costs.query_us = CostOf(analyzer, queries, queries.size());  // before the descriptions, which have the same words
  costs.word_us = CostOf(analyzer, descriptions, words);
  return costs;
}

absl::StatusOr<double> MeasureReading(const Store& store) {
  const double before = ThreadCpuSeconds();
  for (std::string after;;) {
    const auto records = store.List(RecordKind::kService, after, kPage);
    if (!records.ok()) return records.status();
    if (records->empty()) return ThreadCpuSeconds() - before;
    after = NameOf(records->back());
    for (const auto& record : *records) {
      if (const auto service = Assemble(store, record); !service.ok()) return service.status();
    }
  }
}

}  // namespace socialekaart::bench
