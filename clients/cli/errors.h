#pragma once

#include <string>

#include "absl/status/status.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/output.h"

namespace socialekaart::cli {

// What goes wrong is said in three parts, on standard error: what, why, and what to do.
void Complain(const std::string& what, const std::string& why, const std::string& what_to_do);

// Says an error of the server or of the connection, with every field at fault. The exit code that belongs to it.
ExitCode Complain(const absl::Status& status, const Globals& globals);

ExitCode ExitCodeOf(const absl::Status& status);

}  // namespace socialekaart::cli
