#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "indexer/hsds/finding.h"
#include "indexer/importer/import.h"
#include "socialekaart/v1/resources.pb.h"

namespace socialekaart {

// One nested HSDS service -> the service and the records nested in it. Everything that is wrong with it is found by the
// rules of hsds/rules.h and goes to `sink`; a faulty value is left out, or mended where that is harmless, and a nested
// object that says nothing without its missing part (a phone without number) is left out whole. What HSDS does not name
// goes into `unknown_properties`. A FATAL finding: there is no record; what is returned then is of no use.
ImportedService FromHsds(const nlohmann::json& service, FindingSink& sink);

// The same without a look at the rules, for what was checked before. Finds what only reading can find.
ImportedService FromCheckedHsds(const nlohmann::json& service, FindingSink& sink);

// One line of HSDS 3.1 JSON: `organization_detail` and `location_detail` embedded, fields in the order of the standard,
// the unknown properties back where they were. Our own bookkeeping (etag, revision, provenance, profile) stays behind.
// What HSDS requires is there, if need be empty. Redaction is the caller's.
std::string ToHsdsJson(const v1::Service& service_with_details);
// The same as an object; of an organization without its services.
nlohmann::ordered_json ToHsdsObject(const v1::Service& service_with_details);
nlohmann::ordered_json ToHsdsObject(const v1::Organization& organization);

}  // namespace socialekaart
