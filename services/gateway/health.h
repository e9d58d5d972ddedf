#pragma once

#include <functional>
#include <vector>

#include "services/gateway/metrics.h"
#include "services/gateway/router.h"

namespace socialekaart::gateway {

// /livez: the process answers. /readyz: it can answer searches. /metrics: what it counted. `metrics` outlives the
// routes.
std::vector<Route> HealthRoutes(std::function<bool()> is_ready, Metrics& metrics);

}  // namespace socialekaart::gateway
