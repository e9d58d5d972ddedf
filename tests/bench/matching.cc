#include "tests/bench/matching.h"

#include <functional>
#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "indexer/index/index.h"
#include "indexer/store/rocksdb_store.h"
#include "indexer/text/lexicon.h"
#include "services/match_service.h"
#include "services/matching/live_matcher.h"
#include "services/places.h"
#include "tests/bench/load.h"
#include "tests/bench/questions.h"

namespace socialekaart::bench {
namespace {

constexpr size_t kQuestions = 1'000;
constexpr size_t kCases = 10'000;
constexpr absl::Duration kWarmUp = absl::Seconds(1);
constexpr absl::Duration kSlice = absl::Seconds(4);
constexpr absl::Duration kIndexTimeout = absl::Hours(1);
constexpr absl::Duration kPoll = absl::Milliseconds(5);
constexpr absl::Duration kSettle = absl::Seconds(20);  // the index thread brings summaries into memory after it is ready

absl::StatusOr<Quantiles> Measure(const std::function<absl::Status(size_t)>& call) {
  if (const auto warm = RunLoad(call, 1, kWarmUp); !warm.ok()) return warm.status();
  const auto burst = RunLoad(call, 1, kSlice);
  if (!burst.ok()) return burst.status();
  return Quantiles{Percentile(burst->latencies_us, 50), Percentile(burst->latencies_us, 99)};
}

absl::Status WaitUntilReady(Index& index, const Store& store) {
  const absl::Time deadline = absl::Now() + kIndexTimeout;
  if (absl::Status status = index.WaitFor(store.revision(), deadline); !status.ok()) return status;
  while (index.state() != Index::State::kReady) {
    if (absl::Now() > deadline) return absl::DeadlineExceededError("the index is not ready");
    absl::SleepFor(kPoll);
  }
  absl::SleepFor(kSettle);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<MatchingFigures> MeasureMatching(const std::string& data_files, const std::string& data_dir, const Records& records) {
  const auto taxonomy = Taxonomy::Load(data_files + "/taxonomy.textproto");
  if (!taxonomy.ok()) return taxonomy.status();
  const auto analyzer = LoadDutchAnalyzer(FindLexicon());
  if (!analyzer.ok()) return analyzer.status();
  const auto ranking = LoadRanking(data_files + "/ranking.textproto");
  if (!ranking.ok()) return ranking.status();
  const auto matcher = LiveMatcher::Load(data_files, **analyzer);
  if (!matcher.ok()) return matcher.status();
  const auto store = OpenRocksDbStore(data_dir + "/store");
  if (!store.ok()) return store.status();
  const auto places = Places::Load(data_files, **store);
  if (!places.ok()) return places.status();
  Index index(data_dir + "/index", **store, {**analyzer, **taxonomy, *ranking}, (*places)->gazetteer(),
              [](Index::State, bool, const std::string&) {});
  index.Start();
  if (absl::Status status = WaitUntilReady(index, **store); !status.ok()) return status;
  const MatchServiceImpl service(**matcher, index, **places, **store);

  const std::vector<v1::MatchRequest> questions = MatchQuestions(records, kQuestions);
  const std::vector<v1::MatchRequest> notes = LongNotes();
  MatchingFigures figures;
  const auto match = Measure([&](size_t number) { return service.Answer(questions[number % questions.size()]).status(); });
  if (!match.ok()) return match.status();
  figures.match_us = *match;
  const auto advice = Measure([&](size_t number) { return (*matcher)->Get()->Advise(notes[number % notes.size()], "").status(); });
  if (!advice.ok()) return advice.status();
  figures.advice_us = *advice;
  return figures;
}

absl::StatusOr<double> MeasureBatch(const client::Client& client, const Records& records) {
  const std::vector<v1::MatchRequest> questions = MatchQuestions(records, kQuestions);
  size_t sent = 0, answered = 0;
  const auto next = [&]() -> std::optional<v1::MatchStreamRequest> {
    if (sent == kCases) return std::nullopt;
    v1::MatchStreamRequest request;
    request.set_id(absl::StrCat(sent));
    *request.mutable_request() = questions[sent++ % questions.size()];
    return request;
  };
  const auto receive = [&](const v1::MatchStreamResponse& answer) {
    ++answered;
    return answer.has_response() ? absl::OkStatus() : absl::InternalError(answer.ShortDebugString());
  };
  const absl::Time start = absl::Now();
  if (absl::Status status = client.MatchStream(next, receive); !status.ok()) return status;
  if (answered != kCases) return absl::DataLossError(absl::StrCat(answered, " of ", kCases, " cases were answered"));
  return static_cast<double>(answered) / absl::ToDoubleSeconds(absl::Now() - start);
}

}  // namespace socialekaart::bench
