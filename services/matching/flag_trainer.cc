#include "services/matching/flag_trainer.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "services/matching/flag_model.h"

namespace socialekaart {
namespace {

constexpr float kOwnTopic = 1.5F;    // how much an example counts for its own topics
constexpr float kOtherTopic = 0.5F;  // and against topics that it does not name: it may have them too

NoteSample Judged(const FlagExamples& examples, const FlagExamples::Example& example, const NoteReaders& readers) {
  NoteSample sample = SampleOf(example.text, readers);
  const size_t columns = examples.topics.size() + 1;
  sample.wanted.assign(columns, 0);
  sample.counts.assign(columns, 1);
  if (example.topics.empty()) return sample;
  std::fill(sample.counts.begin(), sample.counts.end() - 1, kOtherTopic);
  sample.wanted.back() = 1;
  for (const int topic : example.topics) {
    sample.wanted[static_cast<size_t>(topic)] = 1;
    sample.counts[static_cast<size_t>(topic)] = kOwnTopic;
  }
  for (const auto& [a, b] : examples.alike) {
    for (const auto& [one, other] : {std::pair(a, b), std::pair(b, a)}) {
      const auto i = static_cast<size_t>(one), j = static_cast<size_t>(other);
      if (sample.wanted[i] == 1 && sample.wanted[j] == 0) sample.counts[j] = 0;
    }
  }
  return sample;
}

}  // namespace

absl::StatusOr<TrainedFlags> TrainFlags(const FlagExamples& examples, const NoteReaders& readers) {
  const auto is_flag = [](const NoteSample& sample) { return sample.wanted.back() == 1; };
  std::vector<NoteSample> samples;
  for (const FlagExamples::Example& example : examples.examples)
    samples.push_back(Judged(examples, example, readers));
  const auto flags = std::count_if(samples.begin(), samples.end(), is_flag);
  if (flags == 0 || flags == std::ssize(samples))
    return absl::InvalidArgumentError("the examples need red flags and everyday notes");

  std::vector<std::string> names = examples.topics;
  names.push_back(FlagModel::kAny);
  const auto unseen = UnseenScores(names, samples);
  if (!unseen.ok()) return unseen.status();
  std::vector<float> scores, of_flags, of_others;
  std::vector<size_t> likest(samples.size());
  for (size_t i = 0; i < samples.size(); ++i) {
    scores.push_back(FlagModel::ScoreOf((*unseen)[i].of, &likest[i]));
    (is_flag(samples[i]) ? of_flags : of_others).push_back(scores[i]);
  }
  NoteModel::Thresholds thresholds;
  // Just above: a score of `raise` is raised.
  thresholds.raise = std::nextafter(QuantileFromTop(of_others, examples.raised_at_most), 1e9F);
  thresholds.refute = QuantileFromTop(of_flags, 1 - examples.refuted_at_most);

  TrainedFlags trained;
  trained.model = TrainNoteModel(names, samples, std::vector<NoteModel::Thresholds>(names.size(), thresholds));
  for (size_t i = 0; i < samples.size(); ++i) {
    if (!(*unseen)[i].Enough() || scores[i] < thresholds.raise) continue;
    if (!is_flag(samples[i])) {
      trained.raised += 1;
      continue;
    }
    trained.recall += 1;
    if (samples[i].wanted[likest[i]] == 1 || samples[i].counts[likest[i]] == 0) trained.right_topic += 1;
  }
  trained.recall /= static_cast<double>(flags);
  trained.right_topic /= static_cast<double>(flags);
  trained.raised /= static_cast<double>(std::ssize(samples) - flags);
  return trained;
}

}  // namespace socialekaart
