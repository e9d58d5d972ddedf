#pragma once

#include <optional>

#include "services/matching/lexicon.h"
#include "services/matching/note.h"

namespace socialekaart {

struct AgeMention {
  double years = 0;
  int offset = 0;  // code points of the question
  int length = 0;
};

// The age of the child of whom a note tells: "8 jaar", "achtjarige", "jongen van 8". Not how long something lasts, and
// not the age of a parent.
std::optional<AgeMention> ReadAge(const Note& note, const ReadWords& words, const NoteLexicon& lexicon);

}  // namespace socialekaart
