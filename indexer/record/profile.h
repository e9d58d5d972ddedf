#pragma once

#include <optional>

#include "absl/time/time.h"
#include "indexer/record/taxonomy.h"
#include "socialekaart/v1/resources.pb.h"

namespace socialekaart {

// What the attributes and capacities of a service say, typed. Unknown codes are left out. `now` decides which waiting times are
// fresh (PROFILE: older than 90 days counts as unknown).
v1::ServiceProfile ProfileOf(const v1::Service& service, const Taxonomy& taxonomy, absl::Time now);

// How long a waiting time says something (PROFILE: capacities).
inline constexpr absl::Duration kWaitingTimeIsFresh = absl::Hours(24 * 90);

// The latest waiting time that is fresh at `now`, into the profile.
void AddWaitingTime(const v1::Service& service, absl::Time now, v1::ServiceProfile* profile);

bool IsConfidential(const v1::Location& location);

// What may leave the store. Of a confidential location that is its name, type and attributes: addresses, coordinates, and every text or
// phone number that could give the place away stay behind. The whole record stays in the store for those who may see it later.
void Redact(v1::Location* location);

// Does this service help at this age? A whole maximum includes that whole year, a decimal one is exact; a bound that is not there is
// unknown, never "no".
v1::Fit AgeFit(std::optional<double> minimum_age, std::optional<double> maximum_age, double age_years);

}  // namespace socialekaart
