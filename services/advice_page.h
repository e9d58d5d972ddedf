#pragma once

#include <vector>

#include "services/gateway/assets.h"
#include "services/match_service.h"

namespace socialekaart {

// POST /advies: the form of the page, answered by the server as a page of its own. `page` gives that page its head and
// its form; both outlive the route.
gateway::Route AdviceRoute(const MatchServiceImpl& match, const std::vector<gateway::EmbeddedFile>& page);

// GET /advies: what was asked is not kept, so there is only the form to go back to.
gateway::Route AdviceRedirect();

}  // namespace socialekaart
