#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/matching/note.h"
#include "services/matching/patterns.h"
#include "socialekaart/data/v1/lexicon.pb.h"
#include "socialekaart/v1/match_service.pb.h"

namespace socialekaart {

// Takes personal data out of a free text before anything else is done with it: BSN, phone numbers, e-mail addresses,
// dates of birth, home addresses, and names that are given as names. Postcodes, ages, and the numbers of organizations
// stay: they are needed, and nobody's. Immutable and safe for several threads.
class Masker {
 public:
  // `path` of data/lexicon/masking.textproto. INVALID_ARGUMENT with file and line.
  static absl::StatusOr<std::unique_ptr<const Masker>> Load(const std::string& path);

  // Masks the note in place and tells what was masked, in order. Masked code points become spaces, so every offset
  // stays valid.
  std::vector<v1::MaskedSpan> Mask(Note* note) const;

  // The text with every masked code point replaced by "x": as many code points as before.
  std::string Mask(absl::string_view text, std::vector<v1::MaskedSpan>* spans) const;

 private:
  using Words = absl::flat_hash_set<std::string>;
  struct Span {
    const char* kind;
    size_t begin, end;
  };
  using Spans = std::vector<Span>;

  void FindEmails(const Note& note, Spans* spans) const;
  void FindBirthDates(const Note& note, Spans* spans) const;
  void FindPhones(const Note& note, Spans* spans) const;
  void FindBsns(const Note& note, Spans* spans) const;
  void FindAddresses(const Note& note, Spans* spans) const;
  void FindNames(const Note& note, Spans* spans) const;

  bool IsStreet(const Note& note, size_t token) const;
  bool LooksLikeName(const Token& token) const;
  bool WordBefore(const Note& note, size_t offset, const Words& words) const;

  std::vector<std::string> street_endings_, capital_street_endings_;
  Words not_streets_, not_house_numbers_, birth_cues_, other_dates_, name_titles_, name_particles_, not_names_,
      bsn_cues_, other_numbers_, months_, first_names_, surname_titles_, address_cues_;
  Vocabulary vocabulary_{nullptr};
  PatternSet name_cues_;
};

}  // namespace socialekaart
