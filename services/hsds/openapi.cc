#include "services/hsds/openapi.h"

#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/hsds/parameters.h"

namespace socialekaart::hsds_api {
namespace {

Json Typed(const char* type) {
  return {{"type", type}};
}
Json Formatted(const char* format) {
  return {{"type", "string"}, {"format", format}};
}

Json SchemaOf(const Parameter& parameter) {
  struct {
    const Parameter& parameter;
    Json operator()(std::string Parameters::*field) const {
      if (field != &Parameters::format) return Typed("string");
      const std::vector<std::string> words = absl::StrSplit(parameter.expected, '|');
      return {{"type", "string"}, {"enum", words}};
    }
    Json operator()(int64_t Parameters::*) const {
      return {{"type", "integer"}, {"minimum", parameter.lowest}, {"maximum", parameter.highest}};
    }
    Json operator()(bool Parameters::*) const { return Typed("boolean"); }
    Json operator()(std::optional<Uuid> Parameters::*) const { return Formatted("uuid"); }
    Json operator()(std::optional<absl::Time> Parameters::*) const { return Formatted("date-time"); }
  } visitor{parameter};
  Json schema = std::visit(visitor, parameter.field);
  if (parameter.name == "per_page") schema["default"] = Parameters().per_page;
  return schema;
}

Json QueryParameters(Collection collection, bool of_list) {
  Json list = Json::array();
  for (const Parameter& one : AllParameters()) {
    if (!one.IsOf(collection, of_list)) continue;
    list.push_back({{"name", std::string(one.name)},
                    {"in", "query"},
                    {"required", false},
                    {"description", std::string(one.description)},
                    {"schema", SchemaOf(one)}});
  }
  return list;
}

Json Ref(absl::string_view schema) {
  return {{"$ref", absl::StrCat("#/components/schemas/", schema)}};
}

Json Response(const char* description, const Json& schema) {
  return {{"description", description}, {"content", {{"application/json", {{"schema", schema}}}}}};
}

Json WithErrors(Json responses, bool may_be_missing) {
  responses["400"] =
      Response("A parameter is unknown, stands twice or has another form: the message names it.", Ref("Error"));
  if (may_be_missing) responses["404"] = Response("There is no record with this id, or no longer.", Ref("Error"));
  return responses;
}

Json Page(absl::string_view object) {
  return {{"allOf",
           Json::array({Ref("Page"), Json{{"type", "object"},
                                          {"properties", {{"contents", {{"type", "array"}, {"items", Ref(object)}}}}},
                                          {"required", Json::array({"contents"})}}})}};
}

Json ListPath(const CollectionInfo& info) {
  Json ok = Response("A page of records; with format=ndjson each on a line.", Page(info.object));
  ok["content"]["application/x-ndjson"] = {{"schema", Ref(info.object)}};
  return {{"get",
           {{"operationId", absl::StrCat("list_", std::string(info.path))},
            {"summary", absl::StrCat("Pages of ", std::string(info.path))},
            {"parameters", QueryParameters(info.collection, true)},
            {"responses", WithErrors({{"200", ok}}, false)}}}};
}

Json RecordPath(const CollectionInfo& info) {
  Json parameters = QueryParameters(info.collection, false);
  parameters.insert(parameters.begin(), {{"name", "id"},
                                         {"in", "path"},
                                         {"required", true},
                                         {"description", "The id of the record."},
                                         {"schema", Formatted("uuid")}});
  return {{"get",
           {{"operationId", absl::StrCat("get_", std::string(info.object))},
            {"summary", absl::StrCat("One ", std::string(info.object), " with everything in it")},
            {"parameters", parameters},
            {"responses", WithErrors({{"200", Response("The record.", Ref(info.object))}}, true)}}}};
}

Json SearchOperation(const CollectionInfo& info, const std::string& operation) {
  Json body = {{"type", "object"}, {"properties", Json::object()}, {"additionalProperties", false}};
  for (const Parameter& one : AllParameters()) {
    if (!one.IsOf(info.collection, true)) continue;
    body["properties"][std::string(one.name)] = SchemaOf(one);
    body["properties"][std::string(one.name)]["description"] = std::string(one.description);
  }
  Json ok = Response("A page of records; with format=ndjson each on a line.", Page(info.object));
  ok["content"]["application/x-ndjson"] = {{"schema", Ref(info.object)}};
  return {{"operationId", operation},
          {"summary", absl::StrCat("Pages of ", std::string(info.path),
                                   ", with the parameters in the body: nothing that was asked stands in an address")},
          {"requestBody", {{"required", true}, {"content", {{"application/json", {{"schema", body}}}}}}},
          {"responses", WithErrors({{"200", ok}}, false)}};
}

Json ObjectSchema(const char* description, std::vector<std::pair<const char*, Json>> properties,
                  std::vector<std::string> required) {
  Json schema = {{"type", "object"},
                 {"description", description},
                 {"properties", Json::object()},
                 {"required", std::move(required)}};
  for (auto& [name, property] : properties) schema["properties"][name] = std::move(property);
  return schema;
}

Json Schemas() {
  const Json text = Typed("string"), flag = Typed("boolean"), number = Typed("integer"), id = Formatted("uuid");
  Json schemas;
  schemas["Page"] = ObjectSchema(
      "Every record that is there for a whole crawl, from page 1 to last_page, stands on exactly one of its pages.",
      {{"total_items", number},
       {"total_pages", number},
       {"page_number", number},
       {"size", number},
       {"first_page", flag},
       {"last_page", flag},
       {"empty", flag}},
      {"total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty"});
  schemas["Error"] =
      ObjectSchema("What is wrong.",
                   {{"code", text}, {"message", text}, {"details", {{"type", "array"}, {"items", Typed("object")}}}},
                   {"code", "message"});
  schemas["Api"] = ObjectSchema("About this API.",
                                {{"version", text}, {"profile", Formatted("uri")}, {"openapi_url", Formatted("uri")}},
                                {"version", "profile", "openapi_url"});
  schemas["service"] = ObjectSchema(
      "An HSDS 3.1 service in the Dutch profile. In a list without full: its single values, and those of its "
      "organization. With minimal: id and "
      "modified_date. last_modified is when it, its organization or a location changed here.",
      {{"id", id},
       {"name", text},
       {"status", {{"type", "string"}, {"enum", {"active", "inactive", "defunct", "temporarily closed"}}}},
       {"description", text},
       {"last_modified", Formatted("date-time")},
       {"modified_date", Formatted("date-time")},
       {"organization", Ref("organization")}},
      {"id"});
  schemas["organization"] = ObjectSchema(
      "An HSDS 3.1 organization; whole, with its services.",
      {{"id", id}, {"name", text}, {"description", text}, {"services", {{"type", "array"}, {"items", Ref("service")}}}},
      {"id", "name", "description"});
  schemas["service_at_location"] = ObjectSchema(
      "An HSDS 3.1 service_at_location with its location and its service. Of a confidential location address and point "
      "are left out.",
      {{"id", id}, {"location", Typed("object")}, {"service", Ref("service")}}, {"id", "service"});
  schemas["taxonomy"] = ObjectSchema("An HSDS 3.1 taxonomy.", {{"id", id}, {"name", text}, {"description", text}},
                                     {"id", "name", "description"});
  schemas["taxonomy_term"] = ObjectSchema(
      "An HSDS 3.1 taxonomy_term. Terms of the Dutch profile have ids that depend on taxonomy and code alone, the same "
      "in every record.",
      {{"id", id},
       {"code", text},
       {"name", text},
       {"description", text},
       {"parent_id", id},
       {"taxonomy", text},
       {"taxonomy_id", id},
       {"taxonomy_detail", Ref("taxonomy")}},
      {"id", "name", "description"});
  return schemas;
}

}  // namespace

Json OpenApi(const std::string& base) {
  Json paths;
  const auto simple = [&](const char* path, const char* operation, const char* summary, const Json& response) {
    paths[path] = {{"get", {{"operationId", operation}, {"summary", summary}, {"responses", {{"200", response}}}}}};
  };
  simple("/", "about", "About this API", Response("Version, profile, and where this document is.", Ref("Api")));
  simple("/openapi.json", "openapi", "This document", Response("OpenAPI 3.1.", Typed("object")));
  simple("/profile", "profile", "The Dutch profile of HSDS, for people",
         {{"description", "Markdown."}, {"content", {{"text/markdown", {{"schema", Typed("string")}}}}}});
  for (const CollectionInfo& info : Collections()) {
    paths[absl::StrCat("/", info.path)] = ListPath(info);
    paths[absl::StrCat("/", info.path)]["post"] = SearchOperation(info, absl::StrCat("find_", std::string(info.path)));
    paths[absl::StrCat("/", info.path, "/{id}")] = RecordPath(info);
  }
  paths["/services/search"]["post"] = SearchOperation(InfoOf(Collection::kServices), "search_services");
  return {{"openapi", "3.1.0"},
          {"info",
           {{"title", "sociale-kaart: HSDS 3.1, for reading"},
            {"version", "3.1"},
            {"description",
             "The directory in the words of Open Referral HSDS 3.1. Conditions add up: a record must meet all of them. "
             "Whether "
             "an answer is still so is asked with If-None-Match and its ETag; If-Modified-Since is not looked at."},
            {"license", {{"name", "GPL-3.0-or-later (the program)"}, {"identifier", "GPL-3.0-or-later"}}}}},
          {"servers", Json::array({Json{{"url", base}}})},
          {"paths", paths},
          {"components", {{"schemas", Schemas()}}}};
}

}  // namespace socialekaart::hsds_api
