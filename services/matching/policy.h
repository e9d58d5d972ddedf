#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/matching/ratings.h"
#include "socialekaart/data/v1/policy.pb.h"
#include "socialekaart/v1/common.pb.h"
#include "socialekaart/v1/resources.pb.h"

namespace socialekaart {

// The ladder, lowest first; SAFETY is no step of it.
inline constexpr int kLowestLevel = v1::HELP_LEVEL_SELF_RELIANCE;
inline constexpr int kHighestLevel = v1::HELP_LEVEL_RESIDENTIAL;

// Facts that a policy may point at and that are no problem, concept or code.
inline constexpr char kFactSafety[] = "safety";
inline constexpr char kFactSafetyTopic[] = "safety:";  // and the topic's id

// What the rules see of a case: facts as the policy has numbered them, and numbers.
struct Case {
  std::vector<int> facts;  // sorted
  std::optional<double> age_years;
  Ratings ratings;
  int highest_tried = v1::HELP_LEVEL_UNSPECIFIED;
  int problems = 0;  // different domains
};

// What exists elsewhere and a policy may name.
struct Vocabulary {
  std::vector<std::string> facts;   // problems, concepts, codes ("icpc-1:P22"), safety topics
  std::vector<std::string> topics;  // of safety
  std::vector<std::string> access;  // of the taxonomy `toegang`
};

// Which steps a gemeente offers, and what they are called there.
struct Ladder {
  struct Step {
    v1::HelpLevel level = v1::HELP_LEVEL_UNSPECIFIED;
    std::string display_name;
    bool offered = true;
    const data::v1::Policy::Step* about = nullptr;
  };
  std::vector<Step> steps;  // lowest first
  std::string model;        // "POH-jeugd"; empty = nothing is known of this gemeente

  const Step& at(int level) const { return steps[static_cast<size_t>(level - kLowestLevel)]; }
  // The lowest offered step from `level` up; the highest step is offered everywhere.
  int OfferedFrom(int level) const;
};

// The rules of matching, checked and compiled. Monotone by construction: a rule's tests hold for more, never for less.
// Immutable.
class Policy {
 public:
  // `directory` holds default and overlays (.textproto). INVALID_ARGUMENT: file and line, or the id at fault.
  static absl::StatusOr<std::unique_ptr<const Policy>> Load(const std::string& directory, const Vocabulary& vocabulary);

  const data::v1::Policy& data() const { return data_; }
  const data::v1::Policy::Texts& texts() const { return data_.texts(); }
  // "2026-11-22+1a2b3c4d": as written in the file, and a hash of the content of both files.
  const std::string& version() const { return version_; }

  // The number of a fact; nothing when no rule looks at it.
  std::optional<int> FactOf(absl::string_view fact) const;

  // Indexes in data().rules of the rules that hold, in their order; and the level below which they exclude everything.
  std::vector<int> RulesOf(const Case& c) const;
  int FloorOf(const Case& c) const;

  // What belongs to this age: indexes in data().normals.
  std::vector<int> NormalsOf(const Case& c) const;
  bool Asks(int question, const Case& c) const;

  // The ladder of a gemeente ("GM1859"), or the general one.
  const Ladder& LadderOf(absl::string_view municipality_code) const;

  v1::Fit AccessFit(v1::RequesterRole role, const v1::ServiceProfile& profile) const;

 private:
  struct Rule {
    int at_least;
    std::vector<std::vector<int>> has;  // each sorted
    std::optional<double> minimum_age, below_age;
    std::vector<std::pair<int, int32_t>> ratings;
    int tried;
    int minimum_problems;
  };

  struct Normal {
    std::vector<int> facts;
    std::optional<double> minimum_age, below_age;
  };

  absl::Status Check(const Vocabulary& vocabulary);
  absl::Status CheckSteps();
  absl::Status CompileRules(const Vocabulary& vocabulary);
  absl::Status CheckQuestions(const Vocabulary& vocabulary);
  absl::Status CheckTexts();
  absl::Status CheckAccess(const Vocabulary& vocabulary);
  absl::Status BuildLadders(const data::v1::Overlays& overlays);
  absl::StatusOr<std::vector<int>> Intern(const google::protobuf::RepeatedPtrField<std::string>& facts,
                                          const Vocabulary& vocabulary);
  static bool Holds(const Rule& rule, const Case& c);

  data::v1::Policy data_;
  std::string version_;
  absl::flat_hash_map<std::string, int> facts_;
  std::vector<Rule> rules_;
  std::vector<Normal> normals_;
  std::vector<std::vector<int>> questions_;
  Ladder general_;
  absl::flat_hash_map<std::string, Ladder> ladders_;  // by municipality code
};

}  // namespace socialekaart
