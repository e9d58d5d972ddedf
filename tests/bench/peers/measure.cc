#include "tests/bench/peers/measure.h"

#include <algorithm>
#include <cmath>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "indexer/place/distance.h"
#include "tests/bench/load.h"

namespace socialekaart::bench {
namespace {

constexpr absl::Duration kWarmUp = absl::Seconds(3);  // of one engine with one row, at most
constexpr size_t kCompared = 40;                      // questions of each row with filters
constexpr double kEdgeM =
    5;  // Xapian keeps coordinates to about 2 m: at the edge of a circle this much is no difference

// What the rounds found of one engine and row.
struct Rounds {
  std::vector<double> p50, p99, times_p50, times_p99, times_echo;
  double totals = 0;
  size_t counted = 0;
};

// Latencies of the questions, one by one.
absl::StatusOr<std::vector<double>> AskAll(Engine& engine, size_t row, size_t count, absl::Duration limit,
                                           Rounds* found) {
  std::vector<double> latencies_us;
  const absl::Time start = absl::Now();
  for (size_t question = 0; question < count && absl::Now() - start < limit; ++question) {
    const int64_t before = absl::GetCurrentTimeNanos();
    const auto answer = engine.Ask(row, question);
    const int64_t after = absl::GetCurrentTimeNanos();
    if (!answer.ok()) {
      return absl::Status(answer.status().code(),
                          absl::StrCat(engine.name(), ", ", kRows[row].title, ": ", answer.status().message()));
    }
    latencies_us.push_back(static_cast<double>(after - before) / 1e3);
    if (found != nullptr && answer->total >= 0) {
      found->totals += static_cast<double>(answer->total);
      ++found->counted;
    }
  }
  return latencies_us;
}

double Ratio(double value, const std::vector<double>& base) {
  return base.empty() || base.back() <= 0 ? 0 : value / base.back();
}

double DistanceOf(const PeerService& service, const Point& from) {
  double nearest = INFINITY;
  for (const Point& point : service.points) {
    nearest = std::min(nearest, DistanceM(from.latitude, from.longitude, point.latitude, point.longitude));
  }
  return nearest;
}

}  // namespace

absl::StatusOr<std::vector<std::vector<Cell>>> Measure(const std::vector<Engine*>& engines,
                                                       const std::vector<std::vector<Question>>& questions, int rounds,
                                                       const std::function<void(const std::string&)>& progress) {
  std::vector<std::vector<Rounds>> found(kRows.size(), std::vector<Rounds>(engines.size()));
  for (int round = 0; round <= rounds; ++round) {
    progress(round == 0 ? "warming up" : absl::StrCat("round ", round, " of ", rounds));
    for (size_t row = 0; row < kRows.size(); ++row) {
      for (size_t i = 0; i < engines.size(); ++i) {
        if (!engines[i]->Answers(kRows[row])) continue;
        const bool warm_up = round == 0;
        const auto latencies = AskAll(*engines[i], row, questions[row].size(),
                                      warm_up ? kWarmUp : absl::InfiniteDuration(), warm_up ? nullptr : &found[row][i]);
        if (!latencies.ok()) return latencies.status();
        if (warm_up) continue;
        Rounds& rounds_of = found[row][i];
        rounds_of.p50.push_back(Percentile(*latencies, 50));
        rounds_of.p99.push_back(Percentile(*latencies, 99));
        rounds_of.times_p50.push_back(Ratio(rounds_of.p50.back(), found[row][0].p50));
        rounds_of.times_p99.push_back(Ratio(rounds_of.p99.back(), found[row][0].p99));
      }
      // The echo came last.
      for (size_t i = 0; round > 0 && i < engines.size(); ++i) {
        Rounds& rounds_of = found[row][i];
        if (!rounds_of.p50.empty()) rounds_of.times_echo.push_back(Ratio(rounds_of.p50.back(), found[row].back().p50));
      }
    }
  }
  std::vector<std::vector<Cell>> cells(kRows.size());
  for (size_t row = 0; row < kRows.size(); ++row) {
    for (const Rounds& all : found[row]) {
      Cell& cell = cells[row].emplace_back();
      cell.asked = !all.p50.empty();
      cell.us = {Median(all.p50), Median(all.p99)};
      cell.times = {Median(all.times_p50), Median(all.times_p99)};
      cell.times_echo = Median(all.times_echo);
      if (all.counted > 0) cell.mean_total = all.totals / static_cast<double>(all.counted);
    }
  }
  return cells;
}

absl::StatusOr<Agreement> Compare(const std::vector<Engine*>& engines, const Directory& directory,
                                  const std::vector<std::vector<Question>>& questions) {
  absl::flat_hash_map<std::string, const PeerService*> services;
  for (const PeerService& service : directory.services) services[service.name] = &service;
  Agreement agreement;
  for (size_t row = 0; row < kRows.size(); ++row) {
    if (!kRows[row].municipality && !kRows[row].near) continue;
    for (size_t number = 0; number < std::min(kCompared, questions[row].size()); ++number) {
      const Question filters = FiltersOf(questions[row][number]);
      ++agreement.questions;
      std::vector<std::string> expected;
      for (size_t i = 0; i < engines.size(); ++i) {
        auto members = engines[i]->Members(filters);
        if (absl::IsUnimplemented(members.status())) continue;
        if (!members.ok()) return members.status();
        std::sort(members->begin(), members->end());
        agreement.members += members->size();
        if (i == 0) expected = *members;
        std::vector<std::string> different;
        std::set_symmetric_difference(expected.begin(), expected.end(), members->begin(), members->end(),
                                      std::back_inserter(different));
        for (const std::string& name : different) {
          const auto service = services.find(name);
          if (service != services.end() && filters.near &&
              std::abs(DistanceOf(*service->second, *filters.near) - kRadiusM) < kEdgeM) {
            continue;
          }
          ++agreement.differences;
          agreement.example =
              absl::StrCat(engines[i]->name(), ", ", kRows[row].title, ", question ", number, ": ", name);
        }
      }
    }
  }
  return agreement;
}

}  // namespace socialekaart::bench
