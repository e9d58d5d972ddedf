#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "indexer/store/store.h"

namespace socialekaart {

// Opens the store in `path`, and makes it when the folder is missing or empty. Never starts empty where something stands:
// FAILED_PRECONDITION when another process has it open, or it is newer than this program; DATA_LOSS when it cannot be read.
absl::StatusOr<std::unique_ptr<Store>> OpenRocksDbStore(const std::string& path);

}  // namespace socialekaart
