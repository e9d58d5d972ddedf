#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/matching/note_trainer.h"

namespace socialekaart {

// `data/lexicon/flag_examples.tsv`. Lines "# key: value" say how the model is made of it.
struct FlagExamples {
  struct Example {
    std::vector<int> topics;  // index in `topics`; none = an everyday note
    std::string text;
  };
  std::vector<std::string> topics;         // "topics: acuut-gevaar suicidaliteit"
  std::vector<std::pair<int, int>> alike;  // "alike: kindermishandeling huiselijk-geweld": an example of one is not
                                           // held against the other
  double raised_at_most = 0;               // share of unseen everyday notes that may be raised
  double refuted_at_most = 0;              // share of unseen red flags that may be refuted
  std::vector<Example> examples;

  // INVALID_ARGUMENT with name and line: an unknown topic or key, a missing column, a text that stands twice.
  static absl::StatusOr<FlagExamples> Parse(absl::string_view text, absl::string_view name);
};

struct TrainedFlags {
  std::string model;  // bytes of FlagModel
  // Of notes that were left out when their scores were made (a fifth at a time).
  double recall = 0;       // red flags with a score of `raise` or more
  double right_topic = 0;  // of all red flags: raised, and the likest topic is right
  double raised = 0;       // everyday notes with such a score
};

// A column for each topic and one for any: the same bytes for the same examples and lexicon.
absl::StatusOr<TrainedFlags> TrainFlags(const FlagExamples& examples, const NoteReaders& readers);

}  // namespace socialekaart
