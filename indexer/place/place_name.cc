#include "indexer/place/place_name.h"

#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "indexer/text/fold.h"

namespace socialekaart {
namespace {

constexpr std::array<absl::string_view, 3> kMunicipalityWords = {"gemeente ", "gem. ", "gem "};

bool IsAsciiPunctuation(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x80 && !absl::ascii_isalnum(byte);
}

}  // namespace

std::string NameKey(absl::string_view name) {
  std::string key;
  for (const char c : Fold(name)) {
    if (!IsAsciiPunctuation(c)) key += c;  // other scripts stay, so that they never become the empty key
  }
  return key;
}

absl::string_view BaseName(absl::string_view name) {
  const size_t open = name.rfind('(');
  if (open == 0 || open == absl::string_view::npos || !absl::EndsWith(name, ")")) return name;
  return absl::StripTrailingAsciiWhitespace(name.substr(0, open));
}

std::vector<std::pair<std::string, std::string>> QualifiedNames(absl::string_view text) {
  std::vector<std::pair<std::string, std::string>> found;
  for (size_t i = text.size(); i-- > 1;) {
    if (text[i] != ' ' && text[i] != ',' && text[i] != '(') continue;
    const absl::string_view name = absl::StripTrailingAsciiWhitespace(text.substr(0, i));
    absl::string_view qualifier = absl::StripAsciiWhitespace(text.substr(i + 1));
    absl::ConsumePrefix(&qualifier, "(");
    qualifier = WithoutMunicipalityWord(absl::StripSuffix(qualifier, ")"));
    if (!NameKey(name).empty() && !NameKey(qualifier).empty()) found.emplace_back(name, qualifier);
  }
  return found;
}

absl::string_view WithoutMunicipalityWord(absl::string_view text) {
  for (const absl::string_view word : kMunicipalityWords) {
    if (absl::StartsWithIgnoreCase(text, word)) return absl::StripLeadingAsciiWhitespace(text.substr(word.size()));
  }
  return text;
}

}  // namespace socialekaart
