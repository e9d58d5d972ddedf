#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "indexer/text/analyzer.h"
#include "indexer/text/lemma.h"
#include "indexer/text/lexicon.h"
#include "indexer/text/splitter.h"

namespace socialekaart {

// What one folded word is found by, wherever it stands.
struct WordForms {
  struct Form {
    std::string term;
    TextForm::Kind kind = TextForm::Kind::kLemma;
    size_t begin = 0, length = 0;  // bytes of the folded word
  };
  std::vector<Form> forms;
  bool is_known = false;
  bool is_stop_word = false;
};

// The lemma and the parts of single words. Safe for use by several threads at once.
class WordAnalyzer {
 public:
  // Borrows the lexicon.
  explicit WordAnalyzer(const DutchLexicon& lexicon)
      : lexicon_(lexicon), lemmatizer_(lexicon_), splitter_(lexicon_, lemmatizer_) {}
  WordAnalyzer(const WordAnalyzer&) = delete;

  // `steps`, unless null, gets what was done.
  WordForms Analyze(absl::string_view word, std::vector<AnalysisStep>* steps) const;
  // The word as it is: a name, an abbreviation, a code.
  WordForms AsItIs(absl::string_view word, absl::string_view why, std::vector<AnalysisStep>* steps) const;

  // Whether every part of the word is one of the field's own: "Opvoedspreekuur" is no name.
  bool IsOfTheField(absl::string_view word) const;

 private:
  std::string Lemma(absl::string_view word, int depth, std::vector<AnalysisStep>* steps) const;

  const DutchLexicon& lexicon_;
  const Lemmatizer lemmatizer_;
  const Splitter splitter_;
};

}  // namespace socialekaart
