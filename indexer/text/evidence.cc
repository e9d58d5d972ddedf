#include "indexer/text/evidence.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "indexer/text/spelling.h"

namespace socialekaart {
namespace {

constexpr auto kInseparable = std::to_array<absl::string_view>(
    {"be", "ge", "her", "er", "ont", "ver", "mis", "over", "onder", "door", "vol", "weer", "aan", "voor", "om"});
// The consonants behind which the past tense has -te.
bool IsVoiceless(absl::string_view stem) {
  return !stem.empty() &&
         (absl::StrContains("tkfspx", stem.back()) || absl::EndsWith(stem, "ch") || absl::EndsWith(stem, "sh"));
}

}  // namespace

bool Evidence::IsInfinitive(absl::string_view word) const {
  if (!absl::EndsWith(word, "en") || !Has(word)) return false;
  if (IsPlainInfinitive(word)) return true;
  return std::any_of(kSeparable.begin(), kSeparable.end(), [&](absl::string_view prefix) {
    return !prefix.empty() && absl::StartsWith(word, prefix) && IsPlainInfinitive(word.substr(prefix.size()));
  });
}

bool Evidence::IsStem(absl::string_view word) const {
  if (word.size() < 3) return false;
  const std::vector<std::string> open = Opened(word);
  return std::any_of(open.begin(), open.end(),
                     [&](const std::string& stem) { return IsInfinitive(absl::StrCat(stem, "en")); });
}

bool Evidence::IsNoun(absl::string_view word) const {
  if (word.size() < 2 || !Has(word)) return false;
  const std::vector<std::string> open = Opened(word);
  return Has(absl::StrCat(word, "s")) || Has(absl::StrCat(word, "je")) || Has(absl::StrCat(word, "tje")) ||
         std::any_of(open.begin(), open.end(),
                     [this](const std::string& stem) { return Has(absl::StrCat(stem, "en")); });
}

bool Evidence::HasDiminutive(absl::string_view word) const {
  if (word.size() < 2 || !Has(word)) return false;
  if (Has(absl::StrCat(word, "je")) || Has(absl::StrCat(word, "tje")) || Has(absl::StrCat(word, "pje"))) return true;
  return Has(absl::StrCat(Opened(word).front(), "etje")) || Has(absl::StrCat(word, "etje"));
}

bool Evidence::IsAdjective(absl::string_view word) const {
  if (word.size() < 3 || !Has(word)) return false;
  for (const std::string& open : Opened(word)) {
    if (Has(absl::StrCat(open, "e")) && (Has(absl::StrCat(open, "er")) || Has(absl::StrCat(word, "st")))) return true;
  }
  return false;
}

bool Evidence::IsPlainInfinitive(absl::string_view word) const {
  if (word.size() < 4 || !Has(word)) return false;
  const absl::string_view open = word.substr(0, word.size() - 2);
  if (IsVowel(open.back()) && !IsVowel(open[open.size() - 2])) return false;  // "tien", though there is a "tiend"
  if (Has(absl::StrCat(word, "d"))) return true;
  for (const std::string& stem : Closed(open)) {
    if (!Has(absl::StrCat(stem, "t"))) continue;
    // "reken" is no infinitive: "rekt" is of "rekken".
    const std::string likelier = absl::StrCat(Opened(stem).front(), "en");
    if (likelier != word && Has(likelier)) continue;
    if (Has(absl::StrCat(stem, "de")) || Has(absl::StrCat(stem, "te"))) return true;
  }
  return false;
}

// A stem in f or s may have its d from v or z ("leef": "leefde").
bool Evidence::TakesPast(absl::string_view stem, char dental) const {
  if (stem.empty()) return false;
  if (stem.back() != 'f' && stem.back() != 's') return (dental == 't') == IsVoiceless(stem);
  const char voiced = stem.back() == 'f' ? 'v' : 'z';
  for (std::string open : Opened(stem)) {
    if (IsInfinitive(absl::StrCat(open, "en"))) return (open.back() == voiced) == (dental == 'd');
  }
  return false;
}

bool IsVerbPrefix(absl::string_view text) {
  const auto is = [text](absl::string_view prefix) { return !prefix.empty() && prefix == text; };
  return std::any_of(kInseparable.begin(), kInseparable.end(), is) ||
         std::any_of(kSeparable.begin(), kSeparable.end(), is);
}

bool HasInseparablePrefix(absl::string_view word) {
  for (const absl::string_view prefix : kInseparable) {
    if (absl::StartsWith(word, prefix) && word.size() >= prefix.size() + 3) return true;
  }
  return false;
}

}  // namespace socialekaart
