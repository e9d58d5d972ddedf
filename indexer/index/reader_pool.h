#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"

namespace Xapian {
class Database;
}

namespace socialekaart {

class Columns;

// Handles on the index, one in use by one thread at a time; opened as needed, and reopened when a commit was announced.
class ReaderPool {
 public:
  ReaderPool();
  ~ReaderPool();

  // The index is at `path` from now on (a rebuilt one, or the first), and these are its columns.
  void Switch(const std::string& path, std::shared_ptr<const Columns> columns);
  // There is no index that may be read.
  void Close();
  void AnnounceCommit();

  // Runs `read` on an up-to-date handle; again on a fresh one when commits went by under it. UNAVAILABLE (INDEX_REBUILDING) without an
  // index; DATA_LOSS when the index is damaged.
  absl::Status Read(const std::function<void(Xapian::Database&, const Columns&)>& read);

 private:
  struct Handle;

  absl::Mutex mutex_;
  std::string path_ ABSL_GUARDED_BY(mutex_);
  std::shared_ptr<const Columns> columns_ ABSL_GUARDED_BY(mutex_);
  uint64_t generation_ ABSL_GUARDED_BY(mutex_) = 0;  // of the path
  uint64_t commits_ ABSL_GUARDED_BY(mutex_) = 0;
  std::vector<Handle> idle_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace socialekaart
