#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "absl/strings/string_view.h"
#include "indexer/text/analyzer.h"
#include "services/matching/note.h"

namespace socialekaart {

// The words of all phrases, each as the keys by which a word of a note can be it: itself, its stem, its lemma, a
// beginning or an end of it, a part of a compound, or a typing error away from it. Immutable after the last AddWord,
// and then safe for several threads.
class Vocabulary {
 public:
  struct Key {
    int id = 0;
    bool weak = false;  // by a part of a compound or a typing error: what fits better goes first
  };
  using Keys = absl::InlinedVector<Key, 8>;

  // Borrows the analyzer. Without one there are no lemmas, no compounds, and no typing errors.
  explicit Vocabulary(const Analyzer* analyzer) : analyzer_(analyzer) {}

  // The ids of a word of a phrase: "dood", "=dood" (nothing but itself), "pest*", "*moord". `parts` = compounds that
  // hold it count too.
  void AddWord(absl::string_view word, bool parts, std::vector<int>* ids);

  // What is written as `variant` may also be `word`, in every way in which that is known.
  void AddVariant(absl::string_view variant, absl::string_view word) { variants_.try_emplace(variant, word); }

  struct Word {
    Keys keys;  // none of a boundary
    bool is_stop_word = false;
  };
  // Every token of a note.
  std::vector<Word> Read(const Note& note) const;

  int size() const { return next_; }

  static constexpr size_t kShortestAffix = 3;

 private:
  using Ids = absl::flat_hash_map<std::string, int>;

  int Intern(absl::string_view word, Ids* ids);
  void AddCorrectable(absl::string_view word);
  Word WordOf(const Token& token) const;
  Word WordAsWritten(const Token& token) const;
  void AddKeys(absl::string_view word, bool weak, Keys* keys) const;
  void Correct(absl::string_view word, Keys* keys) const;

  const Analyzer* analyzer_;
  int next_ = 0;
  Ids words_, stems_, lemmas_, beginnings_, ends_, parts_;
  absl::flat_hash_map<std::string, std::string> variants_;
  uint64_t affix_lengths_ = 0;  // bit n: there is an affix of n letters
  // Words of phrases by what is left of them without one letter: a typing error leaves the same.
  absl::flat_hash_map<std::string, std::vector<std::string>> correctable_;
};

}  // namespace socialekaart
