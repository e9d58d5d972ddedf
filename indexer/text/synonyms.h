#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
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

 private:
  struct Member {
    std::vector<std::string> terms;  // "=" and the id of each group
    bool fits_part = false;          // one word, and long enough to mean the same inside a compound
  };

  absl::flat_hash_map<std::string, Member> members_;  // lemmas with spaces between them
  absl::flat_hash_map<std::string, size_t> longest_;  // words of the longest member that begins with this lemma
};

}  // namespace socialekaart
