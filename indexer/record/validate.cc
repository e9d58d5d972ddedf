#include "indexer/record/validate.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <google/protobuf/reflection.h>
#include <google/protobuf/struct.pb.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "indexer/base/codec.h"
#include "indexer/base/date.h"
#include "indexer/base/format.h"
#include "indexer/base/status.h"
#include "indexer/record/names.h"

namespace socialekaart {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using Violations = std::vector<v1::FieldViolation>;

constexpr size_t kMaxRecordBytes = 256 * 1024;
constexpr size_t kMaxTextBytes = 20'000;
constexpr size_t kMaxNameBytes = 500;
constexpr size_t kMaxViolations = 100;
constexpr double kMaxAge = 130;
constexpr int kMaxStructDepth = 20;  // protobuf reads at most 100 levels of messages, and a level of JSON is three

bool IsDateOrTime(absl::string_view text) { return ParseDateTime(text).has_value(); }
bool IsDate(absl::string_view text) { return ParseDate(text).has_value(); }

bool IsTimeOfDay(absl::string_view text) {
  if (text.size() < 5 || text[2] != ':') return false;
  const auto digit = [&](size_t i) { return absl::ascii_isdigit(static_cast<unsigned char>(text[i])); };
  if (!digit(0) || !digit(1) || !digit(3) || !digit(4)) return false;
  const int hour = (text[0] - '0') * 10 + (text[1] - '0');
  const int minute = (text[3] - '0') * 10 + (text[4] - '0');
  return hour <= 24 && minute < 60;
}

bool IsSet(absl::string_view text) { return !absl::StripAsciiWhitespace(text).empty(); }

// One row a rule on a text field of HSDS 3.1. A field that is not required may be empty.
struct TextRule {
  absl::string_view message;
  absl::string_view field;
  bool required;
  bool (*is_right)(absl::string_view);
  absl::string_view expected;
};

constexpr absl::string_view kEmail = "an e-mail address: naam@voorbeeld.nl";
constexpr absl::string_view kUri = "an absolute http(s) address: https://voorbeeld.nl/pad";
constexpr absl::string_view kDate = "a date: 2026-09-01";
constexpr absl::string_view kDateTime = "a date, or a date and time: 2026-11-01T00:00:00.000Z";
constexpr absl::string_view kTime = "a time of day: 09:00";
constexpr absl::string_view kText = "a text";

const auto kTextRules = std::to_array<TextRule>({
    {"Service", "display_name", true, IsSet, kText},
    {"Service", "url", false, IsHttpUri, kUri},
    {"Service", "email", false, IsEmail, kEmail},
    {"Service", "assured_date", false, IsDate, kDate},
    {"Service", "assurer_email", false, IsEmail, kEmail},
    {"Service", "last_modified", false, IsDateOrTime, kDateTime},
    {"Organization", "display_name", true, IsSet, kText},
    {"Organization", "email", false, IsEmail, kEmail},
    {"Organization", "website", false, IsHttpUri, kUri},
    {"Location", "url", false, IsHttpUri, kUri},
    {"Phone", "number", true, IsSet, "a phone number"},
    {"Contact", "email", false, IsEmail, kEmail},
    {"Schedule", "opens_at", false, IsTimeOfDay, kTime},
    {"Schedule", "closes_at", false, IsTimeOfDay, kTime},
    {"Schedule", "valid_from", false, IsDate, kDate},
    {"Schedule", "valid_to", false, IsDate, kDate},
    {"ServiceCapacity", "updated", true, IsDateOrTime, kDateTime},
    {"Unit", "name", true, IsSet, kText},
    {"Url", "url", true, IsHttpUri, kUri},
    {"Program", "name", true, IsSet, kText},
    {"OrganizationIdentifier", "identifier", true, IsSet, kText},
    {"OrganizationIdentifier", "identifier_type", true, IsSet, "KVK, AGB, URA, BRIN or another register"},
});

struct NumberRule {
  absl::string_view message;
  absl::string_view field;
  double minimum, maximum;
};

constexpr auto kNumberRules = std::to_array<NumberRule>({
    {"Service", "minimum_age", 0, kMaxAge},
    {"Service", "maximum_age", 0, kMaxAge},
    {"Location", "latitude", -90, 90},
    {"Location", "longitude", -180, 180},
    {"ServiceCapacity", "available", 0, 1e9},
    {"Schedule", "interval", 0, 1000},
    {"CostOption", "amount", 0, 1e9},
});

void Add(Violations* violations, absl::string_view path, absl::string_view what, absl::string_view expected) {
  if (violations->size() < kMaxViolations) violations->push_back(Violation(path, what, expected));
}

void CheckText(const std::string& path, const Message& message, const FieldDescriptor& field, const std::string& value,
               Violations* violations) {
  const bool is_name = field.name() == "display_name" || field.name() == "alternate_name" || field.name() == "name";
  const size_t limit = is_name ? kMaxNameBytes : kMaxTextBytes;
  if (value.size() > limit) Add(violations, path, absl::StrCat("is ", value.size(), " bytes long"), absl::StrCat("at most ", limit));
  if (!IsUtf8(value)) Add(violations, path, "is not valid UTF-8", "UTF-8");
  if (std::any_of(value.begin(), value.end(), IsControl)) Add(violations, path, "holds a control character", "text without NUL and the like");
  for (const TextRule& rule : kTextRules) {
    if (rule.field != field.name() || rule.message != message.GetDescriptor()->name()) continue;
    if (value.empty() ? rule.required : !rule.is_right(value)) {
      Add(violations, path, value.empty() ? "is missing" : "has another form", rule.expected);
    }
  }
  if (field.name() == "id" && !value.empty() && !IsUuid(value)) Add(violations, path, "is no UUID", "a UUID");
}

void CheckNumber(const std::string& path, const Message& message, const FieldDescriptor& field, double value,
                 Violations* violations) {
  if (!std::isfinite(value)) return Add(violations, path, "is not a number", "a finite number");
  for (const NumberRule& rule : kNumberRules) {
    if (rule.field != field.name() || rule.message != message.GetDescriptor()->name()) continue;
    if (value < rule.minimum || value > rule.maximum) {
      Add(violations, path, absl::StrCat("is ", value), absl::StrCat(rule.minimum, " to ", rule.maximum));
    }
  }
}

int DepthOf(const google::protobuf::Value& value, int limit) {
  if (limit == 0) return 1;
  int depth = 0;
  for (const auto& [key, member] : value.struct_value().fields()) depth = std::max(depth, DepthOf(member, limit - 1));
  for (const auto& member : value.list_value().values()) depth = std::max(depth, DepthOf(member, limit - 1));
  return depth + 1;
}

// Output-only and own fields that say nothing about the content.
bool IsChecked(const FieldDescriptor& field) { return field.number() < 60; }

void Walk(const std::string& prefix, const Message& message, Violations* violations) {
  const auto* reflection = message.GetReflection();
  const auto* descriptor = message.GetDescriptor();
  std::string scratch;
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const FieldDescriptor& field = *descriptor->field(i);
    if (!IsChecked(field)) continue;
    const std::string path = absl::StrCat(prefix, field.name());
    const int count = field.is_repeated() ? reflection->FieldSize(message, &field) : 1;
    for (int k = 0; k < count; ++k) {
      const std::string at = field.is_repeated() ? absl::StrCat(path, "[", k, "]") : path;
      switch (field.cpp_type()) {
        case FieldDescriptor::CPPTYPE_STRING:
          CheckText(at, message, field,
                    field.is_repeated() ? reflection->GetRepeatedStringReference(message, &field, k, &scratch)
                                        : reflection->GetStringReference(message, &field, &scratch),
                    violations);
          break;
        case FieldDescriptor::CPPTYPE_DOUBLE:
          if (!field.has_presence() || reflection->HasField(message, &field)) {
            CheckNumber(at, message, field, reflection->GetDouble(message, &field), violations);
          }
          break;
        case FieldDescriptor::CPPTYPE_MESSAGE: {
          if (!field.is_repeated() && !reflection->HasField(message, &field)) break;
          const Message& nested = field.is_repeated() ? reflection->GetRepeatedMessage(message, &field, k)
                                                      : reflection->GetMessage(message, &field);
          if (field.message_type()->full_name() == "google.protobuf.Struct") {
            google::protobuf::Value value;
            value.mutable_struct_value()->CopyFrom(nested);
            if (DepthOf(value, kMaxStructDepth) >= kMaxStructDepth) Add(violations, at, "is nested too deep", "at most 20 levels");
          } else {
            Walk(at + ".", nested, violations);
          }
          break;
        }
        default:
          break;
      }
    }
  }
}

Violations Common(const Message& record) {
  Violations violations;
  if (const size_t bytes = record.ByteSizeLong(); bytes > kMaxRecordBytes) {
    Add(&violations, "", absl::StrCat("the record is ", bytes, " bytes"), absl::StrCat("at most ", kMaxRecordBytes));
    return violations;
  }
  Walk("", record, &violations);
  return violations;
}

void CheckAttributes(const v1::Service& service, const Taxonomy& taxonomy, Violations* violations) {
  int kinds = 0;
  for (int i = 0; i < service.attributes_size(); ++i) {
    const v1::TaxonomyTerm& term = service.attributes(i).taxonomy_term();
    const auto* terms = taxonomy.TermsOf(term.taxonomy());
    kinds += term.taxonomy() == kTaxonomyKind ? 1 : 0;
    if (terms == nullptr) continue;
    if (std::any_of(terms->begin(), terms->end(), [&](const auto& known) { return known.code() == term.code(); })) continue;
    std::string expected;
    for (const auto& known : *terms) absl::StrAppend(&expected, expected.empty() ? "" : ", ", known.code());
    Add(violations, absl::StrCat("attributes[", i, "].taxonomy_term.code"),
        absl::StrCat("is no code of the taxonomy ", term.taxonomy()), expected);
  }
  if (kinds > 1) Add(violations, "attributes", "name more than one `soort`", "exactly one");
}

}  // namespace

std::vector<v1::FieldViolation> Faults(const v1::Service& service, const Taxonomy& taxonomy) {
  Violations violations = Common(service);
  if (service.status() == v1::SERVICE_STATUS_UNSPECIFIED || !v1::ServiceStatus_IsValid(service.status())) {
    Add(&violations, "status", "is missing", "active, inactive, defunct or temporarily closed");
  }
  if (service.has_minimum_age() && service.has_maximum_age() && service.minimum_age() > service.maximum_age()) {
    Add(&violations, "maximum_age", "is below minimum_age", "at least minimum_age");
  }
  if (!service.organization().empty() && !ParseName(service.organization())) {
    Add(&violations, "organization", "is no name of an organization", "organizations/{uuid}");
  }
  for (int i = 0; i < service.service_at_locations_size(); ++i) {
    const auto name = ParseName(service.service_at_locations(i).location());
    if (!name || name->kind != RecordKind::kLocation) {
      Add(&violations, absl::StrCat("service_at_locations[", i, "].location"), "is no name of a location", "locations/{uuid}");
    }
  }
  CheckAttributes(service, taxonomy, &violations);
  return violations;
}

std::vector<v1::FieldViolation> Faults(const v1::Organization& organization) { return Common(organization); }

std::vector<v1::FieldViolation> Faults(const v1::Location& location) {
  Violations violations = Common(location);
  if (location.location_type() == v1::LOCATION_TYPE_UNSPECIFIED || !v1::LocationType_IsValid(location.location_type())) {
    Add(&violations, "location_type", "is missing", "physical, postal or virtual");
  }
  if (location.has_latitude() != location.has_longitude()) {
    Add(&violations, location.has_latitude() ? "longitude" : "latitude", "is missing", "both coordinates, or none");
  }
  return violations;
}

void FillNestedIds(Message* record, absl::string_view path) {
  const auto* reflection = record->GetReflection();
  const auto* descriptor = record->GetDescriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const FieldDescriptor& field = *descriptor->field(i);
    if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || field.number() >= 60) continue;
    if (field.message_type()->file() != descriptor->file()) continue;  // Struct, Timestamp
    const int count = field.is_repeated() ? reflection->FieldSize(*record, &field) : reflection->HasField(*record, &field);
    for (int k = 0; k < count; ++k) {
      Message* nested = field.is_repeated() ? reflection->MutableRepeatedMessage(record, &field, k)
                                            : reflection->MutableMessage(record, &field);
      const std::string at = absl::StrCat(path, "/", field.name(), k);
      const FieldDescriptor* id = nested->GetDescriptor()->FindFieldByName("id");
      if (id != nullptr && nested->GetReflection()->GetString(*nested, id).empty()) {
        nested->GetReflection()->SetString(nested, id, UuidOf("nested", at));
      }
      FillNestedIds(nested, at);
    }
  }
}

}  // namespace socialekaart
