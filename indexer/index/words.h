#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "socialekaart/data/v1/ranking.pb.h"

namespace socialekaart {

// The words of one index in memory: in which documents a term stands and how much it says about each. Loaded from the index on disk and
// kept up with it: about 5 bytes for each term of each document.
//
// Not safe for use by several threads at once: Columns, which holds it, is locked.
class Words {
 public:
  using Document = uint32_t;

  // Ascending by document. An impact of 255 is a term that says all there is to say about its document: see Impact.
  struct Postings {
    std::vector<Document> documents;
    std::vector<uint8_t> impacts;
    size_t size() const { return documents.size(); }
  };

  // One document as it is from now on: the terms that it had, and those that it has. Both sorted.
  struct Change {
    Document document;
    std::vector<std::string> removed;
    std::vector<std::pair<std::string, uint8_t>> added;
  };
  // No two changes of one call are about the same document.
  void Apply(const std::vector<Change>& changes);
  // All of one term at once, when an index is opened.
  void Load(const std::string& term, Postings postings);

  // Null when no document has it.
  const Postings* Find(absl::string_view term) const;
  // Terms that begin so and are longer, most documents first: at most `limit`, out of the first kMaxScan in the alphabet.
  std::vector<std::string> Extend(absl::string_view prefix, size_t limit) const;

  // Words as they are written, to mend typing errors with. `delta` documents more have it.
  void CountSpelling(absl::string_view word, int delta);
  // The nearest word, as it is written somewhere or as a term: one letter added, left out, changed or swapped with its neighbour from 4
  // letters on, two from 9 on; of equally near ones the one that most documents have. Failing that, two words that were written as one, with
  // at most one such error ("veiligtuis": "veilig thuis"). Empty = none.
  std::string Correct(absl::string_view word) const;
  // The same for one error in a long word, not in its first letter, and no other.
  std::string CorrectOne(absl::string_view word) const;

 private:
  static constexpr size_t kMaxScan = 2000;

  // A word to correct another to.
  struct Spelling {
    std::string word;
    int count = 0;
  };
  using Spellings = absl::flat_hash_map<std::string, int>;
  Spelling Nearest(absl::string_view word, size_t most, bool same_first_letter) const;
  int CountOf(absl::string_view word) const;

  absl::btree_map<std::string, Postings> postings_;
  // How many documents write a word so, by its length in bytes and its first letter: a correction is as long but for two.
  std::vector<std::array<Spellings, 26>> spellings_;
};

// How much a term says about a document in which it counts `wdf` times (weighted by field) among `length`: Ranking.Fields.saturation, in
// steps of 1/255. Independent of other documents, so that it stays as it is.
uint8_t Impact(uint32_t wdf, uint32_t length, const data::v1::Ranking::Fields& weights);

}  // namespace socialekaart
