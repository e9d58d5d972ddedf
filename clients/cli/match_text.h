#pragma once

#include <string>

#include "clients/cli/output.h"
#include "socialekaart/v1/match_service.pb.h"

namespace socialekaart::cli {

// An answer for a practice worker, in Dutch: safety first, then the advised level and why, the ladder lightest first
// with its services, what to ask still, and the text for the record; with `family` the text for the parents. It reads
// the same piped as on a terminal, so that safety is never lost.
std::string MatchText(const v1::MatchResponse& response, bool family, const Output& output);

}  // namespace socialekaart::cli
