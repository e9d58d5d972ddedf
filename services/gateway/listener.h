#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/gateway/metrics.h"
#include "services/gateway/site.h"

namespace socialekaart::gateway {

// Bounds that keep one client from harming the others.
struct Limits {
  int max_connections = 4000;
  int max_streams = 32;                      // at once; each holds a thread
  size_t max_body_bytes = 64 << 10;          // of a request that is held in memory
  absl::Duration idle = absl::Seconds(60);   // between two requests of one connection
  absl::Duration head = absl::Seconds(10);   // from the first to the last byte of a head
  absl::Duration body = absl::Seconds(20);   // for a whole body; for each part of a stream
  absl::Duration write = absl::Seconds(60);  // for a whole answer; for each part of a stream
};

// Listens on one address, reads requests from connections, has a Site answer them, and writes the answers: HTTP/1.1
// with keep-alive. Whatever a client sends ends in an answer or a closed connection.
class Listener {
 public:
  // `listen`: "127.0.0.1:8080", "[::1]:0", ... FAILED_PRECONDITION when that cannot be listened on. `site` and
  // `metrics` outlive it.
  static absl::StatusOr<std::unique_ptr<Listener>> Start(const std::string& listen, const Limits& limits,
                                                         const Site& site, Metrics& metrics);
  ~Listener();

  const std::string& address() const;  // with the port that was chosen

  // Takes no new connections, and closes those that wait for a request.
  void BeginStop();
  // Waits until the requests under way are answered, at most until `deadline`; then closes everything. Idempotent.
  void Stop(absl::Time deadline);

 private:
  struct Rep;
  explicit Listener(std::unique_ptr<Rep> rep);
  std::unique_ptr<Rep> rep_;
};

}  // namespace socialekaart::gateway
