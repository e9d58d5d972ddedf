#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/matching/note_features.h"

namespace socialekaart {

// How much a note resembles notes that somebody judged (compile_note_models makes the file of examples under
// data/lexicon). A column for each judgement. Linear: the score of a note is the sum of what its features weigh, so
// that it can be said which words did it. Immutable, safe for several threads.
class NoteModel {
 public:
  // On disk: the header, the columns' names each with '\n' behind it, the columns, then the table: a row for each hash
  // of a feature, a byte for each column and one for how rare the feature is (unsigned, in kRarityStep; 0 = unknown).
  struct Header {
    std::array<char, 8> magic;
    uint32_t format;
    uint32_t row_bits;  // the table has 2^row_bits rows
    uint32_t columns;
    uint32_t name_bytes;
    uint64_t checksum;  // XXH3 of all bytes behind the header
  };
  static constexpr std::array<char, 8> kMagic = {'S', 'K', 'N', 'O', 'T', 'E', 'S', '\n'};
  static constexpr uint32_t kFormat = 2;
  static constexpr float kRarityStep = 1.0F / 16;
  static constexpr int kFewestWords = 5;

  struct Thresholds {
    float raise = 0;   // a note with this score or a higher one resembles the examples
    float refute = 0;  // one below this score resembles the others alone
  };
  struct Column {
    float bias = 0;  // the score of an empty note
    float step = 0;  // what one step of a byte weighs
    Thresholds thresholds;
  };

  // NOT_FOUND, or DATA_LOSS with what to do: a server without it must not start.
  static absl::StatusOr<NoteModel> Load(const std::string& path);
  static absl::StatusOr<NoteModel> Read(std::string bytes, absl::string_view name);
  static absl::Status Damaged(absl::string_view name, absl::string_view what);

  struct Scores {
    std::vector<float> of;  // of each column: the most that the whole note, or a sentence of it, says
    int words = 0;          // of the note; see Enough
    // The note says enough to be compared; of a shorter one only its phrases count.
    bool Enough() const { return words >= kFewestWords; }
  };
  Scores Compare(const NoteFeatures& note) const;

  // The few words next to each other that weigh most for these columns together, more than as many others would.
  struct Words {
    int first = 0, last = 0;  // tokens
  };
  Words Explain(const NoteFeatures& note, absl::Span<const size_t> columns) const;

  const std::vector<std::string>& names() const { return names_; }
  const Thresholds& thresholds(size_t column) const { return columns_[column].thresholds; }

  // What a note is scaled by, so that long ones do not weigh more than they say: `squares` is the sum over its features
  // of their weight times rarity, squared.
  static float ScaleOf(float squares);
  // The row of a feature.
  static uint32_t RowOf(uint32_t hash, uint32_t row_bits) { return hash >> (32 - row_bits); }

 private:
  NoteModel() = default;

  const char* RowAt(const NoteFeature& feature) const {
    return bytes_.data() + table_ + RowOf(feature.hash, row_bits_) * (columns_.size() + 1);
  }
  float ValueOf(const NoteFeature& feature) const;

  std::string bytes_;
  size_t table_ = 0;  // where it begins
  uint32_t row_bits_ = 0;
  std::vector<std::string> names_;
  std::vector<Column> columns_;
};

// Where the compiled model `file` ("flags.model") of the running program lies: beside its lexicon.
std::string FindNoteModel(absl::string_view file);

}  // namespace socialekaart
