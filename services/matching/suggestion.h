#pragma once

#include "socialekaart/data/v1/policy.pb.h"
#include "socialekaart/v1/match_service.pb.h"

namespace socialekaart {

// Adds why the service is suggested and what to check first, from its fits and the policy's texts.
void ExplainSuggestion(const data::v1::Policy& policy, v1::Suggestion* suggestion);

}  // namespace socialekaart
