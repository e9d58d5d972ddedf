#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "indexer/text/analyzer.h"
#include "indexer/text/lexicon.h"

namespace socialekaart {

// The analyzer over a lexicon that is read already: the lexicon's compiler and tests have one in memory.
absl::StatusOr<std::unique_ptr<const Analyzer>> MakeDutchAnalyzer(std::unique_ptr<const DutchLexicon> lexicon);

}  // namespace socialekaart
