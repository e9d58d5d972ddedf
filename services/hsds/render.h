#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "indexer/record/taxonomy.h"
#include "services/hsds/uuid.h"
#include "socialekaart/v1/resources.pb.h"

namespace socialekaart::hsds_api {

using Json = nlohmann::ordered_json;

// How much of a record is shown.
struct View {
  bool full = true;  // false: its single values, and those of the records inside it, as lists of the standard have them
  bool full_organization = false;  // its organization whole, all the same
  bool full_service = false;       // of an organization: its services whole
  bool minimal = false;            // id and modified_date
};

// Records as exports write them, with two differences: terms of the profile have the ids by which this API lists them,
// and last_modified is when the record, its organization or a location changed here. `assembled` comes from Assemble,
// which leaves out what is confidential.
Json ServiceJson(const v1::Service& assembled, const Taxonomy& profile, const View& view);

// One place of a service, with the service inside. Null when the service has no such place.
Json PlaceJson(const v1::Service& assembled, Uuid place, const Taxonomy& profile, const View& view);

// `services`: those of the organization; not looked at when the view is not full.
Json OrganizationJson(const v1::Organization& organization, const std::vector<v1::Service>& services,
                      const Taxonomy& profile, const View& view);

// "2026-11-22T08:30:00.123Z"
std::string FormatMoment(absl::Time time);

}  // namespace socialekaart::hsds_api
