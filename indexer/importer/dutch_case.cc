#include "indexer/importer/dutch_case.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace socialekaart {
namespace {

// Words inside a name that are written small. Authored here.
constexpr auto kSmallWords = std::to_array<absl::string_view>({
    "a",     "aan", "ad",    "bij", "ca",   "d",  "de",  "den", "der", "een", "en",  "gem",  "gem.", "het", "in",
    "langs", "of",  "onder", "op",  "over", "te", "ten", "ter", "tot", "uit", "van", "voor", "'t",   "'s",
});

// What stands behind a name to tell it from another, and how Statistics Netherlands writes it. Authored here.
constexpr auto kProvinces = std::to_array<std::pair<absl::string_view, absl::string_view>>({
    {"dr", "Dr"},
    {"fr", "Fr"},
    {"gld", "Gld"},
    {"gn", "Gn"},
    {"gr", "Gr"},
    {"lb", "Lb"},
    {"nb", "NB"},
    {"nh", "NH"},
    {"ov", "Ov"},
    {"ut", "Ut"},
    {"zh", "ZH"},
    {"zl", "Zl"},
});

// Small letters: those of ASCII, and À..Þ, which in UTF-8 are C3 80..C3 9E.
std::string ToLower(absl::string_view text) {
  std::string lower = absl::AsciiStrToLower(text);
  for (size_t i = 1; i < lower.size(); ++i) {
    const auto byte = static_cast<unsigned char>(lower[i]);
    if (lower[i - 1] == '\xC3' && byte >= 0x80 && byte <= 0x9E && byte != 0x97)
      lower[i] = static_cast<char>(byte + 0x20);
  }
  return lower;
}

// The first letter large. "ij" is one letter, and what begins with a digit ("2e") has none.
void Capitalize(std::string& word) {
  const size_t start = !word.empty() && (word[0] == '(' || word[0] == '"') ? 1 : 0;
  if (word.size() <= start) return;
  if (word.compare(start, 2, "ij") == 0) {
    word[start] = 'I';
    word[start + 1] = 'J';
  } else if (word[start] == '\xC3' && word.size() > start + 1 && static_cast<unsigned char>(word[start + 1]) >= 0xA0) {
    word[start + 1] = static_cast<char>(static_cast<unsigned char>(word[start + 1]) - 0x20);
  } else {
    word[start] = absl::ascii_toupper(static_cast<unsigned char>(word[start]));
  }
}

bool IsSmallWord(absl::string_view word) {
  return std::find(kSmallWords.begin(), kSmallWords.end(), word) != kSmallWords.end();
}

// One word, in lower case: each part between hyphens by itself, "'s-heerenberg" and "wehe-den" included.
std::string CaseOf(absl::string_view word, bool first) {
  std::vector<std::string> parts = absl::StrSplit(word, '-');
  for (size_t i = 0; i < parts.size(); ++i) {
    const bool starts_with_apostrophe = absl::StartsWith(parts[i], "'");
    const bool keep_small = starts_with_apostrophe || (IsSmallWord(parts[i]) && !(first && i == 0));
    if (!keep_small) Capitalize(parts[i]);
  }
  return absl::StrJoin(parts, "-");
}

}  // namespace

std::string ToDutchPlaceCase(absl::string_view name) {
  if (std::any_of(name.begin(), name.end(), [](unsigned char c) { return absl::ascii_islower(c); }))
    return std::string(name);
  std::vector<std::string> words = absl::StrSplit(ToLower(name), ' ', absl::SkipEmpty());
  // Registers drop the apostrophe: "S GRAVENHAGE".
  if (words.size() > 1 && (words[0] == "s" || words[0] == "t")) {
    words[1] = words[0] == "s" ? absl::StrCat("'s-", words[1]) : words[1];
    words[0] = words[0] == "s" ? "" : "'t";
    if (words[0].empty()) words.erase(words.begin());
  }
  for (size_t i = 0; i < words.size(); ++i) {
    const auto* province =
        std::find_if(kProvinces.begin(), kProvinces.end(), [&](const auto& row) { return row.first == words[i]; });
    const bool last = i > 0 && i + 1 == words.size();
    words[i] =
        last && province != kProvinces.end() ? absl::StrCat("(", province->second, ")") : CaseOf(words[i], i == 0);
  }
  return absl::StrJoin(words, " ");
}

}  // namespace socialekaart
