#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "indexer/text/lexicon.h"

namespace socialekaart {

// Takes inflection off: one ending at a time, and only when the dictionary has what is left. Folded words.
//
// The form of a verb is its stem ("slaap"), which nouns that are named after what one does share ("slaap", "begeleid"
// of "begeleiding"); that of a noun is its singular. Which endings there are, and what must be true of the rest, stands
// in one table in lemma.cc.
class Lemmatizer {
 public:
  // Borrows the lexicon.
  explicit Lemmatizer(const DutchLexicon& lexicon) : lexicon_(lexicon) {}

  struct Step {
    std::string word;
    absl::string_view what;  // Dutch, lives forever
    bool inflects = true;    // false when one word is made of the other: "begeleider" of "begeleid"
  };

  // One step closer to the lemma, or nothing when `word` is one.
  std::optional<Step> Next(absl::string_view word) const;

  // Whether it is an infinitive or the stem of one, and no noun as well.
  bool IsVerb(absl::string_view word) const;

  // All steps.
  std::string Lemma(absl::string_view word) const;

  // Steps beyond this number are a circle in the exceptions; the lexicon's compiler looks for those.
  static constexpr int kMaxSteps = 8;

 private:
  const DutchLexicon& lexicon_;
};

}  // namespace socialekaart
