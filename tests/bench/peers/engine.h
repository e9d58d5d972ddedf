#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tests/bench/peers/rows.h"

namespace socialekaart::bench {

struct Answer {
  std::vector<std::string> names;  // "services/..." of the best, best first; of suggestions what is suggested
  int64_t total = -1;              // of all that fits; -1 = the engine was not asked to count
  std::vector<std::map<std::string, int64_t>> facets = {};
};

// One way to answer the questions. Used by one thread.
class Engine {
 public:
  virtual ~Engine() = default;
  virtual const char* name() const = 0;

  // False when it has no way to ask this row.
  virtual bool Answers(const Row&) const { return true; }

  // What can be done before the clock runs: statements, requests. Row `row` is kRows[row].
  virtual absl::Status Prepare(size_t row, const std::vector<Question>& questions) = 0;
  // Answers question `question` of what was prepared for `row`. This is what is measured.
  virtual absl::StatusOr<Answer> Ask(size_t row, size_t question) = 0;

  // Names of everything that passes the filters of a question without text, in any order: to compare the engines by.
  virtual absl::StatusOr<std::vector<std::string>> Members(const Question& question) = 0;
};

}  // namespace socialekaart::bench
