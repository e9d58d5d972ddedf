#include "services/matching/level_trainer.h"

#include <algorithm>
#include <cmath>

#include "services/matching/level_model.h"

namespace socialekaart {
namespace {

constexpr float kEitherWay = 0.3F;  // how much it counts that an example does not need a step that would be accepted

}  // namespace

absl::StatusOr<TrainedLevels> TrainLevels(const LevelExamples& examples, const NoteReaders& readers) {
  std::vector<NoteSample> samples;
  for (const LevelExamples::Example& example : examples.examples) {
    NoteSample sample = SampleOf(example.text, readers);
    for (const int level : examples.levels) {
      sample.wanted.push_back(example.lowest >= level ? 1 : 0);
      sample.counts.push_back(example.lowest < level && example.highest >= level ? kEitherWay : 1);
    }
    samples.push_back(std::move(sample));
  }
  for (const int level : examples.levels) {
    const auto needs = [&](const auto& example) { return example.lowest >= level; };
    const auto does_not = [&](const auto& example) { return example.highest < level; };
    if (std::none_of(examples.examples.begin(), examples.examples.end(), needs) ||
        std::none_of(examples.examples.begin(), examples.examples.end(), does_not))
      return absl::InvalidArgumentError("each step needs examples that need it, and examples that do not");
  }
  const auto unseen = UnseenScores(examples.steps, samples);
  if (!unseen.ok()) return unseen.status();

  std::vector<NoteModel::Thresholds> thresholds(examples.steps.size());
  for (size_t step = 0; step < thresholds.size(); ++step) {
    std::vector<float> of_those, of_others;
    for (size_t i = 0; i < samples.size(); ++i) {
      if (examples.examples[i].lowest >= examples.levels[step]) of_those.push_back((*unseen)[i].of[step]);
      if (examples.examples[i].highest < examples.levels[step]) of_others.push_back((*unseen)[i].of[step]);
    }
    // Just above: a score of `raise` is raised.
    const double share = examples.raised_at_most * static_cast<double>(of_those.size()) / static_cast<double>(of_others.size());
    thresholds[step] = {std::nextafter(QuantileFromTop(of_others, share), 1e9F),
                        QuantileFromTop(of_those, 1 - examples.refuted_at_most)};
  }

  TrainedLevels trained;
  trained.model = TrainNoteModel(examples.steps, samples, thresholds);
  double needing = 0, others = 0;
  for (size_t i = 0; i < samples.size(); ++i) {
    const LevelModel::Likeness likeness = LevelModel::Judge((*unseen)[i], thresholds);
    if (examples.examples[i].lowest >= examples.levels[0]) {
      needing += 1;
      trained.recall += likeness.steps > 0 ? 1 : 0;
    } else if (examples.examples[i].highest < examples.levels[0]) {
      others += 1;
      trained.raised += likeness.steps > 0 ? 1 : 0;
      trained.everyday += likeness.everyday ? 1 : 0;
    }
  }
  trained.recall /= needing;
  trained.raised /= others;
  trained.everyday /= others;
  return trained;
}

}  // namespace socialekaart
