#include "indexer/index/rules.h"

#include "absl/strings/str_cat.h"
#include "indexer/base/codec.h"
#include "indexer/text/fold.h"

namespace socialekaart {
namespace {

constexpr double kMaxWeight = 1000;
constexpr double kMaxMetres = 1'000'000;
constexpr uint32_t kMaxFieldWeight = 20;

// Every number of a message of weights, by reflection: a new weight is checked without being named here.
absl::Status CheckNumbers(const google::protobuf::Message& message, const std::string& path) {
  using Field = google::protobuf::FieldDescriptor;
  const auto* descriptor = message.GetDescriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const Field* field = descriptor->field(i);
    if (field->is_repeated()) continue;
    const auto fault = [&](absl::string_view expected) {
      return absl::InvalidArgumentError(absl::StrCat(path, ": ", descriptor->name(), ".", field->name(), " must be ", expected));
    };
    if (field->cpp_type() == Field::CPPTYPE_UINT32) {
      const uint32_t value = message.GetReflection()->GetUInt32(message, field);
      if (value < 1 || value > kMaxFieldWeight) return fault("1 to 20");
    }
    if (field->cpp_type() != Field::CPPTYPE_DOUBLE) continue;
    const double value = message.GetReflection()->GetDouble(message, field);
    const bool is_distance = field->name().ends_with("_m") || field->name().ends_with("_days") || field->name() == "usual_length" || field->name() == "saturation";
    if (is_distance ? !(value > 0 && value <= kMaxMetres) : !(value >= 0 && value <= kMaxWeight)) {
      return fault(is_distance ? "above 0 and at most 1,000,000" : "0 to 1,000");
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<data::v1::Ranking> LoadRanking(const std::string& path) {
  data::v1::Ranking ranking;
  if (absl::Status status = LoadTextproto(path, &ranking); !status.ok()) return status;
  for (const google::protobuf::Message* part : std::initializer_list<const google::protobuf::Message*>{&ranking.fields(), &ranking.text(), &ranking.fit()}) {
    if (absl::Status status = CheckNumbers(*part, path); !status.ok()) return status;
  }
  const auto& text = ranking.text();
  for (const auto& [name, share] : {std::pair{"some_words", text.some_words()}, {"weak", text.weak()}, {"good_match", text.good_match()}, {"correction", text.correction()}, {"length_share", ranking.fields().length_share()}}) {
    if (share > 1) return absl::InvalidArgumentError(absl::StrCat(path, ": ", name, " must be 0 to 1"));
  }
  for (const double way : {text.synonym(), text.part(), text.prefix(), text.problem()}) {
    if (way > text.lemma()) return absl::InvalidArgumentError(absl::StrCat(path, ": no way to find a word may weigh more than Text.lemma"));
  }
  for (const auto* words : {&text.weak_words(), &text.place_cues()}) {
    for (const std::string& word : *words) {
      if (word.empty() || Fold(word) != word) return absl::InvalidArgumentError(absl::StrCat(path, ": the word '", word, "' must be one folded word"));
    }
  }
  return ranking;
}

}  // namespace socialekaart
