#include "indexer/store/catalog.h"

#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/util/field_mask_util.h>

#include <type_traits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "indexer/base/codec.h"
#include "indexer/base/date.h"
#include "indexer/base/status.h"
#include "indexer/record/validate.h"

namespace socialekaart {
namespace {

using google::protobuf::util::FieldMaskUtil;

template <typename T>
absl::Status CheckName(absl::string_view name) {
  const auto parsed = ParseName(name);
  if (parsed && parsed->kind == KindOf<T>()) return absl::OkStatus();
  return InvalidField("name", absl::StrCat("'", name.substr(0, 100), "' is no name of this collection"),
                      absl::StrCat(Collection(KindOf<T>()), "/{uuid}"));
}

absl::Status Stale(absl::string_view name, absl::string_view etag, int64_t revision) {
  return Error(absl::StatusCode::kAborted, v1::ERROR_REASON_ETAG_MISMATCH,
               absl::StrCat(name, " has etag ", EtagOf(revision), ", not ", etag.substr(0, 100), ": read it again"));
}

// The names of the mask that a client may change.
template <typename T>
absl::StatusOr<google::protobuf::FieldMask> Changeable(const google::protobuf::FieldMask& mask) {
  google::protobuf::FieldMask changeable;
  const bool all = mask.paths_size() == 0 || (mask.paths_size() == 1 && mask.paths(0) == "*");
  const auto* descriptor = T::descriptor();
  for (int i = 0; all && i < descriptor->field_count(); ++i) {
    if (descriptor->field(i)->number() < 60) changeable.add_paths(descriptor->field(i)->name());
  }
  std::vector<v1::FieldViolation> violations;
  for (int i = 0; !all && i < mask.paths_size(); ++i) {
    if (FieldMaskUtil::IsValidPath<T>(mask.paths(i))) {
      const std::string first = mask.paths(i).substr(0, mask.paths(i).find('.'));
      if (descriptor->FindFieldByName(first)->number() < 60) changeable.add_paths(mask.paths(i));
    } else if (violations.size() < 20) {
      violations.push_back(Violation(absl::StrCat("update_mask.paths[", i, "]"), "is no field of the record",
                                     "names of fields as in the proto"));
    }
  }
  if (!violations.empty()) return InvalidFields(std::move(violations));
  return changeable;
}

}  // namespace

template <typename T>
absl::StatusOr<T> Catalog::Get(absl::string_view name) const {
  if (absl::Status status = CheckName<T>(name); !status.ok()) return status;
  const auto record = store_.Get(name);
  if (!record.ok()) return record.status();
  if (IsDeleted(*record)) {
    return Error(absl::StatusCode::kNotFound, v1::ERROR_REASON_RECORD_DELETED,
                 absl::StrCat(name, " was deleted on ", FormatDate(FromTimestamp(record->provenance().delete_time()))));
  }
  return ToResource<T>(*record);
}

template <typename T>
absl::StatusOr<Catalog::Page<T>> Catalog::List(absl::string_view after, size_t limit, bool show_deleted) const {
  Page<T> page;
  page.next_after = std::string(after);
  while (true) {
    const auto records = store_.List(KindOf<T>(), page.next_after, limit + 1);
    if (!records.ok()) return records.status();
    for (const store::v1::Record& record : *records) {
      if (page.records.size() == limit) return page;  // there is one more: next_after stands at the last one given
      page.next_after = NameOf(record);
      if (show_deleted || !IsDeleted(record)) page.records.push_back(ToResource<T>(record));
    }
    if (records->size() <= limit) break;
  }
  page.next_after.clear();
  return page;
}

template <typename T>
absl::Status Catalog::Validate(const T& resource) const {
  std::vector<v1::FieldViolation> violations;
  if constexpr (std::is_same_v<T, v1::Service>) {
    violations = Faults(resource, taxonomy_);
  } else {
    violations = Faults(resource);
  }
  if (!violations.empty()) return InvalidFields(std::move(violations));
  if constexpr (std::is_same_v<T, v1::Service>) {
    std::vector<std::string> references;
    if (!resource.organization().empty()) references.push_back(resource.organization());
    for (const auto& at : resource.service_at_locations()) references.push_back(at.location());
    for (const std::string& reference : references) {
      const auto record = store_.Get(reference);
      if (!record.ok() && !absl::IsNotFound(record.status())) return record.status();
      if (!record.ok() || IsDeleted(*record)) {
        return Error(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_REFERENCE_MISSING,
                     absl::StrCat("there is no ", reference, ": create it first"));
      }
    }
  }
  return absl::OkStatus();
}

template <typename T>
absl::StatusOr<T> Catalog::Write(T resource, store::v1::Record record, v1::WatchChangesResponse::ChangeType type) {
  const std::string name = resource.name();
  *MutableContent<T>(&record) = std::move(resource);
  Put put{.name = name, .record = std::move(record), .expected_revision = 0, .type = type};
  put.expected_revision = put.record.revision();
  const auto revision = store_.Commit(absl::MakeSpan(&put, 1));
  if (!revision.ok()) return revision.status();
  return ToResource<T>(put.record);
}

template <typename T>
absl::StatusOr<T> Catalog::Create(T resource, absl::string_view id, bool validate_only) {
  if (!id.empty() && !IsUuid(id)) return InvalidField("id", "is no UUID", "a UUID, or nothing to have one made");
  if (!resource.name().empty()) {
    if (absl::Status status = CheckName<T>(resource.name()); !status.ok()) return status;
    const std::string named = ParseName(resource.name())->id;
    if (!id.empty() && named != ParseName(Name(KindOf<T>(), id))->id) {
      return InvalidField("name", "is another than the id asked for", "nothing, or the same id");
    }
    resource.set_name(Name(KindOf<T>(), named));
  } else {
    resource.set_name(ParseName(Name(KindOf<T>(), id.empty() ? RandomUuid() : std::string(id)))->id);
    resource.set_name(Name(KindOf<T>(), resource.name()));
  }
  ClearOutputOnly(&resource);
  FillNestedIds(&resource, resource.name());
  if (absl::Status status = Validate(resource); !status.ok()) return status;
  const auto existing = store_.Get(resource.name());
  if (existing.ok()) {
    return Error(absl::StatusCode::kAlreadyExists, v1::ERROR_REASON_RECORD_EXISTS,
                 absl::StrCat(resource.name(), IsDeleted(*existing) ? " was deleted; its id is not given out again" : " is there already"));
  }
  if (!absl::IsNotFound(existing.status())) return existing.status();
  if (validate_only) return resource;
  store::v1::Record record;
  *record.mutable_provenance()->mutable_create_time() = ToTimestamp(absl::Now());
  *record.mutable_provenance()->mutable_edit_time() = record.provenance().create_time();
  return Write(std::move(resource), std::move(record), v1::WatchChangesResponse::CHANGE_TYPE_CREATED);
}

template <typename T>
absl::StatusOr<T> Catalog::Update(const T& resource, const google::protobuf::FieldMask& mask, bool validate_only) {
  if (absl::Status status = CheckName<T>(resource.name()); !status.ok()) return status;
  const auto changeable = Changeable<T>(mask);
  if (!changeable.ok()) return changeable.status();
  auto record = store_.Get(resource.name());
  if (!record.ok()) return record.status();
  if (IsDeleted(*record)) return Get<T>(resource.name()).status();
  if (!resource.etag().empty() && resource.etag() != EtagOf(record->revision())) {
    return Stale(resource.name(), resource.etag(), record->revision());
  }
  T updated = *MutableContent<T>(&*record);
  const std::string name = updated.name();
  FieldMaskUtil::MergeOptions replace;
  replace.set_replace_message_fields(true);
  replace.set_replace_repeated_fields(true);
  FieldMaskUtil::MergeMessageTo(resource, *changeable, replace, &updated);
  updated.set_name(name);
  ClearOutputOnly(&updated);
  FillNestedIds(&updated, name);
  if (absl::Status status = Validate(updated); !status.ok()) return status;
  if (validate_only) return updated;
  *record->mutable_provenance()->mutable_edit_time() = ToTimestamp(absl::Now());
  return Write(std::move(updated), *std::move(record), v1::WatchChangesResponse::CHANGE_TYPE_UPDATED);
}

template <typename T>
absl::StatusOr<T> Catalog::Delete(absl::string_view name, absl::string_view etag) {
  if (absl::Status status = CheckName<T>(name); !status.ok()) return status;
  auto record = store_.Get(name);
  if (!record.ok()) return record.status();
  if (IsDeleted(*record)) return Get<T>(name).status();
  if (!etag.empty() && etag != EtagOf(record->revision())) return Stale(name, etag, record->revision());
  T resource = *MutableContent<T>(&*record);
  *record->mutable_provenance()->mutable_delete_time() = ToTimestamp(absl::Now());
  return Write(std::move(resource), *std::move(record), v1::WatchChangesResponse::CHANGE_TYPE_DELETED);
}

#define SOCIALEKAART_CATALOG_OF(T)                                                                             \
  template absl::StatusOr<T> Catalog::Get<T>(absl::string_view) const;                                         \
  template absl::StatusOr<Catalog::Page<T>> Catalog::List<T>(absl::string_view, size_t, bool) const;           \
  template absl::StatusOr<T> Catalog::Create<T>(T, absl::string_view, bool);                                   \
  template absl::StatusOr<T> Catalog::Update<T>(const T&, const google::protobuf::FieldMask&, bool);           \
  template absl::StatusOr<T> Catalog::Delete<T>(absl::string_view, absl::string_view);
SOCIALEKAART_CATALOG_OF(v1::Service)
SOCIALEKAART_CATALOG_OF(v1::Organization)
SOCIALEKAART_CATALOG_OF(v1::Location)
#undef SOCIALEKAART_CATALOG_OF

}  // namespace socialekaart
