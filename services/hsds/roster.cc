#include "services/hsds/roster.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "indexer/base/date.h"
#include "indexer/record/validate.h"
#include "indexer/store/catalog.h"
#include "indexer/text/fold.h"

namespace socialekaart::hsds_api {
namespace {

constexpr size_t kChangesAtOnce = 5000;

absl::Time Latest(const v1::Provenance& provenance) {
  return std::max({FromTimestamp(provenance.create_time()), FromTimestamp(provenance.import_time()),
                   FromTimestamp(provenance.edit_time())});
}

// Names of records, each once, in the order in which they came up.
class Names {
 public:
  void Add(const std::string& name) {
    if (seen_.insert(name).second) names_.push_back(name);
  }
  const std::vector<std::string>& list() const { return names_; }

 private:
  absl::flat_hash_set<std::string> seen_;
  std::vector<std::string> names_;
};

Uuid IdOfName(absl::string_view name) {
  return ParseUuid(IdOf(name)).value_or(0);
}

template <typename Entry>
uint32_t EntryOf(Uuid id, RosterState::IndexById* index, std::vector<Entry>* entries) {
  const auto [at, is_new] = index->try_emplace(id, static_cast<uint32_t>(entries->size()));
  if (is_new) entries->push_back({.id = id});
  return at->second;
}

std::vector<uint32_t> TermsOf(const google::protobuf::RepeatedPtrField<v1::Attribute>& attributes, Terms* terms) {
  std::vector<uint32_t> found;
  for (const v1::Attribute& attribute : attributes) {
    if (!attribute.has_taxonomy_term()) continue;
    const uint32_t term = terms->Add(attribute.taxonomy_term());
    if (term != Terms::kNoTerm) found.push_back(term);
  }
  found.shrink_to_fit();
  return found;
}

// The record, or nothing when it was deleted.
absl::StatusOr<std::optional<store::v1::Record>> Living(const Store& store, const std::string& name) {
  auto record = store.Get(name);
  if (absl::IsNotFound(record.status())) return std::nullopt;
  if (!record.ok()) return record.status();
  if (IsDeleted(*record)) return std::nullopt;
  return *std::move(record);
}

}  // namespace

absl::Time ModifiedOf(const v1::Organization& organization) {
  return Latest(organization.provenance());
}

absl::Time ModifiedOf(const v1::Service& assembled) {
  absl::Time latest = std::max(Latest(assembled.provenance()), ModifiedOf(assembled.organization_detail()));
  for (const auto& at : assembled.service_at_locations())
    latest = std::max(latest, Latest(at.location_detail().provenance()));
  return latest;
}

bool RosterState::IsAlive(Collection collection, uint32_t index) const {
  switch (collection) {
    case Collection::kServices:
      return services[index].alive;
    case Collection::kOrganizations:
      return organizations[index].alive;
    case Collection::kServiceAtLocations:
      return places[index].alive;
    case Collection::kTaxonomies:
    case Collection::kTaxonomyTerms:
      return true;
  }
  return false;
}

uint32_t RosterState::CountOf(Collection collection) const {
  const size_t counts[] = {services.size(), organizations.size(), places.size(), terms.taxonomies().size(),
                           terms.terms().size()};
  return static_cast<uint32_t>(counts[static_cast<size_t>(collection)]);
}

v1::Fit RosterState::AreaFitOf(const ServiceEntry& service, const PlaceCodes& place) const {
  std::vector<std::string> codes;
  for (const uint32_t code : service.areas) codes.push_back(area_codes[code]);
  return AreaFit(codes, place);
}

absl::Status Roster::CatchUp() {
  const int64_t revision = store_.revision();
  {
    absl::ReaderMutexLock lock(&mutex_);
    if (state_.revision >= revision) return absl::OkStatus();
  }
  absl::MutexLock lock(&mutex_);
  return Follow();
}

absl::Status Roster::Follow() {
  Names services, organizations;
  int64_t revision = state_.revision;
  absl::Time changed = state_.changed;
  while (true) {
    const auto changes = store_.ReadChanges(revision, kChangesAtOnce);
    if (!changes.ok()) return changes.status();
    if (changes->empty()) break;
    for (const LoggedChange& logged : *changes) {
      revision = logged.revision;
      changed = FromTimestamp(logged.change.change_time());
      const std::string& name = logged.change.name();
      const auto parsed = ParseName(name);
      if (!parsed) continue;
      if (parsed->kind == RecordKind::kService) {
        services.Add(name);
        continue;
      }
      if (parsed->kind == RecordKind::kOrganization) organizations.Add(name);
      // What is shown inside a service changes the service.
      const auto referrers = store_.Referrers(name);
      if (!referrers.ok()) return referrers.status();
      for (const std::string& referrer : *referrers) services.Add(referrer);
    }
  }
  for (const std::string& name : organizations.list()) {
    if (absl::Status status = RefreshOrganization(name); !status.ok()) return status;
  }
  for (const std::string& name : services.list()) {
    if (absl::Status status = RefreshService(name); !status.ok()) return status;
  }
  state_.revision = revision;
  state_.changed = changed;
  return absl::OkStatus();
}

absl::Status Roster::RefreshOrganization(const std::string& name) {
  const auto record = Living(store_, name);
  if (!record.ok()) return record.status();
  auto& entry = state_.organizations[EntryOf(IdOfName(name), &state_.organization_index, &state_.organizations)];
  entry = {.id = entry.id};
  if (!*record) return absl::OkStatus();
  const auto organization = ToResource<v1::Organization>(**record);
  entry.alive = true;
  entry.modified_ms = absl::ToUnixMillis(ModifiedOf(organization));
  entry.terms = TermsOf(organization.attributes(), &state_.terms);
  entry.text = Fold(
      absl::StrCat(organization.display_name(), " ", organization.alternate_name(), " ", organization.description()));
  return absl::OkStatus();
}

absl::Status Roster::RefreshService(const std::string& name) {
  const auto record = Living(store_, name);
  if (!record.ok()) return record.status();
  const uint32_t index = EntryOf(IdOfName(name), &state_.service_index, &state_.services);
  auto& entry = state_.services[index];
  for (const uint32_t place : entry.places) state_.places[place].alive = false;
  entry = {.id = entry.id};
  if (!*record) return absl::OkStatus();
  const auto service = Assemble(store_, **record);
  if (!service.ok()) return service.status();
  entry.alive = true;
  entry.organization = IdOfName(service->organization());
  entry.modified_ms = absl::ToUnixMillis(ModifiedOf(*service));
  entry.terms = TermsOf(service->attributes(), &state_.terms);
  SetAreas(*service, index);
  SetPlaces(*service, index);
  return absl::OkStatus();
}

void Roster::SetAreas(const v1::Service& service, uint32_t index) {
  for (const std::string& code : AreaCodesOf(service).codes) {
    const auto [at, is_new] = state_.area_index.try_emplace(code, static_cast<uint32_t>(state_.area_codes.size()));
    if (is_new) state_.area_codes.push_back(code);
    state_.services[index].areas.push_back(at->second);
  }
}

void Roster::SetPlaces(const v1::Service& service, uint32_t index) {
  v1::Service with_ids = service;
  FillNestedIds(&with_ids, service.name());
  for (const auto& at : with_ids.service_at_locations()) {
    const auto id = ParseUuid(at.id());
    if (!id) continue;
    const uint32_t place = EntryOf(*id, &state_.place_index, &state_.places);
    auto& entry = state_.places[place];
    if (entry.alive) continue;  // the id stands twice: the first that has it keeps it
    // Redacted when confidential: then there is no point.
    const v1::Location& location = at.location_detail();
    entry = {.id = *id,
             .alive = true,
             .service = index,
             .has_point = location.has_latitude() && location.has_longitude(),
             .latitude = static_cast<float>(location.latitude()),
             .longitude = static_cast<float>(location.longitude())};
    state_.services[index].places.push_back(place);
    TermsOf(location.attributes(), &state_.terms);
  }
}

}  // namespace socialekaart::hsds_api
