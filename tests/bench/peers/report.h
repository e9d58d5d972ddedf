#pragma once

#include <string>
#include <vector>

#include "tests/bench/peers/costs.h"
#include "tests/bench/peers/measure.h"

namespace socialekaart::bench {

// A whole run with one directory.
struct PeersResult {
  size_t services = 0;    // of the directory
  size_t searchable = 0;  // of which a search may find
  size_t questions = 0;   // of each row
  int rounds = 0;
  std::vector<std::string> engines;     // ours in process first, the echo last
  std::vector<std::vector<Cell>> rows;  // by kRows, then by engine
  Agreement agreement;
  AnalyzerCosts analyzer;
  double ours_index_cpu_s = 0;   // reading from the store included
  double plain_index_cpu_s = 0;  // plain Xapian, of the same services, reading included
  double reading_cpu_s = 0;      // of both
};

std::string ToJson(const std::vector<PeersResult>& results);
// For each directory a table of times, one of ratios, and what was to be reached; then the growth from the first
// directory to the last.
std::string ToMarkdown(const std::vector<PeersResult>& results);

}  // namespace socialekaart::bench
