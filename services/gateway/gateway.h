#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/gateway/listener.h"
#include "services/gateway/ndjson.h"
#include "services/gateway/site.h"
#include "services/gateway/unary.h"

namespace socialekaart::gateway {

// What the gateway answers, by functions of the services.
struct Api {
  struct Resource {
    std::string collection;  // "services": GET /v1/services/{id}
    UnaryRpc get;
  };
  struct Gauge {
    std::string name;
    std::string help;
    std::function<double()> value;
  };
  std::vector<UnaryRpc> unary = {};
  std::vector<StreamRpc> streams = {};
  std::vector<Resource> resources = {};
  std::vector<Route> routes = {};  // what is no method of the API
  std::vector<Gauge> gauges = {};
  std::function<bool()> is_ready = [] { return true; };
};

struct GatewayOptions {
  std::string listen = "127.0.0.1:8080";
  Limits limits = {};
  SiteOptions site = {};
};

// The HTTP side of the server: JSON for every method, the page, and how the server is doing.
class Gateway {
 public:
  static absl::StatusOr<std::unique_ptr<Gateway>> Start(const GatewayOptions& options, Api api);
  ~Gateway();

  const std::string& address() const { return listener_->address(); }
  void BeginStop() { listener_->BeginStop(); }
  void Stop(absl::Time deadline) { listener_->Stop(deadline); }

 private:
  Gateway() = default;
  Metrics metrics_;
  std::unique_ptr<const Site> site_;
  std::unique_ptr<Listener> listener_;
};

}  // namespace socialekaart::gateway
