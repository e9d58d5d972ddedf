#pragma once

#include <string>
#include <vector>

#include "services/gateway/router.h"
#include "services/hsds/api.h"

namespace socialekaart::hsds_api {

// Where all of it stands.
inline constexpr char kPath[] = "/hsds/";

// GET /hsds/..., and POST of each list and of /hsds/services/search. `profile`: the text of the Dutch profile,
// Markdown. `api` outlives the routes.
std::vector<gateway::Route> HsdsRoutes(HsdsApi& api, std::string profile);

}  // namespace socialekaart::hsds_api
