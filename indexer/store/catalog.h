#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "indexer/record/taxonomy.h"
#include "indexer/store/store.h"
#include "socialekaart/v1/resources.pb.h"

namespace google::protobuf {
class FieldMask;
}

namespace socialekaart {

// What may be done with the records of the directory, over any Store: validation, etags, references, tombstones. T is v1::Service,
// v1::Organization or v1::Location. Records come back whole (not redacted), with etag, revision and provenance. Safe for use by
// several threads at once.
class Catalog {
 public:
  Catalog(Store& store, const Taxonomy& taxonomy) : store_(store), taxonomy_(taxonomy) {}

  // NOT_FOUND: RECORD_NOT_FOUND, or RECORD_DELETED for a tombstone.
  template <typename T>
  absl::StatusOr<T> Get(absl::string_view name) const;

  template <typename T>
  struct Page {
    std::vector<T> records;
    std::string next_after;  // "" = that was all
  };
  // In order of name, from the first after `after`.
  template <typename T>
  absl::StatusOr<Page<T>> List(absl::string_view after, size_t limit, bool show_deleted) const;

  // `id`: a UUID, or "" for a new one. ALREADY_EXISTS, also when a tombstone has that id.
  template <typename T>
  absl::StatusOr<T> Create(T resource, absl::string_view id, bool validate_only);

  // Replaces the fields of the mask (all when it is empty or "*"). ABORTED when resource.etag is set and stale.
  template <typename T>
  absl::StatusOr<T> Update(const T& resource, const google::protobuf::FieldMask& mask, bool validate_only);

  // `etag` "" = whatever version. FAILED_PRECONDITION while services refer to it.
  template <typename T>
  absl::StatusOr<T> Delete(absl::string_view name, absl::string_view etag);

 private:
  template <typename T>
  absl::Status Validate(const T& resource) const;
  template <typename T>
  absl::StatusOr<T> Write(T resource, store::v1::Record record, v1::WatchChangesResponse::ChangeType type);

  Store& store_;
  const Taxonomy& taxonomy_;
};

// Which kind of record T is, and its place in a stored record.
template <typename T>
RecordKind KindOf();
template <typename T>
T* MutableContent(store::v1::Record* record);

// The record as the API gives it: content, etag, revision, provenance.
template <typename T>
T ToResource(const store::v1::Record& record);

// Takes out what only answers carry: before hashing, comparing and storing.
template <typename T>
void ClearOutputOnly(T* resource);

std::string EtagOf(int64_t revision);

// A service with organization_detail and location_details, the confidential ones redacted: as it is answered, indexed and exported.
// A reference to a record that is gone is left without detail.
absl::StatusOr<v1::Service> Assemble(const Store& store, const store::v1::Record& service);

}  // namespace socialekaart
