#include "indexer/text/dutch_analyzer.h"

#include <algorithm>
#include <atomic>
#include <bitset>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/hash/hash.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/types/span.h"
#include "indexer/text/analyzer.h"
#include "indexer/text/fold.h"
#include "indexer/text/lexicon.h"
#include "indexer/text/synonyms.h"
#include "indexer/text/tokenizer.h"
#include "indexer/text/word_analyzer.h"

namespace socialekaart {
namespace {

// Part of version(): goes up when the code gives other terms for the same lexicon.
constexpr int kCodeVersion = 1;

constexpr size_t kMaxAbbreviation = 6;
constexpr size_t kMinHump = 3;

std::string WithoutApostrophes(absl::string_view word) {
  return absl::StrReplaceAll(word, {{"'", ""}});
}

class DutchAnalyzer : public Analyzer {
 public:
  explicit DutchAnalyzer(std::unique_ptr<const DutchLexicon> lexicon)
      : lexicon_(std::move(lexicon)), words_(*lexicon_) {}

  absl::Status ReadSynonyms() {
    auto synonyms = Synonyms::Read(lexicon_->synonyms());
    if (!synonyms.ok()) return synonyms.status();
    synonyms_ = *std::move(synonyms);
    return absl::OkStatus();
  }

  std::vector<TextToken> Analyze(absl::string_view text) const override { return Run(text, nullptr); }

  std::vector<TextToken> Find(absl::string_view text,
                              const absl::flat_hash_set<absl::string_view>& terms) const override {
    const std::vector<RawToken> raws = Tokenize(text);
    std::vector<TextToken> found;
    Signature wanted;
    for (const absl::string_view term : terms) wanted.set(BitOf(term));
    WordForms own;
    for (size_t i = 0; i < raws.size(); ++i) {
      if (raws[i].joined <= 1 && IsOrdinary(raws[i]) && (Remembered(raws[i].word).signature & wanted).none()) continue;
      if (raws[i].joined <= 1 && !MayHave(FormsOf(raws[i], nullptr, &own), terms)) continue;
      // With as many words behind it as a synonym may have, and one more that goes into a name ("'s-Heerenberg").
      const size_t count = std::max(raws[i].joined, Synonyms::kMaxWords + 1);
      std::vector<TextToken> tokens = Read(text, absl::MakeSpan(raws).subspan(i, count), nullptr);
      if (tokens.empty()) continue;
      const auto is_wanted = [&](const TextForm& form) { return terms.contains(form.term); };
      if (std::any_of(tokens[0].forms.begin(), tokens[0].forms.end(), is_wanted)) found.push_back(std::move(tokens[0]));
      if (IsLoneS(raws[i])) ++i;
    }
    return found;
  }

  std::vector<AnalysisStep> Explain(absl::string_view text) const override {
    std::vector<AnalysisStep> steps;
    Run(text, &steps);
    return steps;
  }

  bool IsKnown(absl::string_view folded) const override {
    return folded.size() <= kMaxWordBytes && Remembered(folded).forms.is_known;
  }

  bool IsWord(absl::string_view folded) const override { return lexicon_->IsWord(folded); }

  std::string version() const override {
    return absl::StrCat("dutch-", kCodeVersion, "-", absl::Hex(lexicon_->checksum(), absl::kZeroPad16));
  }

 private:
  // A bit for each term that a word may have, its synonyms too, whatever follows it: most words of a text can be passed over.
  using Signature = std::bitset<256>;
  static size_t BitOf(absl::string_view term) { return absl::HashOf(term) % Signature().size(); }

  struct Word {
    WordForms forms;
    Signature signature;
  };

  // The same few thousand words make up most text.
  const Word& Remembered(absl::string_view word) const {
    constexpr size_t kMaxRemembered = 50'000;
    struct Memory {
      uint64_t owner = 0;
      absl::flat_hash_map<std::string, Word> words;
    };
    static thread_local Memory memory;
    if (memory.owner != id_ || memory.words.size() >= kMaxRemembered) {
      memory.words.clear();
      memory.owner = id_;
    }
    const auto [entry, is_new] = memory.words.try_emplace(word);
    if (!is_new) return entry->second;
    Word& remembered = entry->second;
    remembered.forms = words_.Analyze(word, nullptr);
    for (const WordForms::Form& form : remembered.forms.forms) {
      remembered.signature.set(BitOf(form.term));
      for (const std::string& term : SynonymsAt(form)) remembered.signature.set(BitOf(term));
    }
    return remembered;
  }

  absl::Span<const std::string> SynonymsAt(const WordForms::Form& form) const {
    return form.kind == TextForm::Kind::kPart ? synonyms_.OfPart(form.term) : synonyms_.BeginningWith(form.term);
  }

  // Whether a word with these forms may have one of the terms, once its synonyms are known.
  bool MayHave(const WordForms& forms, const absl::flat_hash_set<absl::string_view>& terms) const {
    return std::any_of(forms.forms.begin(), forms.forms.end(), [&](const WordForms::Form& form) {
      if (terms.contains(form.term)) return true;
      const absl::Span<const std::string> synonyms = SynonymsAt(form);
      return std::any_of(synonyms.begin(), synonyms.end(), [&](const std::string& term) { return terms.contains(term); });
    });
  }

  bool IsNameLike(const RawToken& raw) const {
    return raw.is_capitalized && !raw.begins_sentence && !raw.is_all_capitals && !lexicon_->IsWord(raw.word) &&
           !words_.IsOfTheField(raw.word);
  }

  bool IsAbbreviation(const RawToken& raw) const {
    return raw.is_all_capitals && raw.word.size() <= kMaxAbbreviation && !lexicon_->IsWord(raw.word);
  }

  // Small letters only: what its forms are does not depend on where it stands.
  static bool IsOrdinary(const RawToken& raw) { return !raw.is_capitalized && !raw.is_all_capitals && raw.hump == 0; }

  // The forms of a word where it stands: case counts here. What is not remembered is made in `own`; good until the next
  // word is asked for.
  const WordForms& FormsOf(const RawToken& raw, std::vector<AnalysisStep>* steps, WordForms* own) const {
    if (IsAbbreviation(raw)) return *own = words_.AsItIs(WithoutApostrophes(raw.word), "afkorting", steps);
    const bool has_hump = raw.hump >= kMinHump && !absl::StrContains(raw.word, '\'') &&
                          raw.word.size() >= raw.hump + 2 && !lexicon_->IsWord(raw.word);
    if (has_hump) return *own = FormsOfHump(raw, steps);
    if (raw.is_capitalized && raw.word.find('\'') == std::string::npos && IsNameLike(raw))
      return *own = words_.AsItIs(raw.word, "naam", steps);
    return steps == nullptr ? Remembered(raw.word).forms : *own = words_.Analyze(raw.word, steps);
  }

  // "MindUp"
  WordForms FormsOfHump(const RawToken& raw, std::vector<AnalysisStep>* steps) const {
    WordForms forms = words_.AsItIs(raw.word, "hoofdletter binnenin", steps);
    const absl::string_view word = raw.word;
    const WordForms first = words_.Analyze(word.substr(0, raw.hump), steps),
                    second = words_.Analyze(word.substr(raw.hump), steps);
    for (const auto& [part, begin] : {std::pair(&first, size_t{0}), std::pair(&second, raw.hump)}) {
      const WordForms::Form& form = part->forms.front();
      forms.forms.push_back({form.term, TextForm::Kind::kPart, begin + form.begin, form.length});
    }
    forms.is_known = forms.is_known || (first.is_known && second.is_known);
    return forms;
  }

  std::vector<TextToken> Run(absl::string_view text, std::vector<AnalysisStep>* steps) const {
    const std::vector<RawToken> raws = Tokenize(text);
    return Read(text, raws, steps);
  }

  std::vector<TextToken> Read(absl::string_view text, absl::Span<const RawToken> raws,
                              std::vector<AnalysisStep>* steps) const {
    std::vector<TextToken> tokens;
    tokens.reserve(raws.size());
    WordForms own;
    for (const RawToken& raw : raws) {
      if (steps != nullptr) {
        const absl::string_view typed = text.substr(raw.offset, raw.length);
        if (typed != raw.word) steps->push_back({std::string(typed), "vouwen", raw.word});
      }
      const WordForms& forms = FormsOf(raw, steps, &own);
      TextToken token{raw.word, raw.offset, raw.length, forms.is_stop_word, forms.is_known, {}};
      token.forms.reserve(forms.forms.size());
      for (const WordForms::Form& form : forms.forms) {
        const size_t offset = raw.PlaceOf(form.begin);
        token.forms.push_back({form.term, form.kind, offset, raw.PlaceOf(form.begin + form.length) - offset});
      }
      tokens.push_back(std::move(token));
    }
    for (size_t i = 0; i < raws.size(); ++i) {
      if (raws[i].joined > 1 && i + raws[i].joined <= raws.size()) Join(raws, i, steps, &tokens);
    }
    // The s of "'s-Heerenberg" has gone into the name.
    size_t kept = 0;
    for (size_t i = 0; i < tokens.size(); ++i) {
      if (IsLoneS(raws[i])) continue;
      if (kept != i) tokens[kept] = std::move(tokens[i]);
      ++kept;
    }
    tokens.resize(kept);
    synonyms_.Mark(&tokens);
    if (steps != nullptr) NoteSynonyms(text, tokens, steps);
    return tokens;
  }

  static bool IsLoneS(const RawToken& raw) { return raw.begins_with_apostrophe && raw.joined > 1 && raw.word == "s"; }

  // Adds what the words from `first` on are together: "poh-jeugd" is "pohjeugd" too.
  void Join(absl::Span<const RawToken> raws, size_t first, std::vector<AnalysisStep>* steps,
            std::vector<TextToken>* tokens) const {
    const size_t end = first + raws[first].joined;
    const Whole whole = WholeOf(raws, first, end);
    if (whole.word.size() > kMaxWordBytes || !whole.has_letter) return;
    const bool is_lone_s = IsLoneS(raws[first]);
    bool has_stop_word = false, has_name = is_lone_s;
    for (size_t i = first; i < end; ++i) {
      has_stop_word = has_stop_word || (*tokens)[i].is_stop_word;
      has_name = has_name || IsAbbreviation(raws[i]) || IsNameLike(raws[i]);
    }
    if (has_stop_word && !is_lone_s && !lexicon_->IsWord(whole.word)) return;  // "en/of"

    if (steps != nullptr) steps->push_back({raws[first].word, "samen geschreven", whole.word});
    const WordForms forms = has_name ? words_.AsItIs(whole.word, "", nullptr) : words_.Analyze(whole.word, nullptr);
    // What one of the words is found by already needs no saying twice.
    absl::flat_hash_set<std::string> known;
    for (size_t i = first; i < end; ++i) {
      for (const TextForm& form : (*tokens)[i].forms) known.insert(form.term);
    }
    TextToken& token = (*tokens)[is_lone_s ? first + 1 : first];
    for (const WordForms::Form& form : forms.forms) {
      if (form.length == 0 || !known.insert(form.term).second) continue;
      const size_t offset = whole.begins[form.begin];
      token.forms.push_back({form.term, form.kind, offset, whole.ends[form.begin + form.length - 1] - offset});
    }
    std::stable_sort(token.forms.begin(), token.forms.end(),
                     [](const TextForm& a, const TextForm& b) { return a.kind < b.kind; });
    if (!forms.is_known) return;
    for (size_t i = first; i < end; ++i) (*tokens)[i].is_known = true;
  }

  // Words without what joins them, and where in the text each byte begins and ends.
  struct Whole {
    std::string word;
    std::vector<size_t> begins, ends;
    bool has_letter = false;
  };

  static Whole WholeOf(absl::Span<const RawToken> raws, size_t first, size_t end) {
    Whole whole;
    for (size_t i = first; i < end; ++i) {
      for (size_t byte = 0; byte < raws[i].word.size(); ++byte) {
        const char c = raws[i].word[byte];
        if (c == '\'') continue;
        whole.word.push_back(c);
        whole.begins.push_back(raws[i].PlaceOf(byte));
        whole.ends.push_back(raws[i].PlaceOf(byte + 1));
        whole.has_letter = whole.has_letter || !absl::ascii_isdigit(static_cast<unsigned char>(c));
      }
    }
    return whole;
  }

  static void NoteSynonyms(absl::string_view text, const std::vector<TextToken>& tokens,
                           std::vector<AnalysisStep>* steps) {
    for (const TextToken& token : tokens) {
      for (const TextForm& form : token.forms) {
        if (form.kind != TextForm::Kind::kSynonym) continue;
        steps->push_back({std::string(text.substr(form.offset, form.length)), "synoniem", form.term.substr(1)});
      }
    }
  }

  static inline std::atomic<uint64_t> last_id_{0};

  const uint64_t id_ = ++last_id_;
  const std::unique_ptr<const DutchLexicon> lexicon_;
  const WordAnalyzer words_;
  Synonyms synonyms_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<const Analyzer>> MakeDutchAnalyzer(std::unique_ptr<const DutchLexicon> lexicon) {
  auto analyzer = std::make_unique<DutchAnalyzer>(std::move(lexicon));
  if (absl::Status status = analyzer->ReadSynonyms(); !status.ok()) return status;
  return std::unique_ptr<const Analyzer>(std::move(analyzer));
}

absl::StatusOr<std::unique_ptr<const Analyzer>> LoadDutchAnalyzer(const std::string& compiled_lexicon_file) {
  auto lexicon = DutchLexicon::Open(compiled_lexicon_file);
  if (!lexicon.ok()) return lexicon.status();
  return MakeDutchAnalyzer(*std::move(lexicon));
}

}  // namespace socialekaart
