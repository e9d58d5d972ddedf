#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace socialekaart {

using Values = std::vector<std::pair<absl::string_view, std::string>>;

// "Stap: {step}." with its placeholders filled in.
std::string Fill(absl::string_view text, const Values& values);

// INVALID_ARGUMENT when `text` is empty or has a placeholder that is not one of `names`.
absl::Status CheckTemplate(absl::string_view text, const std::vector<absl::string_view>& names);

// At most `limit` code points; a longer text ends in "...".
std::string Shorten(absl::string_view text, size_t limit);
size_t CodePoints(absl::string_view text);

}  // namespace socialekaart
