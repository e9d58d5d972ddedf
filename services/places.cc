#include "services/places.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "indexer/base/codec.h"
#include "indexer/importer/store_target.h"
#include "indexer/record/profile.h"

namespace socialekaart {
namespace {

template <typename Message>
absl::StatusOr<Message> Imported(const Store& store, const char* key) {
  const auto bytes = store.GetBlob(key);
  if (absl::IsNotFound(bytes.status())) return Message();
  if (!bytes.ok()) return bytes.status();
  Message message;
  if (!message.ParseFromString(*bytes)) return absl::DataLossError(absl::StrCat("the imported ", key, " cannot be parsed"));
  return message;
}

absl::StatusOr<Gazetteer> BuildGazetteer(const data::v1::Gazetteer& shipped, const Store& store) {
  const auto imported = Imported<data::v1::Gazetteer>(store, StoreTarget::kGazetteerKey);
  if (!imported.ok()) return imported.status();
  auto neighbourhoods = Imported<data::v1::Neighbourhoods>(store, StoreTarget::kNeighbourhoodsKey);
  if (!neighbourhoods.ok()) return neighbourhoods.status();
  return Gazetteer::Build(imported->places().empty() ? shipped : Merge(shipped, *imported), *std::move(neighbourhoods));
}

std::optional<SchoolAddress> AddressOf(const v1::Location& location) {
  if (IsConfidential(location)) return std::nullopt;
  for (const v1::Address& address : location.addresses()) {
    SchoolAddress found{.postal_code = address.postal_code(), .point = std::nullopt};
    if (location.has_latitude() && location.has_longitude()) {
      found.point.emplace();
      found.point->set_latitude(location.latitude());
      found.point->set_longitude(location.longitude());
    }
    return found;
  }
  return std::nullopt;
}

// The first location of a service of the organization that has this BRIN.
std::optional<SchoolAddress> FindSchool(const Store& store, absl::string_view brin) {
  const auto organizations = store.FindByIdentifier("BRIN", brin);
  if (!organizations.ok()) return std::nullopt;
  for (const std::string& organization : *organizations) {
    const auto services = store.Referrers(organization);
    if (!services.ok()) continue;
    for (const std::string& name : *services) {
      const auto service = store.Get(name);
      if (!service.ok()) continue;
      for (const auto& at : service->service().service_at_locations()) {
        const auto location = store.Get(at.location());
        if (!location.ok() || IsDeleted(*location)) continue;
        if (auto address = AddressOf(location->location())) return address;
      }
    }
  }
  return std::nullopt;
}

}  // namespace

Places::Places(data::v1::Gazetteer shipped, const Store& store, Gazetteer gazetteer)
    : shipped_(std::move(shipped)), store_(store), gazetteer_(std::move(gazetteer)) {}

absl::StatusOr<std::unique_ptr<Places>> Places::Load(const std::string& data_folder, const Store& store) {
  data::v1::Gazetteer shipped;
  if (absl::Status status = LoadTextproto(data_folder + "/gazetteer.textproto", &shipped); !status.ok()) return status;
  auto gazetteer = BuildGazetteer(shipped, store);
  if (!gazetteer.ok()) return gazetteer.status();
  return std::unique_ptr<Places>(new Places(std::move(shipped), store, *std::move(gazetteer)));
}

absl::Status Places::Reload() {
  auto gazetteer = BuildGazetteer(shipped_, store_);
  if (!gazetteer.ok()) return gazetteer.status();
  absl::MutexLock lock(&mutex_);
  gazetteer_ = *std::move(gazetteer);
  return absl::OkStatus();
}

Gazetteer Places::gazetteer() const {
  absl::MutexLock lock(&mutex_);
  return gazetteer_;
}

absl::StatusOr<v1::ResolvedPlace> Places::Resolve(const v1::Place& place) const {
  return gazetteer().Resolve(place, [this](absl::string_view brin) { return FindSchool(store_, brin); });
}

}  // namespace socialekaart
