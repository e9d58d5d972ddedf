#include "indexer/store/rocksdb_store.h"

#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>
#include <rocksdb/write_batch.h>

#include <atomic>
#include <filesystem>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "indexer/base/date.h"
#include "indexer/base/status.h"
#include "indexer/store/keys.h"

namespace socialekaart {
namespace {

// Version of the keys and values on disk. A newer program reads every older format; an older one refuses a newer format.
constexpr int kFormat = 1;

rocksdb::Slice ToSlice(absl::string_view bytes) { return {bytes.data(), bytes.size()}; }
absl::string_view ToView(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }
absl::string_view FormatKey() { return {kFormatKey, sizeof(kFormatKey) - 1}; }

absl::Status FromRocksDb(const rocksdb::Status& status, absl::string_view doing) {
  if (status.ok()) return absl::OkStatus();
  const std::string message = absl::StrCat(doing, ": ", status.ToString());
  if (status.IsNotFound()) return Error(absl::StatusCode::kNotFound, v1::ERROR_REASON_RECORD_NOT_FOUND, message);
  if (status.IsCorruption()) return Error(absl::StatusCode::kDataLoss, v1::ERROR_REASON_STORE_FAILED, message);
  return Error(absl::StatusCode::kInternal, v1::ERROR_REASON_STORE_FAILED, message);
}

// Names of the organization and locations that a service refers to; of other records none.
absl::flat_hash_set<std::string> ReferencesOf(const store::v1::Record& record) {
  absl::flat_hash_set<std::string> names;
  if (!record.service().organization().empty()) names.insert(record.service().organization());
  for (const auto& at : record.service().service_at_locations()) {
    if (!at.location().empty()) names.insert(at.location());
  }
  return names;
}

rocksdb::Options MakeOptions() {
  rocksdb::Options options;
  options.compression = rocksdb::kLZ4Compression;
  options.write_buffer_size = 32u << 20;
  options.keep_log_file_num = 2;
  options.max_open_files = 256;
  // A torn tail of the log was never acknowledged; damage anywhere else must be seen, not skipped.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  rocksdb::BlockBasedTableOptions table;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.block_cache = rocksdb::NewLRUCache(64u << 20);
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

// Records of a commit by name, as it leaves them.
using Written = absl::flat_hash_map<std::string, const store::v1::Record*>;

class RocksDbStore : public Store {
 public:
  explicit RocksDbStore(std::unique_ptr<rocksdb::DB> db) : db_(std::move(db)) {}

  absl::Status Start() {
    std::unique_ptr<rocksdb::Iterator> first(db_->NewIterator({}));
    first->SeekToFirst();
    if (!first->Valid() && first->status().ok()) {
      rocksdb::WriteOptions sync;
      sync.sync = true;
      return FromRocksDb(db_->Put(sync, ToSlice(FormatKey()), absl::StrCat(kFormat)), "writing the format version");
    }
    std::string format;
    if (const auto status = db_->Get({}, ToSlice(FormatKey()), &format); !status.ok()) {
      return absl::DataLossError(absl::StrCat("reading the format version: ", status.ToString()));
    }
    int number = 0;
    if (!absl::SimpleAtoi(format, &number)) return absl::DataLossError(absl::StrCat("the format version is '", format, "'"));
    if (number > kFormat) {
      return absl::FailedPreconditionError(absl::StrCat("the data is of format ", number, ", this program knows up to ", kFormat,
                                                        ": use a newer program"));
    }
    std::unique_ptr<rocksdb::Iterator> last(db_->NewIterator({}));
    last->SeekForPrev(ChangeKey(INT64_MAX));
    if (last->Valid() && absl::StartsWith(ToView(last->key()), "c")) revision_ = RevisionOfChangeKey(ToView(last->key()));
    return FromRocksDb(last->status(), "reading the last revision");
  }

  absl::StatusOr<store::v1::Record> Get(absl::string_view name) const override {
    rocksdb::PinnableSlice bytes;
    const auto status = db_->Get({}, db_->DefaultColumnFamily(), RecordKey(name), &bytes);
    if (status.IsNotFound()) {
      return Error(absl::StatusCode::kNotFound, v1::ERROR_REASON_RECORD_NOT_FOUND, absl::StrCat("there is no ", name));
    }
    if (!status.ok()) return FromRocksDb(status, absl::StrCat("reading ", name));
    return Parse<store::v1::Record>(bytes, name);
  }

  absl::StatusOr<int64_t> Commit(absl::Span<Put> puts) override {
    absl::MutexLock lock(&write_mutex_);
    rocksdb::WriteBatch batch;
    int64_t revision = revision_.load();
    const auto now = absl::Now();
    Written written;  // a name may stand twice in one commit
    for (Put& put : puts) {
      absl::StatusOr<store::v1::Record> stored = absl::NotFoundError("");
      const auto earlier = written.find(put.name);
      if (earlier != written.end()) {
        stored = *earlier->second;
      } else {
        stored = Get(put.name);
        if (!stored.ok() && !absl::IsNotFound(stored.status())) return stored.status();
      }
      const int64_t current = stored.ok() ? stored->revision() : 0;
      if (current != put.expected_revision) {
        return Error(absl::StatusCode::kAborted, v1::ERROR_REASON_ETAG_MISMATCH,
                     absl::StrCat(put.name, " is at revision ", current, ", not ", put.expected_revision, ": read it again"));
      }
      put.record.set_revision(++revision);
      put.record.set_content_hash(ContentHash(put.record));
      if (stored.ok()) {
        for (const SecondaryKey& key : SecondaryKeys(*stored)) batch.Delete(key.key);
      }
      for (const SecondaryKey& key : SecondaryKeys(put.record)) batch.Put(key.key, key.value);
      batch.Put(RecordKey(put.name), put.record.SerializeAsString());
      batch.Put(ChangeKey(revision), MakeChange(put, now).SerializeAsString());
      written[put.name] = &put.record;
    }
    if (absl::Status status = CheckReferences(written); !status.ok()) return status;
    rocksdb::WriteOptions sync;
    sync.sync = true;
    if (const auto status = db_->Write(sync, &batch); !status.ok()) return FromRocksDb(status, "writing records");
    {
      absl::MutexLock wait_lock(&wait_mutex_);
      revision_ = revision;
    }
    return revision;
  }

  absl::StatusOr<std::vector<store::v1::Record>> List(RecordKind kind, absl::string_view after, size_t limit) const override {
    std::vector<store::v1::Record> records;
    const std::string prefix = RecordPrefix(kind);
    const std::string start = after.empty() ? prefix : RecordKey(after) + '\0';
    const auto status = Scan(prefix, start, [&](absl::string_view key, const rocksdb::Slice& value) -> absl::StatusOr<bool> {
      auto record = Parse<store::v1::Record>(value, key.substr(1));
      if (!record.ok()) return record.status();
      records.push_back(*std::move(record));
      return records.size() < limit;
    });
    if (!status.ok()) return status;
    return records;
  }

  absl::StatusOr<std::vector<LoggedChange>> ReadChanges(int64_t after_revision, size_t limit) const override {
    std::vector<LoggedChange> changes;
    const auto status = Scan("c", ChangeKey(after_revision + 1), [&](absl::string_view key, const rocksdb::Slice& value) -> absl::StatusOr<bool> {
      const int64_t revision = RevisionOfChangeKey(key);
      auto change = Parse<store::v1::Change>(value, absl::StrCat("change ", revision));
      if (!change.ok()) return change.status();
      changes.push_back({revision, *std::move(change)});
      return changes.size() < limit;
    });
    if (!status.ok()) return status;
    return changes;
  }

  int64_t revision() const override { return revision_.load(); }

  bool WaitForChange(int64_t revision, absl::Time deadline) const override {
    absl::MutexLock lock(&wait_mutex_);
    const int64_t wakes_before = wakes_;
    const auto changed = [&] {
      wait_mutex_.AssertReaderHeld();
      return wakes_ != wakes_before || revision_.load() > revision;
    };
    wait_mutex_.AwaitWithDeadline(absl::Condition(&changed), deadline);
    return revision_.load() > revision;
  }

  void Wake() override {
    absl::MutexLock lock(&wait_mutex_);
    ++wakes_;
  }

  absl::StatusOr<std::optional<std::string>> FindExternal(RecordKind kind, absl::string_view source,
                                                          absl::string_view external_id) const override {
    std::string name;
    const auto status = db_->Get({}, ExternalKey(kind, source, external_id), &name);
    if (status.IsNotFound()) return std::nullopt;
    if (!status.ok()) return FromRocksDb(status, "finding a record by external id");
    return name;
  }

  absl::StatusOr<std::vector<std::string>> FindByIdentifier(absl::string_view type, absl::string_view identifier) const override {
    return Suffixes(IdentifierPrefix(type, identifier));
  }

  absl::StatusOr<std::vector<std::string>> Referrers(absl::string_view name) const override {
    return Suffixes(ReferrerPrefix(name));
  }

  absl::StatusOr<std::string> GetBlob(absl::string_view key) const override {
    std::string bytes;
    const auto status = db_->Get({}, BlobKey(key), &bytes);
    if (!status.ok()) return FromRocksDb(status, absl::StrCat("reading ", key));
    return bytes;
  }

  absl::Status PutBlob(absl::string_view key, absl::string_view bytes) override {
    rocksdb::WriteOptions sync;
    sync.sync = true;
    return FromRocksDb(db_->Put(sync, BlobKey(key), ToSlice(bytes)), absl::StrCat("writing ", key));
  }

 private:
  // Under the lock of the writers, so that nobody deletes what another one is about to refer to.
  absl::Status CheckReferences(const Written& written) const {
    for (const auto& [name, record] : written) {
      if (IsDeleted(*record)) {
        const auto referrers = Referrers(name);
        if (!referrers.ok()) return referrers.status();
        for (const std::string& referrer : *referrers) {
          const auto along = written.find(referrer);
          if (along != written.end() && IsDeleted(*along->second)) continue;
          if (along != written.end() && !ReferencesOf(*along->second).contains(name)) continue;
          return Error(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_RECORD_IN_USE,
                       absl::StrCat(name, " is used by ", referrers->size(), " services, ", referrer, " first"));
        }
        continue;
      }
      for (const std::string& reference : ReferencesOf(*record)) {
        const auto along = written.find(reference);
        absl::StatusOr<store::v1::Record> there = along == written.end() ? Get(reference) : *along->second;
        if (!there.ok() && !absl::IsNotFound(there.status())) return there.status();
        if (!there.ok() || IsDeleted(*there)) {
          return Error(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_REFERENCE_MISSING,
                       absl::StrCat("there is no ", reference, ": create it first"));
        }
      }
    }
    return absl::OkStatus();
  }

  template <typename Message>
  static absl::StatusOr<Message> Parse(const rocksdb::Slice& bytes, absl::string_view what) {
    Message message;
    if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
      return Error(absl::StatusCode::kDataLoss, v1::ERROR_REASON_STORE_FAILED, absl::StrCat(what, " cannot be parsed"));
    }
    return message;
  }

  static store::v1::Change MakeChange(const Put& put, absl::Time now) {
    store::v1::Change change;
    change.set_name(put.name);
    change.set_type(put.type);
    *change.mutable_change_time() = ToTimestamp(now);
    return change;
  }

  // Calls `visit` for each entry from `start` that has the prefix, until it returns false.
  template <typename Visit>
  absl::Status Scan(absl::string_view prefix, absl::string_view start, Visit visit) const {
    std::unique_ptr<rocksdb::Iterator> entry(db_->NewIterator({}));
    for (entry->Seek(ToSlice(start)); entry->Valid() && absl::StartsWith(ToView(entry->key()), prefix); entry->Next()) {
      const absl::StatusOr<bool> more = visit(ToView(entry->key()), entry->value());
      if (!more.ok()) return more.status();
      if (!*more) break;
    }
    return FromRocksDb(entry->status(), "scanning the store");
  }

  absl::StatusOr<std::vector<std::string>> Suffixes(const std::string& prefix) const {
    std::vector<std::string> suffixes;
    const auto status = Scan(prefix, prefix, [&](absl::string_view key, const rocksdb::Slice&) -> absl::StatusOr<bool> {
      suffixes.emplace_back(key.substr(prefix.size()));
      return true;
    });
    if (!status.ok()) return status;
    return suffixes;
  }

  const std::unique_ptr<rocksdb::DB> db_;
  absl::Mutex write_mutex_;          // one writer at a time: expected revisions are checked and taken under it
  mutable absl::Mutex wait_mutex_;   // guards the wake-up of those who wait
  std::atomic<int64_t> revision_{0};
  int64_t wakes_ ABSL_GUARDED_BY(wait_mutex_) = 0;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Store>> OpenRocksDbStore(const std::string& path) {
  std::error_code error;
  const bool is_new = !std::filesystem::exists(path, error) || std::filesystem::is_empty(path, error);
  if (error) return absl::FailedPreconditionError(absl::StrCat("reading ", path, ": ", error.message()));
  rocksdb::Options options = MakeOptions();
  options.create_if_missing = is_new;
  rocksdb::DB* db = nullptr;
  const auto status = rocksdb::DB::Open(options, path, &db);
  if (status.IsIOError() && absl::StrContains(status.ToString(), "lock")) {
    return absl::FailedPreconditionError(absl::StrCat(path, " is in use by another process: ", status.ToString()));
  }
  if (!status.ok()) {
    return absl::DataLossError(absl::StrCat("opening ", path, ": ", status.ToString(),
                                            ". Nothing was changed: restore a copy, or name another --data-dir"));
  }
  auto store = std::make_unique<RocksDbStore>(std::unique_ptr<rocksdb::DB>(db));
  if (absl::Status started = store->Start(); !started.ok()) return started;
  return std::unique_ptr<Store>(std::move(store));
}

}  // namespace socialekaart
