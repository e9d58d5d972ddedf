#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/config.h"
#include "services/gateway/assets.h"

namespace socialekaart {

// The whole server in one object: store, index, services. Made with everything open and listening; gone when everything is closed.
class Server {
 public:
  // FAILED_PRECONDITION, DATA_LOSS, INVALID_ARGUMENT: why it may not start. Nothing is left behind then.
  // `page`: the files of the page at /.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const Config& config, std::vector<gateway::EmbeddedFile> page);
  ~Server();

  const std::string& address() const;  // "127.0.0.1:50051", with the port that was chosen
  std::string http_address() const;    // "127.0.0.1:8080"; "" when there is no HTTP

  // Reads the files of the policy again. INVALID_ARGUMENT with file, line and reason: then the old one stays in use. Logged.
  absl::Status ReloadPolicy();

  // Says NOT_SERVING, lets calls end, then closes. Idempotent.
  void Stop();

 private:
  struct Parts;
  explicit Server(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace socialekaart
