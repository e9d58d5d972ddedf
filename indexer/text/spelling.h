#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace socialekaart {

// Dutch spelling of a stem before an ending that begins with a vowel, and without it: "slap-en" is "slaap", "bell-en"
// is "bel", "lev-en" is "leef", "dag-en" may be "daag" or "dag". Folded words; the likeliest first, at most three.
std::vector<std::string> Closed(absl::string_view open);

// The other way: "slaap" before "-en" is "slap", "bel" is "bell", "leef" is "lev", "wandel" is "wandel". The likeliest
// first, at most four.
std::vector<std::string> Opened(absl::string_view closed);

bool IsVowel(char c);

}  // namespace socialekaart
