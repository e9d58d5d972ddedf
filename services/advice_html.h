#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "socialekaart/v1/match_service.pb.h"

namespace socialekaart {

// An answer of MatchService as HTML in Dutch, for who has no JavaScript: the red flag first, then the advice, the
// ladder, and the texts.
std::string AdviceHtml(absl::string_view question, const v1::MatchResponse& response);

// What is wrong with a request, and what to do about it.
std::string FaultHtml(const absl::Status& status);

}  // namespace socialekaart
