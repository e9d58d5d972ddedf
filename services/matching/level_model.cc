#include "services/matching/level_model.h"

#include <utility>

namespace socialekaart {
namespace {

constexpr int kFewestWords = 8;  // a few keywords tell little of how bad it is, and nothing of what is not said

}  // namespace

LevelModel::LevelModel(NoteModel model) : model_(std::move(model)) {
  for (size_t step = 0; step < model_.names().size(); ++step) thresholds_.push_back(model_.thresholds(step));
}

absl::StatusOr<std::unique_ptr<const LevelModel>> LevelModel::Load(const std::string& path) {
  auto model = NoteModel::Load(path);
  if (!model.ok()) return model.status();
  return std::unique_ptr<const LevelModel>(new LevelModel(*std::move(model)));
}

absl::StatusOr<std::unique_ptr<const LevelModel>> LevelModel::Read(std::string bytes, absl::string_view name) {
  auto model = NoteModel::Read(std::move(bytes), name);
  if (!model.ok()) return model.status();
  return std::unique_ptr<const LevelModel>(new LevelModel(*std::move(model)));
}

LevelModel::Likeness LevelModel::Compare(const NoteFeatures& note) const {
  return Judge(model_.Compare(note), thresholds_);
}

LevelModel::Likeness LevelModel::Judge(const NoteModel::Scores& scores,
                                       const std::vector<NoteModel::Thresholds>& thresholds) {
  Likeness likeness;
  if (scores.words < kFewestWords) return likeness;
  for (size_t step = 0; step < thresholds.size(); ++step) {
    if (scores.of[step] >= thresholds[step].raise) likeness.steps = step + 1;
  }
  likeness.everyday = likeness.steps == 0 && scores.of[0] < thresholds[0].refute;
  return likeness;
}

}  // namespace socialekaart
