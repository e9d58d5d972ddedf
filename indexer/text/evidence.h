#pragma once

#include <array>

#include "absl/strings/string_view.h"
#include "indexer/text/lexicon.h"

namespace socialekaart {

// What the dictionary knows of words, by their forms: it has no parts of speech.
class Evidence {
 public:
  // Borrows the lexicon.
  explicit Evidence(const DutchLexicon& lexicon) : lexicon_(lexicon) {}

  bool Has(absl::string_view word) const { return lexicon_.IsWord(word); }

  // "slapen": there is a "slapend", or a "spijbelt" and a "spijbelde". A verb with a prefix is one when that without
  // is: "weglopen".
  bool IsInfinitive(absl::string_view word) const;
  // "slaap": a stem of which there is an infinitive. Stems of two letters are all of another kind ("ga", "do").
  bool IsStem(absl::string_view word) const;
  // Whether the past tense of this stem, or its participle, has this letter: 'd' or 't'.
  bool TakesPast(absl::string_view stem, char dental) const;
  // "groep": of which there is a plural or a diminutive.
  bool IsNoun(absl::string_view word) const;
  // "groepje". Nothing but a noun has one.
  bool HasDiminutive(absl::string_view word) const;
  // "boos": boze, bozer.
  bool IsAdjective(absl::string_view word) const;

 private:
  bool IsPlainInfinitive(absl::string_view word) const;

  const DutchLexicon& lexicon_;
};

// What may stand before a verb and, in a participle, before its "ge": "aan", "terug"; nothing at all too.
inline constexpr auto kSeparable = std::to_array<absl::string_view>(
    {"",        "aan",     "aaneen", "achter", "achteruit", "achterna", "af",     "bij",    "bijeen", "binnen",
     "boven",   "buiten",  "dicht",  "door",   "gelijk",    "goed",     "groot",  "in",     "ineen",  "kapot",
     "klaar",   "langs",   "leeg",   "los",    "mede",      "mee",      "mis",    "na",     "neer",   "om",
     "omhoog",  "onder",   "op",     "open",   "over",      "rond",     "samen",  "schoon", "stil",   "stuk",
     "tegen",   "terecht", "terug",  "thuis",  "toe",       "uit",      "uiteen", "vast",   "vol",    "voor",
     "vooruit", "voort",   "vrij",   "weer",   "weg",       "zwart",    "her"});

// What a Dutch verb may begin with and stay inflected as it is: "aan", "ver", "terug".
bool IsVerbPrefix(absl::string_view text);

// "verwaarloosd", which has no "ge" in its participle.
bool HasInseparablePrefix(absl::string_view word);

}  // namespace socialekaart
