#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/container/inlined_vector.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/matching/note.h"
#include "services/matching/vocabulary.h"

namespace socialekaart {

// Words of each class, by its id ("ouder").
using WordClasses = absl::flat_hash_map<std::string, std::vector<std::string>>;

// A note as phrases see it.
struct ReadWords {
  struct Word {
    Vocabulary::Keys keys;
    bool is_stop_word = false;
    bool stops_gap = false;    // a boundary, or a word at which another clause begins
    bool stops_range = false;  // a sentence's end, or "maar": a phrase in any order goes on up to there
  };
  std::vector<Word> words;  // of each token

  ReadWords(const Note& note, const Vocabulary& vocabulary, const absl::flat_hash_set<std::string>& gap_ends);
};

// Where a phrase stands in a note: token indexes, and those of the words that it names itself (not those in its gaps).
struct PatternHit {
  int value = 0;  // as given to Add
  int first = 0;
  int last = 0;
  int strength = 0;                   // words that belong together: what stands in any order adds one
  bool weak = false;                  // a word fits by a part or a typing error
  absl::InlinedVector<int, 8> words;  // ascending
};

// Many phrases (proto/socialekaart/data/v1/lexicon.proto says how they are written), found in one pass over a note.
// Cost grows with the note, hardly with the number of phrases. Immutable after the last Add, and then safe for several
// threads.
class PatternSet {
 public:
  // `parts`: a phrase of one word also stands inside compounds.
  explicit PatternSet(bool parts = false) : parts_(parts) {}

  // INVALID_ARGUMENT: an unknown class, a gap at an end, an empty word. All phrases of a set are of one vocabulary.
  absl::Status Add(absl::string_view phrase, int value, const WordClasses& classes, Vocabulary* vocabulary);

  // All hits, in order of their first word; several at one place are possible. `note` is read with the vocabulary of
  // Add.
  std::vector<PatternHit> Match(const ReadWords& note) const;

  bool empty() const { return patterns_.empty(); }

 private:
  struct Slot {
    std::vector<int> keys;  // sorted; one of them is enough
    bool gap_before = false;
  };
  using Slots = std::vector<Slot>;
  using Choice = std::vector<Slots>;  // one of them is enough
  struct Pattern {
    int value;
    Slots slots;
    std::vector<Choice> others;  // "a & b": each stands somewhere in reach of the first
    Choice never;                // "& !c": none of them does
  };
  using Words = absl::InlinedVector<int, 8>;

  absl::Status AddSlots(absl::string_view phrase, const WordClasses& classes, bool parts, Vocabulary* vocabulary,
                        Slots* slots) const;
  absl::Status AddChoice(absl::string_view segment, const WordClasses& classes, Vocabulary* vocabulary,
                         Choice* choice) const;
  static const Vocabulary::Key* Fits(const Vocabulary::Keys& keys, const Slot& slot);
  static bool MatchFrom(const Slots& slots, size_t slot, int position, const ReadWords& note, bool* weak, Words* words);
  static bool MatchOthers(const Pattern& pattern, const ReadWords& note, PatternHit* hit);

  bool parts_;
  std::vector<std::vector<int>> by_first_;  // patterns by a key of their first slot
  std::vector<Pattern> patterns_;
};

// A phrase as single words folded like a note's: "black-out" is "black out", "foto's" "fotos".
std::vector<std::string> PhraseWords(absl::string_view phrase);

}  // namespace socialekaart
