#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"

namespace socialekaart::bench {

// Calls over HTTP/1.1 on connections that stay open. Does no more than is needed to measure a server that is right:
// what answers is taken apart by its Content-Length alone.
//
// Safe for use by several threads at once; each call has a connection to itself.
class HttpClient {
 public:
  // "127.0.0.1:8080"
  explicit HttpClient(std::string address) : address_(std::move(address)) {}
  ~HttpClient();

  // POST of JSON. The size of the body that came; an error for every status but 200.
  absl::StatusOr<size_t> Post(absl::string_view path, absl::string_view body);

  // Opens so many connections more, and asks /livez once on each.
  absl::Status OpenIdle(int count);

 private:
  absl::StatusOr<int> Take();
  absl::StatusOr<int> Open() const;
  void Keep(int socket);

  const std::string address_;
  absl::Mutex mutex_;
  std::vector<int> idle_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace socialekaart::bench
