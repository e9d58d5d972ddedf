#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace socialekaart {

// Text as it may stand in HTML, between tags and in quoted attributes.
std::string EscapeHtml(absl::string_view text);

}  // namespace socialekaart
