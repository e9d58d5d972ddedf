// The streams in and out: import, export, watch, and the check of the index.

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "indexer/base/status.h"
#include "indexer/hsds/hsds_json.h"
#include "indexer/importer/import.h"
#include "indexer/importer/store_target.h"
#include "services/directory_service.h"
#include "services/grpc_status.h"
#include "services/logger.h"

namespace socialekaart {
namespace {

constexpr int kMaxImports = 2;    // at once
constexpr int kMaxWatchers = 64;  // each holds a thread
constexpr absl::Duration kIndexPatience = absl::Seconds(5);
constexpr size_t kChangesAtOnce = 500;
constexpr size_t kRecordsAtOnce = 200;
constexpr absl::Duration kWatchPause = absl::Milliseconds(500);  // how soon a client that left is noticed

// The files of an import, as the messages of a stream.
class StreamInput : public ImportInput {
 public:
  explicit StreamInput(const std::function<bool(v1::ImportServicesRequest*)>& read) : read_(read) {}

  // The first message. INVALID_ARGUMENT when it is none of options.
  absl::StatusOr<v1::ImportServicesRequest::Options> ReadOptions() {
    if (!Next() || !message_.has_options()) return InvalidField("options", "is not the first message", "options, then file and data");
    return message_.options();
  }

  absl::StatusOr<std::optional<std::string>> NextFile() override {
    while (at_ < data_.size() || has_file_ || Next()) {
      if (message_.has_options()) return InvalidField("options", "stands twice", "once, as the first message");
      if (message_.has_file()) {
        has_file_ = false;
        in_file_ = true;
        at_ = data_.size();
        return message_.file().display_name();
      }
      if (!in_file_) {  // a single file may come without its name
        in_file_ = true;
        return std::string("stream");
      }
      at_ = data_.size();  // the rest of a file that nobody wants to read
    }
    return std::nullopt;
  }

  absl::StatusOr<size_t> Read(char* buffer, size_t size) override {
    while (at_ == data_.size()) {
      if (has_file_ || !Next()) return 0;
      if (message_.has_file()) {
        has_file_ = true;
        return 0;
      }
      if (!message_.has_data()) return InvalidField("part", "is neither a file nor data", "file or data");
    }
    const size_t count = std::min(size, data_.size() - at_);
    std::memcpy(buffer, data_.data() + at_, count);
    at_ += count;
    return count;
  }

 private:
  bool Next() {
    if (!read_(&message_)) return false;
    data_ = message_.has_data() ? std::move(*message_.mutable_data()) : std::string();
    at_ = 0;
    has_file_ = false;
    return true;
  }

  const std::function<bool(v1::ImportServicesRequest*)>& read_;
  v1::ImportServicesRequest message_;
  std::string data_;
  size_t at_ = 0;
  bool has_file_ = false;  // message_ starts the next file
  bool in_file_ = false;
};

absl::Status CheckSource(const std::string& source) {
  const bool fits = !source.empty() && source.size() <= 100 &&
                    std::all_of(source.begin(), source.end(), [](char c) {
                      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
                    });
  return fits ? absl::OkStatus() : InvalidField("options.source", "has another form", "1 to 100 of a-z 0-9 . _ -");
}

// "hsds", "duo-schools", ...: the source when none is named.
std::string FormatName(v1::ImportFormat format) {
  std::string name = v1::ImportFormat_Name(format).substr(std::strlen("IMPORT_FORMAT_"));
  std::transform(name.begin(), name.end(), name.begin(), [](char c) { return c == '_' ? '-' : static_cast<char>(c + ('a' - 'A')); });
  return name;
}

absl::Status TooMany(const char* what) {
  return Error(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_TOO_MANY_REQUESTS, absl::StrCat("too many ", what, " at once: try again later"));
}

}  // namespace

absl::StatusOr<v1::ImportServicesResponse> DirectoryServiceImpl::Import(const std::function<bool(v1::ImportServicesRequest*)>& read,
                                                                        const Cancelled& cancelled) {
  const absl::Cleanup done = [this] { --imports_; };
  if (++imports_ > kMaxImports) return TooMany("imports");
  StreamInput input(read);
  auto options = input.ReadOptions();
  if (!options.ok()) return options.status();
  if (options->format() == v1::IMPORT_FORMAT_UNSPECIFIED || !v1::ImportFormat_IsValid(options->format())) {
    return InvalidField("options.format", "is missing", "a format of ImportFormat");
  }
  if (options->source().empty()) options->set_source(FormatName(options->format()));
  if (absl::Status status = CheckSource(options->source()); !status.ok()) return status;
  if (options->max_findings() < 0 || options->max_findings() > 10'000) {
    return InvalidField("options.max_findings", "is out of range", "0 to 10,000");
  }
  StoreTarget target(store_, taxonomy_, *options, [this] {
    if (absl::Status status = places_.Reload(); !status.ok()) return status;
    index_.SetGazetteer(places_.gazetteer());
    return absl::OkStatus();
  });
  const absl::Time start = absl::Now();
  const auto report = RunImport(*options, input, target);
  if (!report.ok()) return report.status();
  Log("info", "import",
      {{"source", options->source()}, {"read", absl::StrCat(report->read())}, {"created", absl::StrCat(report->created())},
       {"updated", absl::StrCat(report->updated())}, {"rejected", absl::StrCat(report->rejected())},
       {"ms", absl::StrCat(absl::ToInt64Milliseconds(absl::Now() - start))}});
  if (cancelled()) return absl::CancelledError("the import was broken off; what was read is kept");
  // What was imported can be found when this returns, unless the index is far behind.
  if (!options->dry_run()) index_.WaitFor(store_.revision(), absl::Now() + kIndexPatience).IgnoreError();
  v1::ImportServicesResponse response;
  *response.mutable_report() = *report;
  response.mutable_report()->set_dry_run(options->dry_run());
  response.mutable_report()->set_revision(store_.revision());
  return response;
}

absl::Status DirectoryServiceImpl::Export(const v1::ExportServicesRequest& request,
                                          const std::function<bool(const v1::ExportServicesResponse&)>& write, const Cancelled& cancelled) {
  for (std::string after; !cancelled();) {
    const auto records = store_.List(RecordKind::kService, after, kRecordsAtOnce);
    if (!records.ok()) return records.status();
    if (records->empty()) return absl::OkStatus();
    after = NameOf(records->back());
    for (const store::v1::Record& record : *records) {
      if (IsDeleted(record) || (!request.source().empty() && record.provenance().source() != request.source())) continue;
      const auto service = Assemble(store_, record);
      if (!service.ok()) return service.status();
      v1::ExportServicesResponse line;
      line.set_hsds_json(ToHsdsJson(*service));
      if (!write(line)) return absl::CancelledError("nobody takes the answers any more");
    }
  }
  return absl::CancelledError("nobody takes the answers any more");
}

absl::Status DirectoryServiceImpl::Watch(const v1::WatchChangesRequest& request,
                                         const std::function<bool(const v1::WatchChangesResponse&)>& write, const Cancelled& cancelled) {
  const absl::Cleanup done = [this] { --watchers_; };
  if (++watchers_ > kMaxWatchers) return TooMany("watchers");
  if (request.from_revision() < 0) return InvalidField("from_revision", "is negative", "0 or a revision given out before");
  if (request.from_revision() > store_.revision()) {
    return Error(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_REVISION_IN_FUTURE,
                 absl::StrCat("revision ", request.from_revision(), " was never given out; the last one is ", store_.revision()));
  }
  int64_t revision = request.from_revision();
  while (!cancelled()) {
    const auto changes = store_.ReadChanges(revision, kChangesAtOnce);
    if (!changes.ok()) return changes.status();
    for (const LoggedChange& logged : *changes) {
      v1::WatchChangesResponse change;
      change.set_revision(logged.revision);
      change.set_name(logged.change.name());
      change.set_type(logged.change.type());
      *change.mutable_change_time() = logged.change.change_time();
      if (!write(change)) return absl::CancelledError("nobody takes the answers any more");
      revision = logged.revision;
    }
    if (!changes->empty()) continue;
    if (!request.follow()) return absl::OkStatus();
    if (stopping_) {
      return Error(absl::StatusCode::kUnavailable, v1::ERROR_REASON_SHUTTING_DOWN, absl::StrCat("the server stops; go on from revision ", revision));
    }
    store_.WaitForChange(revision, absl::Now() + kWatchPause);
  }
  return absl::CancelledError("nobody takes the answers any more");
}

absl::StatusOr<v1::CheckIndexResponse> DirectoryServiceImpl::Answer(const v1::CheckIndexRequest&) {
  return index_.Check();
}

grpc::Status DirectoryServiceImpl::ImportServices(grpc::ServerContext* context, grpc::ServerReader<v1::ImportServicesRequest>* reader,
                                                  v1::ImportServicesResponse* response) {
  auto imported = Import([reader](v1::ImportServicesRequest* part) { return reader->Read(part); }, [context] { return context->IsCancelled(); });
  if (imported.ok()) *response = *std::move(imported);
  return ToGrpc(imported.status());
}

grpc::Status DirectoryServiceImpl::ExportServices(grpc::ServerContext* context, const v1::ExportServicesRequest* request,
                                                  grpc::ServerWriter<v1::ExportServicesResponse>* writer) {
  return ToGrpc(Export(*request, [writer](const v1::ExportServicesResponse& line) { return writer->Write(line); },
                       [context] { return context->IsCancelled(); }));
}

grpc::Status DirectoryServiceImpl::WatchChanges(grpc::ServerContext* context, const v1::WatchChangesRequest* request,
                                                grpc::ServerWriter<v1::WatchChangesResponse>* writer) {
  return ToGrpc(Watch(*request, [writer](const v1::WatchChangesResponse& change) { return writer->Write(change); },
                      [context] { return context->IsCancelled(); }));
}

grpc::Status DirectoryServiceImpl::CheckIndex(grpc::ServerContext*, const v1::CheckIndexRequest* request, v1::CheckIndexResponse* response) {
  auto check = Answer(*request);
  if (check.ok()) *response = *std::move(check);
  return ToGrpc(check.status());
}

}  // namespace socialekaart
