#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "services/matching/age_mention.h"
#include "services/matching/lexicon.h"
#include "services/matching/note.h"

namespace socialekaart {

// A wording found in a note, and how it is meant there.
struct Mention {
  int entry = 0;   // of NoteLexicon::problem, flag or signal
  int offset = 0;  // code points of the question
  int length = 0;
  bool negated = false;
  bool past = false;
  bool hypothetical = false;  // has not happened: "stel dat", "wil voorkomen dat"
  About about = About::kChild;

  bool counts() const { return !negated && !past && !hypothetical; }
};

// What a note says. In order of the text.
struct Understanding {
  std::vector<Mention> problems;
  std::vector<Mention> flags;
  std::vector<Mention> signals;
  std::optional<AgeMention> age;  // of the child
  // Of each token of the note: it belongs to a red flag that is denied, past, not happened or about another, to a
  // figure of speech, or to a story. Nothing may be concluded from it.
  std::vector<bool> set_aside;
  // Words with a meaning that nothing above covers: offset and length in code points.
  std::vector<std::pair<int, int>> not_understood;
};

// Reads a masked note. Never fails. Costs some microseconds a word. Red flags that are `refuted`, found by an earlier
// reading, are none: their words may say something else.
Understanding Understand(const Note& note, const NoteLexicon& lexicon, const std::vector<Mention>& refuted = {});

}  // namespace socialekaart
