#pragma once

#include "absl/time/time.h"
#include "socialekaart/data/v1/policy.pb.h"
#include "socialekaart/v1/match_service.pb.h"

namespace socialekaart {

// Whether who asks can be sent here: the door and the contract. Age, area and problem are filters of the index.
bool IsUsable(const v1::Suggestion& suggestion);

// Adds why the service is suggested and what to check first, from its fits, its distance, its waiting time and its last
// check, with the policy's texts.
void ExplainSuggestion(const data::v1::Policy& policy, absl::Time now, v1::Suggestion* suggestion);

}  // namespace socialekaart
