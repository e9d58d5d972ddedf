#include "services/hsds/render.h"

#include <utility>

#include "indexer/hsds/hsds_json.h"
#include "indexer/record/names.h"
#include "services/hsds/roster.h"
#include "services/hsds/terms.h"

namespace socialekaart::hsds_api {
namespace {

// Takes out every list, at any depth. `kept`: a property of `object` that stays as it is.
void Flatten(Json* object, const char* kept = "") {
  for (auto property = object->begin(); property != object->end();) {
    if (property->is_array() && property.key() != kept) {
      property = object->erase(property);
      continue;
    }
    if (property->is_object() && property.key() != kept) Flatten(&*property);
    ++property;
  }
}

const char* KeptOf(const View& view) {
  return view.full_organization ? "organization" : "";
}

Json WholeService(const v1::Service& assembled, const Taxonomy& profile) {
  Json json = ToHsdsObject(assembled);
  json["last_modified"] = FormatMoment(ModifiedOf(assembled));
  SetTermIds(profile, &json);
  return json;
}

}  // namespace

std::string FormatMoment(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", time, absl::UTCTimeZone());
}

Json ServiceJson(const v1::Service& assembled, const Taxonomy& profile, const View& view) {
  if (view.minimal) {
    return {{"id", std::string(IdOf(assembled.name()))}, {"modified_date", FormatMoment(ModifiedOf(assembled))}};
  }
  Json json = WholeService(assembled, profile);
  if (!view.full) Flatten(&json, KeptOf(view));
  return json;
}

Json PlaceJson(const v1::Service& assembled, Uuid place, const Taxonomy& profile, const View& view) {
  Json service = WholeService(assembled, profile);
  Json places = std::move(service["service_at_locations"]);
  service.erase("service_at_locations");
  if (!view.full) Flatten(&service, KeptOf(view));
  for (Json& json : places) {
    if (ParseUuid(json["id"].get<std::string>()) != place) continue;
    if (!view.full) Flatten(&json);
    json["service"] = std::move(service);
    return std::move(json);
  }
  return nullptr;
}

Json OrganizationJson(const v1::Organization& organization, const std::vector<v1::Service>& services,
                      const Taxonomy& profile, const View& view) {
  Json json = ToHsdsObject(organization);
  SetTermIds(profile, &json);
  if (!view.full) {
    Flatten(&json);
    return json;
  }
  json["services"] = Json::array();
  for (const v1::Service& one : services) {
    Json service = WholeService(one, profile);
    if (view.full_service) {
      service.erase("organization");
      json["services"].push_back(std::move(service));
    } else {
      json["services"].push_back({{"id", service["id"]}, {"name", service["name"]}, {"status", service["status"]}});
    }
  }
  return json;
}

}  // namespace socialekaart::hsds_api
