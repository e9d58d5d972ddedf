#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace socialekaart {

// A word as it stands in a text, before anything is known of it.
struct RawToken {
  std::string word;  // folded; an apostrophe inside stays ("ib'er"), dots of an abbreviation go ("g.g.z." is "ggz")
  size_t offset = 0, length = 0;
  // One more than the length of `word`: where in the text each byte of it comes from. Empty when they go in step.
  std::vector<size_t> places;
  // Hyphens and slashes join words: the number of words in the whole, counted at its first word, 1 when it stands
  // alone; 0 at the others.
  size_t joined = 1;
  // A byte of `word` where a capital follows a small letter ("MindUp"); 0 = nowhere.
  size_t hump = 0;
  bool is_capitalized = false;          // "Veldhoven"
  bool is_all_capitals = false;         // "GGZ"; two letters at least
  bool begins_sentence = false;         // a capital says nothing here
  bool begins_with_apostrophe = false;  // the s of "'s-Heerenberg"

  size_t PlaceOf(size_t byte) const { return places.empty() ? offset + byte : places[byte]; }
};

// Words longer than this are no words, and are left out.
inline constexpr size_t kMaxWordBytes = 64;

// The words and numbers of any bytes, in order.
std::vector<RawToken> Tokenize(absl::string_view text);

}  // namespace socialekaart
