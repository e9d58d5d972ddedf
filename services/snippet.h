#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "indexer/text/analyzer.h"

namespace socialekaart {

// The part of `text` that shows most of `terms` (of the index), at most about 160 characters; what is found by them, also inside a compound,
// stands between <mark> and </mark>, and everything else is HTML-escaped. The beginning when nothing is.
std::string MakeSnippet(absl::string_view text, const std::vector<std::string>& terms, const Analyzer& analyzer);

}  // namespace socialekaart
