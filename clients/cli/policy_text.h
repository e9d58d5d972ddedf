#pragma once

#include <string>

#include "clients/cli/output.h"
#include "clients/cli/table.h"
#include "socialekaart/v1/match_service.pb.h"
#include "socialekaart/v1/policy_service.pb.h"

namespace socialekaart::cli {

Table LadderTable(const v1::GetPolicyResponse& policy);
Table RulesTable(const v1::GetPolicyResponse& policy);
Table FaultsTable(const v1::CheckPolicyResponse& checked);
Table FailuresTable(const v1::CheckPolicyResponse& checked);
// The vignettes whose level differs; those of `after` that `before` does not have are left out.
Table DifferenceTable(const v1::CheckPolicyResponse& before, const v1::CheckPolicyResponse& after);
Table OverridesTable(const v1::CountOverridesResponse& counts);

// One rule, in full.
std::string RuleText(const v1::PolicyRule& rule, const Output& output);

}  // namespace socialekaart::cli
