#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/matching/ladder.h"
#include "services/matching/policy_files.h"
#include "services/matching/ratings.h"
#include "socialekaart/data/v1/policy.pb.h"
#include "socialekaart/v1/match_service.pb.h"
#include "socialekaart/v1/resources.pb.h"

namespace socialekaart {

// Facts that a policy may point at and that are no problem, concept or code.
inline constexpr char kFactSafety[] = "safety";
inline constexpr char kFactSafetyTopic[] = "safety:";  // and the topic's id
inline constexpr char kFactLikeness[] = "likeness:";  // and a step of LevelModel: the note resembles those that needed it
inline constexpr char kFactUnclear[] = "unclear";      // there was a question, and nothing of it was understood

// What the rules see of a case: facts as the policy has numbered them, and numbers.
struct Case {
  std::vector<int> facts;  // sorted
  std::optional<double> age_years;
  Ratings ratings;
  int highest_tried = v1::HELP_LEVEL_UNSPECIFIED;
  int problems = 0;  // different domains
  bool everyday = false;  // the note resembles everyday ones alone, and nothing but the note tells anything
};

// What exists elsewhere and a policy may name.
struct PolicyVocabulary {
  std::vector<std::string> facts;   // problems, concepts, codes ("icpc-1:P22")
  std::vector<std::string> topics;  // of safety
  std::vector<std::string> likenesses;  // steps of LevelModel
  std::vector<std::string> access;  // of the taxonomy `toegang`
};

// Where a case lives: one gemeente, or those in which its postcode may lie; and its PC4, when known.
struct LocalPlace {
  std::vector<std::string> municipality_codes;
  std::string postal_code4;
};

// The rules of matching, checked and compiled. Monotone by construction: a rule's tests hold for more, never for less.
// Immutable.
class Policy {
 public:
  // Null, and at least one fault, when the files cannot be used. The vignettes are not looked at.
  static std::unique_ptr<const Policy> Build(const PolicyFiles& files, const PolicyVocabulary& vocabulary,
                                             std::vector<PolicyFault>* faults);

  const data::v1::Policy& data() const { return data_; }
  const data::v1::Overlays& overlays() const { return overlays_; }
  const data::v1::Policy::Texts& texts() const { return data_.texts(); }
  // "2026-11-22+1a2b3c4d": as written in the file, and a hash of the content of both files.
  const std::string& version() const { return version_; }

  // The number of a fact; nothing when no rule looks at it.
  std::optional<int> FactOf(absl::string_view fact) const;
  void AddFact(absl::string_view fact, Case* c) const;

  // Indexes in data().rules of the rules that hold, in their order.
  std::vector<int> RulesOf(const Case& c) const;

  // The same in two steps, for many ratings of one case: the rules whose tests other than ratings hold, and of those
  // the level.
  std::vector<int> CandidatesOf(const Case& c) const;
  int LevelAmong(const std::vector<int>& candidates, const Ratings& ratings, int highest_tried,
                 const Ladder& ladder) const;
  bool RatingsHold(int rule, const Ratings& ratings) const;
  // Where a rule leads on this ladder.
  int StepFor(int rule, const Case& c, const Ladder& ladder) const;

  // What belongs to this age: indexes in data().normals.
  std::vector<int> NormalsOf(const Case& c) const;
  bool Asks(int question, const Case& c) const;
  // At most `count`, as the policy orders them.
  std::vector<std::string> StartersOf(const Case& c, size_t count) const;

  // The ladder of a gemeente ("GM1859"), or the general one.
  const Ladder& LadderOf(absl::string_view municipality_code) const;
  // The one that all these gemeenten share, else the general one.
  const Ladder& LadderOf(const LocalPlace& place) const;
  std::vector<v1::SchoolPartnership> PartnershipsOf(const LocalPlace& place, std::optional<double> age_years) const;

  v1::Fit AccessFit(v1::RequesterRole role, const v1::ServiceProfile& profile) const;
  // Whether the gemeenten in which a family may live have contracted a service. UNSPECIFIED: not needed, or the
  // gemeente is not known.
  v1::Fit ContractFit(const LocalPlace& place, const v1::ServiceProfile& profile) const;
  // The codes of `toegang` that who asks can open, or may be able to.
  const std::vector<std::string>& DoorsOf(v1::RequesterRole role) const;

  // Whether a problem of this domain that lies in the past counts now.
  bool IsLasting(absl::string_view problem) const;

  // Null when it is none.
  const data::v1::Policy::OverrideReason* FindOverrideReason(absl::string_view code) const;

 private:
  friend class PolicyBuilder;

  struct Rule {
    int at_least = 0;
    bool not_covered = false;
    std::vector<std::vector<int>> has;  // each sorted
    std::optional<double> minimum_age, below_age;
    std::vector<std::pair<int, int32_t>> ratings;
    int tried = 0;
    int minimum_problems = 0;
    bool unless_everyday = false;
  };

  struct Normal {
    std::vector<int> facts;
    std::optional<double> minimum_age, below_age;
  };

  static bool HoldsButForRatings(const Rule& rule, const Case& c);
  static bool RatingsHold(const Rule& rule, const Ratings& ratings);

  data::v1::Policy data_;
  data::v1::Overlays overlays_;
  std::string version_;
  absl::flat_hash_map<std::string, int> facts_;
  std::vector<Rule> rules_;
  std::vector<Normal> normals_;
  std::vector<Normal> starters_;
  std::vector<std::vector<int>> questions_;
  std::vector<std::vector<std::string>> doors_;  // by role
  Ladder general_;
  absl::flat_hash_map<std::string, Ladder> ladders_;  // by municipality code
};

}  // namespace socialekaart
