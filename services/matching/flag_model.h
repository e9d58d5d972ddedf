#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/matching/flag_features.h"

namespace socialekaart {

// How much a note resembles the examples of red flags in data/lexicon/flag_examples.tsv, and those of everyday notes
// (compile_flag_model makes the file). Linear: the score of a note is the sum of what its features weigh, so that it
// can be said which words did it. Beside the phrases of data/lexicon/flags.textproto, which say what is certain.
// Immutable, safe for several threads.
class FlagModel {
 public:
  // On disk: the header, the topic ids each with '\n' behind it, then the table: a row for each hash of a feature, a
  // byte for each column. The columns are the topics, then any topic, then how rare the feature is (unsigned, in
  // kRarityStep; 0 = unknown).
  struct Header {
    std::array<char, 8> magic;
    uint32_t format;
    uint32_t row_bits;     // the table has 2^row_bits rows
    uint32_t topics;       // how many
    uint32_t topic_bytes;  // of their ids
    float raise;           // a note with this score or a higher one resembles a red flag
    float refute;          // one below this score resembles everyday notes alone
    uint64_t checksum;     // XXH3 of all bytes behind the header
  };
  static constexpr std::array<char, 8> kMagic = {'S', 'K', 'F', 'L', 'A', 'G', 'S', '\n'};
  static constexpr uint32_t kFormat = 1;
  static constexpr float kRarityStep = 1.0F / 16;

  // What stands before the table for each column but the last: its weight at an empty note, and what one step of a byte
  // weighs.
  struct Column {
    float bias = 0;
    float step = 0;
  };

  // NOT_FOUND, or DATA_LOSS with what to do: a server without it must not start.
  static absl::StatusOr<std::unique_ptr<const FlagModel>> Load(const std::string& path);
  static absl::StatusOr<std::unique_ptr<const FlagModel>> Read(std::string bytes, absl::string_view name);

  struct Topic {
    int topic = 0;            // index in topics()
    int first = 0, last = 0;  // tokens: the words that did it
  };
  struct Likeness {
    float score = 0;
    bool enough = false;        // the note says enough to be compared; of a shorter one only its phrases count
    std::vector<Topic> topics;  // only of enough, and a score of `raise` or more; the likest first
  };
  Likeness Compare(const FlagFeatures& note) const;
  bool Refutes(const Likeness& likeness) const { return likeness.enough && likeness.score < header_.refute; }

  const std::vector<std::string>& topics() const { return topics_; }
  float raise() const { return header_.raise; }
  float refute() const { return header_.refute; }

  // What a note is scaled by, so that long ones do not weigh more than they say: `squares` is the sum over its features
  // of their weight times rarity, squared.
  static float ScaleOf(float squares);
  // The row of a feature.
  static uint32_t RowOf(uint32_t hash, uint32_t row_bits) { return hash >> (32 - row_bits); }

 private:
  FlagModel() = default;

  size_t columns() const { return topics_.size() + 2; }
  const int8_t* RowAt(const FlagFeature& feature) const {
    return reinterpret_cast<const int8_t*>(table_) + RowOf(feature.hash, header_.row_bits) * columns();
  }
  float ValueOf(const FlagFeature& feature) const;
  Topic Explain(const FlagFeatures& note, int topic) const;

  std::string bytes_;
  Header header_ = {};
  std::vector<std::string> topics_;
  std::vector<Column> columns_;
  const char* table_ = nullptr;
};

// Where the compiled model of the running program lies: beside its lexicon.
std::string FindFlagModel();

}  // namespace socialekaart
