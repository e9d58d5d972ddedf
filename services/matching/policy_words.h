#pragma once

#include "services/matching/matcher.h"
#include "socialekaart/data/v1/policy.pb.h"
#include "socialekaart/v1/policy_service.pb.h"

namespace socialekaart {

// The tests of a rule as sentences, for people; all of them must hold.
std::vector<std::string> ConditionsOf(const data::v1::Condition& when);

// A policy for people to read: the ladder of a gemeente, the rules, the overlays. `vignettes` name the rules that they
// reach.
v1::GetPolicyResponse DescribePolicy(const Policy& policy, absl::string_view municipality_code,
                                     const std::vector<v1::VignetteResult>& vignettes);

}  // namespace socialekaart
