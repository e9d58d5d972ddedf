#pragma once

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "tests/bench/peers/report.h"
#include "tests/bench/records.h"

namespace socialekaart::bench {

struct PeersSettings {
  std::string server;       // program socialekaartd
  std::string echo;         // program bench_echo
  std::string data_files;   // the project's data/
  std::string work_folder;  // emptied before and after
  std::string postgres;     // connection to an empty database
  size_t services = 100'000;
  size_t questions = 200;  // of each row
  int rounds = 3;
};

// Fills every engine with the same services and measures all of them in one run.
absl::StatusOr<PeersResult> RunPeers(const PeersSettings& settings, const Records& records,
                                     const std::function<void(const std::string&)>& progress);

}  // namespace socialekaart::bench
