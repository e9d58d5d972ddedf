#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace socialekaart {

// Lower case, without diacritics, what Unicode calls compatible (NFKC) equal, typographic apostrophes and dashes as
// ASCII: "Oude IJsselstreek" and "oude ijsselstreek", "’s-Heerenberg" and
// "'s-heerenberg", "cafe" and "Café" are the same. Invalid UTF-8 becomes U+FFFD.
std::string Fold(absl::string_view text);

// The next code point of valid or invalid UTF-8, and its length in bytes (>= 1). `text` must not be empty.
struct CodePoint {
  char32_t value;
  size_t bytes;
};
CodePoint NextCodePoint(absl::string_view text);
// Letters, digits, and the marks that belong to them.
bool IsWordCodePoint(char32_t code_point);
bool IsCapital(char32_t code_point);
void AppendFolded(char32_t code_point, std::string* out);

}  // namespace socialekaart
