#include "services/matching/policy.h"

#include <algorithm>

#include "indexer/record/taxonomy.h"

namespace socialekaart {
namespace {

constexpr double kSecondaryFromAge = 12, kPrimaryToAge = 13;  // at 12 a child is at either

bool Meet(const std::vector<int>& a, const std::vector<int>& b) {
  return std::any_of(a.begin(), a.end(), [&](int fact) { return std::binary_search(b.begin(), b.end(), fact); });
}

// A minimum age excepts younger children: a child of unknown age is no exception. An upper bound holds for a known age
// only.
bool InAge(const std::optional<double>& age, const std::optional<double>& minimum, const std::optional<double>& below) {
  return (!minimum.has_value() || !age.has_value() || *age >= *minimum) &&
         (!below.has_value() || (age.has_value() && *age < *below));
}

// What is said of an age is only said of a known age.
bool FitsKnownAge(const std::optional<double>& age, const std::optional<double>& minimum,
                  const std::optional<double>& below) {
  const bool any_age = !minimum.has_value() && !below.has_value();
  return any_age || (age.has_value() && InAge(age, minimum, below));
}

template <typename List, typename Value>
bool Contains(const List& list, const Value& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

}  // namespace

std::optional<int> Policy::FactOf(absl::string_view fact) const {
  const auto found = facts_.find(fact);
  return found == facts_.end() ? std::nullopt : std::optional(found->second);
}

void Policy::AddFact(absl::string_view fact, Case* c) const {
  const auto number = FactOf(fact);
  if (!number.has_value()) return;
  const auto at = std::lower_bound(c->facts.begin(), c->facts.end(), *number);
  if (at == c->facts.end() || *at != *number) c->facts.insert(at, *number);
}

bool Policy::HoldsButForRatings(const Rule& rule, const Case& c) {
  return !(rule.unless_everyday && c.everyday) && c.problems >= rule.minimum_problems && c.highest_tried >= rule.tried &&
         InAge(c.age_years, rule.minimum_age, rule.below_age) &&
         std::all_of(rule.has.begin(), rule.has.end(),
                     [&](const std::vector<int>& facts) { return Meet(c.facts, facts); });
}

bool Policy::RatingsHold(const Rule& rule, const Ratings& ratings) {
  return std::all_of(rule.ratings.begin(), rule.ratings.end(), [&](const auto& rating) {
    // Unknown counts as nothing wrong.
    return ratings[static_cast<size_t>(rating.first)].value_or(0) >= rating.second;
  });
}

bool Policy::RatingsHold(int rule, const Ratings& ratings) const {
  return RatingsHold(rules_[static_cast<size_t>(rule)], ratings);
}

std::vector<int> Policy::CandidatesOf(const Case& c) const {
  std::vector<int> candidates;
  for (size_t i = 0; i < rules_.size(); ++i) {
    if (HoldsButForRatings(rules_[i], c)) candidates.push_back(static_cast<int>(i));
  }
  return candidates;
}

std::vector<int> Policy::RulesOf(const Case& c) const {
  std::vector<int> rules = CandidatesOf(c);
  rules.erase(std::remove_if(rules.begin(), rules.end(), [&](int rule) { return !RatingsHold(rule, c.ratings); }),
              rules.end());
  return rules;
}

int Policy::LevelAmong(const std::vector<int>& candidates, const Ratings& ratings, int highest_tried,
                       const Ladder& ladder) const {
  int level = ladder.OfferedFrom(kLowestLevel);
  for (const int candidate : candidates) {
    const Rule& rule = rules_[static_cast<size_t>(candidate)];
    if (rule.at_least <= level && ladder.at(rule.at_least).offered) continue;
    if (!RatingsHold(rule, ratings)) continue;
    level = std::max(level, ladder.StepFor(rule.at_least, rule.not_covered, highest_tried));
  }
  return level;
}

int Policy::StepFor(int rule, const Case& c, const Ladder& ladder) const {
  const Rule& compiled = rules_[static_cast<size_t>(rule)];
  return ladder.StepFor(compiled.at_least, compiled.not_covered, c.highest_tried);
}

std::vector<int> Policy::NormalsOf(const Case& c) const {
  std::vector<int> holding;
  for (size_t i = 0; i < normals_.size(); ++i) {
    const Normal& normal = normals_[i];
    if (FitsKnownAge(c.age_years, normal.minimum_age, normal.below_age) && Meet(c.facts, normal.facts))
      holding.push_back(static_cast<int>(i));
  }
  return holding;
}

bool Policy::Asks(int question, const Case& c) const {
  const std::vector<int>& only_with = questions_[static_cast<size_t>(question)];
  return only_with.empty() || Meet(c.facts, only_with);
}

std::vector<std::string> Policy::StartersOf(const Case& c, size_t count) const {
  std::vector<std::string> texts;
  for (size_t i = 0; i < starters_.size() && texts.size() < count; ++i) {
    const Normal& starter = starters_[i];
    if (!FitsKnownAge(c.age_years, starter.minimum_age, starter.below_age)) continue;
    if (!starter.facts.empty() && !Meet(c.facts, starter.facts)) continue;
    texts.push_back(data_.starters(static_cast<int>(i)).text());
  }
  return texts;
}

const Ladder& Policy::LadderOf(absl::string_view municipality_code) const {
  const auto found = ladders_.find(municipality_code);
  return found == ladders_.end() ? general_ : found->second;
}

const Ladder& Policy::LadderOf(const LocalPlace& place) const {
  if (place.municipality_codes.empty()) return general_;
  const Ladder& first = LadderOf(place.municipality_codes[0]);
  const bool shared = std::all_of(place.municipality_codes.begin(), place.municipality_codes.end(),
                                  [&](const std::string& code) { return SameLadder(LadderOf(code), first); });
  return shared ? first : general_;
}

std::vector<v1::SchoolPartnership> Policy::PartnershipsOf(const LocalPlace& place,
                                                          std::optional<double> age_years) const {
  std::vector<v1::SchoolPartnership> found;
  for (const char* sector : {"PO", "VO"}) {
    const bool primary = sector[0] == 'P';
    if (age_years.has_value() && (primary ? *age_years >= kPrimaryToAge : *age_years < kSecondaryFromAge)) continue;
    const auto add = [&](const data::v1::Overlays::SchoolPartnership& partnership) {
      v1::SchoolPartnership one;
      one.set_code(partnership.code());
      one.set_sector(partnership.sector());
      found.push_back(std::move(one));
    };
    const size_t before = found.size();
    for (const auto& partnership : overlays_.school_partnerships()) {
      if (partnership.sector() == sector && Contains(partnership.postal_codes4(), place.postal_code4)) add(partnership);
    }
    if (found.size() > before) continue;
    for (const auto& partnership : overlays_.school_partnerships()) {
      const bool serves =
          std::any_of(place.municipality_codes.begin(), place.municipality_codes.end(),
                      [&](const auto& code) { return Contains(partnership.municipality_codes(), code); });
      if (partnership.sector() == sector && serves) add(partnership);
    }
  }
  return found;
}

v1::Fit Policy::AccessFit(v1::RequesterRole role, const v1::ServiceProfile& profile) const {
  if (profile.access().empty()) return v1::FIT_UNKNOWN;
  v1::Fit best = v1::FIT_NO;
  for (const std::string& door : profile.access()) {
    for (const auto& access : data_.access()) {
      if (access.code() != door) continue;
      if (Contains(access.opens(), static_cast<int>(role))) return v1::FIT_YES;
      if (Contains(access.unknown(), static_cast<int>(role))) best = v1::FIT_UNKNOWN;
    }
  }
  return best;
}

v1::Fit Policy::ContractFit(const LocalPlace& place, const v1::ServiceProfile& profile) const {
  if (place.municipality_codes.empty() || Contains(profile.access(), kAccessFree)) return v1::FIT_UNSPECIFIED;
  if (profile.contracted_by().empty()) {
    const bool needed = std::any_of(data_.access().begin(), data_.access().end(), [&](const auto& access) {
      return access.needs_contract() && Contains(profile.access(), access.code());
    });
    return needed ? v1::FIT_UNKNOWN : v1::FIT_UNSPECIFIED;
  }
  const auto has = [&](const std::string& code) { return Contains(profile.contracted_by(), code); };
  const auto& codes = place.municipality_codes;
  if (std::all_of(codes.begin(), codes.end(), has)) return v1::FIT_YES;
  return std::any_of(codes.begin(), codes.end(), has) ? v1::FIT_UNKNOWN : v1::FIT_NO;
}

const std::vector<std::string>& Policy::DoorsOf(v1::RequesterRole role) const {
  return doors_[static_cast<size_t>(role)];
}

bool Policy::IsLasting(absl::string_view problem) const {
  return Contains(data_.lasting(), problem);
}

const data::v1::Policy::OverrideReason* Policy::FindOverrideReason(absl::string_view code) const {
  const auto found = std::find_if(data_.override_reasons().begin(), data_.override_reasons().end(),
                                  [&](const auto& reason) { return reason.code() == code; });
  return found == data_.override_reasons().end() ? nullptr : &*found;
}

}  // namespace socialekaart
