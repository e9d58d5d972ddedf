#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace socialekaart {

// A term by which a token can be found.
struct TextForm {
  enum class Kind : uint8_t { kLemma, kPart, kSynonym };

  std::string term;  // lemma and part: small letters and digits; synonym: "=" and the id of the group
  Kind kind = Kind::kLemma;
  size_t offset = 0;  // bytes of the text that it stands for: of a part the part, of a synonym all its words
  size_t length = 0;

  bool operator==(const TextForm&) const = default;
};

// A word of a text, and all that it is found by.
struct TextToken {
  std::string word;  // folded
  size_t offset = 0, length = 0;
  bool is_stop_word = false;
  // In the dictionary or our lists, or made of parts that are; a typing error never is.
  bool is_known = true;
  // The lemma first, then the parts of every level, then the synonyms that begin here; each term once.
  std::vector<TextForm> forms;

  bool operator==(const TextToken&) const = default;
};

// One thing that was done to a text, as a person reads it: {"kinderen", "meervoud -eren", "kind"}.
struct AnalysisStep {
  std::string word;
  std::string what;
  std::string result;

  bool operator==(const AnalysisStep&) const = default;
};

// Dutch text -> tokens; the same at index and query time. Any bytes are a text. Safe for use by several threads at
// once.
class Analyzer {
 public:
  virtual ~Analyzer() = default;
  // Every token in the order of the text, stop words too.
  virtual std::vector<TextToken> Analyze(absl::string_view text) const = 0;
  // Those tokens of Analyze that have one of these terms among their forms, for less than it costs to make them all;
  // `is_known` is that of the word by itself.
  virtual std::vector<TextToken> Find(absl::string_view text,
                                      const absl::flat_hash_set<absl::string_view>& terms) const = 0;
  // What Analyze did, word by word.
  virtual std::vector<AnalysisStep> Explain(absl::string_view text) const = 0;
  // Whether this one folded word is in the dictionary or our lists, or made of parts that are.
  virtual bool IsKnown(absl::string_view folded) const = 0;
  // Whether it is in the dictionary as an ordinary word, and not only as a name.
  virtual bool IsWord(absl::string_view folded) const = 0;
  // Differs whenever the same text may give other terms: an index that was made by another version is rebuilt.
  virtual std::string version() const = 0;
};

// Of a lexicon that compile_lexicon made (see FindLexicon in lexicon.h): NOT_FOUND without one, DATA_LOSS when it is
// damaged.
absl::StatusOr<std::unique_ptr<const Analyzer>> LoadDutchAnalyzer(const std::string& compiled_lexicon_file);

}  // namespace socialekaart
