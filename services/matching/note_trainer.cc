#include "services/matching/note_trainer.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "indexer/base/codec.h"
#include "services/matching/note.h"
#include "services/matching/understanding.h"

namespace socialekaart {
namespace {

constexpr uint32_t kRowBits = 17;
constexpr int kFolds = 5;
constexpr int kNoFold = -1;
constexpr int kFewestNotes = 2;  // with a feature: what stands in one note only teaches nothing about others

// How the weights are found; by cross-validation, as the constants of note_model.cc.
constexpr int kRounds = 25;
constexpr float kFirstStep = 0.3F;
constexpr float kStepDecay = 0.2F;  // a round
constexpr float kForget = 4e-3F;    // of a weight whenever its feature is met: keeps weights small
constexpr float kBiasStep = 0.1F;   // of a bias, in steps of a weight

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
  Trainer(const std::vector<std::string>& names, const std::vector<NoteSample>& samples)
      : names_(names), columns_(names.size()), samples_(samples) {}

  // Without the samples of `left_out`.
  std::string Train(int left_out, const std::vector<NoteModel::Thresholds>& thresholds) const {
    std::vector<Scaled> samples;
    for (const NoteSample& sample : samples_) {
      if (sample.fold != left_out) samples.push_back({&sample, {}});
    }
    const std::vector<uint8_t> rarity = CountRarity(samples);
    for (Scaled& sample : samples) SetValues(rarity, &sample);

    std::vector<const Scaled*> order;
    for (const Scaled& sample : samples) order.push_back(&sample);
    std::vector<float> table(rarity.size() * columns_), biases(columns_), errors(columns_);
    Random random;
    for (int round = 0; round < kRounds; ++round) {
      for (size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random.Below(static_cast<uint32_t>(i))]);
      const float step = kFirstStep / (1 + static_cast<float>(round) * kStepDecay);
      for (const Scaled* sample : order) Learn(*sample, step, &table, &biases, &errors);
    }
    return ToBytes(table, biases, rarity, thresholds);
  }

 private:
  struct Scaled {
    const NoteSample* sample;
    std::vector<std::pair<uint32_t, float>> values;  // row, value
  };

  void Learn(const Scaled& scaled, float step, std::vector<float>* table, std::vector<float>* biases,
             std::vector<float>* errors) const {
    const NoteSample& sample = *scaled.sample;
    std::vector<float>& scores = *errors;
    scores = *biases;
    for (const auto& [row, value] : scaled.values) {
      const float* weights = &(*table)[row * columns_];
      for (size_t c = 0; c < columns_; ++c) scores[c] += weights[c] * value;
    }
    for (size_t c = 0; c < columns_; ++c) {
      (*errors)[c] = step * sample.counts[c] * (sample.wanted[c] - 1 / (1 + std::exp(-scores[c])));
      (*biases)[c] += kBiasStep * (*errors)[c];
    }
    for (const auto& [row, value] : scaled.values) {
      float* weights = &(*table)[row * columns_];
      for (size_t c = 0; c < columns_; ++c) weights[c] = weights[c] * (1 - step * kForget) + (*errors)[c] * value;
    }
  }

  // Of each row, in steps of a byte; 0 = too rare to be used.
  static std::vector<uint8_t> CountRarity(const std::vector<Scaled>& samples) {
    std::vector<int> notes(size_t{1} << kRowBits), last(notes.size(), -1);
    for (size_t i = 0; i < samples.size(); ++i) {
      for (const NoteFeature& feature : samples[i].sample->features.features) {
        const uint32_t row = NoteModel::RowOf(feature.hash, kRowBits);
        if (std::exchange(last[row], static_cast<int>(i)) != static_cast<int>(i)) ++notes[row];
      }
    }
    std::vector<uint8_t> rarity(notes.size());
    for (size_t row = 0; row < notes.size(); ++row) {
      if (notes[row] < kFewestNotes) continue;
      const double steps = std::log(static_cast<double>(samples.size()) / notes[row]) / NoteModel::kRarityStep;
      rarity[row] = static_cast<uint8_t>(std::clamp(std::lround(steps), 1L, 255L));
    }
    return rarity;
  }

  static void SetValues(const std::vector<uint8_t>& rarity, Scaled* scaled) {
    float squares = 0;
    for (const NoteFeature& feature : scaled->sample->features.features) {
      const uint32_t row = NoteModel::RowOf(feature.hash, kRowBits);
      if (rarity[row] == 0) continue;
      const float value = feature.weight * NoteModel::kRarityStep * static_cast<float>(rarity[row]);
      squares += value * value;
      scaled->values.emplace_back(row, value);
    }
    const float scale = NoteModel::ScaleOf(squares);
    for (auto& [row, value] : scaled->values) value *= scale;
  }

  std::string ToBytes(const std::vector<float>& table, const std::vector<float>& biases,
                      const std::vector<uint8_t>& rarity, const std::vector<NoteModel::Thresholds>& thresholds) const {
    std::vector<NoteModel::Column> columns(columns_);
    for (size_t c = 0; c < columns_; ++c) {
      float largest = 1e-9F;
      for (size_t row = 0; row < rarity.size(); ++row)
        largest = std::max(largest, std::abs(table[row * columns_ + c]));
      columns[c] = {biases[c], largest / 127, thresholds[c]};
    }
    std::string body;
    for (const std::string& name : names_) absl::StrAppend(&body, name, "\n");
    const auto name_bytes = static_cast<uint32_t>(body.size());
    body.append(reinterpret_cast<const char*>(columns.data()), columns.size() * sizeof(columns[0]));
    for (size_t row = 0; row < rarity.size(); ++row) {
      for (size_t c = 0; c < columns_; ++c) {
        const long weight = rarity[row] == 0 ? 0 : std::lround(table[row * columns_ + c] / columns[c].step);
        body.push_back(static_cast<char>(weight));
      }
      body.push_back(static_cast<char>(rarity[row]));
    }
    const NoteModel::Header header = {
        NoteModel::kMagic, NoteModel::kFormat, kRowBits, static_cast<uint32_t>(columns_), name_bytes, Hash(body)};
    std::string bytes(reinterpret_cast<const char*>(&header), sizeof(header));
    return bytes + body;
  }

  const std::vector<std::string>& names_;
  const size_t columns_;
  const std::vector<NoteSample>& samples_;
};

}  // namespace

NoteSample SampleOf(absl::string_view text, const NoteReaders& readers) {
  Note note = ReadNote(text);
  readers.masker.Mask(&note);
  const Understanding understood = Understand(note, readers.lexicon);
  return {NoteFeaturesOf(note, understood.set_aside, readers.lexicon, readers.analyzer), {}, {},
          static_cast<int>(Hash(text) % kFolds)};
}

std::string TrainNoteModel(const std::vector<std::string>& names, const std::vector<NoteSample>& samples,
                           const std::vector<NoteModel::Thresholds>& thresholds) {
  return Trainer(names, samples).Train(kNoFold, thresholds);
}

absl::StatusOr<std::vector<NoteModel::Scores>> UnseenScores(const std::vector<std::string>& names,
                                                            const std::vector<NoteSample>& samples) {
  const Trainer trainer(names, samples);
  std::vector<NoteModel::Scores> scores(samples.size());
  for (int fold = 0; fold < kFolds; ++fold) {
    const auto model =
        NoteModel::Read(trainer.Train(fold, std::vector<NoteModel::Thresholds>(names.size())), "the model of a fold");
    if (!model.ok()) return model.status();
    for (size_t i = 0; i < samples.size(); ++i) {
      if (samples[i].fold == fold) scores[i] = model->Compare(samples[i].features);
    }
  }
  return scores;
}

float QuantileFromTop(std::vector<float> values, double share) {
  std::sort(values.begin(), values.end(), std::greater<>());
  return values[std::min(values.size() - 1, static_cast<size_t>(share * static_cast<double>(values.size())))];
}

bool ParseShare(absl::string_view text, double* share) {
  return absl::SimpleAtod(text, share) && *share >= 0 && *share <= 0.5;
}

}  // namespace socialekaart
