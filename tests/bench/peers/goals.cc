#include "tests/bench/peers/goals.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace socialekaart::bench {
namespace {

constexpr char kPostgres[] = "PostgreSQL", kXapian[] = "plain Xapian", kRemote[] = "ours, gRPC", kEcho[] = "echo";
constexpr double kWordUs = 15, kQueryUs = 80, kIndexingTimes = 1.6, kSuggestUs = 10'000, kGrowth = 4;

const Cell* CellOf(const PeersResult& result, size_t row, absl::string_view engine) {
  for (size_t i = 0; i < result.engines.size(); ++i) {
    if (result.engines[i] == engine) return result.rows[row][i].asked ? &result.rows[row][i] : nullptr;
  }
  return nullptr;
}

std::string Times(double times) {
  return absl::StrFormat("%.*fx", times < 10 ? 1 : 0, times);
}

Goal AtLeast(std::string what, double wanted, double found) {
  return {std::move(what), absl::StrCat(">= ", wanted, "x"), Times(found), found >= wanted};
}

Goal AtMost(std::string what, double wanted, const char* unit, double found) {
  return {std::move(what), absl::StrCat("<= ", wanted, unit), absl::StrFormat("%.2f%s", found, unit), found <= wanted};
}

// A peer that was faster, or that none was.
Goal NeverSlower(const PeersResult& result, size_t row) {
  Goal goal{absl::StrCat(kRows[row].title, ": never slower than a peer"), "p50 and p99 >= 1x", "", true};
  double lowest = INFINITY;
  for (size_t i = 1; i < result.engines.size(); ++i) {
    const Cell& cell = result.rows[row][i];
    if (!cell.asked || result.engines[i] == kRemote || result.engines[i] == kEcho) continue;
    const double times = std::min(cell.times.p50, cell.times.p99);
    if (times >= lowest) continue;
    lowest = times;
    goal.found = absl::StrFormat("%s: p50 %.1fx, p99 %.1fx", result.engines[i], cell.times.p50, cell.times.p99);
    goal.met = times >= 1;
  }
  return goal;
}

}  // namespace

std::vector<Goal> GoalsOf(const PeersResult& result) {
  std::vector<Goal> goals;
  for (size_t row = 0; row < kRows.size(); ++row) {
    const Row& asked = kRows[row];
    if (!result.rows[row][0].asked) {
      goals.push_back({asked.title, "asked", "ours cannot be asked this", false});
      continue;
    }
    goals.push_back(NeverSlower(result, row));
    const Cell* const postgres = CellOf(result, row, kPostgres);
    const Cell* const xapian = CellOf(result, row, kXapian);
    const Cell* const remote = CellOf(result, row, kRemote);
    if (asked.postgres_times > 0 && postgres != nullptr) {
      goals.push_back(
          AtLeast(absl::StrCat(asked.title, ": PostgreSQL, p50"), asked.postgres_times, postgres->times.p50));
    }
    if (asked.xapian_times > 0 && xapian != nullptr) {
      goals.push_back(AtLeast(absl::StrCat(asked.title, ": plain Xapian, p50"), asked.xapian_times, xapian->times.p50));
    }
    if (asked.echo_times > 0 && remote != nullptr) {
      goals.push_back(AtMost(absl::StrCat(asked.title, ": through gRPC, p50, as multiple of the echo"),
                             asked.echo_times, "x", remote->times_echo));
    }
    if (asked.suggest && remote != nullptr) {
      goals.push_back(
          AtMost(absl::StrCat(asked.title, ": through gRPC, p99"), kSuggestUs / 1e3, " ms", remote->us.p99 / 1e3));
    }
  }
  goals.push_back(
      AtMost("analyzer, CPU of a word of a description, first time", kWordUs, " us", result.analyzer.word_us.first));
  goals.push_back(AtMost("analyzer, CPU of a query, first time", kQueryUs, " us", result.analyzer.query_us.first));
  if (result.plain_index_cpu_s > 0) {
    goals.push_back(AtMost("indexing, CPU, as multiple of plain Xapian", kIndexingTimes, "x",
                           result.ours_index_cpu_s / result.plain_index_cpu_s));
  }
  return goals;
}

std::vector<Goal> GrowthGoals(const PeersResult& small, const PeersResult& large) {
  std::vector<Goal> goals;
  for (size_t row = 0; row < kRows.size(); ++row) {
    const bool selective = kRows[row].municipality || kRows[row].near;
    const Cell& from = small.rows[row][0];
    const Cell& to = large.rows[row][0];
    if (!selective || !from.asked || !to.asked) continue;
    goals.push_back(
        AtMost(absl::StrCat(kRows[row].title, ": growth of p50 from ", small.services, " to ", large.services), kGrowth,
               "x", to.us.p50 / from.us.p50));
  }
  return goals;
}

}  // namespace socialekaart::bench
