#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "indexer/index/query.h"
#include "indexer/index/rules.h"
#include "indexer/index/words.h"

namespace socialekaart {

// A way to find a word: a term of the index, and what finding it so is worth.
struct Alternative {
  enum class Way : uint8_t { kLemma, kSynonym, kPart, kPrefix, kProblem };
  std::string term;
  Way way = Way::kLemma;
  double weight = 0;
  const Words::Postings* postings = nullptr;  // never null
};

// A word of the question and everything that it may be found by, best first. The document's score for it is that of the best.
struct QueryWord {
  std::string text = {};
  std::vector<Alternative> alternatives = {};
  double importance = 0;  // its share of the question: how rare it is
  bool weak = false;      // finds nothing by itself while other words do
  bool required = false;
};

// Words that must stand side by side: terms, and how far each stands from the first.
struct QueryPhrase {
  std::vector<std::pair<std::string, uint32_t>> terms;
};

// A question as it is run. Valid while the words of the index stay as they are.
struct TextQuery {
  static constexpr size_t kMaxWords = 32;

  std::vector<QueryWord> words;
  std::vector<QueryPhrase> phrases;
  std::vector<std::pair<std::string, const Words::Postings*>> excluded;  // terms; null = stands nowhere
  const Words::Postings* exact_name = nullptr;  // documents with just this name; null = none
  std::string corrected_text;         // empty = as it was typed
  double importance = 0;              // of all words
  bool is_nothing = false;            // there was text, but no word in it: nothing fits

  // No word to search for: everything fits.
  bool is_empty() const { return words.empty() && phrases.empty() && excluded.empty(); }
  // (scheiding | 0.70 =gescheiden-ouders | 0.50 scheid)^2.31 +boos -pesten "sociale vaardigheid"
  std::string ToString() const;
};

// Reads what was typed: words, "quoted phrases", -word. The first kMaxWords different words count; stop words only when nothing else was
// asked, and then only where they stand in names. `documents`: how many the index has.
TextQuery ReadTextQuery(const IndexQuery& query, const Words& words, size_t documents, const IndexingRules& rules);

// The term by which a record that is there for a problem is found: "#angst".
std::string ProblemTerm(absl::string_view problem);
// The term of a word in the name of a record's kind or of one of its problem domains: "~scheid".
std::string LabelTerm(absl::string_view term);
// The term of what is there for the safety of a child, whatever the problem.
inline constexpr char kSafetyTerm[] = "#!";
// The term of a name as a whole: "@buurtteam noord". `tokens` of the name; empty when it has none.
std::string ExactNameTerm(const std::vector<TextToken>& tokens);

}  // namespace socialekaart
