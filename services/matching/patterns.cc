#include "services/matching/patterns.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace socialekaart {
namespace {

constexpr int kGapWords = 3;
constexpr size_t kShortestAffix = 3;

absl::Status Fault(absl::string_view phrase, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("phrase \"", phrase, "\": ", what));
}

}  // namespace

std::vector<std::string> PhraseWords(absl::string_view phrase) {
  std::vector<std::string> words;
  for (const Token& token : ReadNote(phrase).tokens) {
    if (token.kind != Token::Kind::kBoundary) words.push_back(token.word);
  }
  return words;
}

int PatternSet::Intern(const std::string& key) {
  const auto [found, added] = ids_.emplace(key, static_cast<int>(by_first_.size()));
  if (added) by_first_.emplace_back();
  return found->second;
}

void PatternSet::AddKeys(absl::string_view word, std::vector<int>* keys) {
  const bool exact = absl::ConsumePrefix(&word, "=");
  const bool prefix = absl::EndsWith(word, "*");
  const bool suffix = absl::StartsWith(word, "*");
  if (prefix || suffix) longest_affix_ = std::max(longest_affix_, word.size() - 1);
  keys->push_back(Intern(std::string(word)));
  const absl::string_view stem = LightStem(word);
  if (!exact && !prefix && !suffix) keys->push_back(Intern(absl::StrCat("/", stem)));
}

absl::Status PatternSet::Add(absl::string_view phrase, int value, const WordClasses& classes) {
  Pattern pattern{value, {}};
  bool gap = false;
  for (const absl::string_view part : absl::StrSplit(phrase, ' ', absl::SkipWhitespace())) {
    if (part == "~") {
      if (pattern.slots.empty() || gap) return Fault(phrase, "a gap stands between two words");
      gap = true;
      continue;
    }
    // A part with a hyphen or digits may be several words of a note; alternatives and classes are one word each.
    std::vector<std::vector<std::string>> slots;
    if (absl::StrContains(part, "|") || absl::StrContains(part, "@") || absl::StrContains(part, "*") ||
        part[0] == '=') {
      slots.emplace_back();
      for (const absl::string_view word : absl::StrSplit(part, '|')) {
        if (absl::StartsWith(word, "@")) {
          const auto found = classes.find(std::string(word.substr(1)));
          if (found == classes.end()) return Fault(phrase, absl::StrCat("no word class ", word));
          slots[0].insert(slots[0].end(), found->second.begin(), found->second.end());
          continue;
        }
        const bool prefix = absl::EndsWith(word, "*");
        const bool suffix = absl::StartsWith(word, "*");
        const std::vector<std::string> words = PhraseWords(word);
        if (words.size() != 1) return Fault(phrase, absl::StrCat("\"", word, "\" is not one word"));
        if ((prefix || suffix) && words[0].size() < kShortestAffix)
          return Fault(phrase, "too short before or after a *");
        slots[0].push_back(absl::StrCat(suffix ? "*" : word[0] == '=' ? "=" : "", words[0], prefix ? "*" : ""));
      }
    } else {
      for (std::string& word : PhraseWords(part)) slots.push_back({std::move(word)});
    }
    if (slots.empty()) return Fault(phrase, absl::StrCat("\"", part, "\" holds no word"));
    for (const std::vector<std::string>& words : slots) {
      Slot slot;
      slot.gap_before = std::exchange(gap, false);
      for (const std::string& word : words) AddKeys(word, &slot.keys);
      std::sort(slot.keys.begin(), slot.keys.end());
      slot.keys.erase(std::unique(slot.keys.begin(), slot.keys.end()), slot.keys.end());
      pattern.slots.push_back(std::move(slot));
    }
  }
  if (pattern.slots.empty()) return Fault(phrase, "holds no word");
  if (gap) return Fault(phrase, "a gap stands between two words");
  for (const int key : pattern.slots[0].keys)
    by_first_[static_cast<size_t>(key)].push_back(static_cast<int>(patterns_.size()));
  patterns_.push_back(std::move(pattern));
  return absl::OkStatus();
}

PatternSet::Keys PatternSet::KeysOf(const Token& token) const {
  Keys keys;
  if (token.kind == Token::Kind::kBoundary) return keys;
  const std::string& word = token.word;
  const auto look = [&](const std::string& key) {
    if (const auto found = ids_.find(key); found != ids_.end()) keys.push_back(found->second);
  };
  look(word);
  look(absl::StrCat("/", LightStem(word)));
  for (size_t length = kShortestAffix; length <= std::min(word.size(), longest_affix_); ++length) {
    look(absl::StrCat(word.substr(0, length), "*"));
    look(absl::StrCat("*", word.substr(word.size() - length)));
  }
  return keys;
}

bool PatternSet::Fits(const Keys& token, const Slot& slot) {
  return std::any_of(token.begin(), token.end(),
                     [&](int key) { return std::binary_search(slot.keys.begin(), slot.keys.end(), key); });
}

// The nearest words that fit. A clause boundary ends the search.
bool PatternSet::MatchFrom(const Pattern& pattern, size_t slot, int position, const std::vector<Read>& tokens,
                           PatternHit* hit) const {
  if (slot == pattern.slots.size()) return true;
  const int furthest = position + (pattern.slots[slot].gap_before ? kGapWords : 0);
  for (int i = position; i <= furthest && i < static_cast<int>(tokens.size()); ++i) {
    const Read& token = tokens[static_cast<size_t>(i)];
    if (Fits(token.keys, pattern.slots[slot])) {
      hit->words.push_back(i);
      if (MatchFrom(pattern, slot + 1, i + 1, tokens, hit)) return true;
      hit->words.pop_back();
    }
    if (token.stops_gap) return false;
  }
  return false;
}

std::vector<PatternHit> PatternSet::Match(const Note& note) const {
  std::vector<Read> tokens;
  tokens.reserve(note.tokens.size());
  for (const Token& token : note.tokens) {
    tokens.push_back({KeysOf(token), token.kind == Token::Kind::kBoundary || gap_ends_.contains(token.word)});
  }
  std::vector<PatternHit> hits;
  for (int i = 0; i < static_cast<int>(tokens.size()); ++i) {
    absl::InlinedVector<int, 16> tried;
    for (const int key : tokens[static_cast<size_t>(i)].keys) {
      for (const int p : by_first_[static_cast<size_t>(key)]) {
        if (std::find(tried.begin(), tried.end(), p) != tried.end()) continue;
        tried.push_back(p);
        const Pattern& pattern = patterns_[static_cast<size_t>(p)];
        PatternHit hit;
        hit.value = pattern.value;
        hit.words.push_back(i);
        if (!MatchFrom(pattern, 1, i + 1, tokens, &hit)) continue;
        hit.first = i;
        hit.last = hit.words.back();
        hits.push_back(std::move(hit));
      }
    }
  }
  return hits;
}

}  // namespace socialekaart
