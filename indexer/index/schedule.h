#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "socialekaart/v1/resources.pb.h"

namespace socialekaart {

// Opening hours of a service (its own and those at its locations), packed for the index: weekly intervals with their validity.
// Empty when no schedule can be read as such: then it is unknown when the service is open.
std::string PackSchedules(const v1::Service& service);

// `packed` must not be empty. Times are those of the Netherlands.
bool IsOpen(absl::string_view packed, absl::Time at);

}  // namespace socialekaart
