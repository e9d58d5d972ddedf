#include "services/gateway/gateway.h"

#include <utility>

#include "services/gateway/health.h"

namespace socialekaart::gateway {
namespace {

absl::StatusOr<Router> MakeRouter(Api api, Metrics& metrics) {
  Router router;
  const auto add = [&](absl::StatusOr<Route> route) {
    if (!route.ok()) return route.status();
    router.Add(*std::move(route));
    return absl::OkStatus();
  };
  absl::Status status;
  for (UnaryRpc& rpc : api.unary) status.Update(add(UnaryRoute(std::move(rpc))));
  for (StreamRpc& rpc : api.streams) status.Update(add(StreamRoute(std::move(rpc))));
  for (Api::Resource& one : api.resources) status.Update(add(ResourceRoute(one.collection, std::move(one.get))));
  if (!status.ok()) return status;
  for (Route& route : HealthRoutes(std::move(api.is_ready), metrics)) router.Add(std::move(route));
  for (Route& route : api.routes) router.Add(std::move(route));
  return router;
}

}  // namespace

Gateway::~Gateway() = default;

absl::StatusOr<std::unique_ptr<Gateway>> Gateway::Start(const GatewayOptions& options, Api api) {
  std::unique_ptr<Gateway> gateway(new Gateway);
  for (Api::Gauge& gauge : api.gauges) gateway->metrics_.AddGauge(gauge.name, gauge.help, std::move(gauge.value));
  auto router = MakeRouter(std::move(api), gateway->metrics_);
  if (!router.ok()) return router.status();
  gateway->site_ = std::make_unique<const Site>(options.site, *std::move(router), gateway->metrics_);
  auto listener = Listener::Start(options.listen, options.limits, *gateway->site_, gateway->metrics_);
  if (!listener.ok()) return listener.status();
  gateway->listener_ = *std::move(listener);
  return gateway;
}

}  // namespace socialekaart::gateway
