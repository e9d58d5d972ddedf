#pragma once

#include <array>
#include <string>

#include "absl/strings/string_view.h"

namespace socialekaart {

// The tables of the HSDS data package, and what ties them together.

// How a foreign key of the data package becomes nesting.
enum class Nesting {
  kInto,   // the row goes into the list `property` of the one it names
  kHolds,  // the row it names becomes its own `property`
  kNames,  // it stays a key
};

struct Key {
  absl::string_view table;
  absl::string_view column;
  absl::string_view other;
  Nesting nesting;
  absl::string_view property = {};
};

// The foreign keys of the HSDS 3.0 and 3.1 data packages.
inline constexpr auto kKeys = std::to_array<Key>({
    {"service", "organization_id", "organization", Nesting::kHolds, "organization"},
    {"service", "program_id", "program", Nesting::kHolds, "program"},
    {"program", "organization_id", "organization", Nesting::kInto, "programs"},
    {"service_at_location", "service_id", "service", Nesting::kInto, "service_at_locations"},
    {"service_at_location", "location_id", "location", Nesting::kHolds, "location"},
    {"location", "organization_id", "organization", Nesting::kNames},
    {"phone", "contact_id", "contact", Nesting::kInto, "phones"},
    {"phone", "location_id", "location", Nesting::kInto, "phones"},
    {"phone", "organization_id", "organization", Nesting::kInto, "phones"},
    {"phone", "service_id", "service", Nesting::kInto, "phones"},
    {"phone", "service_at_location_id", "service_at_location", Nesting::kInto, "phones"},
    {"contact", "location_id", "location", Nesting::kInto, "contacts"},
    {"contact", "organization_id", "organization", Nesting::kInto, "contacts"},
    {"contact", "service_id", "service", Nesting::kInto, "contacts"},
    {"contact", "service_at_location_id", "service_at_location", Nesting::kInto, "contacts"},
    {"address", "location_id", "location", Nesting::kInto, "addresses"},
    {"schedule", "location_id", "location", Nesting::kInto, "schedules"},
    {"schedule", "service_id", "service", Nesting::kInto, "schedules"},
    {"schedule", "service_at_location_id", "service_at_location", Nesting::kInto, "schedules"},
    {"funding", "organization_id", "organization", Nesting::kInto, "funding"},
    {"funding", "service_id", "service", Nesting::kInto, "funding"},
    {"service_area", "service_id", "service", Nesting::kInto, "service_areas"},
    {"service_area", "service_at_location_id", "service_at_location", Nesting::kInto, "service_areas"},
    {"required_document", "service_id", "service", Nesting::kInto, "required_documents"},
    {"language", "location_id", "location", Nesting::kInto, "languages"},
    {"language", "phone_id", "phone", Nesting::kInto, "languages"},
    {"language", "service_id", "service", Nesting::kInto, "languages"},
    {"accessibility", "location_id", "location", Nesting::kInto, "accessibility"},
    {"cost_option", "service_id", "service", Nesting::kInto, "cost_options"},
    {"organization_identifier", "organization_id", "organization", Nesting::kInto, "organization_identifiers"},
    {"service_capacity", "service_id", "service", Nesting::kInto, "capacities"},
    {"service_capacity", "unit_id", "unit", Nesting::kHolds, "unit"},
    {"url", "organization_id", "organization", Nesting::kInto, "additional_websites"},
    {"url", "service_id", "service", Nesting::kInto, "additional_urls"},
    {"attribute", "taxonomy_term_id", "taxonomy_term", Nesting::kHolds, "taxonomy_term"},
    {"taxonomy_term", "taxonomy_id", "taxonomy", Nesting::kHolds, "taxonomy_detail"},
});

// Rows that may belong to a row of any table: which column says to which, and which one of what kind.
struct AnyOwner {
  absl::string_view table;
  absl::string_view column;
  absl::string_view kind_column;
  absl::string_view property;
};
inline constexpr auto kAnyOwners = std::to_array<AnyOwner>({
    {"attribute", "link_id", "link_entity", "attributes"},
    {"metadata", "resource_id", "resource_type", "metadata"},
});

// "services.csv" for "data/Services.csv".
std::string BaseName(absl::string_view file);

// The object whose table the file is: "service" for "data/services.csv". "" for a table that is not of HSDS.
std::string TableOf(absl::string_view file);

}  // namespace socialekaart
