#pragma once

#include <string>

#include "absl/status/status.h"

namespace socialekaart {

// A seal on the files of an index that is closed in good order: their sizes and hashes. The blocks of Xapian carry no checksums, so
// this is how a flipped bit is seen.
absl::Status WriteSeal(const std::string& folder);

// Removed before the first write: an unsealed index was not closed in good order.
absl::Status BreakSeal(const std::string& folder);

// OK: as it was sealed. NOT_FOUND: no seal. DATA_LOSS: another content.
absl::Status CheckSeal(const std::string& folder);

}  // namespace socialekaart
