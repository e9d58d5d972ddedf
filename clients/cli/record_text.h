#pragma once

#include <string>

#include "clients/cli/output.h"
#include "socialekaart/v1/resources.pb.h"

namespace socialekaart::cli {

// A record for people, in Dutch: what one acts upon first. Fields without a value are left out.
std::string RecordText(const v1::Service& service, const Output& output);
std::string RecordText(const v1::Organization& organization, const Output& output);
std::string RecordText(const v1::Location& location, const Output& output);

}  // namespace socialekaart::cli
