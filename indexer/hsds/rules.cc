#include "indexer/hsds/rules.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "indexer/hsds/schema.h"
#include "indexer/hsds/value.h"

namespace socialekaart::hsds {
namespace {

using nlohmann::json;
using Severity = v1::Finding::Severity;

constexpr auto kObjectNames = std::to_array<std::pair<ObjectKind, absl::string_view>>({
    {ObjectKind::kService, "service"},
    {ObjectKind::kOrganization, "organization"},
    {ObjectKind::kLocation, "location"},
    {ObjectKind::kServiceAtLocation, "service_at_location"},
    {ObjectKind::kTaxonomy, "taxonomy"},
    {ObjectKind::kTaxonomyTerm, "taxonomy_term"},
    {ObjectKind::kApiDetails, "api_details"},
});

// Fields that tell what an object is; the first row that it has decides. Fields that several objects have come last.
constexpr auto kTellingFields = std::to_array<std::pair<absl::string_view, ObjectKind>>({
    {"openapi_url", ObjectKind::kApiDetails},
    {"service_at_locations", ObjectKind::kService},
    {"status", ObjectKind::kService},
    {"application_process", ObjectKind::kService},
    {"minimum_age", ObjectKind::kService},
    {"maximum_age", ObjectKind::kService},
    {"assured_date", ObjectKind::kService},
    {"organization", ObjectKind::kService},
    {"location", ObjectKind::kServiceAtLocation},
    {"location_id", ObjectKind::kServiceAtLocation},
    {"location_type", ObjectKind::kLocation},
    {"latitude", ObjectKind::kLocation},
    {"addresses", ObjectKind::kLocation},
    {"services", ObjectKind::kOrganization},
    {"organization_identifiers", ObjectKind::kOrganization},
    {"legal_status", ObjectKind::kOrganization},
    {"year_incorporated", ObjectKind::kOrganization},
    {"website", ObjectKind::kOrganization},
    {"parent_organization_id", ObjectKind::kOrganization},
    {"taxonomy", ObjectKind::kTaxonomyTerm},
    {"taxonomy_detail", ObjectKind::kTaxonomyTerm},
    {"taxonomy_id", ObjectKind::kTaxonomyTerm},
    {"term_uri", ObjectKind::kTaxonomyTerm},
    {"parent_id", ObjectKind::kTaxonomyTerm},
    {"taxonomy_terms", ObjectKind::kTaxonomy},
    {"version", ObjectKind::kTaxonomy},
    {"organization_id", ObjectKind::kService},
    {"email", ObjectKind::kOrganization},
    {"uri", ObjectKind::kOrganization},
    {"url", ObjectKind::kService},
});

Severity SeverityOf(Need need) {
  switch (need) {
    case Need::kWanted:
      return v1::Finding::SEVERITY_WARNING;
    case Need::kVital:
      return v1::Finding::SEVERITY_FATAL;
    default:
      return v1::Finding::SEVERITY_ERROR;
  }
}

// An empty text is a text, but no name, no id, no date.
bool IsAbsent(const Field& field, const json* value) {
  if (value == nullptr || value->is_null()) return true;
  const bool may_be_empty = field.form == Form::kText && field.need != Need::kEssential && field.need != Need::kVital;
  return !may_be_empty && value->is_string() && value->get_ref<const std::string&>().empty();
}

std::string Join(absl::string_view path, absl::string_view name) {
  return path.empty() ? std::string(name) : absl::StrCat(path, ".", name);
}

class Checker {
 public:
  Checker(const CheckOptions& options, FindingSink& sink) : options_(options), sink_(sink) {}

  void Object(const json& value, absl::string_view object, const std::string& path) {
    if (!value.is_object()) {
      return Report("hsds.type", v1::Finding::SEVERITY_FATAL, path,
                    absl::StrCat("is ", value.type_name(), ", not an object"),
                    absl::StrCat("Give one object a ", object, "."));
    }
    for (const Field& field : FieldsOf(object)) {
      if (field.name != options_.skip || !path.empty()) Value(field, value, Join(path, field.name));
    }
  }

 private:
  void Value(const Field& field, const json& owner, const std::string& path) {
    const bool nests = field.form == Form::kObject || field.form == Form::kList;
    if (nests && options_.tabular) return;
    const auto found = owner.find(std::string(field.name));
    const json* value = found == owner.end() ? nullptr : &*found;
    if (IsAbsent(field, value)) {
      if (field.need == Need::kOptional) return;
      return Report("hsds.required", SeverityOf(field.need), path, "is missing", "HSDS requires it.");
    }
    const Verdict verdict = Judge(field, *value);
    if (verdict.fault) {
      const bool lost = field.need == Need::kVital && !verdict.mended;
      Report(verdict.fault->rule, lost ? v1::Finding::SEVERITY_FATAL : verdict.fault->severity, path,
             verdict.fault->message, verdict.fault->fix);
      if (!verdict.mended) return;
    }
    const json& kept = verdict.mended ? *verdict.mended : *value;
    if (field.form == Form::kObject) Object(kept, field.detail, path);
    if (field.form == Form::kList) {
      for (size_t i = 0; i < kept.size(); ++i) Item(kept[i], field.detail, absl::StrCat(path, "[", i, "]"));
    }
  }

  void Item(const json& value, absl::string_view object, const std::string& path) {
    if (value.is_object()) return Object(value, object, path);
    Report("hsds.type", v1::Finding::SEVERITY_ERROR, path, absl::StrCat("is ", value.type_name(), ", not an object"),
           absl::StrCat("Give a list of objects, each a ", object, "."));
  }

  void Report(absl::string_view rule, Severity severity, const std::string& path, absl::string_view message,
              absl::string_view fix) {
    sink_.Add(MakeFinding(rule, severity, path, message, fix));
  }

  const CheckOptions& options_;
  FindingSink& sink_;
};

}  // namespace

absl::string_view ObjectName(ObjectKind kind) {
  const auto found =
      std::find_if(kObjectNames.begin(), kObjectNames.end(), [&](const auto& row) { return row.first == kind; });
  return found == kObjectNames.end() ? absl::string_view() : found->second;
}

bool IsPage(const json& value) {
  if (!value.is_object()) return false;
  const auto contents = value.find("contents");
  return contents != value.end() && contents->is_array() && !value.contains("id");
}

ObjectKind DetectKind(const json& value) {
  if (!value.is_object()) return ObjectKind::kUnknown;
  if (IsPage(value)) return value["contents"].empty() ? ObjectKind::kUnknown : DetectKind(value["contents"][0]);
  for (const auto& [field, kind] : kTellingFields) {
    if (value.contains(std::string(field))) return kind;
  }
  // What is left has a name and a version of an API, or nothing that HSDS knows.
  return value.contains("profile") ? ObjectKind::kApiDetails : ObjectKind::kUnknown;
}

void CheckObject(const json& value, absl::string_view object, const CheckOptions& options, FindingSink& sink) {
  Checker(options, sink).Object(value, object, options.path);
}

void Check(const json& value, ObjectKind kind, FindingSink& sink) {
  const absl::string_view object = ObjectName(kind);
  if (!IsPage(value)) return CheckObject(value, object, {}, sink);
  CheckObject(value, "page", {}, sink);
  const json& contents = value["contents"];
  for (size_t i = 0; i < contents.size(); ++i) {
    CheckObject(contents[i], object, {.path = absl::StrCat("contents[", i, "]")}, sink);
  }
}

}  // namespace socialekaart::hsds
