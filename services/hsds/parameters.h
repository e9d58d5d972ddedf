#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/hsds/uuid.h"

namespace socialekaart::hsds_api {

// The collections of the HSDS API.
enum class Collection { kServices, kOrganizations, kServiceAtLocations, kTaxonomies, kTaxonomyTerms };
struct CollectionInfo {
  Collection collection;
  absl::string_view path;    // "services"
  absl::string_view object;  // its name in the HSDS schemas: "service"
};
absl::Span<const CollectionInfo> Collections();
const CollectionInfo& InfoOf(Collection collection);

// What a request may ask of a list or of a record. What is not set is no condition.
struct Parameters {
  std::string search = {};
  int64_t page = 1;
  int64_t per_page = 50;
  std::string format = "json";
  std::optional<Uuid> taxonomy_term_id = {};
  std::optional<Uuid> taxonomy_id = {};
  std::optional<Uuid> organization_id = {};
  std::optional<Uuid> parent_id = {};
  std::optional<absl::Time> modified_after = {};
  std::string postcode = {};
  int64_t proximity_m = 0;  // 0 = not asked
  bool minimal = false;
  bool full = false;
  bool full_service = false;
  bool full_organization = false;
  bool top_only = false;

  bool ndjson() const { return format == "ndjson"; }
};

// One parameter: who takes it, its form, and what it means. Reading and the OpenAPI document both go by this table.
struct Parameter {
  using Field = std::variant<std::string Parameters::*, int64_t Parameters::*, bool Parameters::*,
                             std::optional<Uuid> Parameters::*, std::optional<absl::Time> Parameters::*>;
  absl::string_view name;
  unsigned lists;    // bits of Collection: whose lists take it
  unsigned records;  // whose single records take it
  Field field;
  absl::string_view expected;  // its form, for people; of a word: the words it may be, separated by |
  absl::string_view description;
  int64_t lowest = 0, highest = 0;  // of a number

  bool IsOf(Collection collection, bool of_list) const {
    return (((of_list ? lists : records) >> static_cast<unsigned>(collection)) & 1u) != 0;
  }
};
absl::Span<const Parameter> AllParameters();

// Names with their values as text, in the order in which they stood.
using NamedValues = std::vector<std::pair<std::string, std::string>>;

// "search=boos%20kind&page=2", as in a URL. INVALID_ARGUMENT when it cannot be read.
absl::StatusOr<NamedValues> FromQuery(absl::string_view query);
// {"search": "boos kind", "page": 2}. INVALID_ARGUMENT when it is no object of texts, numbers and flags.
absl::StatusOr<NamedValues> FromJson(absl::string_view body);

// INVALID_ARGUMENT names every parameter that is unknown here, stands twice, or has another form.
absl::StatusOr<Parameters> ReadParameters(Collection collection, bool of_list, const NamedValues& values);

}  // namespace socialekaart::hsds_api
