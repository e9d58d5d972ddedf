#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/matching/patterns.h"
#include "socialekaart/data/v1/lexicon.pb.h"

namespace socialekaart {

// Whom a wording is about.
enum class About { kChild, kParent, kSibling, kOther };

// The everyday wording of `data/lexicon`, ready to be looked up. Immutable.
class NoteLexicon {
 public:
  using Set = absl::flat_hash_set<std::string>;

  // `directory` holds words, problems, flags and signals (.textproto). INVALID_ARGUMENT: file, and line or entry.
  // Borrows the analyzer, by which words are known in every inflection, in compounds and with a typing error; without
  // one (nullptr) only as they are written.
  static absl::StatusOr<std::unique_ptr<const NoteLexicon>> Load(const std::string& directory,
                                                                 const Analyzer* analyzer);

  explicit NoteLexicon(const Analyzer* analyzer) : vocabulary_(analyzer) {}

  const data::v1::ProblemLexicon::Entry& problem(int index) const { return problem_data_.entries(index); }
  const data::v1::FlagLexicon::Entry& flag(int index) const { return flag_data_.entries(index); }
  const data::v1::SignalLexicon::Entry& signal(int index) const { return signal_data_.entries(index); }
  const data::v1::SignalLexicon& signal_data() const { return signal_data_; }
  const data::v1::ProblemLexicon& problem_data() const { return problem_data_; }
  const data::v1::FlagLexicon& flag_data() const { return flag_data_; }

  struct AgeUnit {
    double years;
    double at_most;
  };

  // The word classes of a folded word, or else of its lemma, each as a number that only depends on the class's id.
  absl::Span<const uint32_t> ClassesOf(absl::string_view word, absl::string_view lemma) const;

  ReadWords Read(const Note& note) const { return {note, vocabulary_, gap_ends}; }

  // Patterns; a hit's value is the index of the problem, flag or signal entry, else of no meaning.
  PatternSet problems{true};
  PatternSet flags, signals, harmless, fiction_before, fiction_after, past, not_past, not_negators, denials, reporting,
      hypothetical, feared, age_before;
  absl::flat_hash_map<std::string, data::v1::Words::Negator> negators;
  absl::flat_hash_map<std::string, About> persons;
  absl::flat_hash_map<std::string, double> numbers;
  absl::flat_hash_map<std::string, AgeUnit> age_units;
  Set scope_ends, transparent, past_ends, prepositions, determiners, subject_ends, subjects, objects, not_age_before,
      not_age_after, gap_ends, plain;

 private:
  absl::Status LoadWords(const std::string& path, WordClasses* classes);

  absl::flat_hash_map<std::string, std::vector<uint32_t>> classes_of_;
  data::v1::ProblemLexicon problem_data_;
  data::v1::FlagLexicon flag_data_;
  data::v1::SignalLexicon signal_data_;
  Vocabulary vocabulary_;
};

}  // namespace socialekaart
