#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "indexer/text/lexicon.h"
#include "socialekaart/data/v1/text.pb.h"

namespace socialekaart {

// Makes the compiled lexicon of a list of words and our own lists. Used while the program is built, and by tests.
class LexiconBuilder {
 public:
  // One word a line, UTF-8; with a capital where it is always written so.
  void AddDictionary(absl::string_view text);
  // Call these after AddDictionary: which compounds and verbs with a prefix follow an exception depends on it.
  absl::Status AddParts(const data::v1::Parts& parts);
  absl::Status AddExceptions(const data::v1::Exceptions& exceptions);
  absl::Status AddForcedSplits(const data::v1::WordList& splits);
  void AddWords(const data::v1::WordList& list, WordFlag flag);

  // The bytes of the file, the same for the same lists.
  absl::StatusOr<std::string> Build(absl::string_view synonyms) const;
  // Counts how many words begin and end with each word; a word stands for all words with the same lemma. Call it last.
  absl::Status CountFamilies();

 private:
  struct Word {
    uint16_t flags = 0;
    uint32_t left = 0, right = 0;
    std::string lemma;
    DutchLexicon::Cuts cuts = 0;
    bool is_plain = false;  // counts for the families: small letters only, as it is written in the dictionary
  };

  bool IsWord(absl::string_view word) const;
  void SetLemma(const std::string& word, const std::string& lemma);
  bool IsPluralOfAnother(absl::string_view form, const std::vector<std::string>& verb_forms) const;
  absl::Status AddVerb(const data::v1::Exceptions::Verb& verb);

  absl::flat_hash_map<std::string, Word> words_;
};

// Reads every list of a folder (data/lexicon) and a dictionary, and gives the bytes of the compiled lexicon.
absl::StatusOr<std::string> CompileLexicon(const std::string& dictionary_file, const std::string& folder);

}  // namespace socialekaart
