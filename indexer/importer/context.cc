#include "indexer/importer/context.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "indexer/base/codec.h"
#include "indexer/base/status.h"
#include "indexer/record/names.h"

namespace socialekaart {
namespace {

constexpr size_t kBatchServices = 200;
constexpr size_t kBatchBytes = 4 << 20;
constexpr size_t kMaxRecordBytes = 1 << 20;

size_t BytesOf(const ImportedService& service) {
  size_t bytes = service.service.ByteSizeLong();
  if (service.organization) bytes += service.organization->ByteSizeLong();
  for (const v1::Location& location : service.locations) bytes += location.ByteSizeLong();
  return bytes;
}

uint64_t HashOf(const v1::Organization& organization) {
  return Hash(Serialize(organization));
}

// Whose it is follows from where it stood, which differs for the same location.
uint64_t HashOf(v1::Location location) {
  location.clear_organization_id();
  return Hash(Serialize(location));
}

}  // namespace

template <typename Record>
bool Batch::IsRepeat(const Record& record, uint64_t hash, const ImportedService& service, absl::string_view path) {
  const auto [seen, is_new] = first_seen_.try_emplace(record.name(), hash);
  if (is_new || seen->second == hash) return false;
  RecordSink(findings_, service.file, service.line, IdOf(service.service.name()))
      .Add(MakeFinding("hsds.nested-differs", v1::Finding::SEVERITY_WARNING, path,
                       absl::StrCat(record.name(), " came before with other content; the first one counts"),
                       "Write it the same each time."));
  return true;
}

// The same again is left in: the service that brought it first may have been rejected with it.
void Batch::DropRepeats(ImportedService* service) {
  if (service->organization &&
      IsRepeat(*service->organization, HashOf(*service->organization), *service, "organization")) {
    service->organization.reset();
  }
  std::vector<v1::Location> kept;
  for (v1::Location& location : service->locations) {
    if (!IsRepeat(location, HashOf(location), *service, "service_at_locations")) kept.push_back(std::move(location));
  }
  service->locations = std::move(kept);
}

absl::Status Batch::Put(ImportedService service) {
  DropRepeats(&service);
  const size_t bytes = BytesOf(service);
  if (bytes_ + bytes > kBatchBytes && !services_.empty()) {
    if (const absl::Status status = Flush(); !status.ok()) return status;
  }
  bytes_ += bytes;
  services_.push_back(std::move(service));
  return services_.size() < kBatchServices ? absl::OkStatus() : Flush();
}

absl::Status Batch::Flush() {
  if (services_.empty()) return absl::OkStatus();
  const absl::Status status = target_.PutServices(absl::MakeSpan(services_), &findings_.report());
  services_.clear();
  bytes_ = 0;
  return status;
}

absl::Status ImportContext::PutOrReject(ImportedService service, const RecordSink& sink) {
  if (sink.IsRejected(options.strict())) {
    Reject();
    return absl::OkStatus();
  }
  if (const size_t bytes = BytesOf(service); bytes > kMaxRecordBytes) {
    RecordSink(findings, service.file, service.line, IdOf(service.service.name()))
        .Add(MakeFinding("import.too-large", v1::Finding::SEVERITY_FATAL, "",
                         absl::StrCat("the record is ", bytes, " bytes, more than ", kMaxRecordBytes),
                         "Leave out what is long."));
    Reject();
    return absl::OkStatus();
  }
  return batch.Put(std::move(service));
}

absl::Status ImportContext::NotThisFormat(absl::string_view expected) {
  const std::string message = absl::StrCat("importing ", file.empty() ? "a file" : file, ": expected ", expected);
  if (report().read() == 0) {
    return Error(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_IMPORT_FORMAT_INVALID, message);
  }
  RecordSink(findings, file, 0)
      .Add(MakeFinding("import.format", v1::Finding::SEVERITY_FATAL, "", message,
                       "Choose the format that the file has."));
  return absl::OkStatus();
}

absl::StatusOr<bool> ImportContext::NextFile() {
  auto name = input.NextFile();
  if (!name.ok()) return name.status();
  if (!*name) return false;
  file = **std::move(name);
  return true;
}

}  // namespace socialekaart
