#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "indexer/text/analyzer.h"

namespace socialekaart {

// The part of `text` that shows most of the words of `query`, at most about 160 characters, matched words between <mark> and </mark>,
// everything else HTML-escaped. The beginning when nothing matches.
std::string MakeSnippet(absl::string_view text, absl::string_view query, const Analyzer& analyzer);

}  // namespace socialekaart
