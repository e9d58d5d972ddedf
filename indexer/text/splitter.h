#pragma once

#include <cstddef>
#include <vector>

#include "absl/strings/string_view.h"
#include "indexer/text/lemma.h"
#include "indexer/text/lexicon.h"

namespace socialekaart {

// Finds what a Dutch compound is made of. A word that many compounds begin or end with is a likely part; the cheapest
// way to cover the whole word with two to four likely parts is taken, unless the word looks like a derivation
// ("be|handeling") or is listed as none.
class Splitter {
 public:
  // Borrows both.
  Splitter(const DutchLexicon& lexicon, const Lemmatizer& lemmatizer) : lexicon_(lexicon), lemmatizer_(lemmatizer) {}

  struct Part {
    size_t begin = 0;
    size_t length = 0;  // without the letters that link it to the next one
    bool operator==(const Part&) const = default;
  };

  // The parts of a folded word, left to right, of one level only: "jeugd" and "gezondheidszorg". Empty when it is no
  // compound.
  std::vector<Part> Split(absl::string_view word) const;

  // The parts of every level, and what parts beside each other form together when that is a word itself; ordered by
  // where they begin, the longer first.
  std::vector<Part> SplitDeep(absl::string_view word) const;

 private:
  // The parts of a word whose base form has these.
  static std::vector<Part> LikeBase(absl::string_view word, absl::string_view base, std::vector<Part> parts);
  // "verslaafde" of "verslaven", "scheiding" of "scheiden", "begrijpelijk": whatever seems to stand in it.
  bool IsDerived(absl::string_view word) const;
  // "be|handeling": a prefix before a word.
  bool HasPrefix(absl::string_view word, absl::string_view first_part) const;
  std::vector<Part> Forced(absl::string_view word, DutchLexicon::Cuts cuts) const;
  std::vector<Part> Cheapest(absl::string_view word) const;
  void Collect(absl::string_view word, size_t offset, int depth, std::vector<Part>* parts) const;

  const DutchLexicon& lexicon_;
  const Lemmatizer& lemmatizer_;
};

}  // namespace socialekaart
