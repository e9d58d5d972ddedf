#include "services/matching/flag_model.h"

#include <algorithm>

namespace socialekaart {
namespace {

// Found by cross-validation on the examples.
constexpr float kTopicShare = 0.6F;   // of the likest topic in the score, beside that of any topic
constexpr float kTopicRaise = -0.7F;  // further topics that are raised beside the likest one

}  // namespace

absl::StatusOr<std::unique_ptr<const FlagModel>> FlagModel::Make(absl::StatusOr<NoteModel> model,
                                                                 absl::string_view name) {
  if (!model.ok()) return model.status();
  if (model->names().size() < 2 || model->names().back() != kAny)
    return NoteModel::Damaged(name, "is no model of red flags");
  return std::unique_ptr<const FlagModel>(new FlagModel(*std::move(model)));
}

absl::StatusOr<std::unique_ptr<const FlagModel>> FlagModel::Load(const std::string& path) {
  return Make(NoteModel::Load(path), path);
}

absl::StatusOr<std::unique_ptr<const FlagModel>> FlagModel::Read(std::string bytes, absl::string_view name) {
  return Make(NoteModel::Read(std::move(bytes), name), name);
}

float FlagModel::ScoreOf(const std::vector<float>& scores, size_t* likest) {
  *likest = static_cast<size_t>(std::max_element(scores.begin(), scores.end() - 1) - scores.begin());
  return scores.back() + kTopicShare * scores[*likest];
}

FlagModel::Likeness FlagModel::Compare(const NoteFeatures& note) const {
  const NoteModel::Scores scores = model_.Compare(note);
  const size_t any = topics_.size();
  size_t likest = 0;
  Likeness likeness{ScoreOf(scores.of, &likest), scores.words, {}};
  if (!scores.Enough() || likeness.score < raise()) return likeness;
  const auto add = [&](size_t topic) {
    const NoteModel::Words words = model_.Explain(note, {any, topic});
    likeness.topics.push_back({static_cast<int>(topic), words.first, words.last});
  };
  add(likest);
  for (size_t topic = 0; topic < any; ++topic) {
    if (topic != likest && scores.of[topic] >= kTopicRaise) add(topic);
  }
  return likeness;
}

}  // namespace socialekaart
