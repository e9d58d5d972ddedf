// Writes made-up services as NDJSON in the project's profile of HSDS: the same lines for the same arguments.

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <iostream>

#include "absl/time/clock.h"
#include "indexer/base/date.h"
#include "tests/bench/records.h"

namespace socialekaart::bench {
namespace {

int Generate(size_t services, uint64_t seed, absl::CivilDay today, std::ostream& out) {
  const auto records = Records::Load(SOCIALEKAART_SOURCE_DIR "/data",
                                     SOCIALEKAART_SOURCE_DIR "/tests/bench/common_words.txt", seed, today);
  if (!records.ok()) {
    std::cerr << "bench_generate: " << records.status().message() << "\n";
    return 1;
  }
  for (size_t number = 0; number < services; ++number) out << records->Line(number) << '\n';
  out.flush();
  if (out.good()) return 0;
  std::cerr << "bench_generate: writing failed\n";
  return 1;
}

}  // namespace
}  // namespace socialekaart::bench

int main(int argc, char** argv) {
  CLI::App app("Writes made-up services as NDJSON.");
  size_t services = 0;
  uint64_t seed = 1;
  std::string output;
  std::string today = socialekaart::FormatDate(absl::Now());
  app.add_option("--services", services, "how many")->required();
  app.add_option("--seed", seed, "another seed, other services")->capture_default_str();
  app.add_option("--today", today, "the day that dates count back from, YYYY-MM-DD")->capture_default_str();
  app.add_option("--output", output, "file to write; default standard output");
  CLI11_PARSE(app, argc, argv);

  const auto day = socialekaart::ParseDate(today);
  if (!day.has_value()) {
    std::cerr << "bench_generate: --today is no date: " << today << "\n";
    return 2;
  }
  if (output.empty()) return socialekaart::bench::Generate(services, seed, *day, std::cout);
  std::ofstream file(output, std::ios::binary | std::ios::trunc);
  return socialekaart::bench::Generate(services, seed, *day, file);
}
