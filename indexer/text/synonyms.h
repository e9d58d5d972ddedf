#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "indexer/text/analyzer.h"
#include "socialekaart/data/v1/text.pb.h"

namespace socialekaart {

// The groups of data/lexicon/synonyms.textproto, by the lemmas of their members.
class Synonyms {
 public:
  // The form in which the lexicon holds them, and back. `analyzer` gives the lemmas; its own synonyms do not matter.
  static absl::StatusOr<std::string> Compile(const data::v1::Synonyms& synonyms, const Analyzer& analyzer);
  static absl::StatusOr<Synonyms> Read(absl::string_view compiled);

  // Adds the synonyms that begin at each token: of the longest member that its lemma and those of its neighbours are,
  // or of a part.
  void Mark(std::vector<TextToken>* tokens) const;

  // Words of the longest member there may be.
  static constexpr size_t kMaxWords = 8;
  // What Mark may add at a word with this lemma, whatever follows; and at one with this part.
  absl::Span<const std::string> BeginningWith(absl::string_view lemma) const;
  absl::Span<const std::string> OfPart(absl::string_view part) const;

 private:
  struct Member {
    std::vector<std::string> terms;  // "=" and the id of each group
    bool fits_part = false;          // one word, and long enough to mean the same inside a compound
  };

  absl::flat_hash_map<std::string, Member> members_;  // lemmas with spaces between them
  struct Beginning {
    size_t longest = 0;              // words of the longest member that begins with this lemma
    std::vector<std::string> terms;  // of all of them
  };
  absl::flat_hash_map<std::string, Beginning> beginnings_;
};

}  // namespace socialekaart
