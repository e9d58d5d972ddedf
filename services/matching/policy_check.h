#pragma once

#include "services/matching/matcher.h"
#include "services/matching/policy_files.h"
#include "socialekaart/v1/policy_service.pb.h"

namespace socialekaart {

// All 5^8 combinations of the ratings for one case.
inline constexpr int kRatingCombinations = 390625;

// The first combination in which one rating one worse lowers the level: "2-3...: risk", in words; "" = none does.
std::string FindNotMonotone(const Policy& policy, const Ladder& ladder, const Case& c);

// What is to be said of a policy before it is used, beside the one that `in_use` works with.
v1::CheckPolicyResponse CheckPolicyFiles(const Matcher& in_use, const PolicyFiles& files, bool all_ladders);

}  // namespace socialekaart
