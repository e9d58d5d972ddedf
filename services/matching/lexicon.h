#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "services/matching/patterns.h"
#include "socialekaart/data/v1/lexicon.pb.h"

namespace socialekaart {

// Whom a wording is about.
enum class About { kChild, kParent, kSibling, kOther };

// The everyday wording of `data/lexicon`, ready to be looked up. Immutable.
class Lexicon {
 public:
  using Set = absl::flat_hash_set<std::string>;

  // `directory` holds words, problems and flags (.textproto). INVALID_ARGUMENT: file, and line or entry.
  static absl::StatusOr<std::unique_ptr<const Lexicon>> Load(const std::string& directory);

  const data::v1::ProblemLexicon::Entry& problem(int index) const { return problem_data_.entries(index); }
  const data::v1::FlagLexicon::Entry& flag(int index) const { return flag_data_.entries(index); }
  const data::v1::ProblemLexicon& problem_data() const { return problem_data_; }
  const data::v1::FlagLexicon& flag_data() const { return flag_data_; }

  struct AgeUnit {
    double years;
    double at_most;
  };

  // Patterns; a hit's value is the index of the problem or flag entry, else of no meaning.
  PatternSet problems, flags, harmless, fiction_before, fiction_after, past, not_past, not_negators, reporting,
      age_before;
  absl::flat_hash_map<std::string, data::v1::Words::Negator> negators;
  absl::flat_hash_map<std::string, About> persons;
  absl::flat_hash_map<std::string, double> numbers;
  absl::flat_hash_map<std::string, AgeUnit> age_units;
  Set scope_ends, transparent, past_ends, prepositions, determiners, subject_ends, not_age_before, not_age_after;

 private:
  absl::Status LoadWords(const std::string& path, WordClasses* classes);

  data::v1::ProblemLexicon problem_data_;
  data::v1::FlagLexicon flag_data_;
};

}  // namespace socialekaart
