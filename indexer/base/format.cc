#include "indexer/base/format.h"

#include "absl/strings/match.h"

namespace socialekaart {

bool IsEmail(absl::string_view text) {
  const size_t at = text.find('@');
  if (at == absl::string_view::npos || at == 0 || text.find('@', at + 1) != absl::string_view::npos) return false;
  const size_t dot = text.find('.', at);
  return dot != absl::string_view::npos && dot > at + 1 && text.back() != '.' && text.find_first_of(" \t\r\n<>,;") == absl::string_view::npos;
}

bool IsHttpUri(absl::string_view text) {
  for (const absl::string_view scheme : {"https://", "http://"}) {
    if (absl::StartsWithIgnoreCase(text, scheme)) {
      return text.size() > scheme.size() && text[scheme.size()] != '/' && text.find_first_of(" \t\r\n<>\"") == absl::string_view::npos;
    }
  }
  return false;
}

bool IsControl(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\n' && c != '\r' && c != '\t') || byte == 0x7F;
}

}  // namespace socialekaart
