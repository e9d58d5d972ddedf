#include "services/gateway/health.h"

#include <utility>

namespace socialekaart::gateway {
namespace {

constexpr char kMetricsType[] = "text/plain; version=0.0.4; charset=utf-8";

}  // namespace

std::vector<Route> HealthRoutes(std::function<bool()> is_ready, Metrics& metrics) {
  const Handler live = [](const HttpRequest&) { return TextResponse(200, "ok"); };
  const Handler ready = [is_ready = std::move(is_ready)](const HttpRequest&) {
    return is_ready() ? TextResponse(200, "ok") : TextResponse(503, "the index is not ready");
  };
  const Handler counted = [&metrics](const HttpRequest&) {
    HttpResponse response = TextResponse(200, "");
    response.headers.Set("Content-Type", kMetricsType);
    response.body = metrics.Text();
    return response;
  };
  return {{"GET", "/livez", "", live}, {"GET", "/readyz", "", ready}, {"GET", "/metrics", "", counted}};
}

}  // namespace socialekaart::gateway
