#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/matching/note_trainer.h"

namespace socialekaart {

// `data/lexicon/level_examples.tsv`. Lines "# key: value" say how the model is made of it.
struct LevelExamples {
  struct Example {
    int lowest = 0, highest = 0;  // HelpLevel, 1..8: the range that professionals would accept
    std::string text;
  };
  std::vector<std::string> steps;  // "steps: 3 5": levels above the lowest, in order
  std::vector<int> levels;         // the same as numbers of HelpLevel
  double raised_at_most = 0;       // unseen examples below a step that may be raised to it, as a share of those that need it
  double refuted_at_most = 0;      // share of unseen examples of the lowest step that may count as everyday
  std::vector<Example> examples;

  // INVALID_ARGUMENT with name and line: an unknown step, a missing column, a text that stands twice.
  static absl::StatusOr<LevelExamples> Parse(absl::string_view text, absl::string_view name);
};

struct TrainedLevels {
  std::string model;  // bytes of LevelModel
  // Of notes that were left out when their scores were made (a fifth at a time), of the lowest step.
  double recall = 0;    // of examples that need it: raised to it or higher
  double raised = 0;    // of those that do not: raised
  double everyday = 0;  // of those that do not: known as everyday
};

// A column for each step: the same bytes for the same examples and lexicon.
absl::StatusOr<TrainedLevels> TrainLevels(const LevelExamples& examples, const NoteReaders& readers);

}  // namespace socialekaart
