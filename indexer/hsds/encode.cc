#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <google/protobuf/struct.pb.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "indexer/hsds/fields.h"
#include "indexer/hsds/hsds_json.h"
#include "indexer/hsds/schema.h"
#include "indexer/record/names.h"
#include "indexer/record/validate.h"

namespace socialekaart {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using hsds::Field;
using json = nlohmann::ordered_json;

// Above this a double no longer holds every whole number.
constexpr double kMaxExactInteger = 9007199254740992.0;

// "12", not "12.0": what was read as a whole number is written as one.
json Number(double value) {
  if (std::floor(value) == value && std::abs(value) <= kMaxExactInteger) return static_cast<int64_t>(value);
  return value;
}

json FromValue(const google::protobuf::Value& value);

// Maps of protobuf have no order; the alphabet makes the same record the same text.
std::vector<std::string> SortedKeys(const google::protobuf::Struct& properties) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : properties.fields()) keys.push_back(key);
  std::sort(keys.begin(), keys.end());
  return keys;
}

json FromStruct(const google::protobuf::Struct& properties) {
  json object = json::object();
  for (const std::string& key : SortedKeys(properties)) object[key] = FromValue(properties.fields().at(key));
  return object;
}

json FromValue(const google::protobuf::Value& value) {
  switch (value.kind_case()) {
    case google::protobuf::Value::kNumberValue:
      return Number(value.number_value());
    case google::protobuf::Value::kStringValue:
      return value.string_value();
    case google::protobuf::Value::kBoolValue:
      return value.bool_value();
    case google::protobuf::Value::kStructValue:
      return FromStruct(value.struct_value());
    case google::protobuf::Value::kListValue: {
      json list = json::array();
      for (const auto& item : value.list_value().values()) list.push_back(FromValue(item));
      return list;
    }
    default:
      return nullptr;
  }
}

json ToObject(const Message& message, absl::string_view object);

// A text as HSDS wants it; nothing when it may be left out.
std::optional<json> Text(const Field& field, const FieldDescriptor& target, absl::string_view object,
                         std::string text) {
  if (target.name() == "name" && hsds::IsRecord(object)) text = std::string(IdOf(text));
  if (text.empty() && field.need == hsds::Need::kOptional) return std::nullopt;
  return json(std::move(text));
}

std::optional<json> Single(const Field& field, const Message& message, const FieldDescriptor& target,
                           absl::string_view object) {
  const auto* reflection = message.GetReflection();
  switch (target.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return Text(field, target, object, reflection->GetString(message, &target));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      if (target.has_presence() && !reflection->HasField(message, &target)) return std::nullopt;
      return Number(reflection->GetDouble(message, &target));
    case FieldDescriptor::CPPTYPE_ENUM: {
      const auto* value = reflection->GetEnum(message, &target);
      if (value->number() != 0) return json(hsds::EnumWord(*value));
      // The standard has no word for "not said": the first one, which is also what reading makes of none.
      if (field.need == hsds::Need::kOptional) return std::nullopt;
      return json(std::string(field.detail.substr(0, field.detail.find('|'))));
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      if (!reflection->HasField(message, &target)) return std::nullopt;
      return ToObject(reflection->GetMessage(message, &target), field.detail);
    default:
      return std::nullopt;
  }
}

// A record inside another: whole when we have it, else by its id.
template <typename M>
void AddRecord(const std::string& reference, const M* detail, absl::string_view object, json* out) {
  if (detail != nullptr) {
    M record = *detail;
    FillNestedIds(&record, record.name());
    (*out)[std::string(object)] = ToObject(record, object);
  } else if (!reference.empty()) {
    (*out)[absl::StrCat(object, "_id")] = std::string(IdOf(reference));
  }
}

// Fields that hold the name of a record. True when `target` was one.
bool AddReference(const Message& message, const FieldDescriptor& target, absl::string_view object, json* out) {
  if (object == "service" && target.name() == "organization") {
    const auto& service = static_cast<const v1::Service&>(message);
    AddRecord(service.organization(), service.has_organization_detail() ? &service.organization_detail() : nullptr,
              "organization", out);
    return true;
  }
  if (object == "service_at_location" && target.name() == "location") {
    const auto& item = static_cast<const v1::ServiceAtLocation&>(message);
    AddRecord(item.location(), item.has_location_detail() ? &item.location_detail() : nullptr, "location", out);
    return true;
  }
  return false;
}

json ToObject(const Message& message, absl::string_view object) {
  json out = json::object();
  const auto* descriptor = message.GetDescriptor();
  const auto* reflection = message.GetReflection();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const FieldDescriptor& target = *descriptor->field(i);
    const absl::string_view name = hsds::HsdsName(target, object);
    if (name.empty() || AddReference(message, target, object, &out)) continue;
    const Field& field = *hsds::FindField(object, name);
    if (!target.is_repeated()) {
      if (auto value = Single(field, message, target, object)) out[std::string(name)] = std::move(*value);
      continue;
    }
    for (int k = 0; k < reflection->FieldSize(message, &target); ++k) {
      out[std::string(name)].push_back(ToObject(reflection->GetRepeatedMessage(message, &target, k), field.detail));
    }
  }
  const FieldDescriptor* unknown = descriptor->FindFieldByName("unknown_properties");
  if (unknown == nullptr || !reflection->HasField(message, unknown)) return out;
  const auto& properties = static_cast<const google::protobuf::Struct&>(reflection->GetMessage(message, unknown));
  for (const std::string& key : SortedKeys(properties)) {
    if (!out.contains(key)) out[key] = FromValue(properties.fields().at(key));
  }
  return out;
}

}  // namespace

nlohmann::ordered_json ToHsdsObject(const v1::Service& service_with_details) {
  v1::Service service = service_with_details;
  FillNestedIds(&service, service.name());
  return ToObject(service, "service");
}

nlohmann::ordered_json ToHsdsObject(const v1::Organization& organization) {
  v1::Organization with_ids = organization;
  FillNestedIds(&with_ids, with_ids.name());
  return ToObject(with_ids, "organization");
}

std::string ToHsdsJson(const v1::Service& service_with_details) {
  // A text that is not UTF-8 cannot be stored; should one get here, the line stays readable.
  return ToHsdsObject(service_with_details).dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace socialekaart
