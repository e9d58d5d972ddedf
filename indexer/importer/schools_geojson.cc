#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "indexer/importer/context.h"
#include "indexer/importer/json_stream.h"
#include "indexer/importer/school.h"

namespace socialekaart {
namespace {

using nlohmann::json;

constexpr auto kProperties = std::to_array<std::pair<const char*, std::string School::*>>({
    {"vestigingscode", &School::code},
    {"naam", &School::name},
    {"straat", &School::street},
    {"postcode", &School::postal_code},
    {"plaats", &School::city},
    {"gemeente", &School::municipality},
    {"provincie", &School::province},
    {"denominatie", &School::denomination},
    {"internetadres", &School::website},
});

// The ages of each type of school. A type of secondary education is any mix of its kinds with slashes: the last rows.
struct Type {
  absl::string_view name;
  absl::string_view kind;
  double minimum_age, maximum_age;
};
constexpr auto kTypes = std::to_array<Type>({
    {"BASISSCHOOL", "Basisschool", 4, 12},
    {"SBAO", "School voor speciaal basisonderwijs", 4, 12},
    {"SBO", "School voor speciaal basisonderwijs", 4, 12},
    {"SO", "School voor speciaal onderwijs", 4, 12},
    {"(V)SO", "School voor (voortgezet) speciaal onderwijs", 4, 20},
    {"VSO", "School voor voortgezet speciaal onderwijs", 12, 20},
    {"PRO", "School voor praktijkonderwijs", 12, 18},
    {"VBO", "School voor voortgezet onderwijs", 12, 18},
    {"VMBO", "School voor voortgezet onderwijs", 12, 18},
    {"MAVO", "School voor voortgezet onderwijs", 12, 18},
    {"HAVO", "School voor voortgezet onderwijs", 12, 18},
    {"VWO", "School voor voortgezet onderwijs", 12, 18},
    {"BRUGJAAR", "School voor voortgezet onderwijs", 12, 18},
    {"VO", "School voor voortgezet onderwijs", 12, 18},
});

// The rectangle around the Netherlands, in degrees, somewhat widened.
constexpr double kSouth = 50.6, kNorth = 53.7, kWest = 3.2, kEast = 7.4;

const Type* FindType(absl::string_view name) {
  const std::string upper = absl::AsciiStrToUpper(name.substr(0, name.find('/')));
  const auto found = std::find_if(kTypes.begin(), kTypes.end(), [&](const Type& type) { return type.name == upper; });
  return found == kTypes.end() ? nullptr : &*found;
}

// Text of a property; a number as it is written; "" for what is absent.
std::string TextIn(const json& properties, const char* name) {
  const auto found = properties.find(name);
  if (found == properties.end()) return "";
  const std::string text = found->is_string() ? found->get<std::string>() : found->is_number() ? found->dump() : "";
  return std::string(absl::StripAsciiWhitespace(text));
}

std::string HouseNumber(const json& properties) {
  std::string number = absl::StrCat(TextIn(properties, "huisnummer"), TextIn(properties, "huisletter"));
  const std::string addition = TextIn(properties, "huisnummertoevoeging");
  return addition.empty() ? number : absl::StrCat(number, "-", addition);
}

void ReadPoint(const json& feature, School* school, RecordSink& sink) {
  const auto geometry = feature.find("geometry");
  const json* point = nullptr;
  if (geometry != feature.end() && geometry->is_object() && geometry->contains("coordinates"))
    point = &(*geometry)["coordinates"];
  const bool has_point =
      point != nullptr && point->is_array() && point->size() >= 2 && (*point)[0].is_number() && (*point)[1].is_number();
  if (has_point) {
    const double longitude = (*point)[0].get<double>();
    const double latitude = (*point)[1].get<double>();
    if (latitude >= kSouth && latitude <= kNorth && longitude >= kWest && longitude <= kEast) {
      school->latitude = latitude;
      school->longitude = longitude;
      return;
    }
  }
  sink.Add(MakeFinding("school.coordinates", v1::Finding::SEVERITY_WARNING, "geometry.coordinates",
                       has_point ? "lie outside the Netherlands; they are left out" : "are missing",
                       "Give longitude and latitude in WGS84, in that order."));
}

School ToSchool(const json& feature, RecordSink& sink) {
  School school;
  const auto found = feature.find("properties");
  const json properties = found != feature.end() && found->is_object() ? *found : json::object();
  for (const auto& [name, member] : kProperties) school.*member = TextIn(properties, name);
  school.number = HouseNumber(properties);
  sink.set_record(school.code);
  if (const Type* type = FindType(TextIn(properties, "type"))) {
    school.kind = type->kind;
    school.minimum_age = type->minimum_age;
    school.maximum_age = type->maximum_age;
  } else {
    school.kind = "School";
    sink.Add(MakeFinding("school.type", v1::Finding::SEVERITY_WARNING, "type",
                         "is no type of school that is known; its ages are unknown", "Add the type."));
  }
  ReadPoint(feature, &school, sink);
  return school;
}

absl::Status ImportFeature(ImportContext& context, SchoolImport& schools, JsonElement element) {
  RecordSink sink(context.findings, context.file, element.line);
  if (!element.fault && (!element.value.is_object() || !element.value.contains("properties"))) {
    element.fault = MakeFinding("geojson.feature", v1::Finding::SEVERITY_FATAL, "", "is no GeoJSON feature",
                                R"(Give {"type": "Feature", "properties": {...}, "geometry": {...}}.)");
  }
  if (!element.fault) return schools.Put(ToSchool(element.value, sink), element.line, sink);
  context.CountRead();
  sink.Add(*std::move(element.fault));
  context.Reject();
  return absl::OkStatus();
}

}  // namespace

absl::Status ImportSchoolsGeoJson(ImportContext& context) {
  SchoolImport schools(context, "schools-geojson");
  while (true) {
    const auto more = context.NextFile();
    if (!more.ok()) return more.status();
    if (!*more) return absl::OkStatus();
    ByteReader reader(context.input);
    const auto is_json = ReadJson(
        reader, context.file, [&](JsonElement element) { return ImportFeature(context, schools, std::move(element)); });
    if (!is_json.ok()) return is_json.status();
    if (*is_json) continue;
    if (const absl::Status status = context.NotThisFormat("GeoJSON"); !status.ok()) return status;
  }
}

}  // namespace socialekaart
