#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/matching/note_model.h"

namespace socialekaart {

// How much a note resembles the examples of data/lexicon/level_examples.tsv that needed at least some step of help. It
// only gives facts: which level follows is said by the rules of the policy that name them. The columns are steps, the
// lowest first. Immutable, safe for several threads.
class LevelModel {
 public:
  static constexpr char kFile[] = "levels.model";

  // NOT_FOUND, or DATA_LOSS with what to do: a server without it must not start.
  static absl::StatusOr<std::unique_ptr<const LevelModel>> Load(const std::string& path);
  static absl::StatusOr<std::unique_ptr<const LevelModel>> Read(std::string bytes, absl::string_view name);

  // Numbers of HelpLevel: "3". A note of a higher step is of the lower ones too.
  const std::vector<std::string>& steps() const { return model_.names(); }

  struct Likeness {
    size_t steps = 0;       // how many of steps(), from the lowest: the note resembles examples that needed these
    bool everyday = false;  // it resembles those alone that did not need the lowest
  };
  Likeness Compare(const NoteFeatures& note) const;

  static Likeness Judge(const NoteModel::Scores& scores, const std::vector<NoteModel::Thresholds>& thresholds);

 private:
  explicit LevelModel(NoteModel model);

  const NoteModel model_;
  std::vector<NoteModel::Thresholds> thresholds_;
};

}  // namespace socialekaart
