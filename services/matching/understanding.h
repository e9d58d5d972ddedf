#pragma once

#include <optional>
#include <utility>
#include <vector>

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

struct AgeMention {
  double years = 0;
  int offset = 0;
  int length = 0;
};

// What a note says. In order of the text.
struct Understanding {
  std::vector<Mention> problems;
  std::vector<Mention> flags;
  std::vector<Mention> signals;
  std::optional<AgeMention> age;  // of the child
  // Words with a meaning that nothing above covers: offset and length in code points.
  std::vector<std::pair<int, int>> not_understood;
};

// Reads a masked note. Never fails. Costs some microseconds a word.
Understanding Understand(const Note& note, const NoteLexicon& lexicon);

}  // namespace socialekaart
