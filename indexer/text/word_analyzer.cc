#include "indexer/text/word_analyzer.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace socialekaart {
namespace {

constexpr uint16_t kKnown = kFlagWord | kFlagName | kFlagAbbreviation | kFlagStopWord;
constexpr int kMaxRounds = 4;

// A lone apostrophe form has its own ending: "foto's", "taxi'tje", "IB'ers". The first is what stands there, the second
// what stays.
constexpr auto kApostrophes = std::to_array<std::pair<absl::string_view, absl::string_view>>(
    {{"'s", ""}, {"'tjes", ""}, {"'tje", ""}, {"'ers", "er"}, {"'er", "er"}});

bool HasDigit(absl::string_view word) {
  return std::any_of(word.begin(), word.end(),
                     [](char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); });
}

void Note(absl::string_view word, absl::string_view what, absl::string_view result, std::vector<AnalysisStep>* steps) {
  if (steps != nullptr) steps->push_back({std::string(word), std::string(what), std::string(result)});
}

void Add(std::string term, TextForm::Kind kind, size_t begin, size_t length, WordForms* word) {
  for (const WordForms::Form& form : word->forms) {
    if (form.term == term) return;
  }
  word->forms.push_back({std::move(term), kind, begin, length});
}

}  // namespace

std::string WordAnalyzer::Lemma(absl::string_view word, int depth, std::vector<AnalysisStep>* steps) const {
  std::string lemma(word);
  for (int round = 0; round < kMaxRounds; ++round) {
    const DutchLexicon::Entry* entry = lexicon_.Find(lemma);
    const bool is_exception =
        entry != nullptr &&
        (entry->lemma != 0 || (entry->flags & (kFlagKeep | kFlagStopWord | kFlagAbbreviation)) != 0);
    // The last part of a compound is inflected, whatever the whole looks like.
    const std::vector<Splitter::Part> parts =
        is_exception || depth <= 0 ? std::vector<Splitter::Part>() : splitter_.Split(lemma);
    if (!parts.empty()) {
      const size_t head = parts.back().begin;
      std::string next = absl::StrCat(lemma.substr(0, head), Lemma(lemma.substr(head), depth - 1, steps));
      if (next == lemma) break;
      lemma = std::move(next);
      continue;
    }
    std::optional<Lemmatizer::Step> step = lemmatizer_.Next(lemma);
    if (!step) break;
    int left = Lemmatizer::kMaxSteps;
    for (; step && left > 0; --left) {
      Note(lemma, step->what, step->word, steps);
      lemma = std::move(step->word);
      step = lemmatizer_.Next(lemma);
    }
  }
  return lemma;
}

WordForms WordAnalyzer::AsItIs(absl::string_view word, absl::string_view why, std::vector<AnalysisStep>* steps) const {
  WordForms forms;
  forms.forms.push_back({std::string(word), TextForm::Kind::kLemma, 0, word.size()});
  const uint16_t flags = lexicon_.FlagsOf(word);
  forms.is_known = (flags & kKnown) != 0 || HasDigit(word);
  forms.is_stop_word = (flags & kFlagStopWord) != 0;
  Note(word, why, word, steps);
  return forms;
}

bool WordAnalyzer::IsOfTheField(absl::string_view word) const {
  const std::vector<Splitter::Part> parts = splitter_.Split(word);
  return !parts.empty() && std::all_of(parts.begin(), parts.end(), [&](const Splitter::Part& part) {
    const absl::string_view text = word.substr(part.begin, part.length);
    return ((lexicon_.FlagsOf(text) | lexicon_.FlagsOf(lemmatizer_.Lemma(text))) & kFlagDomain) != 0;
  });
}

WordForms WordAnalyzer::Analyze(absl::string_view word, std::vector<AnalysisStep>* steps) const {
  const uint16_t flags = lexicon_.FlagsOf(word);
  if ((flags & kFlagStopWord) != 0) return AsItIs(word, "stopwoord", steps);
  if ((flags & kFlagAbbreviation) != 0) return AsItIs(word, "afkorting", steps);
  if ((flags & kFlagName) != 0 && (flags & kFlagWord) == 0) return AsItIs(word, "naam", steps);
  if (HasDigit(word)) return AsItIs(word, "getal of code", steps);
  if (absl::StrContains(word, '\'')) {
    std::string joined = absl::StrReplaceAll(word, {{"'", ""}});
    for (const auto& [ending, stays] : kApostrophes) {
      if (!absl::EndsWith(word, ending) || word.size() <= ending.size()) continue;
      joined = absl::StrReplaceAll(absl::StrCat(word.substr(0, word.size() - ending.size()), stays), {{"'", ""}});
      break;
    }
    Note(word, "apostrof", joined, steps);
    WordForms forms = Analyze(joined, steps);
    for (WordForms::Form& form : forms.forms) {
      // Nothing before the apostrophe has moved; a form that reaches beyond it stands for the whole.
      if (form.begin + form.length >= word.find('\'')) form.begin = 0, form.length = word.size();
    }
    return forms;
  }

  WordForms forms;
  const std::string lemma = Lemma(word, kMaxRounds, steps);
  forms.forms.push_back({lemma, TextForm::Kind::kLemma, 0, word.size()});
  const std::vector<Splitter::Part> parts = splitter_.SplitDeep(word);
  const bool is_listed = (flags & kKnown) != 0;
  // A name that looks like a compound is searched for as it is written.
  if (!is_listed && !parts.empty()) Add(std::string(word), TextForm::Kind::kLemma, 0, word.size(), &forms);
  for (const Splitter::Part& part : parts) {
    const absl::string_view text = word.substr(part.begin, part.length);
    std::string term = Lemma(text, kMaxRounds, nullptr);
    Note(word, "splitsing", term, steps);
    Add(std::move(term), TextForm::Kind::kPart, part.begin, part.length, &forms);
  }
  forms.is_known = is_listed || !parts.empty() || (lexicon_.FlagsOf(lemma) & kKnown) != 0;
  if (steps != nullptr && (steps->empty() || steps->back().word != word))
    Note(word, forms.is_known ? "lemma" : "onbekend woord", lemma, steps);
  return forms;
}

}  // namespace socialekaart
