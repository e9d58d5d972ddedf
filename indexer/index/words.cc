#include "indexer/index/words.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "indexer/text/edit_distance.h"

namespace socialekaart {
namespace {

constexpr size_t kMaxSpelling = 40;
constexpr size_t kOneErrorFrom = 4;
constexpr size_t kTwoErrorsFrom = 9;
constexpr size_t kLetters = 26;

// 0 for a word with a; kLetters or more for what begins with no letter. `word` is not empty.
size_t LetterOf(absl::string_view word) { return static_cast<size_t>(static_cast<unsigned char>(word[0])) - 'a'; }

// What happens to one term in a group of changes.
struct TermChange {
  std::vector<Words::Document> removed;
  std::vector<std::pair<Words::Document, uint8_t>> added;
};

// One document at a time: cheaper than passing over all postings while the changes are few.
void Patch(const TermChange& change, Words::Postings* postings) {
  const auto at = [&](Words::Document document) {
    return std::lower_bound(postings->documents.begin(), postings->documents.end(), document) - postings->documents.begin();
  };
  const auto stands = [&](ptrdiff_t place, Words::Document document) {
    return static_cast<size_t>(place) < postings->size() && postings->documents[static_cast<size_t>(place)] == document;
  };
  for (const auto& [document, impact] : change.added) {
    const ptrdiff_t place = at(document);
    if (stands(place, document)) {
      postings->impacts[static_cast<size_t>(place)] = impact;
      continue;
    }
    postings->documents.insert(postings->documents.begin() + place, document);
    postings->impacts.insert(postings->impacts.begin() + place, impact);
  }
  for (const Words::Document document : change.removed) {
    const bool comes_back = std::any_of(change.added.begin(), change.added.end(), [&](const auto& added) { return added.first == document; });
    const ptrdiff_t place = at(document);
    if (comes_back || !stands(place, document)) continue;
    postings->documents.erase(postings->documents.begin() + place);
    postings->impacts.erase(postings->impacts.begin() + place);
  }
}

void Merge(TermChange change, Words::Postings* postings) {
  constexpr size_t kFew = 8;
  const auto& documents = postings->documents;
  const bool appends = change.removed.empty() && std::all_of(change.added.begin(), change.added.end(), [&](const auto& added) {
    return documents.empty() || added.first > documents.back();
  });
  if (!appends && change.removed.size() + change.added.size() <= kFew) return Patch(change, postings);
  std::sort(change.removed.begin(), change.removed.end());
  std::sort(change.added.begin(), change.added.end());
  if (appends) {
    for (const auto& [document, impact] : change.added) {
      postings->documents.push_back(document);
      postings->impacts.push_back(impact);
    }
    return;
  }
  Words::Postings merged;
  merged.documents.reserve(postings->size() + change.added.size());
  merged.impacts.reserve(postings->size() + change.added.size());
  auto added = change.added.begin();
  const auto add_before = [&](Words::Document limit) {
    for (; added != change.added.end() && added->first < limit; ++added) {
      merged.documents.push_back(added->first);
      merged.impacts.push_back(added->second);
    }
  };
  auto removed = change.removed.begin();
  for (size_t i = 0; i < postings->size(); ++i) {
    const Words::Document document = documents[i];
    add_before(document);
    while (removed != change.removed.end() && *removed < document) ++removed;
    const bool is_gone = removed != change.removed.end() && *removed == document;
    if (is_gone || (added != change.added.end() && added->first == document)) continue;
    merged.documents.push_back(document);
    merged.impacts.push_back(postings->impacts[i]);
  }
  add_before(std::numeric_limits<Words::Document>::max());
  *postings = std::move(merged);
}

}  // namespace

uint8_t Impact(uint32_t wdf, uint32_t length, const data::v1::Ranking::Fields& weights) {
  const double share = weights.length_share();
  const double room = weights.saturation() * (1 - share + share * length / weights.usual_length());
  return static_cast<uint8_t>(std::clamp(std::lround(255.0 * wdf / (wdf + room)), 1L, 255L));
}

void Words::Apply(const std::vector<Change>& changes) {
  absl::flat_hash_map<absl::string_view, TermChange> by_term;
  for (const Change& change : changes) {
    for (const std::string& term : change.removed) by_term[term].removed.push_back(change.document);
    for (const auto& [term, impact] : change.added) by_term[term].added.push_back({change.document, impact});
  }
  for (auto& [term, change] : by_term) {
    const auto [postings, is_new] = postings_.try_emplace(std::string(term));
    Merge(std::move(change), &postings->second);
    if (is_new) CountSpelling(term, 1);
    if (!postings->second.documents.empty()) continue;
    CountSpelling(term, -1);
    postings_.erase(postings);
  }
}

const Words::Postings* Words::Find(absl::string_view term) const {
  const auto found = postings_.find(term);
  return found == postings_.end() ? nullptr : &found->second;
}

std::vector<std::string> Words::Extend(absl::string_view prefix, size_t limit) const {
  std::vector<std::pair<size_t, absl::string_view>> longer;
  size_t scanned = 0;
  for (auto at = postings_.lower_bound(prefix); at != postings_.end() && absl::StartsWith(at->first, prefix) && scanned < kMaxScan; ++at, ++scanned) {
    if (at->first.size() > prefix.size()) longer.push_back({at->second.size(), at->first});
  }
  std::sort(longer.begin(), longer.end(), [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
  std::vector<std::string> terms;
  for (size_t i = 0; i < std::min(limit, longer.size()); ++i) terms.emplace_back(longer[i].second);
  return terms;
}

void Words::Load(const std::string& term, Postings postings) {
  CountSpelling(term, 1);
  postings_[term] = std::move(postings);
}

void Words::CountSpelling(absl::string_view word, int delta) {
  if (word.size() < kOneErrorFrom || word.size() > kMaxSpelling || LetterOf(word) >= kLetters) return;
  if (spellings_.empty()) spellings_.resize(kMaxSpelling + 1);
  Spellings& spellings = spellings_[word.size()][LetterOf(word)];
  const auto entry = spellings.try_emplace(word, 0).first;
  entry->second += delta;
  if (entry->second <= 0) spellings.erase(entry);
}

int Words::CountOf(absl::string_view word) const {
  if (word.empty() || word.size() >= spellings_.size() || LetterOf(word) >= kLetters) return 0;
  const Spellings& spellings = spellings_[word.size()][LetterOf(word)];
  const auto found = spellings.find(word);
  return found == spellings.end() ? 0 : found->second;
}

Words::Spelling Words::Nearest(absl::string_view word, size_t most, bool same_first_letter) const {
  size_t nearest = most + 1;
  Spelling best;
  const size_t first = LetterOf(word);
  for (size_t length = word.size() - most; length <= std::min(word.size() + most, kMaxSpelling); ++length) {
    for (size_t letter = 0; letter < kLetters; ++letter) {
      if (same_first_letter && letter != first) continue;
      for (const auto& [known, count] : spellings_[length][letter]) {
        // Nobody mistypes the first letter as often as another: one error is allowed there, two are not.
        const size_t limit = std::min(nearest, letter == first ? most : size_t{1});
        const size_t distance = EditDistance(word, known, limit);
        if (distance > limit || distance > most) continue;
        const bool is_better = distance != nearest ? distance < nearest : count != best.count ? count > best.count : known < best.word;
        if (!is_better) continue;
        nearest = distance;
        best = {known, count};
      }
    }
  }
  return best;
}

std::string Words::CorrectOne(absl::string_view word) const {
  return word.size() < kTwoErrorsFrom || word.size() > kMaxSpelling || spellings_.empty() ? "" : Nearest(word, 1, true).word;
}

std::string Words::Correct(absl::string_view word) const {
  if (word.size() < kOneErrorFrom || word.size() > kMaxSpelling || spellings_.empty()) return "";
  Spelling best = Nearest(word, word.size() >= kTwoErrorsFrom ? 2 : 1, false);
  if (!best.word.empty()) return best.word;
  for (size_t at = kOneErrorFrom; at + kOneErrorFrom <= word.size(); ++at) {
    const absl::string_view left = word.substr(0, at), right = word.substr(at);
    for (const bool left_is_right : {true, false}) {
      const int count = CountOf(left_is_right ? left : right);
      if (count <= best.count) continue;
      const Spelling other = Nearest(left_is_right ? right : left, 1, false);
      if (other.word.empty() || other.count <= best.count) continue;
      best = {left_is_right ? absl::StrCat(left, " ", other.word) : absl::StrCat(other.word, " ", right), std::min(count, other.count)};
    }
  }
  return best.word;
}

}  // namespace socialekaart
