#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/matching/policy.h"
#include "socialekaart/v1/match_service.pb.h"

namespace socialekaart {

inline constexpr int kRecordTextLimit = 600;  // code points

// The texts that go with an answer: the note for the patient record and the words for the parents. From templates of
// the policy, with nothing of the question but the names of the problems: no personal data. Both need the suggestions
// to be in.
std::string RecordText(const v1::MatchResponse& response, const Policy& policy);
std::string FamilyText(const v1::MatchResponse& response, const Policy& policy, const Ladder& ladder,
                       const std::vector<std::string>& safety_steps);

}  // namespace socialekaart
