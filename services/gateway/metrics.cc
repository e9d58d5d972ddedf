#include "services/gateway/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <utility>
#include <vector>

namespace socialekaart::gateway {
namespace {

// Seconds. Search answers in about 2 ms; a check of the index takes seconds.
const prometheus::Histogram::BucketBoundaries kSeconds = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                                          0.1,    0.25,  0.5,    1,     2.5,  10};

constexpr auto kMethods = std::to_array<absl::string_view>({"GET", "HEAD", "POST", "OPTIONS"});

template <typename Builder>
auto& Make(Builder builder, const char* name, const char* help, prometheus::Registry& registry) {
  return builder.Name(name).Help(help).Register(registry);
}

}  // namespace

struct Metrics::Rep {
  prometheus::Registry registry;
  prometheus::Family<prometheus::Counter>& requests =
      Make(prometheus::BuildCounter(), "socialekaart_http_requests_total", "Requests answered", registry);
  prometheus::Family<prometheus::Histogram>& seconds =
      Make(prometheus::BuildHistogram(), "socialekaart_http_request_seconds",
           "From the last byte of a request to its answer", registry);
  prometheus::Family<prometheus::Counter>& faults = Make(prometheus::BuildCounter(), "socialekaart_http_faults_total",
                                                         "Connections ended for a fault of the client", registry);
  prometheus::Gauge& connections =
      Make(prometheus::BuildGauge(), "socialekaart_http_connections", "Connections that are open", registry).Add({});
  prometheus::Gauge& streams =
      Make(prometheus::BuildGauge(), "socialekaart_http_streams", "Streams that are open", registry).Add({});
  std::vector<std::pair<prometheus::Gauge*, std::function<double()>>> read;
};

Metrics::Metrics() : rep_(std::make_unique<Rep>()) {}
Metrics::~Metrics() = default;

void Metrics::CountRequest(absl::string_view route, absl::string_view method, int status, absl::Duration duration) {
  const bool usual = std::find(kMethods.begin(), kMethods.end(), method) != kMethods.end();
  const std::string name = route.empty() ? "none" : std::string(route);
  rep_->requests
      .Add({{"route", name}, {"method", usual ? std::string(method) : "other"}, {"status", std::to_string(status)}})
      .Increment();
  rep_->seconds.Add({{"route", name}}, kSeconds).Observe(absl::ToDoubleSeconds(duration));
}

void Metrics::CountFault(absl::string_view reason) {
  rep_->faults.Add({{"reason", std::string(reason)}}).Increment();
}

void Metrics::AddConnections(int change) {
  rep_->connections.Increment(change);
}

void Metrics::AddStreams(int change) {
  rep_->streams.Increment(change);
}

void Metrics::AddGauge(const std::string& name, const std::string& help, std::function<double()> value) {
  rep_->read.emplace_back(&prometheus::BuildGauge().Name(name).Help(help).Register(rep_->registry).Add({}),
                          std::move(value));
}

std::string Metrics::Text() {
  for (const auto& [gauge, value] : rep_->read) gauge->Set(value());
  std::ostringstream out;
  prometheus::TextSerializer().Serialize(out, rep_->registry.Collect());
  return out.str();
}

}  // namespace socialekaart::gateway
