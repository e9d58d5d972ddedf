#pragma once

#include <string>

#include "absl/status/status.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/output.h"
#include "socialekaart/v1/match_service.pb.h"

namespace socialekaart::cli {

// A case of a batch: {"id": "7", "question": "...", "age_years": 8, "place": "7151 AB", ...}, with the fields of a
// MatchRequest; a place is a text, or as in the API. INVALID_ARGUMENT: what is wrong with the line; its id is filled in
// when it has one.
absl::Status ParseCase(const std::string& line, v1::MatchStreamRequest* request);

// Answers the cases of a file ("-" = standard input), one JSON object a line on standard output, in their order:
// {"id": ..., "response": ...} or {"id": ..., "error": ...}.
ExitCode MatchBatch(const std::string& path, const Globals& globals);

}  // namespace socialekaart::cli
