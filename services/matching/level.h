#pragma once

#include <vector>

#include "services/matching/policy.h"
#include "socialekaart/v1/match_service.pb.h"

namespace socialekaart {

// The case as the level sees it, and whom it concerns.
struct LevelQuestion {
  Case facts;
  std::vector<v1::HelpLevel> tried;
  v1::RequesterRole role = v1::REQUESTER_ROLE_UNSPECIFIED;
};

// The lowest offered level that no rule excludes.
v1::HelpLevel LevelOf(const Case& c, const Policy& policy, const Ladder& ladder);

// Fills level, reasons and the ladder, without suggestions.
void ExplainLevel(const LevelQuestion& question, const Policy& policy, const Ladder& ladder,
                  v1::MatchResponse* response);

// What is not known and would raise the level. First the red flags to ask about with this problem, whatever the level;
// then by what an answer is worth: how far it would raise the level, over all the answers that can be given. At most
// five.
std::vector<v1::OpenQuestion> OpenQuestionsOf(const Case& c, const Policy& policy, const Ladder& ladder);

}  // namespace socialekaart
