#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/hsds/parameters.h"
#include "services/hsds/roster.h"
#include "services/places.h"

namespace socialekaart::hsds_api {

// Names of the services that a text finds, best first.
using ServiceFinder = std::function<absl::StatusOr<std::vector<std::string>>(const std::string& text)>;

// The entries of a collection that fit all the parameters: services and their places best first when there is a text to
// search, everything else in the order in which it came. INVALID_ARGUMENT names a postcode that is not known.
absl::StatusOr<std::vector<uint32_t>> Choose(Collection collection, const Parameters& parameters, const Roster& roster,
                                             const Places& places, const ServiceFinder& find);

}  // namespace socialekaart::hsds_api
