#include "services/matching/vocabulary.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "indexer/text/edit_distance.h"

namespace socialekaart {
namespace {

constexpr size_t kShortestCorrected = 6;  // shorter words are too often one letter away from another one
constexpr size_t kShortestPart = 4;
constexpr size_t kLongestAffix = 63;

std::string Without(absl::string_view word, size_t letter) {
  return absl::StrCat(word.substr(0, letter), word.substr(letter + 1));
}

}  // namespace

int Vocabulary::Intern(absl::string_view word, Ids* ids) {
  const auto [found, added] = ids->try_emplace(std::string(word), next_);
  if (added) ++next_;
  return found->second;
}

void Vocabulary::AddCorrectable(absl::string_view word) {
  if (word.size() < kShortestCorrected) return;
  const auto add = [&](std::string left) {
    std::vector<std::string>& words = correctable_[std::move(left)];
    if (std::find(words.begin(), words.end(), word) == words.end()) words.emplace_back(word);
  };
  add(std::string(word));
  for (size_t i = 0; i < word.size(); ++i) add(Without(word, i));
}

void Vocabulary::AddWord(absl::string_view word, bool parts, std::vector<int>* ids) {
  if (absl::ConsumePrefix(&word, "=")) {
    ids->push_back(Intern(word, &words_));
    return;
  }
  for (const bool beginning : {true, false}) {
    if (!(beginning ? absl::ConsumeSuffix(&word, "*") : absl::ConsumePrefix(&word, "*"))) continue;
    const absl::string_view affix = word.substr(0, kLongestAffix);
    affix_lengths_ |= uint64_t{1} << affix.size();
    ids->push_back(Intern(affix, beginning ? &beginnings_ : &ends_));
    if (beginning) AddCorrectable(affix);
    return;
  }
  ids->push_back(Intern(word, &words_));
  ids->push_back(Intern(LightStem(word), &stems_));
  AddCorrectable(word);
  if (analyzer_ == nullptr) return;
  for (const TextToken& token : analyzer_->Analyze(word)) {
    if (token.word != word || token.forms.empty()) continue;
    const std::string& lemma = token.forms.front().term;
    ids->push_back(Intern(lemma, &lemmas_));
    if (parts && lemma.size() >= kShortestPart) ids->push_back(Intern(lemma, &parts_));
  }
}

std::vector<Vocabulary::Word> Vocabulary::Read(const Note& note) const {
  std::vector<Word> words;
  words.reserve(note.tokens.size());
  for (const Token& token : note.tokens) words.push_back(WordOf(token));
  return words;
}

void Vocabulary::AddKeys(absl::string_view word, bool weak, Keys* keys) const {
  const auto look = [&](absl::string_view key, const Ids& ids) {
    if (const auto found = ids.find(key); found != ids.end()) keys->push_back({found->second, weak});
  };
  look(word, words_);
  look(LightStem(word), stems_);
  for (size_t length = kShortestAffix; length <= std::min(word.size(), kLongestAffix); ++length) {
    if ((affix_lengths_ >> length & 1) == 0) continue;
    look(word.substr(0, length), beginnings_);
    look(word.substr(word.size() - length), ends_);
  }
}

Vocabulary::Word Vocabulary::WordOf(const Token& token) const {
  Word word = WordAsWritten(token);
  const auto variant = variants_.find(token.word);
  if (variant == variants_.end() || token.kind == Token::Kind::kBoundary) return word;
  Token standard = token;
  standard.word = variant->second;
  const Word meant = WordAsWritten(standard);
  word.keys.insert(word.keys.end(), meant.keys.begin(), meant.keys.end());
  word.is_stop_word = word.is_stop_word || meant.is_stop_word;
  return word;
}

Vocabulary::Word Vocabulary::WordAsWritten(const Token& token) const {
  Word word;
  if (token.kind == Token::Kind::kBoundary) return word;
  Keys& keys = word.keys;
  AddKeys(token.word, false, &keys);
  if (analyzer_ == nullptr || token.kind == Token::Kind::kNumber) return word;
  bool known = false;
  for (const TextToken& analyzed : analyzer_->Analyze(token.word)) {
    known = known || analyzed.is_known;
    word.is_stop_word = word.is_stop_word || analyzed.is_stop_word;
    bool lemma = true;  // the first form
    for (const TextForm& form : analyzed.forms) {
      const Ids& ids = lemma ? lemmas_ : parts_;
      if (form.kind == TextForm::Kind::kSynonym) break;
      if (const auto found = ids.find(form.term); found != ids.end()) keys.push_back({found->second, !lemma});
      lemma = false;
    }
  }
  // A name is no typing error.
  if (!known && keys.empty() && !token.capital) Correct(token.word, &keys);
  return word;
}

void Vocabulary::Correct(absl::string_view word, Keys* keys) const {
  if (word.size() < kShortestCorrected) return;
  absl::InlinedVector<absl::string_view, 4> tried;
  const auto look = [&](absl::string_view left) {
    const auto found = correctable_.find(left);
    if (found == correctable_.end()) return;
    for (const std::string& candidate : found->second) {
      if (EditDistance(word, candidate, 1) != 1 || std::find(tried.begin(), tried.end(), candidate) != tried.end()) continue;
      tried.push_back(candidate);
      AddKeys(candidate, true, keys);
    }
  };
  look(word);
  for (size_t i = 0; i < word.size(); ++i) look(Without(word, i));
}

}  // namespace socialekaart
