#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/container/inlined_vector.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/matching/note.h"

namespace socialekaart {

// Words of each class, by its id ("ouder").
using WordClasses = absl::flat_hash_map<std::string, std::vector<std::string>>;

// Where a phrase stands in a note: token indexes, and those of the words that it names itself (not those in its gaps).
struct PatternHit {
  int value = 0;  // as given to Add
  int first = 0;
  int last = 0;
  absl::InlinedVector<int, 8> words;
};

// Many phrases (proto/socialekaart/data/v1/lexicon.proto says how they are written), found in one pass over a note.
// Cost grows with the note, hardly with the number of phrases. Immutable after the last Add, and then safe for several
// threads.
class PatternSet {
 public:
  // INVALID_ARGUMENT: an unknown class, a gap at an end, an empty word.
  absl::Status Add(absl::string_view phrase, int value, const WordClasses& classes);

  // Words that no gap passes over.
  void StopGapsAt(const std::vector<std::string>& words) { gap_ends_.insert(words.begin(), words.end()); }

  // All hits, in order of their first word; several at one place are possible.
  std::vector<PatternHit> Match(const Note& note) const;

  bool empty() const { return patterns_.empty(); }

 private:
  using Keys = absl::InlinedVector<int, 6>;
  struct Read {  // a token as the phrases see it
    Keys keys;
    bool stops_gap = false;
  };
  struct Slot {
    std::vector<int> keys;  // sorted; one of them is enough
    bool gap_before = false;
  };
  struct Pattern {
    int value;
    std::vector<Slot> slots;
  };

  int Intern(const std::string& key);
  void AddKeys(absl::string_view word, std::vector<int>* keys);
  Keys KeysOf(const Token& token) const;
  static bool Fits(const Keys& token, const Slot& slot);
  bool MatchFrom(const Pattern& pattern, size_t slot, int position, const std::vector<Read>& tokens,
                 PatternHit* hit) const;

  absl::flat_hash_map<std::string, int> ids_;  // "dood" a word, "pest*", "*moord", "/boosheid" a stem
  std::vector<std::vector<int>> by_first_;     // patterns by a key of their first slot
  std::vector<Pattern> patterns_;
  absl::flat_hash_set<std::string> gap_ends_;
  size_t longest_affix_ = 0;
};

// A phrase as single words folded like a note's: "black-out" is "black out", "foto's" "fotos".
std::vector<std::string> PhraseWords(absl::string_view phrase);

}  // namespace socialekaart
