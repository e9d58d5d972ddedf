#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "indexer/record/taxonomy.h"
#include "indexer/text/analyzer.h"
#include "socialekaart/data/v1/ranking.pb.h"

namespace socialekaart {

// What turns a service into a document and a question into an answer. Borrowed; lives longer than the index.
struct IndexingRules {
  const Analyzer& analyzer;
  const Taxonomy& taxonomy;
  const data::v1::Ranking& ranking;
};

// `data/ranking.textproto`. INVALID_ARGUMENT: file and line, or the weight at fault and its range.
absl::StatusOr<data::v1::Ranking> LoadRanking(const std::string& path);

}  // namespace socialekaart
