#pragma once

#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "indexer/place/gazetteer.h"
#include "indexer/store/store.h"

namespace socialekaart {

// The gazetteer in use: what the project ships, over which what was imported into the store. Safe for use by several threads at once.
class Places {
 public:
  static absl::StatusOr<std::unique_ptr<Places>> Load(const std::string& data_folder, const Store& store);

  // After an import.
  absl::Status Reload();

  // What the Gazetteer resolves, and BRINs from the records of schools.
  absl::StatusOr<v1::ResolvedPlace> Resolve(const v1::Place& place) const;
  Gazetteer gazetteer() const;

 private:
  Places(data::v1::Gazetteer shipped, const Store& store, Gazetteer gazetteer);

  const data::v1::Gazetteer shipped_;
  const Store& store_;
  mutable absl::Mutex mutex_;
  Gazetteer gazetteer_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace socialekaart
