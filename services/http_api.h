#pragma once

#include "services/directory_service.h"
#include "services/gateway/gateway.h"
#include "services/match_service.h"
#include "services/policy_service.h"
#include "services/search_service.h"

namespace socialekaart {

// Which function answers which method over HTTP: the same that answer gRPC. The services outlive the result.
gateway::Api HttpApi(DirectoryServiceImpl& directory, SearchServiceImpl& search, MatchServiceImpl& match,
                     PolicyServiceImpl& policy);

}  // namespace socialekaart
