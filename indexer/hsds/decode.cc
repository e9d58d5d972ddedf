#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <google/protobuf/struct.pb.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "indexer/base/codec.h"
#include "indexer/hsds/fields.h"
#include "indexer/hsds/hsds_json.h"
#include "indexer/hsds/rules.h"
#include "indexer/hsds/schema.h"
#include "indexer/hsds/value.h"

namespace socialekaart {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using hsds::Field;
using hsds::Form;
using nlohmann::json;

// Protobuf reads at most 100 levels of messages, and one level of JSON costs three. What is left is for the records
// around it.
constexpr int kMaxUnknownDepth = 20;
// From here on a double no longer tells every whole number from the next.
constexpr double kMaxExactInteger = 9007199254740992.0;

class Decoder {
 public:
  explicit Decoder(FindingSink& sink) : sink_(sink) {}

  // `value` is an object. Records inside it are left to the caller.
  void Into(const json& value, absl::string_view object, const std::string& path, Message* message) {
    for (const auto& [name, member] : value.items()) {
      if (member.is_null()) continue;
      const Field* field = hsds::FindField(object, name);
      const std::string at = path.empty() ? name : absl::StrCat(path, ".", name);
      const bool nests = field != nullptr && (field->form == Form::kObject || field->form == Form::kList);
      if (nests && hsds::IsRecord(field->detail)) continue;
      const FieldDescriptor* target =
          field == nullptr ? nullptr : hsds::MessageField(*message->GetDescriptor(), object, name);
      if (target == nullptr) {
        Unknown(name, member, at, message);
        continue;
      }
      const hsds::Verdict verdict = Judge(*field, member);
      if (verdict.fault && !verdict.mended) continue;
      Known(*field, verdict.mended ? *verdict.mended : member, *target, at, message);
    }
  }

 private:
  void Known(const Field& field, const json& value, const FieldDescriptor& target, const std::string& path,
             Message* message) {
    const auto* reflection = message->GetReflection();
    switch (target.cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        return reflection->SetString(
            message, &target,
            absl::StrCat(target.name() == "name" && hsds::IsRecord(field.object) ? hsds::Collection(field.object) : "",
                         value.get_ref<const std::string&>()));
      case FieldDescriptor::CPPTYPE_DOUBLE:
        return reflection->SetDouble(message, &target, value.get<double>());
      case FieldDescriptor::CPPTYPE_ENUM:
        if (const auto* word = hsds::EnumValue(*target.enum_type(), value.get_ref<const std::string&>())) {
          reflection->SetEnum(message, &target, word);
        }
        return;
      case FieldDescriptor::CPPTYPE_MESSAGE:
        if (field.form == Form::kObject)
          return Object(field, value, path, reflection->MutableMessage(message, &target), message, target);
        for (size_t i = 0; i < value.size(); ++i) {
          if (!value[i].is_object() || LacksEssential(value[i], field.detail)) continue;
          Into(value[i], field.detail, absl::StrCat(path, "[", i, "]"), reflection->AddMessage(message, &target));
        }
        return;
      default:
        return;
    }
  }

  void Object(const Field& field, const json& value, const std::string& path, Message* nested, Message* owner,
              const FieldDescriptor& target) {
    if (LacksEssential(value, field.detail)) return owner->GetReflection()->ClearField(owner, &target);
    Into(value, field.detail, path, nested);
  }

  static bool LacksEssential(const json& value, absl::string_view object) {
    const auto fields = hsds::FieldsOf(object);
    return std::any_of(fields.begin(), fields.end(), [&](const Field& field) {
      if (field.need != hsds::Need::kEssential) return false;
      const auto found = value.find(std::string(field.name));
      if (found == value.end() || found->is_null() || *found == "") return true;
      const hsds::Verdict verdict = Judge(field, *found);
      if (verdict.fault && !verdict.mended) return true;
      return field.form == Form::kObject && LacksEssential(*found, field.detail);
    });
  }

  void Unknown(const std::string& name, const json& value, const std::string& path, Message* message) {
    const auto* descriptor = message->GetDescriptor();
    const FieldDescriptor* target = descriptor->FindFieldByName("unknown_properties");
    if (target == nullptr) return;
    auto* properties =
        static_cast<google::protobuf::Struct*>(message->GetReflection()->MutableMessage(message, target));
    bool exact = true;
    google::protobuf::Value converted;
    if (!Convert(value, kMaxUnknownDepth, &converted, &exact)) {
      return sink_.Add(MakeFinding("hsds.too-deep", v1::Finding::SEVERITY_ERROR, path,
                                   absl::StrCat("is nested deeper than ", kMaxUnknownDepth, " levels; it is left out"),
                                   "Write it flatter."));
    }
    if (!exact) {
      sink_.Add(MakeFinding("hsds.number-precision", v1::Finding::SEVERITY_WARNING, path,
                            "holds a whole number too large to be kept exactly", "Put quotes around it."));
    }
    (*properties->mutable_fields())[name] = std::move(converted);
  }

  static bool Convert(const json& value, int depth, google::protobuf::Value* out, bool* exact) {
    if (depth == 0) return false;
    switch (value.type()) {
      case json::value_t::string:
        out->set_string_value(value.get<std::string>());
        return true;
      case json::value_t::boolean:
        out->set_bool_value(value.get<bool>());
        return true;
      case json::value_t::number_integer:
      case json::value_t::number_unsigned:
        *exact = *exact && std::abs(value.get<double>()) < kMaxExactInteger;
        [[fallthrough]];
      case json::value_t::number_float:
        out->set_number_value(value.get<double>());
        return true;
      case json::value_t::array:
        out->mutable_list_value();
        return std::all_of(value.begin(), value.end(), [&](const json& item) {
          return Convert(item, depth - 1, out->mutable_list_value()->add_values(), exact);
        });
      case json::value_t::object: {
        auto* fields = out->mutable_struct_value()->mutable_fields();
        for (const auto& [key, member] : value.items()) {
          if (!Convert(member, depth - 1, &(*fields)[key], exact)) return false;
        }
        return true;
      }
      default:
        out->set_null_value(google::protobuf::NULL_VALUE);
        return true;
    }
  }

  FindingSink& sink_;
};

// The nested object `name`, or nullptr.
const json* Nested(const json& owner, const char* name) {
  const auto found = owner.find(name);
  return found != owner.end() && found->is_object() ? &*found : nullptr;
}

std::string IdIn(const json& owner, absl::string_view object, const char* name) {
  const auto found = owner.find(name);
  if (found == owner.end() || found->is_null()) return "";
  const hsds::Verdict verdict = Judge(*hsds::FindField(object, name), *found);
  if (verdict.mended) return verdict.mended->get<std::string>();
  return verdict.fault ? "" : found->get<std::string>();
}

v1::Location DecodeLocation(const json& value, const std::string& made_up_id, const std::string& path,
                            FindingSink& sink) {
  v1::Location location;
  Decoder(sink).Into(value, "location", path, &location);
  if (location.name().empty()) location.set_name("locations/" + UuidOf("hsds.location", made_up_id));
  // One coordinate is no point.
  if (location.has_latitude() != location.has_longitude()) {
    location.clear_latitude();
    location.clear_longitude();
  }
  // HSDS 2 had no type: what has an address or a point is somewhere.
  if (location.location_type() == v1::LOCATION_TYPE_UNSPECIFIED &&
      (location.has_latitude() || location.addresses_size() > 0)) {
    location.set_location_type(v1::LOCATION_TYPE_PHYSICAL);
  }
  for (v1::Address& address : *location.mutable_addresses()) {
    if (address.address_type() == v1::LOCATION_TYPE_UNSPECIFIED) address.set_address_type(v1::LOCATION_TYPE_PHYSICAL);
  }
  return location;
}

void AddLocation(v1::Location location, const std::string& path, FindingSink& sink, ImportedService* imported) {
  const auto same = std::find_if(imported->locations.begin(), imported->locations.end(),
                                 [&](const v1::Location& other) { return other.name() == location.name(); });
  if (same == imported->locations.end()) return imported->locations.push_back(std::move(location));
  if (Serialize(*same) == Serialize(location)) return;
  sink.Add(
      MakeFinding("hsds.nested-differs", v1::Finding::SEVERITY_WARNING, path,
                  "is the same location as one before it in this service, with other content; the first one counts",
                  "Write it once, or the same each time."));
}

void DecodeServiceAtLocations(const json& service, FindingSink& sink, ImportedService* imported) {
  const auto list = service.find("service_at_locations");
  if (list == service.end() || !(list->is_array() || list->is_object())) return;
  const json items = list->is_object() ? json::array({*list}) : *list;
  // Those that are no objects were left out: the n-th message belongs to the n-th object.
  int next = 0;
  for (size_t i = 0; i < items.size(); ++i) {
    if (!items[i].is_object()) continue;
    v1::ServiceAtLocation* message = imported->service.mutable_service_at_locations(next++);
    const std::string path = absl::StrCat("service_at_locations[", i, "].location");
    if (const json* location = Nested(items[i], "location")) {
      v1::Location decoded = DecodeLocation(*location, absl::StrCat(imported->service.name(), "/", path), path, sink);
      message->set_location(decoded.name());
      AddLocation(std::move(decoded), path, sink, imported);
    } else if (const std::string id = IdIn(items[i], "service_at_location", "location_id"); !id.empty()) {
      message->set_location("locations/" + id);
    }
  }
  // One without a location says nothing.
  auto* kept = imported->service.mutable_service_at_locations();
  kept->erase(std::remove_if(kept->begin(), kept->end(), [](const auto& item) { return item.location().empty(); }),
              kept->end());
}

void DecodeOrganization(const json& organization, FindingSink& sink, ImportedService* imported) {
  v1::Organization decoded;
  Decoder(sink).Into(organization, "organization", "organization", &decoded);
  if (decoded.display_name().empty()) return;
  if (decoded.name().empty()) decoded.set_name("organizations/" + UuidOf("hsds.organization", decoded.display_name()));
  imported->service.set_organization(decoded.name());
  imported->organization = std::move(decoded);
}

// The locations of an organization become records too, which say whose they are.
void DecodeOrganizationLocations(const json& organization, FindingSink& sink, ImportedService* imported) {
  const auto list = organization.find("locations");
  if (list == organization.end() || !list->is_array()) return;
  const std::string owner = IdIn(organization, "organization", "id");
  for (size_t i = 0; i < list->size(); ++i) {
    if (!(*list)[i].is_object()) continue;
    const std::string path = absl::StrCat("organization.locations[", i, "]");
    AddLocation(DecodeLocation((*list)[i], absl::StrCat(owner, "/", path), path, sink), path, sink, imported);
    const std::string id = IdIn((*list)[i], "location", "id");
    for (v1::Location& location : imported->locations) {
      if (location.name() == "locations/" + id && location.organization_id().empty() && IsUuid(owner)) {
        location.set_organization_id(owner);
      }
    }
  }
}

// References travel as references: the property must not come back as a stale id.
template <typename M>
void ForgetProperty(const std::string& name, M* message) {
  if (!message->has_unknown_properties()) return;
  message->mutable_unknown_properties()->mutable_fields()->erase(name);
  if (message->unknown_properties().fields().empty()) message->clear_unknown_properties();
}

}  // namespace

ImportedService FromCheckedHsds(const json& service, FindingSink& sink) {
  ImportedService imported;
  if (!service.is_object()) return imported;
  Decoder(sink).Into(service, "service", "", &imported.service);
  DecodeServiceAtLocations(service, sink, &imported);
  for (v1::ServiceAtLocation& item : *imported.service.mutable_service_at_locations()) {
    ForgetProperty("location_id", &item);
    ForgetProperty("service_id", &item);
  }
  if (const json* organization = Nested(service, "organization")) {
    DecodeOrganization(*organization, sink, &imported);
    DecodeOrganizationLocations(*organization, sink, &imported);
  }
  if (imported.service.organization().empty()) {
    const std::string id = IdIn(service, "service", "organization_id");
    if (!id.empty()) imported.service.set_organization("organizations/" + id);
  }
  if (!imported.service.organization().empty()) ForgetProperty("organization_id", &imported.service);
  return imported;
}

ImportedService FromHsds(const json& service, FindingSink& sink) {
  hsds::CheckObject(service, "service", {}, sink);
  return FromCheckedHsds(service, sink);
}

}  // namespace socialekaart
