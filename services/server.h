#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/config.h"

namespace socialekaart {

// The whole server in one object: store, index, services. Made with everything open and listening; gone when everything is closed.
class Server {
 public:
  // FAILED_PRECONDITION, DATA_LOSS, INVALID_ARGUMENT: why it may not start. Nothing is left behind then.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const Config& config);
  ~Server();

  const std::string& address() const;  // "127.0.0.1:50051", with the port that was chosen

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
