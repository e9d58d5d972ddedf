#include "services/matching/flag_trainer.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "indexer/base/codec.h"
#include "services/matching/flag_features.h"
#include "services/matching/flag_model.h"
#include "services/matching/note.h"
#include "services/matching/understanding.h"

namespace socialekaart {
namespace {

constexpr uint32_t kRowBits = 17;
constexpr int kFolds = 5;
constexpr int kFewestNotes = 2;  // with a feature: what stands in one note only teaches nothing about others

// How the weights are found; by cross-validation, as the constants of flag_model.cc.
constexpr int kRounds = 25;
constexpr float kFirstStep = 0.3F;
constexpr float kStepDecay = 0.2F;   // a round
constexpr float kForget = 4e-3F;     // of a weight whenever its feature is met: keeps weights small
constexpr float kBiasStep = 0.1F;    // of a bias, in steps of a weight
constexpr float kOwnTopic = 1.5F;    // how much an example counts for its own topics
constexpr float kOtherTopic = 0.5F;  // and against topics that it does not name: it may have them too

struct Sample {
  FlagFeatures features;
  std::vector<std::pair<uint32_t, float>> values;  // row, value; scaled
  std::vector<float> wanted;                       // of each column: 1 = is, 0 = is not
  std::vector<float> counts;                       // how much
  bool is_flag = false;
  int fold = 0;
};

// The same on every machine, unlike std::shuffle.
class Random {
 public:
  uint32_t Below(uint32_t end) {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return static_cast<uint32_t>(state_ >> 33) % end;
  }

 private:
  uint64_t state_ = 12345;
};

class Trainer {
 public:
  Trainer(const FlagExamples& examples, const Masker& masker, const NoteLexicon& lexicon, const Analyzer& analyzer)
      : examples_(examples), weights_(examples.topics.size() + 1) {
    for (const FlagExamples::Example& example : examples.examples) {
      Note note = ReadNote(example.text);
      masker.Mask(&note);
      const Understanding understood = Understand(note, lexicon);
      Sample sample;
      sample.features = FlagFeaturesOf(note, understood.set_aside, lexicon, analyzer);
      sample.is_flag = !example.topics.empty();
      sample.fold = static_cast<int>(Hash(example.text) % kFolds);
      sample.wanted.assign(weights_, 0);
      sample.counts.assign(weights_, 1);
      if (sample.is_flag) {
        std::fill(sample.counts.begin(), sample.counts.end() - 1, kOtherTopic);
        sample.wanted.back() = 1;
      }
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
      samples_.push_back(std::move(sample));
    }
  }

  const std::vector<Sample>& samples() const { return samples_; }

  // Without the samples of `left_out`; a fold that is none leaves nothing out.
  std::string Train(int left_out, float raise, float refute) {
    std::vector<Sample*> samples;
    for (Sample& sample : samples_) {
      if (sample.fold != left_out) samples.push_back(&sample);
    }
    const std::vector<uint8_t> rarity = CountRarity(samples);
    for (Sample* sample : samples) SetValues(rarity, sample);

    std::vector<float> table(rarity.size() * weights_), biases(weights_), errors(weights_);
    Random random;
    for (int round = 0; round < kRounds; ++round) {
      for (size_t i = samples.size() - 1; i > 0; --i)
        std::swap(samples[i], samples[random.Below(static_cast<uint32_t>(i) + 1)]);
      const float step = kFirstStep / (1 + static_cast<float>(round) * kStepDecay);
      for (const Sample* sample : samples) Learn(*sample, step, &table, &biases, &errors);
    }
    return ToBytes(table, biases, rarity, raise, refute);
  }

 private:
  void Learn(const Sample& sample, float step, std::vector<float>* table, std::vector<float>* biases,
             std::vector<float>* errors) const {
    std::vector<float>& scores = *errors;
    scores = *biases;
    for (const auto& [row, value] : sample.values) {
      const float* weights = &(*table)[row * weights_];
      for (size_t c = 0; c < weights_; ++c) scores[c] += weights[c] * value;
    }
    for (size_t c = 0; c < weights_; ++c) {
      (*errors)[c] = step * sample.counts[c] * (sample.wanted[c] - 1 / (1 + std::exp(-scores[c])));
      (*biases)[c] += kBiasStep * (*errors)[c];
    }
    for (const auto& [row, value] : sample.values) {
      float* weights = &(*table)[row * weights_];
      for (size_t c = 0; c < weights_; ++c) weights[c] = weights[c] * (1 - step * kForget) + (*errors)[c] * value;
    }
  }

  // Of each row, in steps of a byte; 0 = too rare to be used.
  static std::vector<uint8_t> CountRarity(const std::vector<Sample*>& samples) {
    std::vector<int> notes(size_t{1} << kRowBits), last(notes.size(), -1);
    for (size_t i = 0; i < samples.size(); ++i) {
      for (const FlagFeature& feature : samples[i]->features.features) {
        const uint32_t row = FlagModel::RowOf(feature.hash, kRowBits);
        if (std::exchange(last[row], static_cast<int>(i)) != static_cast<int>(i)) ++notes[row];
      }
    }
    std::vector<uint8_t> rarity(notes.size());
    for (size_t row = 0; row < notes.size(); ++row) {
      if (notes[row] < kFewestNotes) continue;
      const double steps = std::log(static_cast<double>(samples.size()) / notes[row]) / FlagModel::kRarityStep;
      rarity[row] = static_cast<uint8_t>(std::clamp(std::lround(steps), 1L, 255L));
    }
    return rarity;
  }

  static void SetValues(const std::vector<uint8_t>& rarity, Sample* sample) {
    sample->values.clear();
    float squares = 0;
    for (const FlagFeature& feature : sample->features.features) {
      const uint32_t row = FlagModel::RowOf(feature.hash, kRowBits);
      if (rarity[row] == 0) continue;
      const float value = feature.weight * FlagModel::kRarityStep * static_cast<float>(rarity[row]);
      squares += value * value;
      sample->values.emplace_back(row, value);
    }
    const float scale = FlagModel::ScaleOf(squares);
    for (auto& [row, value] : sample->values) value *= scale;
  }

  std::string ToBytes(const std::vector<float>& table, const std::vector<float>& biases,
                      const std::vector<uint8_t>& rarity, float raise, float refute) const {
    std::vector<FlagModel::Column> columns(weights_);
    for (size_t c = 0; c < weights_; ++c) {
      float largest = 1e-9F;
      for (size_t row = 0; row < rarity.size(); ++row) largest = std::max(largest, std::abs(table[row * weights_ + c]));
      columns[c] = {biases[c], largest / 127};
    }
    std::string body;
    for (const std::string& topic : examples_.topics) absl::StrAppend(&body, topic, "\n");
    const auto topic_bytes = static_cast<uint32_t>(body.size());
    body.append(reinterpret_cast<const char*>(columns.data()), columns.size() * sizeof(columns[0]));
    for (size_t row = 0; row < rarity.size(); ++row) {
      for (size_t c = 0; c < weights_; ++c) {
        const long weight = rarity[row] == 0 ? 0 : std::lround(table[row * weights_ + c] / columns[c].step);
        body.push_back(static_cast<char>(weight));
      }
      body.push_back(static_cast<char>(rarity[row]));
    }
    const FlagModel::Header header = {FlagModel::kMagic,
                                      FlagModel::kFormat,
                                      kRowBits,
                                      static_cast<uint32_t>(examples_.topics.size()),
                                      topic_bytes,
                                      raise,
                                      refute,
                                      Hash(body)};
    std::string bytes(reinterpret_cast<const char*>(&header), sizeof(header));
    return bytes + body;
  }

  const FlagExamples& examples_;
  const size_t weights_;  // columns: the topics and any topic
  std::vector<Sample> samples_;
};

// The value that no more than `share` of them exceed.
float Quantile(std::vector<float> values, double share) {
  std::sort(values.begin(), values.end(), std::greater<>());
  return values[std::min(values.size() - 1, static_cast<size_t>(share * static_cast<double>(values.size())))];
}

}  // namespace

absl::StatusOr<TrainedFlags> TrainFlags(const FlagExamples& examples, const Masker& masker, const NoteLexicon& lexicon,
                                        const Analyzer& analyzer) {
  Trainer trainer(examples, masker, lexicon, analyzer);
  const std::vector<Sample>& samples = trainer.samples();
  const auto flags = std::count_if(samples.begin(), samples.end(), [](const Sample& sample) { return sample.is_flag; });
  if (flags == 0 || flags == std::ssize(samples))
    return absl::InvalidArgumentError("the examples need red flags and everyday notes");

  std::vector<FlagModel::Likeness> likeness(samples.size());
  for (int fold = 0; fold < kFolds; ++fold) {
    // Everything is raised, so that the likest topic is known of each.
    auto model = FlagModel::Read(trainer.Train(fold, -1e9F, -1e9F), "the model of a fold");
    if (!model.ok()) return model.status();
    for (size_t i = 0; i < samples.size(); ++i) {
      if (samples[i].fold == fold) likeness[i] = (*model)->Compare(samples[i].features);
    }
  }
  std::vector<float> of_flags, of_others;
  for (size_t i = 0; i < samples.size(); ++i) (samples[i].is_flag ? of_flags : of_others).push_back(likeness[i].score);
  // Just above: a score of `raise` is raised.
  const float raise = std::nextafter(Quantile(of_others, examples.raised_at_most), 1e9F);
  const float refute = Quantile(of_flags, 1 - examples.refuted_at_most);

  TrainedFlags trained;
  trained.model = trainer.Train(-1, raise, refute);
  for (size_t i = 0; i < samples.size(); ++i) {
    if (likeness[i].score < raise) continue;
    if (!samples[i].is_flag) {
      trained.raised += 1;
      continue;
    }
    trained.recall += 1;
    const auto right = [&](const FlagModel::Topic& topic) {
      const auto c = static_cast<size_t>(topic.topic);
      return samples[i].wanted[c] == 1 || samples[i].counts[c] == 0;
    };
    if (std::any_of(likeness[i].topics.begin(), likeness[i].topics.end(), right)) trained.right_topic += 1;
  }
  trained.recall /= static_cast<double>(flags);
  trained.right_topic /= static_cast<double>(flags);
  trained.raised /= static_cast<double>(std::ssize(samples) - flags);
  return trained;
}

}  // namespace socialekaart
