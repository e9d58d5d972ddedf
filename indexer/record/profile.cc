#include "indexer/record/profile.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "absl/strings/match.h"
#include "indexer/base/date.h"

namespace socialekaart {
namespace {

constexpr char kWaitingDaysUnit[] = "dagen wachttijd";

void AddOnce(const std::string& value, google::protobuf::RepeatedPtrField<std::string>* values) {
  if (std::find(values->begin(), values->end(), value) == values->end()) *values->Add() = value;
}

}  // namespace

void AddWaitingTime(const v1::Service& service, absl::Time now, v1::ServiceProfile* profile) {
  std::optional<absl::Time> latest;
  for (const v1::ServiceCapacity& capacity : service.capacities()) {
    if (!absl::EqualsIgnoreCase(capacity.unit().name(), kWaitingDaysUnit)) continue;
    const auto measured = ParseDateTime(capacity.updated());
    if (!measured || now - *measured > kWaitingTimeIsFresh || (latest && *latest >= *measured)) continue;
    if (!(capacity.available() >= 0 && capacity.available() <= 10'000)) continue;
    latest = measured;
    profile->set_waiting_days(static_cast<int32_t>(std::lround(capacity.available())));
    profile->set_waiting_measured_date(FormatDate(*measured));
  }
}

v1::ServiceProfile ProfileOf(const v1::Service& service, const Taxonomy& taxonomy, absl::Time now) {
  v1::ServiceProfile profile;
  for (const v1::Attribute& attribute : service.attributes()) {
    const v1::TaxonomyTerm& term = attribute.taxonomy_term();
    const std::string& code = term.code();
    if (term.taxonomy() == kTaxonomyLevel) {
      if (const auto* level = taxonomy.FindLevel(code)) profile.add_levels(level->level());
    } else if (term.taxonomy() == kTaxonomyKind) {
      if (taxonomy.FindKind(code) != nullptr) profile.set_kind(code);
    } else if (term.taxonomy() == kTaxonomyProblem) {
      if (taxonomy.FindProblem(code) != nullptr) AddOnce(code, profile.mutable_problems());
    } else if (term.taxonomy() == kTaxonomyExcludedProblem) {
      if (taxonomy.FindProblem(code) != nullptr) AddOnce(code, profile.mutable_excluded_problems());
    } else if (term.taxonomy() == kTaxonomyAccess) {
      if (taxonomy.FindAccess(code) != nullptr) AddOnce(code, profile.mutable_access());
    } else if (term.taxonomy() == kTaxonomyContract) {
      AddOnce(code, profile.mutable_contracted_by());
    } else if (const auto* map = taxonomy.FindCode(term.taxonomy(), code)) {
      for (const std::string& problem : map->problems()) AddOnce(problem, profile.mutable_problems());
    }
  }
  std::sort(profile.mutable_levels()->begin(), profile.mutable_levels()->end());
  profile.mutable_levels()->erase(std::unique(profile.mutable_levels()->begin(), profile.mutable_levels()->end()),
                                  profile.mutable_levels()->end());
  AddWaitingTime(service, now, &profile);
  return profile;
}

bool IsConfidential(const v1::Location& location) {
  return std::any_of(location.attributes().begin(), location.attributes().end(), [](const v1::Attribute& attribute) {
    return attribute.taxonomy_term().taxonomy() == kTaxonomyConfidential &&
           attribute.taxonomy_term().code() == kConfidentialYes;
  });
}

void Redact(v1::Location* location) {
  if (!IsConfidential(*location)) return;
  v1::Location kept;
  kept.set_name(location->name());
  kept.set_location_type(location->location_type());
  *kept.mutable_attributes() = location->attributes();
  kept.set_etag(location->etag());
  kept.set_revision(location->revision());
  *kept.mutable_provenance() = location->provenance();
  kept.set_confidential(true);
  *location = std::move(kept);
}

v1::Fit AgeFit(std::optional<double> minimum_age, std::optional<double> maximum_age, double age_years) {
  if (minimum_age && age_years < *minimum_age) return v1::FIT_NO;
  if (maximum_age) {
    const bool whole = std::floor(*maximum_age) == *maximum_age;
    if (whole ? age_years >= *maximum_age + 1 : age_years > *maximum_age) return v1::FIT_NO;
  }
  return minimum_age && maximum_age ? v1::FIT_YES : v1::FIT_UNKNOWN;
}

}  // namespace socialekaart
