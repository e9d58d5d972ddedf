// Measures a server with made-up directories of the sizes asked for; writes the figures as JSON and prints a table.

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>

#include "absl/time/clock.h"
#include "tests/bench/report.h"

namespace socialekaart::bench {
namespace {

constexpr uint64_t kSeed = 1;

int Fail(const absl::Status& status) {
  std::cerr << "bench: " << status.message() << "\n";
  return 1;
}

int Measure(Settings settings, const std::vector<size_t>& sizes, const std::string& output) {
  const auto records =
      Records::Load(SOCIALEKAART_SOURCE_DIR "/data", SOCIALEKAART_SOURCE_DIR "/tests/bench/common_words.txt", kSeed,
                    absl::ToCivilDay(absl::Now(), absl::UTCTimeZone()));
  if (!records.ok()) return Fail(records.status());
  settings.work_folder += "/sociale-kaart-bench";  // a folder of our own: it is emptied
  std::vector<Result> results;
  for (const size_t size : sizes) {
    settings.services = size;
    const absl::Time start = absl::Now();
    auto result = Run(settings, *records, [&](const std::string& step) {
      std::cerr << "bench " << size << ", " << absl::ToInt64Seconds(absl::Now() - start) << " s: " << step << std::endl;
    });
    if (!result.ok()) return Fail(result.status());
    results.push_back(*std::move(result));
    std::ofstream file(output,
                       std::ios::binary | std::ios::trunc);  // after each, so that a later failure loses nothing
    file << ToJson(results);
    file.close();
    if (!file) return Fail(absl::InternalError("writing " + output + " failed"));
  }
  std::cout << ToMarkdown(results);
  return 0;
}

}  // namespace
}  // namespace socialekaart::bench

int main(int argc, char** argv) {
  CLI::App app("Measures socialekaartd.");
  socialekaart::bench::Settings settings;
  std::vector<size_t> sizes = {10'000, 100'000};
  std::string output = "results.json";
  app.add_option("--server", settings.server, "program socialekaartd")->required()->check(CLI::ExistingFile);
  app.add_option("--echo", settings.echo, "program bench_echo")->required()->check(CLI::ExistingFile);
  app.add_option("--services", sizes, "numbers of services")->capture_default_str();
  app.add_option("--work-folder", settings.work_folder, "where its scratch folder may stand")->required();
  app.add_option("--rounds", settings.rounds, "of calls")->check(CLI::Range(1, 100))->capture_default_str();
  app.add_option("--updates", settings.updates, "to measure")->check(CLI::Range(1, 1000))->capture_default_str();
  app.add_option("--output", output, "file for the figures")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  return socialekaart::bench::Measure(settings, sizes, output);
}
