#pragma once

#include <memory>
#include <string>

#include "absl/strings/string_view.h"

namespace socialekaart::gateway {

// Below this many bytes gzip gains nothing.
inline constexpr size_t kMinGzipBytes = 1024;

std::string Gzip(absl::string_view content);

// Compresses a stream part by part: what was added can be read by whoever got the parts so far. Holds about 256 KiB.
class GzipStream {
 public:
  GzipStream();
  ~GzipStream();
  std::string Add(absl::string_view part);
  std::string Finish();

 private:
  std::string Run(absl::string_view part, int flush);
  struct State;
  std::unique_ptr<State> state_;
};

// Text gains from gzip; pictures and fonts hold no air.
bool IsCompressible(absl::string_view media_type);

}  // namespace socialekaart::gateway
