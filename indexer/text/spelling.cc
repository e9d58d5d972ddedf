#include "indexer/text/spelling.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"

namespace socialekaart {
namespace {

bool IsDoubled(absl::string_view text) {
  return text.size() >= 2 && text.back() == text[text.size() - 2];
}

// Two letters, one vowel: they are long as they are. "ea", "ia", "io" are two vowels.
bool IsDigraph(char first, char second) {
  constexpr auto kDigraphs =
      std::to_array<absl::string_view>({"aa", "ee", "oo", "uu", "ie", "oe", "eu", "ui", "ei", "ou", "au"});
  return std::any_of(kDigraphs.begin(), kDigraphs.end(),
                     [=](absl::string_view two) { return two[0] == first && two[1] == second; });
}

// "slap": a single vowel and one consonant at the end.
bool EndsInShortSyllable(absl::string_view text) {
  const size_t n = text.size();
  if (n < 2 || IsVowel(text[n - 1]) || text[n - 1] == 'x' || !IsVowel(text[n - 2])) return false;
  return n < 3 || !IsDigraph(text[n - 3], text[n - 2]);
}

std::string WithoutVoice(std::string text) {
  if (text.empty()) return text;
  if (text.back() == 'v') text.back() = 'f';
  if (text.back() == 'z') text.back() = 's';
  return text;
}

void Add(std::string word, std::vector<std::string>* words) {
  for (const std::string& known : *words) {
    if (known == word) return;
  }
  words->push_back(std::move(word));
}

}  // namespace

bool IsVowel(char c) {
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

std::vector<std::string> Closed(absl::string_view open) {
  std::vector<std::string> words;
  if (open.empty()) return words;
  if (IsDoubled(open) && !IsVowel(open.back())) {
    Add(std::string(open.substr(0, open.size() - 1)), &words);
    Add(std::string(open), &words);
    return words;
  }
  if (EndsInShortSyllable(open) && open[open.size() - 2] != 'i') {
    const absl::string_view onset = open.substr(0, open.size() - 1);
    Add(WithoutVoice(absl::StrCat(onset, onset.substr(onset.size() - 1), open.substr(open.size() - 1))), &words);
  }
  Add(WithoutVoice(std::string(open)), &words);
  return words;
}

std::vector<std::string> Opened(absl::string_view closed) {
  std::vector<std::string> words;
  if (closed.empty()) return words;
  const char last = closed.back();
  const size_t n = closed.size();
  std::vector<std::string> bases;
  if (n >= 3 && !IsVowel(last) && IsVowel(closed[n - 2]) && closed[n - 2] == closed[n - 3]) {
    bases.push_back(absl::StrCat(closed.substr(0, n - 2), closed.substr(n - 1)));
  } else {
    if (EndsInShortSyllable(closed)) bases.push_back(absl::StrCat(closed, closed.substr(n - 1)));
    bases.emplace_back(closed);
  }
  for (std::string& base : bases) {
    const char voiced = last == 'f' ? 'v' : last == 's' ? 'z' : '\0';
    if (voiced != '\0' && !IsDoubled(base)) {
      std::string other = base;
      other.back() = voiced;
      Add(std::move(other), &words);
    }
    Add(std::move(base), &words);
  }
  return words;
}

}  // namespace socialekaart
