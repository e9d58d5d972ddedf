#pragma once

#include <optional>
#include <vector>

#include "services/matching/lexicon.h"
#include "services/matching/note.h"

namespace socialekaart {

// A wording found in a note, and how it is meant there.
struct Mention {
  int entry = 0;   // of Lexicon::problem or Lexicon::flag
  int offset = 0;  // code points of the question
  int length = 0;
  bool negated = false;
  bool past = false;
  About about = About::kChild;

  bool counts() const { return !negated && !past; }
};

struct AgeMention {
  double years = 0;
  int offset = 0;
  int length = 0;
};

// What a note says. In order of the text.
struct Understanding {
  std::vector<Mention> problems;
  std::vector<Mention> flags;
  std::optional<AgeMention> age;  // of the child
};

// Reads a masked note. Never fails: what is not understood is not there. Costs some microseconds a word.
Understanding Understand(const Note& note, const Lexicon& lexicon);

}  // namespace socialekaart
