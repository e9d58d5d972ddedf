#pragma once

#include <cstdint>
#include <vector>

#include "indexer/text/analyzer.h"
#include "services/matching/lexicon.h"
#include "services/matching/note.h"

namespace socialekaart {

// Something by which a note resembles other notes: a word, its lemma, the letters of which it is made, a word class, or
// two of them close together.
struct NoteFeature {
  uint32_t hash = 0;
  float weight = 0;  // letters say less than words
  int first = 0;     // tokens
  int last = 0;
};

struct NoteFeatures {
  std::vector<NoteFeature> features;
  // Of each token the part of the note in which it stands: a sentence, with the short ones before it. No feature goes
  // over two parts.
  std::vector<int> part_of;
  int parts = 0;
  int words = 0;  // that were not set aside
};

// The features of a note without the words that are `set_aside` (see Understanding). The numbers stand in the compiled
// model: whatever changes here asks for another NoteModel::kFormat.
NoteFeatures NoteFeaturesOf(const Note& note, const std::vector<bool>& set_aside, const NoteLexicon& lexicon,
                            const Analyzer& analyzer);

}  // namespace socialekaart
