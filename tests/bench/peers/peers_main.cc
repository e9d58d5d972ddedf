// Measures this project and its peers with the same made-up directories, all in one run: writes the figures as JSON and
// prints tables.

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>

#include "absl/time/clock.h"
#include "tests/bench/peers/run_peers.h"

namespace socialekaart::bench {
namespace {

constexpr uint64_t kSeed = 1;  // the records of the other benchmark

int Fail(const absl::Status& status) {
  std::cerr << "bench: " << status.message() << "\n";
  return 1;
}

int MeasurePeers(PeersSettings settings, const std::vector<size_t>& sizes, const std::string& output) {
  settings.data_files = SOCIALEKAART_SOURCE_DIR "/data";
  settings.work_folder += "/sociale-kaart-peers";  // a folder of our own: it is emptied
  const auto records = Records::Load(settings.data_files, SOCIALEKAART_SOURCE_DIR "/tests/bench/common_words.txt",
                                     kSeed, absl::ToCivilDay(absl::Now(), absl::UTCTimeZone()));
  if (!records.ok()) return Fail(records.status());
  std::vector<PeersResult> results;
  bool agree = true;
  for (const size_t size : sizes) {
    settings.services = size;
    const absl::Time start = absl::Now();
    auto result = RunPeers(settings, *records, [&](const std::string& step) {
      std::cerr << "peers " << size << ", " << absl::ToInt64Seconds(absl::Now() - start) << " s: " << step << std::endl;
    });
    if (!result.ok()) return Fail(result.status());
    agree &= result->agreement.differences == 0;
    results.push_back(*std::move(result));
    std::ofstream file(output, std::ios::binary | std::ios::trunc);  // after each: a later failure loses nothing
    file << ToJson(results);
    file.close();
    if (!file) return Fail(absl::InternalError("writing " + output + " failed"));
  }
  std::cout << ToMarkdown(results);
  // Goals that are missed are a finding; engines that answer differently make the figures worthless.
  return agree ? 0 : Fail(absl::DataLossError("the engines do not agree on who passes the same filters"));
}

}  // namespace
}  // namespace socialekaart::bench

int main(int argc, char** argv) {
  CLI::App app("Measures sociale-kaart, PostgreSQL, SQLite and Xapian with the same questions.");
  socialekaart::bench::PeersSettings settings;
  std::vector<size_t> sizes = {100'000};
  std::string output = "peers.json";
  app.add_option("--server", settings.server, "program socialekaartd")->required()->check(CLI::ExistingFile);
  app.add_option("--echo", settings.echo, "program bench_echo")->required()->check(CLI::ExistingFile);
  app.add_option("--postgres", settings.postgres, "connection to an empty database: host=... user=... dbname=...")
      ->required();
  app.add_option("--services", sizes, "numbers of services")->capture_default_str();
  app.add_option("--questions", settings.questions, "of each row")
      ->check(CLI::Range(10, 10'000))
      ->capture_default_str();
  app.add_option("--rounds", settings.rounds, "of all questions")->check(CLI::Range(1, 100))->capture_default_str();
  app.add_option("--work-folder", settings.work_folder, "where its scratch folder may stand")->required();
  app.add_option("--output", output, "file for the figures")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  return socialekaart::bench::MeasurePeers(settings, sizes, output);
}
