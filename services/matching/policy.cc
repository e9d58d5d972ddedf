#include "services/matching/policy.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "indexer/base/codec.h"

namespace socialekaart {
namespace {

bool Meet(const std::vector<int>& a, const std::vector<int>& b) {
  return std::any_of(a.begin(), a.end(), [&](int fact) { return std::binary_search(b.begin(), b.end(), fact); });
}

// A minimum age excepts younger children: a child of unknown age is no exception. An upper bound holds for a known age
// only.
bool InAge(const std::optional<double>& age, const std::optional<double>& minimum, const std::optional<double>& below) {
  return (!minimum.has_value() || !age.has_value() || *age >= *minimum) &&
         (!below.has_value() || (age.has_value() && *age < *below));
}

bool Contains(const google::protobuf::RepeatedField<int>& roles, v1::RequesterRole role) {
  return std::find(roles.begin(), roles.end(), role) != roles.end();
}

}  // namespace

int Ladder::OfferedFrom(int level) const {
  while (level < kHighestLevel && !at(level).offered) ++level;
  return level;
}

absl::StatusOr<std::unique_ptr<const Policy>> Policy::Load(const std::string& directory, const Vocabulary& vocabulary) {
  auto policy = std::make_unique<Policy>();
  const std::string path = absl::StrCat(directory, "/default.textproto");
  if (absl::Status status = LoadTextproto(path, &policy->data_); !status.ok()) return status;
  if (absl::Status status = policy->Check(vocabulary); !status.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": ", status.message()));
  }
  const std::string overlays_path = absl::StrCat(directory, "/overlays.textproto");
  data::v1::Overlays overlays;
  if (absl::Status status = LoadTextproto(overlays_path, &overlays); !status.ok()) return status;
  if (absl::Status status = policy->BuildLadders(overlays); !status.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(overlays_path, ": ", status.message()));
  }
  const uint64_t hash = Hash(absl::StrCat(Serialize(policy->data_), Serialize(overlays)));
  policy->version_ =
      absl::StrCat(policy->data_.version(), "+", absl::Hex(static_cast<uint32_t>(hash), absl::kZeroPad8));
  return policy;
}

std::optional<int> Policy::FactOf(absl::string_view fact) const {
  const auto found = facts_.find(std::string(fact));
  return found == facts_.end() ? std::nullopt : std::optional(found->second);
}

bool Policy::Holds(const Rule& rule, const Case& c) {
  return c.problems >= rule.minimum_problems && c.highest_tried >= rule.tried &&
         InAge(c.age_years, rule.minimum_age, rule.below_age) &&
         std::all_of(rule.ratings.begin(), rule.ratings.end(),
                     [&](const auto& rating) {
                       // Unknown counts as nothing wrong.
                       return c.ratings[static_cast<size_t>(rating.first)].value_or(0) >= rating.second;
                     }) &&
         std::all_of(rule.has.begin(), rule.has.end(),
                     [&](const std::vector<int>& facts) { return Meet(c.facts, facts); });
}

std::vector<int> Policy::RulesOf(const Case& c) const {
  std::vector<int> holding;
  for (size_t i = 0; i < rules_.size(); ++i) {
    if (Holds(rules_[i], c)) holding.push_back(static_cast<int>(i));
  }
  return holding;
}

int Policy::FloorOf(const Case& c) const {
  int floor = kLowestLevel;
  for (const Rule& rule : rules_) {
    if (rule.at_least > floor && Holds(rule, c)) floor = rule.at_least;
  }
  return floor;
}

std::vector<int> Policy::NormalsOf(const Case& c) const {
  std::vector<int> holding;
  for (size_t i = 0; i < normals_.size(); ++i) {
    const Normal& normal = normals_[i];
    // What belongs to an age is only said of a known age.
    const bool any_age = !normal.minimum_age.has_value() && !normal.below_age.has_value();
    const bool fits = any_age || (c.age_years.has_value() && InAge(c.age_years, normal.minimum_age, normal.below_age));
    if (fits && Meet(c.facts, normal.facts)) holding.push_back(static_cast<int>(i));
  }
  return holding;
}

bool Policy::Asks(int question, const Case& c) const {
  const std::vector<int>& only_with = questions_[static_cast<size_t>(question)];
  return only_with.empty() || Meet(c.facts, only_with);
}

const Ladder& Policy::LadderOf(absl::string_view municipality_code) const {
  const auto found = ladders_.find(std::string(municipality_code));
  return found == ladders_.end() ? general_ : found->second;
}

v1::Fit Policy::AccessFit(v1::RequesterRole role, const v1::ServiceProfile& profile) const {
  if (profile.access().empty()) return v1::FIT_UNKNOWN;
  v1::Fit best = v1::FIT_NO;
  for (const std::string& door : profile.access()) {
    for (const auto& access : data_.access()) {
      if (access.code() != door) continue;
      if (Contains(access.opens(), role)) return v1::FIT_YES;
      if (Contains(access.unknown(), role)) best = v1::FIT_UNKNOWN;
    }
  }
  return best;
}

}  // namespace socialekaart
