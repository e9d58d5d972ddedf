#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace socialekaart::gateway {

// Below this many bytes gzip gains nothing.
inline constexpr size_t kMinGzipBytes = 1024;

std::string Gzip(absl::string_view content);

// Text gains from gzip; pictures and fonts hold no air.
bool IsCompressible(absl::string_view media_type);

}  // namespace socialekaart::gateway
