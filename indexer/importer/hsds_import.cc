#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "indexer/hsds/hsds_json.h"
#include "indexer/hsds/rules.h"
#include "indexer/importer/context.h"
#include "indexer/importer/hsds_tabular.h"
#include "indexer/importer/json_stream.h"

namespace socialekaart {
namespace {

using hsds::ObjectKind;
using nlohmann::json;

std::string IdIn(const json& object) {
  const auto id = object.is_object() ? object.find("id") : object.end();
  if (!object.is_object() || id == object.end()) return "";
  return id->is_string() ? id->get<std::string>().substr(0, 200) : id->is_number() ? id->dump() : "";
}

absl::Status PutService(ImportContext& context, const json& service, int64_t line, RecordSink& sink) {
  ImportedService imported = FromCheckedHsds(service, sink);
  imported.file = context.file;
  imported.line = line;
  return context.PutOrReject(std::move(imported), sink);
}

absl::Status ImportService(ImportContext& context, const json& service, int64_t line) {
  context.CountRead();
  RecordSink sink(context.findings, context.file, line, IdIn(service));
  hsds::Check(service, ObjectKind::kService, sink);
  return PutService(context, service, line, sink);
}

// Each service of an organization becomes a record with that organization.
absl::Status ImportOrganization(ImportContext& context, json organization, int64_t line) {
  RecordSink own(context.findings, context.file, line, IdIn(organization));
  hsds::CheckObject(organization, "organization", {.skip = "services"}, own);
  const json services = organization.contains("services") ? organization["services"] : json();
  organization.erase("services");
  if (!services.is_array() || services.empty()) {
    own.Add(MakeFinding("hsds.no-services", v1::Finding::SEVERITY_INFO, "services",
                        "the organization has no services; it was checked only",
                        "Import the services with their organization inside."));
    return absl::OkStatus();
  }
  for (size_t i = 0; i < services.size(); ++i) {
    context.CountRead();
    RecordSink sink(context.findings, context.file, line, IdIn(services[i]));
    hsds::CheckObject(services[i], "service", {.path = absl::StrCat("services[", i, "]")}, sink);
    if (!services[i].is_object() || own.IsRejected(context.options.strict())) {
      context.Reject();
      continue;
    }
    json service = services[i];
    service["organization"] = organization;
    if (const absl::Status status = PutService(context, service, line, sink); !status.ok()) return status;
  }
  return absl::OkStatus();
}

void CheckOnly(ImportContext& context, const json& object, ObjectKind kind, int64_t line) {
  RecordSink sink(context.findings, context.file, line, IdIn(object));
  hsds::Check(object, kind, sink);
  sink.Add(MakeFinding("hsds.checked-only", v1::Finding::SEVERITY_INFO, "",
                       absl::StrCat("a ", hsds::ObjectName(kind), " was checked, and not imported"),
                       "Services and organizations with their services are imported."));
}

absl::Status RejectElement(ImportContext& context, v1::Finding finding, int64_t line) {
  context.CountRead();
  RecordSink(context.findings, context.file, line).Add(std::move(finding));
  context.Reject();
  return absl::OkStatus();
}

absl::Status ImportElement(ImportContext& context, JsonElement element) {
  if (element.fault) return RejectElement(context, *std::move(element.fault), element.line);
  const ObjectKind kind = hsds::DetectKind(element.value);
  switch (kind) {
    case ObjectKind::kService:
      return ImportService(context, element.value, element.line);
    case ObjectKind::kOrganization:
      return ImportOrganization(context, std::move(element.value), element.line);
    case ObjectKind::kUnknown:
      return RejectElement(context,
                           MakeFinding("hsds.kind", v1::Finding::SEVERITY_FATAL, "", "is no object of HSDS",
                                       "Give a service: an object with at least id, name and status."),
                           element.line);
    default:
      CheckOnly(context, element.value, kind, element.line);
      return absl::OkStatus();
  }
}

}  // namespace

absl::Status ImportHsds(ImportContext& context) {
  TabularImport tables(context);
  while (true) {
    const auto more = context.NextFile();
    if (!more.ok()) return more.status();
    if (!*more) break;
    if (TabularImport::IsDescription(context.file)) {
      RecordSink(context.findings, context.file, 0)
          .Add(MakeFinding("csv.description", v1::Finding::SEVERITY_INFO, "",
                           "describes the tables; it was passed over", "The tables are known by their names."));
      continue;
    }
    ByteReader reader(context.input);
    if (TabularImport::IsTable(context.file)) {
      if (const absl::Status status = tables.ReadTable(reader); !status.ok()) return status;
      continue;
    }
    const auto is_json =
        ReadJson(reader, context.file, [&](JsonElement element) { return ImportElement(context, std::move(element)); });
    if (!is_json.ok()) return is_json.status();
    if (*is_json) continue;
    if (const absl::Status status = context.NotThisFormat("HSDS as JSON, NDJSON or CSV tables"); !status.ok())
      return status;
  }
  return tables.Join();
}

}  // namespace socialekaart
