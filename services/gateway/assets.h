#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/gateway/router.h"

namespace socialekaart::gateway {

// A file of the page, inside the program. Compressed forms are "" when there are none.
struct EmbeddedFile {
  absl::string_view path;  // "index.html", "assets/main.1A2B3C4D.js"
  absl::string_view content;
  absl::string_view gzip = {};
  absl::string_view brotli = {};
};

// GET /PATH for each file, and / for index.html. What has a hash in its name is kept for good by browsers; the rest is
// asked for again.
std::vector<Route> AssetRoutes(const std::vector<EmbeddedFile>& files);

}  // namespace socialekaart::gateway
