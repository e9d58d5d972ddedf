// Stored records <-> resources of the API.
#include <type_traits>

#include "absl/strings/str_cat.h"
#include "indexer/record/profile.h"
#include "indexer/store/catalog.h"

namespace socialekaart {

template <>
RecordKind KindOf<v1::Service>() {
  return RecordKind::kService;
}
template <>
RecordKind KindOf<v1::Organization>() {
  return RecordKind::kOrganization;
}
template <>
RecordKind KindOf<v1::Location>() {
  return RecordKind::kLocation;
}

template <>
v1::Service* MutableContent<v1::Service>(store::v1::Record* record) {
  return record->mutable_service();
}
template <>
v1::Organization* MutableContent<v1::Organization>(store::v1::Record* record) {
  return record->mutable_organization();
}
template <>
v1::Location* MutableContent<v1::Location>(store::v1::Record* record) {
  return record->mutable_location();
}

std::string EtagOf(int64_t revision) { return absl::StrCat("r", revision); }

template <typename T>
T ToResource(const store::v1::Record& record) {
  T resource;
  if constexpr (std::is_same_v<T, v1::Service>) {
    resource = record.service();
  } else if constexpr (std::is_same_v<T, v1::Organization>) {
    resource = record.organization();
  } else {
    resource = record.location();
  }
  resource.set_etag(EtagOf(record.revision()));
  resource.set_revision(record.revision());
  *resource.mutable_provenance() = record.provenance();
  return resource;
}

template <typename T>
void ClearOutputOnly(T* resource) {
  resource->clear_etag();
  resource->clear_revision();
  resource->clear_provenance();
  if constexpr (std::is_same_v<T, v1::Service>) {
    resource->clear_profile();
    resource->clear_organization_detail();
    for (auto& at : *resource->mutable_service_at_locations()) at.clear_location_detail();
  }
  if constexpr (std::is_same_v<T, v1::Location>) resource->clear_confidential();
}

template v1::Service ToResource<v1::Service>(const store::v1::Record&);
template v1::Organization ToResource<v1::Organization>(const store::v1::Record&);
template v1::Location ToResource<v1::Location>(const store::v1::Record&);
template void ClearOutputOnly<v1::Service>(v1::Service*);
template void ClearOutputOnly<v1::Organization>(v1::Organization*);
template void ClearOutputOnly<v1::Location>(v1::Location*);

absl::StatusOr<v1::Service> Assemble(const Store& store, const store::v1::Record& record) {
  v1::Service service = ToResource<v1::Service>(record);
  if (!service.organization().empty()) {
    const auto organization = store.Get(service.organization());
    if (!organization.ok() && !absl::IsNotFound(organization.status())) return organization.status();
    if (organization.ok() && !IsDeleted(*organization)) {
      *service.mutable_organization_detail() = ToResource<v1::Organization>(*organization);
    }
  }
  for (auto& at : *service.mutable_service_at_locations()) {
    const auto location = store.Get(at.location());
    if (!location.ok() && !absl::IsNotFound(location.status())) return location.status();
    if (!location.ok() || IsDeleted(*location)) continue;
    *at.mutable_location_detail() = ToResource<v1::Location>(*location);
    Redact(at.mutable_location_detail());
  }
  return service;
}

}  // namespace socialekaart
