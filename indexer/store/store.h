#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "indexer/record/names.h"
#include "socialekaart/store/v1/record.pb.h"

namespace socialekaart {

// One record to write. `record` holds its content and provenance; the store gives it its revision.
struct Put {
  std::string name;  // "services/..."
  store::v1::Record record;
  // The version that it replaces: 0 = there is none yet. Another one in the store makes the whole commit fail.
  int64_t expected_revision = 0;
  v1::WatchChangesResponse::ChangeType type = v1::WatchChangesResponse::CHANGE_TYPE_UPDATED;
};

struct LoggedChange {
  int64_t revision = 0;
  store::v1::Change change;
};

// The truth: records and the ordered log of their changes. RocksDB on one machine; the same promises for any other engine:
//  - a commit is all or nothing, and durable before it returns;
//  - revisions start at 1 and grow by one per written record; the log holds every one of them, in order;
//  - a reader sees each commit whole;
//  - references stay whole: a service refers to records that are there, and what it refers to is not deleted.
// Safe for use by several threads at once.
class Store {
 public:
  virtual ~Store() = default;

  // NOT_FOUND when it was never there. A deleted record is returned, with its delete_time.
  virtual absl::StatusOr<store::v1::Record> Get(absl::string_view name) const = 0;

  // Writes all or none. The revision of the last one. ABORTED (ETAG_MISMATCH) when an expected revision is not the one there;
  // FAILED_PRECONDITION (REFERENCE_MISSING, RECORD_IN_USE) when a reference would point to nothing.
  virtual absl::StatusOr<int64_t> Commit(absl::Span<Put> puts) = 0;

  // Up to `limit` records of a kind whose name comes after `after` ("" = from the first), in order of name. Tombstones too.
  virtual absl::StatusOr<std::vector<store::v1::Record>> List(RecordKind kind, absl::string_view after, size_t limit) const = 0;

  // Up to `limit` changes after a revision, in order.
  virtual absl::StatusOr<std::vector<LoggedChange>> ReadChanges(int64_t after_revision, size_t limit) const = 0;

  virtual int64_t revision() const = 0;  // of the last commit; 0 = empty
  // True when a commit beyond `revision` is there; false at the deadline or when `Wake` is called meanwhile.
  virtual bool WaitForChange(int64_t revision, absl::Time deadline) const = 0;
  virtual void Wake() = 0;  // ends the waits of this moment

  // Secondary keys. Tombstones are found too by external id, not by the others.
  virtual absl::StatusOr<std::optional<std::string>> FindExternal(RecordKind kind, absl::string_view source,
                                                                  absl::string_view external_id) const = 0;
  virtual absl::StatusOr<std::vector<std::string>> FindByIdentifier(absl::string_view type, absl::string_view identifier) const = 0;
  // Services that refer to this organization or location.
  virtual absl::StatusOr<std::vector<std::string>> Referrers(absl::string_view name) const = 0;

  // Data of the directory that is no record: the imported gazetteer. NOT_FOUND when it was never put.
  virtual absl::StatusOr<std::string> GetBlob(absl::string_view key) const = 0;
  virtual absl::Status PutBlob(absl::string_view key, absl::string_view bytes) = 0;
};

// The content of a record as hashed for "did it change?", and its name.
uint64_t ContentHash(const store::v1::Record& record);
const std::string& NameOf(const store::v1::Record& record);
bool IsDeleted(const store::v1::Record& record);

}  // namespace socialekaart
