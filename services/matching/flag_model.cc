#include "services/matching/flag_model.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "indexer/base/codec.h"
#include "indexer/text/lexicon.h"

namespace socialekaart {
namespace {

// How the score of a note is made; found by cross-validation on the examples, as are the weights in flag_features.cc.
constexpr float kScale = 1.08F;
constexpr float kLengthPower = 0.7F;  // 1 = a long note weighs as much as a short one, 0 = by its length
constexpr float kPartPenalty = 0.5F;  // of a sentence by itself: it says less surely what the whole note says
constexpr float kTopicShare = 0.6F;   // of the likest topic in the score, beside that of any topic
constexpr float kTopicRaise = -0.7F;  // further topics that are raised beside the likest one

constexpr int kFewestWords = 5;  // of a note that can be compared
constexpr int kMostWords = 10;   // tokens that an explanation points at

absl::Status Damaged(absl::string_view name, absl::string_view what) {
  return absl::DataLossError(absl::StrCat(name, " ", what, "; build the target flag_model again"));
}

}  // namespace

float FlagModel::ScaleOf(float squares) {
  return kScale / std::pow(squares + 1e-9F, kLengthPower / 2);
}

absl::StatusOr<std::unique_ptr<const FlagModel>> FlagModel::Load(const std::string& path) {
  auto bytes = ReadFile(path);
  if (!bytes.ok()) return bytes.status();
  return Read(*std::move(bytes), path);
}

absl::StatusOr<std::unique_ptr<const FlagModel>> FlagModel::Read(std::string bytes, absl::string_view name) {
  std::unique_ptr<FlagModel> model(new FlagModel);
  model->bytes_ = std::move(bytes);
  absl::string_view rest = model->bytes_;
  Header& header = model->header_;
  if (rest.size() < sizeof(header)) return Damaged(name, "is cut short");
  std::memcpy(&header, rest.data(), sizeof(header));
  rest.remove_prefix(sizeof(header));
  if (header.magic != kMagic) return Damaged(name, "is no model of red flags");
  if (header.format != kFormat) return Damaged(name, absl::StrCat("is of format ", header.format));
  if (header.row_bits < 1 || header.row_bits > 24 || header.topics < 1 || header.topics > 1000)
    return Damaged(name, "is damaged");
  const uint64_t columns = uint64_t{header.topics} + 2;
  if (header.topic_bytes + (columns - 1) * sizeof(Column) + (columns << header.row_bits) != rest.size())
    return Damaged(name, "is cut short or too long");
  if (Hash(rest) != header.checksum) return Damaged(name, "is damaged (its checksum is wrong)");

  model->topics_ = absl::StrSplit(rest.substr(0, header.topic_bytes), '\n', absl::SkipEmpty());
  if (model->topics_.size() != header.topics) return Damaged(name, "is damaged (its topics)");
  rest.remove_prefix(header.topic_bytes);
  model->columns_.resize(columns - 1);
  std::memcpy(model->columns_.data(), rest.data(), (columns - 1) * sizeof(Column));
  model->table_ = rest.data() + (columns - 1) * sizeof(Column);
  return model;
}

float FlagModel::ValueOf(const FlagFeature& feature) const {
  const auto rarity = static_cast<uint8_t>(RowAt(feature)[columns() - 1]);
  return feature.weight * kRarityStep * rarity;
}

FlagModel::Likeness FlagModel::Compare(const FlagFeatures& note) const {
  const size_t weights = columns() - 1;  // of a row: without the rarity
  const auto parts = static_cast<size_t>(note.parts);
  std::vector<float> sums(parts * weights), squares(parts);
  for (const FlagFeature& feature : note.features) {
    const float value = ValueOf(feature);
    if (value == 0) continue;
    const auto part = static_cast<size_t>(note.part_of[static_cast<size_t>(feature.first)]);
    squares[part] += value * value;
    const int8_t* row = RowAt(feature);
    float* sum = &sums[part * weights];
    for (size_t c = 0; c < weights; ++c) sum[c] += value * row[c];
  }

  // The most that the whole note, or a part of it, says: a red flag does not drown in what else is told.
  std::vector<float> most(weights), whole(weights);
  for (size_t part = 0; part < parts; ++part) {
    for (size_t c = 0; c < weights; ++c) whole[c] += sums[part * weights + c];
  }
  const auto score = [&](const float* sum, float scale, size_t c) {
    return columns_[c].bias + scale * columns_[c].step * sum[c];
  };
  const float scale = ScaleOf(std::accumulate(squares.begin(), squares.end(), 0.0F));
  for (size_t c = 0; c < weights; ++c) most[c] = score(whole.data(), scale, c);
  for (size_t part = 0; parts > 1 && part < parts; ++part) {
    const float part_scale = ScaleOf(squares[part]);
    for (size_t c = 0; c < weights; ++c)
      most[c] = std::max(most[c], score(&sums[part * weights], part_scale, c) - kPartPenalty);
  }

  Likeness likeness;
  const size_t any = weights - 1;
  const size_t likest =
      static_cast<size_t>(std::max_element(most.begin(), most.begin() + static_cast<int>(any)) - most.begin());
  likeness.score = most[any] + kTopicShare * most[likest];
  likeness.enough = note.words >= kFewestWords;
  if (!likeness.enough || likeness.score < header_.raise) return likeness;
  likeness.topics.push_back(Explain(note, static_cast<int>(likest)));
  for (size_t topic = 0; topic < any; ++topic) {
    if (topic != likest && most[topic] >= kTopicRaise)
      likeness.topics.push_back(Explain(note, static_cast<int>(topic)));
  }
  return likeness;
}

// The few words next to each other that weigh most for a topic, more than as many others would.
FlagModel::Topic FlagModel::Explain(const FlagFeatures& note, int topic) const {
  const size_t any = topics_.size(), column = static_cast<size_t>(topic);
  std::vector<float> weights(note.part_of.size());
  for (const FlagFeature& feature : note.features) {
    const int8_t* row = RowAt(feature);
    const float weight = ValueOf(feature) * (columns_[any].step * row[any] + columns_[column].step * row[column]);
    weights[static_cast<size_t>(feature.first)] += weight / 2;
    weights[static_cast<size_t>(feature.last)] += weight / 2;
  }
  const float largest = weights.empty() ? 0 : *std::max_element(weights.begin(), weights.end());
  const float cost = std::max(largest, 0.0F) / 10;  // of one more word
  Topic best{topic, 0, 0};
  float most = -1e9F;
  for (size_t first = 0; first < weights.size(); ++first) {
    float sum = 0;
    for (size_t last = first; last < std::min(weights.size(), first + kMostWords); ++last) {
      if (note.part_of[last] != note.part_of[first]) break;
      sum += weights[last] - cost;
      if (sum <= most) continue;
      most = sum;
      best.first = static_cast<int>(first);
      best.last = static_cast<int>(last);
    }
  }
  return best;
}

std::string FindFlagModel() {
  return (std::filesystem::path(FindLexicon()).parent_path() / "flags.model").string();
}

}  // namespace socialekaart
