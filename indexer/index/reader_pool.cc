#include "indexer/index/reader_pool.h"

#include <xapian.h>

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "indexer/base/status.h"

namespace socialekaart {
namespace {

constexpr int kTries = 4;  // each commit that goes by may cost one

}  // namespace

struct ReaderPool::Handle {
  std::unique_ptr<Xapian::Database> database;
  uint64_t generation = 0;
  uint64_t commits = 0;
};

ReaderPool::ReaderPool() = default;
ReaderPool::~ReaderPool() = default;

void ReaderPool::Switch(const std::string& path, std::shared_ptr<const Columns> columns) {
  absl::MutexLock lock(&mutex_);
  path_ = path;
  columns_ = std::move(columns);
  ++generation_;
  idle_.clear();
}

void ReaderPool::Close() { Switch("", nullptr); }

void ReaderPool::AnnounceCommit() {
  absl::MutexLock lock(&mutex_);
  ++commits_;
}

absl::Status ReaderPool::Read(const std::function<void(Xapian::Database&, const Columns&)>& read) {
  std::string damage;
  for (int attempt = 0; attempt < kTries; ++attempt) {
    Handle handle;
    std::string path;
    std::shared_ptr<const Columns> columns;
    uint64_t generation, commits;
    {
      absl::MutexLock lock(&mutex_);
      path = path_;
      columns = columns_;
      generation = generation_;
      commits = commits_;
      if (!idle_.empty()) {
        handle = std::move(idle_.back());
        idle_.pop_back();
      }
    }
    if (path.empty()) {
      return Error(absl::StatusCode::kUnavailable, v1::ERROR_REASON_INDEX_REBUILDING, "the index is being rebuilt: try again in a moment");
    }
    try {
      if (handle.database == nullptr || handle.generation != generation) {
        handle = {std::make_unique<Xapian::Database>(path), generation, commits};
      } else if (handle.commits != commits) {
        handle.database->reopen();
        handle.commits = commits;
      }
      read(*handle.database, *columns);
      absl::MutexLock lock(&mutex_);
      if (handle.generation == generation_) idle_.push_back(std::move(handle));
      return absl::OkStatus();
    } catch (const Xapian::DatabaseModifiedError&) {
      damage = "the index changes too fast";
    } catch (const Xapian::DatabaseError& error) {
      // After two commits an old handle may say this too ("EOF reading block"): only a fresh one proves damage.
      damage = error.get_description();
    } catch (const Xapian::Error& error) {
      return Error(absl::StatusCode::kInternal, v1::ERROR_REASON_INDEX_FAILED, absl::StrCat("searching the index: ", error.get_description()));
    }
  }
  return Error(absl::StatusCode::kDataLoss, v1::ERROR_REASON_INDEX_FAILED, absl::StrCat("reading the index: ", damage));
}

}  // namespace socialekaart
