#pragma once

#include <string>
#include <vector>

#include "services/matching/matcher.h"
#include "services/matching/policy_files.h"
#include "socialekaart/data/v1/policy.pb.h"
#include "socialekaart/v1/policy_service.pb.h"

namespace socialekaart {

// Cases with the answer that a professional would give. False with faults: ids that are missing or stand twice, ratings
// that cannot be read, ranges that are none, a `worse_than` that leads nowhere.
bool ReadVignettes(const std::string& text, data::v1::Vignettes* vignettes, std::vector<PolicyFault>* faults);

v1::MatchRequest RequestOf(const data::v1::Vignettes::Vignette& vignette);

// The answer of a matcher to each, and what of it was not expected; in their order.
std::vector<v1::VignetteResult> RunVignettes(const Matcher& matcher, const data::v1::Vignettes& vignettes);

// What of the policy no vignette reaches: rules, normals, topics of safety, overlays. "rule boos.floor".
std::vector<std::string> Unexercised(const Matcher& matcher, const data::v1::Vignettes& vignettes);

}  // namespace socialekaart
