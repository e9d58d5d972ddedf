#include "indexer/index/text_query.h"

#include <algorithm>
#include <cmath>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace socialekaart {
namespace {

constexpr size_t kMaxPhrases = 8;
constexpr size_t kMaxPhraseWords = 10;
constexpr size_t kPrefixFrom = 4;  // letters
constexpr size_t kMaxPrefix = 20;  // longer words that one prefix stands for

struct Span {
  size_t begin, end;
};

bool IsIn(size_t offset, const Span& span) { return offset >= span.begin && offset < span.end; }

// What the marks in a text say: quoted parts, and words after a minus.
struct Marks {
  std::vector<Span> quoted, excluded;
};

Marks FindMarks(absl::string_view text) {
  Marks marks;
  for (size_t open = text.find('"'); open != absl::string_view::npos;) {
    const size_t close = text.find('"', open + 1);
    if (close == absl::string_view::npos || marks.quoted.size() == kMaxPhrases) break;
    marks.quoted.push_back({open + 1, close});
    open = text.find('"', close + 1);
  }
  for (size_t at = 0; at + 1 < text.size(); ++at) {
    const bool begins_word = (at == 0 || absl::ascii_isspace(static_cast<unsigned char>(text[at - 1]))) && !absl::ascii_isspace(static_cast<unsigned char>(text[at + 1]));
    if (text[at] != '-' || !begins_word || text[at + 1] == '-') continue;
    size_t end = at + 1;
    while (end < text.size() && !absl::ascii_isspace(static_cast<unsigned char>(text[end]))) ++end;
    marks.excluded.push_back({at + 1, end});
  }
  return marks;
}

const Span* FindSpan(const std::vector<Span>& spans, size_t offset) {
  for (const Span& span : spans) {
    if (IsIn(offset, span)) return &span;
  }
  return nullptr;
}

bool IsNameOrCode(absl::string_view text, const TextToken& token) {
  const bool has_digit = std::any_of(token.word.begin(), token.word.end(), [](char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); });
  const bool is_capital = absl::ascii_isupper(static_cast<unsigned char>(text[token.offset]));
  return has_digit || (is_capital && token.offset > 0);
}

class Reader {
 public:
  Reader(const IndexQuery& query, const Words& words, size_t documents, const IndexingRules& rules)
      : query_(query), words_(words), documents_(static_cast<double>(documents)), rules_(rules), weights_(rules.ranking.text()) {}

  TextQuery Read() {
    const std::vector<TextToken> tokens = rules_.analyzer.Analyze(query_.text);
    result_.is_nothing = tokens.empty();
    const Marks marks = FindMarks(query_.text);
    const bool only_stop_words = std::all_of(tokens.begin(), tokens.end(), [](const TextToken& token) { return token.is_stop_word; });
    AddPhrases(tokens, marks);
    FindSpanning(tokens);
    for (const TextToken& token : tokens) {
      const bool is_quoted = FindSpan(marks.quoted, token.offset) != nullptr;
      if (!is_quoted && FindSpan(marks.excluded, token.offset) != nullptr) {
        for (const TextForm& form : token.forms) {
          if (form.kind != TextForm::Kind::kPart) result_.excluded.push_back({form.term, words_.Find(form.term)});
        }
      } else if (!token.is_stop_word || only_stop_words || IsSpannedByStopWords(token, tokens)) {
        AddWord(token, is_quoted);
      }
    }
    FinishCorrection();
    if (const std::string name = ExactNameTerm(tokens); !name.empty()) result_.exact_name = words_.Find(name);
    // Stop words that are nobody's name ask for nothing.
    if (only_stop_words) std::erase_if(result_.words, [](const QueryWord& word) { return word.alternatives.empty(); });
    const bool only_weak = std::all_of(result_.words.begin(), result_.words.end(), [](const QueryWord& word) { return word.weak; });
    for (QueryWord& word : result_.words) {
      if (only_weak) word.weak = false;
      word.importance = ImportanceOf(word);
      result_.importance += word.importance;
    }
    return std::move(result_);
  }

 private:
  // Of BM25; `found_in` may count a document more than once.
  double Rarity(size_t found_in) const {
    const double found = std::min(static_cast<double>(found_in), documents_);
    return std::log(1 + (documents_ - found + 0.5) / (found + 0.5));
  }

  double ImportanceOf(const QueryWord& word) const {
    double importance = weights_.unfound();
    if (!word.alternatives.empty()) importance = Rarity(word.alternatives.front().postings->size());
    return word.weak ? importance * weights_.weak() : importance;
  }

  void FindSpanning(const std::vector<TextToken>& tokens) {
    for (const TextToken& token : tokens) {
      for (const TextForm& form : token.forms) {
        if (form.kind == TextForm::Kind::kSynonym && form.length > token.length) spanning_.push_back({{form.offset, form.offset + form.length}, form.term});
      }
    }
  }

  // Begins a synonym that is made of stop words alone: "uit elkaar".
  bool IsSpannedByStopWords(const TextToken& token, const std::vector<TextToken>& tokens) const {
    return std::any_of(spanning_.begin(), spanning_.end(), [&](const auto& spanning) {
      return spanning.first.begin == token.offset &&
             std::all_of(tokens.begin(), tokens.end(), [&](const TextToken& each) { return each.is_stop_word || !IsIn(each.offset, spanning.first); });
    });
  }

  void AddPhrases(const std::vector<TextToken>& tokens, const Marks& marks) {
    for (const Span& span : marks.quoted) {
      QueryPhrase phrase;
      size_t first = 0;
      for (size_t i = 0; i < tokens.size() && phrase.terms.size() < kMaxPhraseWords; ++i) {
        if (!IsIn(tokens[i].offset, span) || tokens[i].is_stop_word || tokens[i].forms.empty()) continue;
        if (phrase.terms.empty()) first = i;
        phrase.terms.push_back({tokens[i].forms.front().term, static_cast<uint32_t>(i - first)});
      }
      if (phrase.terms.size() > 1) result_.phrases.push_back(std::move(phrase));
    }
  }

  void AddAlternative(const std::string& term, Alternative::Way way, double weight, QueryWord* word) const { AddAlternative(term, way, weight, 0, word); }
  // `found_in`: in how many documents it counts to be, at least.
  void AddAlternative(const std::string& term, Alternative::Way way, double weight, size_t found_in, QueryWord* word) const {
    const Words::Postings* postings = words_.Find(term);
    if (postings == nullptr) return;
    for (const Alternative& known : word->alternatives) {
      if (known.term == term) return;
    }
    word->alternatives.push_back({term, way, weight * Rarity(std::max(found_in, postings->size())), postings});
  }

  void AddForms(const TextToken& token, double factor, QueryWord* word) const {
    for (const TextForm& form : token.forms) {
      switch (form.kind) {
        case TextForm::Kind::kLemma:
          AddAlternative(form.term, Alternative::Way::kLemma, weights_.lemma() * factor, word);
          AddAlternative(LabelTerm(form.term), Alternative::Way::kProblem, weights_.problem() * factor, word);
          break;
        case TextForm::Kind::kSynonym:
          AddAlternative(form.term, Alternative::Way::kSynonym, weights_.synonym() * factor, word);
          AddAlternative(LabelTerm(form.term), Alternative::Way::kProblem, weights_.problem() * weights_.synonym() * factor, word);
          break;
        case TextForm::Kind::kPart:
          AddAlternative(form.term, Alternative::Way::kPart, weights_.part() * factor, word);
          AddAlternative(LabelTerm(form.term), Alternative::Way::kProblem, weights_.problem() * weights_.part() * factor, word);
          break;
      }
    }
  }

  // A longer word says no more than the word itself would: each counts as common as that one, or as all of them together.
  void AddPrefixes(const std::string& word, QueryWord* into) const {
    if (word.size() < kPrefixFrom || into->weak) return;
    const std::vector<std::string> terms = words_.Extend(word, kMaxPrefix);
    size_t found_in = into->alternatives.empty() ? 0 : into->alternatives.front().postings->size();
    for (const std::string& term : terms) found_in += words_.Find(term)->size();
    for (const std::string& term : terms) AddAlternative(term, Alternative::Way::kPrefix, weights_.prefix(), found_in, into);
  }

  bool IsHinted(const TextToken& token, TextHint::Means means) const {
    return std::any_of(query_.hints.begin(), query_.hints.end(),
                       [&](const TextHint& hint) { return hint.means == means && IsIn(token.offset, {hint.offset, hint.offset + hint.length}); });
  }

  // Wordings that mean a problem domain, or danger: what is there for it fits each word of the wording.
  void AddHinted(const TextToken& token, QueryWord* word) const {
    for (const TextHint& hint : query_.hints) {
      if (!IsIn(token.offset, {hint.offset, hint.offset + hint.length})) continue;
      if (hint.means == TextHint::Means::kProblem) AddAlternative(ProblemTerm(hint.problem), Alternative::Way::kProblem, weights_.problem(), word);
      if (hint.means == TextHint::Means::kDanger) AddAlternative(kSafetyTerm, Alternative::Way::kProblem, weights_.problem(), word);
    }
  }

  // Synonyms of several words fit each of their words.
  void AddSpanning(const TextToken& token, QueryWord* word) const {
    for (const auto& [span, term] : spanning_) {
      if (IsIn(token.offset, span)) AddAlternative(term, Alternative::Way::kSynonym, weights_.synonym(), word);
    }
  }

  // "Did you mean": for a word that is in no dictionary and in no record.
  void Correct(const TextToken& token, QueryWord* word) {
    const std::string corrected = words_.Correct(token.word);
    if (corrected.empty()) return;
    for (const TextToken& instead : rules_.analyzer.Analyze(corrected)) AddForms(instead, weights_.correction(), word);
    if (!word->alternatives.empty()) corrections_.push_back({token.offset, token.length, corrected});
  }

  // A compound that stands nowhere may be another way to write, or mistype, one that does: "jongerewerk", "jongerenwerk".
  void AddNearCompound(const TextToken& token, QueryWord* word) const {
    const bool has_parts = std::any_of(token.forms.begin(), token.forms.end(), [](const TextForm& form) { return form.kind == TextForm::Kind::kPart; });
    if (!has_parts || words_.Find(token.forms.front().term) != nullptr) return;
    const std::string near = words_.CorrectOne(token.word);
    if (near.empty()) return;
    for (const TextToken& instead : rules_.analyzer.Analyze(near)) AddForms(instead, weights_.correction(), word);
  }

  void AddWord(const TextToken& token, bool required) {
    if (result_.words.size() == TextQuery::kMaxWords || token.forms.empty() || !seen_.insert(token.forms.front().term).second) return;
    QueryWord word{.text = token.word, .required = required || query_.require_all_words};
    word.weak = IsWeak(token) || IsHinted(token, TextHint::Means::kPlace);
    AddForms(token, 1, &word);
    AddSpanning(token, &word);
    AddPrefixes(token.word, &word);
    if (!IsNameOrCode(query_.text, token)) {
      if (word.alternatives.empty() && !token.is_known) Correct(token, &word);
      AddNearCompound(token, &word);
    }
    AddHinted(token, &word);
    std::stable_sort(word.alternatives.begin(), word.alternatives.end(), [](const Alternative& a, const Alternative& b) { return a.way < b.way; });
    result_.words.push_back(std::move(word));
  }

  bool IsWeak(const TextToken& token) const {
    const auto& weak = weights_.weak_words();
    return std::find(weak.begin(), weak.end(), token.word) != weak.end();
  }

  void FinishCorrection() {
    if (corrections_.empty()) return;
    size_t at = 0;
    for (const Correction& correction : corrections_) {
      absl::StrAppend(&result_.corrected_text, query_.text.substr(at, correction.offset - at), correction.instead);
      at = correction.offset + correction.length;
    }
    absl::StrAppend(&result_.corrected_text, query_.text.substr(at));
  }

  struct Correction {
    size_t offset, length;
    std::string instead;
  };

  const IndexQuery& query_;
  const Words& words_;
  const double documents_;
  const IndexingRules& rules_;
  const data::v1::Ranking::Text& weights_;
  std::vector<std::pair<Span, std::string>> spanning_;  // synonyms of several words
  absl::flat_hash_set<std::string> seen_;
  std::vector<Correction> corrections_;
  TextQuery result_;
};

}  // namespace

std::string ProblemTerm(absl::string_view problem) { return absl::StrCat("#", problem); }

std::string ExactNameTerm(const std::vector<TextToken>& tokens) {
  std::string term;
  for (const TextToken& token : tokens) {
    if (!token.is_stop_word && !token.forms.empty()) absl::StrAppend(&term, term.empty() ? "@" : " ", token.forms.front().term);
  }
  return term;
}

std::string LabelTerm(absl::string_view term) { return absl::StrCat("~", term); }

TextQuery ReadTextQuery(const IndexQuery& query, const Words& words, size_t documents, const IndexingRules& rules) {
  return Reader(query, words, documents, rules).Read();
}

std::string TextQuery::ToString() const {
  std::string text;
  const auto separate = [&text] { absl::StrAppend(&text, text.empty() ? "" : " "); };
  for (const QueryWord& word : words) {
    separate();
    absl::StrAppend(&text, word.required ? "+" : "", "(");
    for (size_t i = 0; i < word.alternatives.size(); ++i) {
      absl::StrAppend(&text, i == 0 ? "" : " | ", word.alternatives[i].term, absl::StrFormat("^%.2f", word.alternatives[i].weight));
    }
    if (word.alternatives.empty()) absl::StrAppend(&text, word.text, "?");
    absl::StrAppend(&text, ")", word.weak ? "~" : "");
  }
  for (const QueryPhrase& phrase : phrases) {
    separate();
    for (size_t i = 0; i < phrase.terms.size(); ++i) absl::StrAppend(&text, i == 0 ? "\"" : " ", phrase.terms[i].first);
    text += "\"";
  }
  for (const auto& [term, postings] : excluded) {
    separate();
    absl::StrAppend(&text, "-", term);
  }
  return text;
}

}  // namespace socialekaart
