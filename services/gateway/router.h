#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/gateway/http.h"

namespace socialekaart::gateway {

// The two directions of one request that is not held in memory. Every call waits for the client, within limits of time.
class StreamIo {
 public:
  virtual ~StreamIo() = default;
  // Bytes of the body as they come; 0 = its end. CANCELLED when the client left or broke the framing,
  // DEADLINE_EXCEEDED.
  virtual absl::StatusOr<size_t> Read(char* buffer, size_t size) = 0;
  // The head of the answer; then its parts. False when nobody takes them any more. Not called by two threads at once.
  virtual bool Begin(HttpResponse head) = 0;
  virtual bool Write(absl::string_view bytes) = 0;
  // The client left, or the server stops.
  virtual bool IsCancelled() = 0;
};

using Handler = std::function<HttpResponse(const HttpRequest&)>;
// Answers through `io`, or returns an answer when it began none.
using StreamHandler = std::function<std::optional<HttpResponse>(const HttpRequest&, StreamIo& io)>;

// One row of what this server answers. A GET answers HEAD too.
struct Route {
  std::string method;
  std::string pattern;  // "/livez"; "/v1/services/{id}" with at most one {}, which takes one segment
  std::string name;     // for counting; "" = the pattern
  std::variant<Handler, StreamHandler> handler;
  // Of an address whose answer may be asked as a stream too: which requests do, and what answers those.
  std::function<bool(const HttpRequest&)> asks_for_stream = nullptr;
  StreamHandler stream = nullptr;
};

class Router {
 public:
  void Add(Route route);

  struct Found {
    const Route* route = nullptr;  // null: none of that path and method
    std::string captured;          // what stood at {}
    std::string allowed;           // the methods of that path: "GET, HEAD, OPTIONS"; "" = no such path
  };
  Found Find(absl::string_view method, absl::string_view path) const;

  const std::vector<Route>& routes() const { return routes_; }

 private:
  std::vector<Route> routes_;
};

}  // namespace socialekaart::gateway
