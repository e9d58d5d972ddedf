#pragma once

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace socialekaart::bench {

// Resident memory of a process, in bytes.
struct Memory {
  int64_t resident = 0;
  int64_t anonymous = 0;  // of which its own, without mapped files
  int64_t peak = 0;       // highest resident so far
};

// A server started from here, which prints "listening on HOST:PORT", and "page on http://HOST:PORT/" before it when it
// has a page. Killed at the latest when this program ends.
class Process {
 public:
  // Waits for the line that says where it listens. Other output goes to the file `log`.
  static absl::StatusOr<std::unique_ptr<Process>> Start(const std::vector<std::string>& command, const std::string& log,
                                                        absl::Duration timeout);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  const std::string& address() const { return address_; }
  const std::string& http_address() const { return http_address_; }  // "" = none
  absl::StatusOr<Memory> memory() const;
  // CPU seconds used until now, in user and kernel mode.
  absl::StatusOr<double> CpuSeconds() const;

  // SIGTERM; an error when it does not end by itself in time, or not with 0.
  absl::Status Stop(absl::Duration timeout);
  // SIGKILL.
  void Kill();

 private:
  Process(pid_t pid, int output) : pid_(pid), output_(output) {}
  absl::Status ReadAddress(absl::Time deadline);
  void Close();

  pid_t pid_;
  int output_;  // the reading end of its standard output
  std::string address_;
  std::string http_address_;
};

}  // namespace socialekaart::bench
