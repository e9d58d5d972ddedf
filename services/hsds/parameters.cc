#include "services/hsds/parameters.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <type_traits>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "indexer/base/codec.h"
#include "indexer/base/date.h"
#include "indexer/base/status.h"

namespace socialekaart::hsds_api {
namespace {

constexpr size_t kMaxTextBytes = 1000;
constexpr size_t kMaxFaults = 20;
constexpr size_t kMaxShownName = 50;  // characters of an unknown name that an answer repeats

constexpr unsigned Bit(Collection collection) {
  return 1u << static_cast<unsigned>(collection);
}
constexpr unsigned kServices = Bit(Collection::kServices);
constexpr unsigned kOrganizations = Bit(Collection::kOrganizations);
constexpr unsigned kPlaces = Bit(Collection::kServiceAtLocations);
constexpr unsigned kTerms = Bit(Collection::kTaxonomyTerms);
constexpr unsigned kRecords = kServices | kOrganizations | kPlaces;
constexpr unsigned kAll = kRecords | Bit(Collection::kTaxonomies) | kTerms;

constexpr auto kCollections = std::to_array<CollectionInfo>({
    {Collection::kServices, "services", "service"},
    {Collection::kOrganizations, "organizations", "organization"},
    {Collection::kServiceAtLocations, "service_at_locations", "service_at_location"},
    {Collection::kTaxonomies, "taxonomies", "taxonomy"},
    {Collection::kTaxonomyTerms, "taxonomy_terms", "taxonomy_term"},
});

constexpr char kFlag[] = "true or false";
constexpr char kUuid[] = "a UUID";
constexpr char kText[] = "a text of at most 1,000 bytes";

const auto kParameters = std::to_array<Parameter>({
    {"search", kAll, 0, &Parameters::search, kText,
     "Words to find, in everyday Dutch. Services and their places come best first, at most 10,000; other collections "
     "by all of the words in "
     "their names. Free text in an address may be kept by others on its way: POST /services/search takes it in a "
     "body."},
    {"page", kAll, 0, &Parameters::page, "1 or more", "Number of the page, from 1.", 1, 1'000'000'000},
    {"per_page", kAll, 0, &Parameters::per_page, "1 to 1000", "Records on a page; 50 when it is not given.", 1, 1000},
    {"format", kAll, 0, &Parameters::format, "json|ndjson",
     "ndjson: every record on a line of its own, all of them, without pages; page and per_page then say nothing."},
    {"taxonomy_term_id", kRecords, 0, &Parameters::taxonomy_term_id, kUuid,
     "Only records with this term. An organization has the terms of its services too."},
    {"taxonomy_id", kRecords | kTerms, 0, &Parameters::taxonomy_id, kUuid,
     "Only records with a term of this taxonomy; of terms: only those of this taxonomy."},
    {"organization_id", kServices | kPlaces, 0, &Parameters::organization_id, kUuid,
     "Only what this organization offers."},
    {"parent_id", kTerms, 0, &Parameters::parent_id, kUuid, "Only terms below this one."},
    {"top_only", kTerms, 0, &Parameters::top_only, kFlag, "Only terms that stand below no other."},
    {"modified_after", kRecords, 0, &Parameters::modified_after, "a date, or a date and time as in RFC 3339",
     "Only records that changed here at or after this moment: their own content, their organization, or their "
     "locations. For a service it is "
     "what last_modified shows."},
    {"postcode", kServices | kPlaces, 0, &Parameters::postcode, "a Dutch postcode: 7151 AB or 7151",
     "Only services whose service area may hold this postcode; a service without a readable area is kept, unless "
     "proximity leaves it out."},
    {"proximity", kServices | kPlaces, 0, &Parameters::proximity_m, "1 to 500000, with postcode",
     "Only what lies within so many metres of the centre of postcode, in a straight line. What has no known point is "
     "left out.",
     1, 500'000},
    {"minimal", kServices, 0, &Parameters::minimal, kFlag, "Of each service id and modified_date alone."},
    {"full", kRecords, 0, &Parameters::full, kFlag, "Records with everything in them, instead of their single values."},
    {"full_service", kOrganizations, kOrganizations, &Parameters::full_service, kFlag,
     "The services of an organization with everything in them, instead of id, name and status."},
    {"full_organization", kServices | kPlaces, 0, &Parameters::full_organization, kFlag,
     "The organization of a listed service with everything in it, instead of its single values."},
});

bool PercentDecode(absl::string_view text, std::string* decoded) {
  for (size_t i = 0; i < text.size(); ++i) {
    int value = text[i] == '+' ? ' ' : text[i];
    if (text[i] == '%') {
      if (i + 2 >= text.size() || !absl::ascii_isxdigit(static_cast<unsigned char>(text[i + 1])) ||
          !absl::SimpleHexAtoi(text.substr(i + 1, 2), &value)) {
        return false;
      }
      i += 2;
    }
    decoded->push_back(static_cast<char>(value));
  }
  return true;
}

bool IsOneOf(absl::string_view words, absl::string_view word) {
  const std::vector<absl::string_view> known = absl::StrSplit(words, '|');
  return std::find(known.begin(), known.end(), word) != known.end();
}

// Each sets its field, or is false when the value has another form.
struct Setter {
  const Parameter& parameter;
  const std::string& value;
  Parameters* parameters;

  bool operator()(std::string Parameters::*field) const {
    const bool is_word = field == &Parameters::format;
    if (is_word ? !IsOneOf(parameter.expected, value) : value.size() > kMaxTextBytes) return false;
    parameters->*field = value;
    return true;
  }
  bool operator()(int64_t Parameters::*field) const {
    const bool digits = !value.empty() && std::all_of(value.begin(), value.end(), absl::ascii_isdigit);
    return digits && absl::SimpleAtoi(value, &(parameters->*field)) && parameters->*field >= parameter.lowest &&
           parameters->*field <= parameter.highest;
  }
  bool operator()(bool Parameters::*field) const {
    parameters->*field = value == "true";
    return value == "true" || value == "false";
  }
  bool operator()(std::optional<Uuid> Parameters::*field) const {
    return (parameters->*field = ParseUuid(value)).has_value();
  }
  bool operator()(std::optional<absl::Time> Parameters::*field) const {
    // The + of a time zone is a space once a URL is decoded.
    return (parameters->*field = ParseDateTime(absl::StrReplaceAll(value, {{" ", "+"}}))).has_value();
  }
};

}  // namespace

absl::Span<const CollectionInfo> Collections() {
  return kCollections;
}

const CollectionInfo& InfoOf(Collection collection) {
  return kCollections[static_cast<size_t>(collection)];
}

absl::Span<const Parameter> AllParameters() {
  return kParameters;
}

absl::StatusOr<NamedValues> FromQuery(absl::string_view query) {
  NamedValues values;
  for (const absl::string_view part : absl::StrSplit(query, '&', absl::SkipEmpty())) {
    const size_t equals = std::min(part.find('='), part.size());
    std::string name, value;
    if (!PercentDecode(part.substr(0, equals), &name) || !IsUtf8(name))
      return InvalidField("query", "cannot be read", "name=value&name=value");
    if (!PercentDecode(part.substr(std::min(equals + 1, part.size())), &value) || !IsUtf8(value)) {
      return InvalidField(name.substr(0, kMaxShownName), "cannot be read", "UTF-8, percent-encoded");
    }
    values.emplace_back(std::move(name), std::move(value));
  }
  return values;
}

absl::StatusOr<NamedValues> FromJson(absl::string_view body) {
  const auto json = nlohmann::ordered_json::parse(body.begin(), body.end(), nullptr, false);
  if (!json.is_object()) return InvalidField("body", "is no JSON object", "an object of parameters");
  NamedValues values;
  for (const auto& [name, value] : json.items()) {
    if (value.is_string()) {
      values.emplace_back(name, value.get<std::string>());
    } else if (value.is_number_integer() || value.is_boolean()) {
      values.emplace_back(name, value.dump());
    } else {
      return InvalidField(name.substr(0, kMaxShownName), "is no text, whole number or flag", "one of these");
    }
  }
  return values;
}

absl::StatusOr<Parameters> ReadParameters(Collection collection, bool of_list, const NamedValues& values) {
  Parameters parameters;
  std::vector<v1::FieldViolation> faults;
  std::vector<absl::string_view> seen;
  for (const auto& [name, value] : values) {
    if (faults.size() == kMaxFaults) break;
    const auto* const parameter = std::find_if(
        kParameters.begin(), kParameters.end(),
        [&, &asked = name](const Parameter& one) { return one.name == asked && one.IsOf(collection, of_list); });
    if (parameter == kParameters.end()) {
      std::string shown(name.substr(0, kMaxShownName));
      while (!IsUtf8(shown)) shown.pop_back();
      faults.push_back(Violation(shown, "is no parameter here", "those of openapi.json"));
    } else if (std::find(seen.begin(), seen.end(), name) != seen.end()) {
      faults.push_back(Violation(name, "stands twice", "once"));
    } else if (!std::visit(Setter{*parameter, value, &parameters}, parameter->field)) {
      faults.push_back(Violation(name, "has another form", absl::StrReplaceAll(parameter->expected, {{"|", " or "}})));
    }
    seen.push_back(name);
  }
  if (parameters.proximity_m > 0 && parameters.postcode.empty())
    faults.push_back(Violation("proximity", "has no place to measure from", "postcode too"));
  if (parameters.minimal && parameters.full)
    faults.push_back(Violation("minimal", "does not go with full", "one of the two"));
  if (!faults.empty()) return InvalidFields(std::move(faults));
  return parameters;
}

}  // namespace socialekaart::hsds_api
