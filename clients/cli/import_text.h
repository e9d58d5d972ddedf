#pragma once

#include <string>

#include "clients/cli/output.h"
#include "socialekaart/v1/directory_service.pb.h"

namespace socialekaart::cli {

// What an import did: the counts, then the findings by rule, worst first, with a few examples and what to do.
std::string ReportText(const v1::ImportReport& report, const Output& output);

}  // namespace socialekaart::cli
