#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/matching/lexicon.h"
#include "services/matching/masking.h"
#include "services/matching/note_features.h"
#include "services/matching/note_model.h"

namespace socialekaart {

// What reads the examples: the same as reads the questions.
struct NoteReaders {
  const Masker& masker;
  const NoteLexicon& lexicon;
  const Analyzer& analyzer;
};

// A judged note.
struct NoteSample {
  NoteFeatures features;
  std::vector<float> wanted;  // of each column: 1 = is, 0 = is not
  std::vector<float> counts;  // how much that counts
  int fold = 0;               // by its text
};

// Without its judgement.
NoteSample SampleOf(absl::string_view text, const NoteReaders& readers);

// Logistic regression for each column: the bytes of a NoteModel, the same for the same samples. `thresholds`: of each
// column.
std::string TrainNoteModel(const std::vector<std::string>& names, const std::vector<NoteSample>& samples,
                           const std::vector<NoteModel::Thresholds>& thresholds);

// The scores of each sample by a model that was made without it (a fifth is left out at a time).
absl::StatusOr<std::vector<NoteModel::Scores>> UnseenScores(const std::vector<std::string>& names,
                                                            const std::vector<NoteSample>& samples);

// The value that no more than `share` of them exceed; they must not be empty.
float QuantileFromTop(std::vector<float> values, double share);

// "a share from 0 to 0.5" in a setting of a file of examples; false = it is none.
bool ParseShare(absl::string_view text, double* share);

}  // namespace socialekaart
