#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace socialekaart::gateway {

// What is counted, for Prometheus. Labels come from tables of this program alone: nothing that a client sent is in
// them.
//
// Safe for use by several threads at once.
class Metrics {
 public:
  Metrics();
  ~Metrics();

  // `route`: the name of a Route; "" = none was found. `method` is counted as "other" when it is none of HTTP's usual
  // ones.
  void CountRequest(absl::string_view route, absl::string_view method, int status, absl::Duration duration);
  // A connection that was refused or ended for a fault of the client: "content-length", "head-timeout", ...
  void CountFault(absl::string_view reason);
  void AddConnections(int change);
  void AddStreams(int change);

  // A number that is read when it is asked for.
  void AddGauge(const std::string& name, const std::string& help, std::function<double()> value);

  // The text format of Prometheus.
  std::string Text();

 private:
  struct Rep;
  std::unique_ptr<Rep> rep_;
};

}  // namespace socialekaart::gateway
