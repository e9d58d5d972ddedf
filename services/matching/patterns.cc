#include "services/matching/patterns.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace socialekaart {
namespace {

constexpr int kGapWords = 3;
constexpr int kRangeWords = 12;  // between the first words of a phrase in any order and its others
// Ends of a sentence; a comma, a colon or a bracket is none.
constexpr absl::string_view kSentenceEnds = ".;!?\n";
constexpr absl::string_view kOpposite = "maar";  // what follows is another matter

absl::Status Fault(absl::string_view phrase, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("phrase \"", phrase, "\": ", what));
}

}  // namespace

ReadWords::ReadWords(const Note& note, const Vocabulary& vocabulary, const absl::flat_hash_set<std::string>& gap_ends) {
  std::vector<Vocabulary::Word> read = vocabulary.Read(note);
  words.reserve(read.size());
  for (size_t i = 0; i < read.size(); ++i) {
    const Token& token = note.tokens[i];
    const bool boundary = token.kind == Token::Kind::kBoundary;
    const bool clause = !boundary && gap_ends.contains(token.word);
    words.push_back({std::move(read[i].keys), read[i].is_stop_word, boundary || clause,
                     boundary ? absl::StrContains(kSentenceEnds, token.boundary) : token.word == kOpposite});
  }
}

std::vector<std::string> PhraseWords(absl::string_view phrase) {
  std::vector<std::string> words;
  for (const Token& token : ReadNote(phrase).tokens) {
    if (token.kind != Token::Kind::kBoundary) words.push_back(token.word);
  }
  return words;
}

absl::Status PatternSet::AddSlots(absl::string_view phrase, const WordClasses& classes, bool parts,
                                  Vocabulary* vocabulary, Slots* into) const {
  bool gap = false;
  for (const absl::string_view part : absl::StrSplit(phrase, ' ', absl::SkipWhitespace())) {
    if (part == "~") {
      if (into->empty() || gap) return Fault(phrase, "a gap stands between two words");
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
        const bool beginning = absl::EndsWith(word, "*");
        const bool end = absl::StartsWith(word, "*");
        const std::vector<std::string> words = PhraseWords(word);
        if (words.size() != 1) return Fault(phrase, absl::StrCat("\"", word, "\" is not one word"));
        if ((beginning || end) && words[0].size() < Vocabulary::kShortestAffix)
          return Fault(phrase, "too short before or after a *");
        slots[0].push_back(absl::StrCat(end ? "*" : word[0] == '=' ? "=" : "", words[0], beginning ? "*" : ""));
      }
    } else {
      for (std::string& word : PhraseWords(part)) slots.push_back({std::move(word)});
    }
    if (slots.empty()) return Fault(phrase, absl::StrCat("\"", part, "\" holds no word"));
    for (const std::vector<std::string>& words : slots) {
      Slot& slot = into->emplace_back();
      slot.gap_before = std::exchange(gap, false);
      for (const std::string& word : words) vocabulary->AddWord(word, parts, &slot.keys);
      std::sort(slot.keys.begin(), slot.keys.end());
      slot.keys.erase(std::unique(slot.keys.begin(), slot.keys.end()), slot.keys.end());
    }
  }
  if (into->empty()) return Fault(phrase, "holds no word");
  if (gap) return Fault(phrase, "a gap stands between two words");
  return absl::OkStatus();
}

// "mes|in de fik": sequences of words, the single ones together in one slot.
absl::Status PatternSet::AddChoice(absl::string_view segment, const WordClasses& classes, Vocabulary* vocabulary,
                                   Choice* choice) const {
  Slot single;
  for (const absl::string_view alternative : absl::StrSplit(segment, '|')) {
    Slots slots;
    if (absl::Status status = AddSlots(alternative, classes, false, vocabulary, &slots); !status.ok()) return status;
    if (slots.size() > 1) {
      choice->push_back(std::move(slots));
    } else {
      single.keys.insert(single.keys.end(), slots[0].keys.begin(), slots[0].keys.end());
    }
  }
  if (single.keys.empty()) return absl::OkStatus();
  std::sort(single.keys.begin(), single.keys.end());
  single.keys.erase(std::unique(single.keys.begin(), single.keys.end()), single.keys.end());
  choice->push_back({std::move(single)});
  return absl::OkStatus();
}

absl::Status PatternSet::Add(absl::string_view phrase, int value, const WordClasses& classes, Vocabulary* vocabulary) {
  Pattern pattern{value, {}, {}, {}};
  Choice first;
  if (!absl::StrContains(phrase, '&')) {
    const bool parts = parts_ && !absl::StrContains(phrase, ' ');
    if (absl::Status status = AddSlots(phrase, classes, parts, vocabulary, &first.emplace_back()); !status.ok())
      return status;
  } else {
    for (absl::string_view segment : absl::StrSplit(phrase, '&')) {
      segment = absl::StripAsciiWhitespace(segment);
      const bool never = absl::ConsumePrefix(&segment, "!");
      if (first.empty() && never) return Fault(phrase, "begins with what must not be there");
      Choice& choice = first.empty() ? first : never ? pattern.never : pattern.others.emplace_back();
      if (absl::Status status = AddChoice(segment, classes, vocabulary, &choice); !status.ok()) return status;
    }
  }
  for (Slots& slots : first) {
    by_first_.resize(std::max(by_first_.size(), static_cast<size_t>(vocabulary->size())));
    for (const int key : slots[0].keys)
      by_first_[static_cast<size_t>(key)].push_back(static_cast<int>(patterns_.size()));
    pattern.slots = std::move(slots);
    patterns_.push_back(pattern);
  }
  return absl::OkStatus();
}

const Vocabulary::Key* PatternSet::Fits(const Vocabulary::Keys& keys, const Slot& slot) {
  const Vocabulary::Key* fits = nullptr;
  for (const Vocabulary::Key& key : keys) {
    if ((fits == nullptr || fits->weak) && std::binary_search(slot.keys.begin(), slot.keys.end(), key.id)) fits = &key;
  }
  return fits;
}

// The nearest words that fit. A clause boundary ends the search.
bool PatternSet::MatchFrom(const Slots& slots, size_t slot, int position, const ReadWords& note, bool* weak,
                           Words* words) {
  if (slot == slots.size()) return true;
  const int furthest = position + (slots[slot].gap_before ? kGapWords : 0);
  for (int i = position; i <= furthest && i < static_cast<int>(note.words.size()); ++i) {
    const ReadWords::Word& word = note.words[static_cast<size_t>(i)];
    if (const Vocabulary::Key* key = Fits(word.keys, slots[slot]); key != nullptr) {
      const bool was_weak = *weak;
      *weak = *weak || key->weak;
      words->push_back(i);
      if (MatchFrom(slots, slot + 1, i + 1, note, weak, words)) return true;
      words->pop_back();
      *weak = was_weak;
    }
    if (word.stops_gap) return false;
  }
  return false;
}

// The nearest places on either side, each word for one thing only.
bool PatternSet::MatchOthers(const Pattern& pattern, const ReadWords& note, PatternHit* hit) {
  const auto reach = [&](int from, int step) {
    int end = from;
    for (int i = from + step; std::abs(i - from) <= kRangeWords && i >= 0 && i < static_cast<int>(note.words.size());
         i += step) {
      if (note.words[static_cast<size_t>(i)].stops_range) break;
      end = i;
    }
    return end;
  };
  const int low = reach(hit->first, -1), high = reach(hit->last, 1);
  const auto stands = [&](const Slots& slots, int at, bool* weak, Words* words) {
    words->clear();
    return at >= low && at <= high && MatchFrom(slots, 0, at, note, weak, words) && words->back() <= high &&
           std::none_of(words->begin(), words->end(), [&](int word) {
             return std::find(hit->words.begin(), hit->words.end(), word) != hit->words.end();
           });
  };
  const auto find = [&](const Choice& choice, bool* weak, Words* words) {
    const auto here = [&](int at) {
      return std::any_of(choice.begin(), choice.end(),
                         [&](const Slots& slots) { return stands(slots, at, weak, words); });
    };
    for (int at = hit->first; at <= hit->last; ++at) {
      if (here(at)) return true;
    }
    for (int distance = 1; distance <= kRangeWords; ++distance) {
      if (here(hit->last + distance) || here(hit->first - distance)) return true;
    }
    return false;
  };
  Words words;
  for (const Choice& choice : pattern.others) {
    if (!find(choice, &hit->weak, &words)) return false;
    hit->words.insert(hit->words.end(), words.begin(), words.end());
  }
  for (const Slots& slots : pattern.never) {
    for (int at = low; at <= high; ++at) {
      bool weak = false;
      words.clear();
      if (MatchFrom(slots, 0, at, note, &weak, &words) && words.back() <= high) return false;
    }
  }
  std::sort(hit->words.begin(), hit->words.end());
  hit->first = hit->words.front();
  hit->last = hit->words.back();
  return true;
}

std::vector<PatternHit> PatternSet::Match(const ReadWords& note) const {
  std::vector<PatternHit> hits;
  std::vector<int> tried(patterns_.size(),
                         -1);  // the word at which a pattern was tried last: several of its keys may lead to it
  Words words;
  for (int i = 0; i < static_cast<int>(note.words.size()); ++i) {
    for (const Vocabulary::Key& key : note.words[static_cast<size_t>(i)].keys) {
      if (static_cast<size_t>(key.id) >= by_first_.size()) continue;
      for (const int p : by_first_[static_cast<size_t>(key.id)]) {
        if (std::exchange(tried[static_cast<size_t>(p)], i) == i) continue;
        const Pattern& pattern = patterns_[static_cast<size_t>(p)];
        bool weak = key.weak;
        words.assign(1, i);
        if (!MatchFrom(pattern.slots, 1, i + 1, note, &weak, &words)) continue;
        PatternHit hit{pattern.value, i, words.back(), static_cast<int>(words.size()), weak, words};
        if (!pattern.others.empty() || !pattern.never.empty()) {
          if (!MatchOthers(pattern, note, &hit)) continue;
          hit.strength += pattern.others.empty() ? 0 : 1;
        }
        hits.push_back(std::move(hit));
      }
    }
  }
  return hits;
}

}  // namespace socialekaart
