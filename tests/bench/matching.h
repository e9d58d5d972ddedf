#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "clients/cpp/client.h"
#include "tests/bench/records.h"
#include "tests/bench/run.h"

namespace socialekaart::bench {

// Opens the data directory as the server does and calls its functions, with no gRPC between: one call at a time. No server may have it open.
// `data_files`: the project's data/.
absl::StatusOr<MatchingFigures> MeasureMatching(const std::string& data_files, const std::string& data_dir, const Records& records);

// Cases a second through one MatchStream.
absl::StatusOr<double> MeasureBatch(const client::Client& client, const Records& records);

}  // namespace socialekaart::bench
