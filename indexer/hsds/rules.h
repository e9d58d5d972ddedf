#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/string_view.h"
#include "indexer/hsds/finding.h"

namespace socialekaart::hsds {

// What an HSDS document holds. A page holds a list of one of the others.
enum class ObjectKind {
  kUnknown,
  kService,
  kOrganization,
  kLocation,
  kServiceAtLocation,
  kTaxonomy,
  kTaxonomyTerm,
  kApiDetails,
};

// "service_at_location"; "" for kUnknown.
absl::string_view ObjectName(ObjectKind kind);

// A page of an HSDS API: {"total_items": ..., "contents": [...]}.
bool IsPage(const nlohmann::json& value);

// By the fields it has. Of a page it is what its first item is; an empty page and anything else are kUnknown.
ObjectKind DetectKind(const nlohmann::json& value);

struct CheckOptions {
  bool tabular = false;         // a row of a table: what is nested stands in other tables
  absl::string_view skip = {};  // a field that somebody else checks
  std::string path = {};        // goes before every path: "contents[2]"
};

// Holds an object, or a page of them, against the rules of HSDS 3.0 and 3.1 and the UK profile: type, required, uuid,
// email, uri, date, date-time, time, enum, range. Every fault is one finding with its path. SEVERITY_ERROR and above: a
// validator of the standard would refuse it. Fields that HSDS does not have are nobody's business.
void Check(const nlohmann::json& value, ObjectKind kind, FindingSink& sink);

// The same for one object by its name in the schemas: "phone".
void CheckObject(const nlohmann::json& value, absl::string_view object, const CheckOptions& options, FindingSink& sink);

}  // namespace socialekaart::hsds
