#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace socialekaart {

// One word, number or boundary of a note. Offsets count Unicode code points of the text as it came.
struct Token {
  enum class Kind { kWord, kNumber, kBoundary };
  Kind kind = Kind::kWord;
  std::string word;      // folded: lower case, no accents, no apostrophes; a number as digits with '.' for the decimals
  double number = 0;     // of kNumber
  char boundary = 0;     // of kBoundary: the character itself, '\n' for a line's end
  bool capital = false;  // the word began with a capital
  int offset = 0;
  int length = 0;
};

// A text cut into tokens, with each code point's one-letter fold beside it: the form in which masking and understanding
// read it.
struct Note {
  // One character a code point, so that positions in it are code point offsets: a letter without its accent, ASCII as
  // it is, '\n' for a line's end, ' ' for other white space, '_' for letters without a Latin base, '\2' for the
  // ligature ij, '\1' for all else.
  std::string folded;
  std::string cased;            // the same with capitals kept
  std::vector<size_t> byte_of;  // byte offset of each code point in the text; one entry more for its end
  std::vector<Token> tokens;
};

// Reads valid UTF-8; invalid bytes become '\1'.
Note ReadNote(absl::string_view text);

// The tokens of a folded text (see Note), again after it was masked.
void Tokenize(Note* note);

// "dingen" and "ding", "boosheids" and "boosheid": without a simple ending, when four letters remain.
absl::string_view LightStem(absl::string_view word);

}  // namespace socialekaart
