#include "services/matching/note_model.h"

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

// How the scores of a note are made; found by cross-validation on the examples, as are the weights in note_features.cc.
constexpr float kScale = 1.08F;
constexpr float kLengthPower = 0.7F;  // 1 = a long note weighs as much as a short one, 0 = by its length
constexpr float kPartPenalty = 0.5F;  // of a sentence by itself: it says less surely what the whole note says

constexpr int kMostWords = 10;   // tokens that an explanation points at

}  // namespace

absl::Status NoteModel::Damaged(absl::string_view name, absl::string_view what) {
  return absl::DataLossError(absl::StrCat(name, " ", what, "; build the target note_models again"));
}

float NoteModel::ScaleOf(float squares) {
  return kScale / std::pow(squares + 1e-9F, kLengthPower / 2);
}

absl::StatusOr<NoteModel> NoteModel::Load(const std::string& path) {
  auto bytes = ReadFile(path);
  if (!bytes.ok()) return bytes.status();
  return Read(*std::move(bytes), path);
}

absl::StatusOr<NoteModel> NoteModel::Read(std::string bytes, absl::string_view name) {
  NoteModel model;
  model.bytes_ = std::move(bytes);
  absl::string_view rest = model.bytes_;
  Header header = {};
  if (rest.size() < sizeof(header)) return Damaged(name, "is cut short");
  std::memcpy(&header, rest.data(), sizeof(header));
  rest.remove_prefix(sizeof(header));
  if (header.magic != kMagic) return Damaged(name, "is no model of notes");
  if (header.format != kFormat) return Damaged(name, absl::StrCat("is of format ", header.format));
  if (header.row_bits < 1 || header.row_bits > 24 || header.columns < 1 || header.columns > 1000)
    return Damaged(name, "is damaged");
  const uint64_t columns = header.columns;
  if (header.name_bytes + columns * sizeof(Column) + ((columns + 1) << header.row_bits) != rest.size())
    return Damaged(name, "is cut short or too long");
  if (Hash(rest) != header.checksum) return Damaged(name, "is damaged (its checksum is wrong)");

  model.row_bits_ = header.row_bits;
  model.names_ = absl::StrSplit(rest.substr(0, header.name_bytes), '\n', absl::SkipEmpty());
  if (model.names_.size() != columns) return Damaged(name, "is damaged (its names)");
  rest.remove_prefix(header.name_bytes);
  model.columns_.resize(columns);
  std::memcpy(model.columns_.data(), rest.data(), columns * sizeof(Column));
  model.table_ = sizeof(header) + header.name_bytes + columns * sizeof(Column);
  return model;
}

float NoteModel::ValueOf(const NoteFeature& feature) const {
  const auto rarity = static_cast<uint8_t>(RowAt(feature)[columns_.size()]);
  return feature.weight * kRarityStep * rarity;
}

NoteModel::Scores NoteModel::Compare(const NoteFeatures& note) const {
  const size_t columns = columns_.size();
  const auto parts = static_cast<size_t>(note.parts);
  std::vector<float> sums(parts * columns), squares(parts);
  for (const NoteFeature& feature : note.features) {
    const float value = ValueOf(feature);
    if (value == 0) continue;
    const auto part = static_cast<size_t>(note.part_of[static_cast<size_t>(feature.first)]);
    squares[part] += value * value;
    const auto* row = reinterpret_cast<const int8_t*>(RowAt(feature));
    float* sum = &sums[part * columns];
    for (size_t c = 0; c < columns; ++c) sum[c] += value * row[c];
  }

  // What is told in one sentence does not drown in what else is told.
  std::vector<float> whole(columns);
  for (size_t part = 0; part < parts; ++part) {
    for (size_t c = 0; c < columns; ++c) whole[c] += sums[part * columns + c];
  }
  const auto score = [&](const float* sum, float scale, size_t c) {
    return columns_[c].bias + scale * columns_[c].step * sum[c];
  };
  Scores scores{std::vector<float>(columns), note.words};
  const float scale = ScaleOf(std::accumulate(squares.begin(), squares.end(), 0.0F));
  for (size_t c = 0; c < columns; ++c) scores.of[c] = score(whole.data(), scale, c);
  for (size_t part = 0; parts > 1 && part < parts; ++part) {
    const float part_scale = ScaleOf(squares[part]);
    for (size_t c = 0; c < columns; ++c)
      scores.of[c] = std::max(scores.of[c], score(&sums[part * columns], part_scale, c) - kPartPenalty);
  }
  return scores;
}

NoteModel::Words NoteModel::Explain(const NoteFeatures& note, absl::Span<const size_t> columns) const {
  std::vector<float> weights(note.part_of.size());
  for (const NoteFeature& feature : note.features) {
    const auto* row = reinterpret_cast<const int8_t*>(RowAt(feature));
    float weight = 0;
    for (const size_t c : columns) weight += columns_[c].step * row[c];
    weight *= ValueOf(feature);
    weights[static_cast<size_t>(feature.first)] += weight / 2;
    weights[static_cast<size_t>(feature.last)] += weight / 2;
  }
  const float largest = weights.empty() ? 0 : *std::max_element(weights.begin(), weights.end());
  const float cost = std::max(largest, 0.0F) / 10;  // of one more word
  Words best;
  float most = -1e9F;
  for (size_t first = 0; first < weights.size(); ++first) {
    float sum = 0;
    for (size_t last = first; last < std::min(weights.size(), first + kMostWords); ++last) {
      if (note.part_of[last] != note.part_of[first]) break;
      sum += weights[last] - cost;
      if (sum <= most) continue;
      most = sum;
      best = {static_cast<int>(first), static_cast<int>(last)};
    }
  }
  return best;
}

std::string FindNoteModel(absl::string_view file) {
  return (std::filesystem::path(FindLexicon()).parent_path() / std::string(file)).string();
}

}  // namespace socialekaart
