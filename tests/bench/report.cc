#include "tests/bench/report.h"

#include <functional>
#include <nlohmann/json.hpp>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace socialekaart::bench {
namespace {

using Json = nlohmann::ordered_json;

constexpr double kMiB = 1 << 20;

Json ToJson(const Memory& memory) {
  return {{"resident", memory.resident}, {"anonymous", memory.anonymous}, {"peak", memory.peak}};
}

Json ToJson(const Quantiles& quantiles) {
  return {{"p50", quantiles.p50}, {"p99", quantiles.p99}};
}

Json ToJson(const Result& result) {
  Json workloads = Json::array();
  for (const Workload& workload : result.workloads) {
    workloads.push_back({{"name", workload.name},
                         {"alone_us", ToJson(workload.alone_us)},
                         {"per_second", workload.per_second},
                         {"ratio_p50", workload.ratio_p50},
                         {"server_cpu_us", workload.server_cpu_us},
                         {"response_bytes", workload.response_bytes},
                         {"ratio_grpc", workload.ratio_grpc}});
  }
  return {{"services", result.services},
          {"input_bytes", result.input_bytes},
          {"import_seconds", result.import_seconds},
          {"searchable_seconds", result.searchable_seconds},
          {"rebuild_seconds", result.rebuild_seconds},
          {"warnings", result.warnings},
          {"store_bytes", result.store_bytes},
          {"index_bytes", result.index_bytes},
          {"memory_empty", ToJson(result.memory_empty)},
          {"memory_imported", ToJson(result.memory_imported)},
          {"memory_started", ToJson(result.memory_started)},
          {"memory_loaded", ToJson(result.memory_loaded)},
          {"memory_peak", result.memory_peak},
          {"ready_ms", result.ready_ms},
          {"ready_after_kill_ms", result.ready_after_kill_ms},
          {"listening_ms", result.listening_ms},
          {"update_after_kill_ms", result.update_after_kill_ms},
          {"update_acknowledged_ms", ToJson(result.update_acknowledged_ms)},
          {"update_visible_ms", ToJson(result.update_visible_ms)},
          {"workloads", workloads},
          {"idle_connections_bytes", result.idle_connections_bytes},
          {"batch_per_second", result.batch_per_second},
          {"match_in_process_us", ToJson(result.matching.match_us)},
          {"advice_in_process_us", ToJson(result.matching.advice_us)}};
}

struct Row {
  std::string what;
  std::string target;  // at 100,000 services
  std::function<std::string(const Result&)> value;
};

double PerService(const Result& result, double amount) {
  return amount / static_cast<double>(result.services);
}

// "p50 / p99", each divided by `unit`.
std::string Pair(const Quantiles& quantiles, double unit, int decimals) {
  return absl::StrFormat("%.*f / %.*f", decimals, quantiles.p50 / unit, decimals, quantiles.p99 / unit);
}

std::vector<Row> RowsOfTheRest() {
  return {
      {absl::StrCat("memory of ", kIdleConnections, " idle HTTP connections (MiB)"), "< 64",
       [](const Result& r) { return absl::StrFormat("%.1f", static_cast<double>(r.idle_connections_bytes) / kMiB); }},
      {"match, cases/s of one batch", ">= 2000",
       [](const Result& r) { return absl::StrFormat("%.0f", r.batch_per_second); }},
      {"match without gRPC, p50 / p99 (ms)", "<= 1 / 5",
       [](const Result& r) { return Pair(r.matching.match_us, 1000, 2); }},
      {"a note of 40 words read, its level advised, p50 / p99 (us)", "",
       [](const Result& r) { return Pair(r.matching.advice_us, 1, 0); }},
  };
}

std::vector<Row> RowsOfRun() {
  return {
      {"import, acknowledged as durable (services/s)", ">= 600",
       [](const Result& r) { return absl::StrFormat("%.0f", static_cast<double>(r.services) / r.import_seconds); }},
      {"import until all of it is found (services/s)", "",
       [](const Result& r) { return absl::StrFormat("%.0f", static_cast<double>(r.services) / r.searchable_seconds); }},
      {"rebuild of a deleted index (services/s)", "",
       [](const Result& r) { return absl::StrFormat("%.0f", static_cast<double>(r.services) / r.rebuild_seconds); }},
      {"bytes a service: as JSON / store / index", "",
       [](const Result& r) {
         return absl::StrFormat("%.0f / %.0f / %.0f", PerService(r, static_cast<double>(r.input_bytes)),
                                PerService(r, static_cast<double>(r.store_bytes)),
                                PerService(r, static_cast<double>(r.index_bytes)));
       }},
      {"memory of the server (MiB): empty / after import / after calls", "",
       [](const Result& r) {
         return absl::StrFormat("%.0f / %.0f / %.0f", static_cast<double>(r.memory_empty.resident) / kMiB,
                                static_cast<double>(r.memory_imported.resident) / kMiB,
                                static_cast<double>(r.memory_loaded.resident) / kMiB);
       }},
      {"memory of the server, highest of the run (MiB)", "<= 1024",
       [](const Result& r) { return absl::StrFormat("%.0f", static_cast<double>(r.memory_peak) / kMiB); }},
      {"memory a service, after calls, above an empty server (bytes)", "",
       [](const Result& r) {
         return absl::StrFormat("%.0f",
                                PerService(r, static_cast<double>(r.memory_loaded.resident - r.memory_empty.resident)));
       }},
      {"start with an existing index to first answer (ms)", "<= 2000",
       [](const Result& r) { return absl::StrFormat("%.0f", r.ready_ms); }},
      {"the same after kill -9 (ms)", "",
       [](const Result& r) { return absl::StrFormat("%.0f", r.ready_after_kill_ms); }},
      {"first update after kill -9 until it is found (ms)", "",
       [](const Result& r) { return absl::StrFormat("%.0f", r.update_after_kill_ms); }},
      {"update acknowledged as durable, p50 / p99 (ms)", "",
       [](const Result& r) { return Pair(r.update_acknowledged_ms, 1, 1); }},
      {"update found by a search, p50 / p99 (ms)", "p50 <= 150",
       [](const Result& r) { return Pair(r.update_visible_ms, 1, 0); }},
  };
}

const char* TargetOf(const std::string& workload) {
  if (absl::StartsWith(workload, "http: ")) return "p50 <= 2x gRPC";
  if (workload == "search text+place+age+level" || workload == "search place+age+level") return "p50 <= 5x echo";
  return workload == "match" ? "p50 <= 6x echo" : "";
}

// The rows of one kind of call.
void AddRows(const std::vector<Result>& results, size_t index, std::vector<Row>* rows) {
  const std::string& name = results[0].workloads[index].name;
  const bool by_grpc = results[0].workloads[index].ratio_grpc == 0;
  const char* const compared = index == 0 ? "" : by_grpc ? ", p50 as multiple of echo" : ", p50 as multiple of gRPC";
  rows->push_back({absl::StrCat(name, ", p50 / p99 (ms)", compared), TargetOf(name), [index, by_grpc](const Result& r) {
                     const Workload& workload = r.workloads[index];
                     const std::string pair = Pair(workload.alone_us, 1000, 2);
                     if (index == 0) return pair;
                     return absl::StrFormat("%s, %.1fx", pair, by_grpc ? workload.ratio_p50 : workload.ratio_grpc);
                   }});
  rows->push_back({absl::StrFormat("%s, calls/s with %d at a time", name, kThreads), "",
                   [index](const Result& r) { return absl::StrFormat("%.0f", r.workloads[index].per_second); }});
}

}  // namespace

std::string ToJson(const std::vector<Result>& results) {
  Json runs = Json::array();
  for (const Result& result : results) runs.push_back(ToJson(result));
  return Json({{"runs", runs}}).dump(2) + "\n";
}

std::string ToMarkdown(const std::vector<Result>& results) {
  if (results.empty()) return "";
  std::vector<Row> rows = RowsOfRun();
  for (size_t index = 0; index < results[0].workloads.size(); ++index) AddRows(results, index, &rows);
  for (Row& row : RowsOfTheRest()) rows.push_back(std::move(row));

  std::string table = "| services |";
  for (const Result& result : results) absl::StrAppend(&table, " ", result.services, " |");
  absl::StrAppend(&table, " to reach at 100000 |\n|---|");
  for (size_t i = 0; i < results.size(); ++i) absl::StrAppend(&table, "---|");
  absl::StrAppend(&table, "---|\n");
  for (const Row& row : rows) {
    absl::StrAppend(&table, "| ", row.what, " |");
    for (const Result& result : results) absl::StrAppend(&table, " ", row.value(result), " |");
    absl::StrAppend(&table, " ", row.target, " |\n");
  }
  return table;
}

}  // namespace socialekaart::bench
