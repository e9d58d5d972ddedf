#include "tests/bench/run.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clients/cpp/client.h"
#include "tests/bench/http_client.h"
#include "tests/bench/load.h"
#include "tests/bench/matching.h"
#include "tests/bench/steps.h"
#include "tests/bench/workloads.h"

namespace socialekaart::bench {
namespace {

namespace fs = std::filesystem;

constexpr absl::Duration kStartTimeout = absl::Seconds(60);
constexpr absl::Duration kStopTimeout = absl::Minutes(2);
constexpr absl::Duration kIndexTimeout = absl::Hours(2);
constexpr absl::Duration kPoll = absl::Milliseconds(2);
constexpr int kRestarts = 3;
constexpr size_t kChunkBytes = 256 << 10;

double Milliseconds(absl::Duration duration) {
  return absl::ToDoubleMilliseconds(duration);
}

int64_t SizeOf(const fs::path& folder) {
  int64_t bytes = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) bytes += static_cast<int64_t>(entry.file_size());
  }
  return bytes;
}

// One run's steps share its folders, its server and its result.
class Runner {
 public:
  Runner(const Settings& settings, const Records& records, const std::function<void(const std::string&)>& progress)
      : settings_(settings), records_(records), progress_(progress) {}

  absl::StatusOr<Result> Run() {
    const Step<Runner> steps[] = {
        {"writing made-up services", &Runner::Generate},
        {"import", &Runner::Import},
        {"stop, and size on disk", &Runner::Measure},
        {"start with an existing index", &Runner::Restart},
        {"idle connections", &Runner::HoldIdle},
        {"updates", &Runner::Update},
        {"calls", &Runner::Call},
        {"a batch of cases", &Runner::Batch},
        {"matching without gRPC", &Runner::Match},
        {"rebuild of the index", &Runner::Rebuild},
    };
    result_.services = settings_.services;
    if (absl::Status status = RunSteps<Runner>(this, steps, progress_); !status.ok()) return status;
    return std::move(result_);
  }

 private:
  std::string input() const { return settings_.work_folder + "/services.ndjson"; }
  std::string data_dir() const { return settings_.work_folder + "/data"; }

  absl::Status Generate() {
    std::ofstream file(input(), std::ios::binary | std::ios::trunc);
    for (size_t number = 0; number < settings_.services; ++number) file << records_.Line(number) << '\n';
    file.close();
    if (!file) return absl::InternalError(absl::StrCat("writing ", input(), " failed"));
    result_.input_bytes = static_cast<int64_t>(fs::file_size(input()));
    return absl::OkStatus();
  }

  // Starts the server; `client_` then speaks to it.
  absl::Status Start() {
    auto server = Process::Start(
        {settings_.server, "--data-dir", data_dir(), "--listen", "127.0.0.1:0", "--http-listen", "127.0.0.1:0"},
        settings_.work_folder + "/server.log", kStartTimeout);
    if (!server.ok()) return server.status();
    server_ = *std::move(server);
    client_.emplace(client::ClientOptions{.address = server_->address(), .timeout = absl::Minutes(10)});
    return client_->Connect();
  }

  absl::Status Stop() {
    if (absl::Status status = KeepPeak(); !status.ok()) return status;
    client_.reset();
    return server_->Stop(kStopTimeout);
  }

  absl::Status KeepPeak() {
    const auto memory = server_->memory();
    if (!memory.ok()) return memory.status();
    result_.memory_peak = std::max(result_.memory_peak, memory->peak);
    return absl::OkStatus();
  }

  absl::Status KeepMemory(Memory* memory) {
    auto measured = server_->memory();
    if (!measured.ok()) return measured.status();
    *memory = *measured;
    return absl::OkStatus();
  }

  // While the index is behind or not open the server refuses, and is asked again.
  absl::StatusOr<v1::SearchServicesResponse> SearchUntilAnswered(const v1::SearchServicesRequest& request) {
    for (const absl::Time deadline = absl::Now() + kIndexTimeout;; absl::SleepFor(kPoll)) {
      auto response = client_->SearchServices(request);
      const bool is_behind = absl::IsUnavailable(response.status()) || absl::IsDeadlineExceeded(response.status());
      if (!is_behind || absl::Now() > deadline) return response;
    }
  }

  // Until a search sees everything.
  absl::Status WaitSearchable() {
    v1::SearchServicesRequest request;
    request.set_text("jeugd");
    request.set_min_revision(revision_);
    return SearchUntilAnswered(request).status();
  }

  absl::Status CheckIndex() {
    const auto check = client_->CheckIndex({});
    if (!check.ok()) return check.status();
    const auto wanted = static_cast<int64_t>(settings_.services);
    if (check->consistent() && check->index_services() == wanted) return absl::OkStatus();
    return absl::DataLossError(absl::StrCat("the index is not the store: ", check->ShortDebugString()));
  }

  absl::Status Import() {
    if (absl::Status status = Start(); !status.ok()) return status;
    if (absl::Status status = KeepMemory(&result_.memory_empty); !status.ok()) return status;
    std::ifstream file(input(), std::ios::binary);
    int message = 0;
    const auto next = [&]() -> absl::StatusOr<std::optional<v1::ImportServicesRequest>> {
      v1::ImportServicesRequest part;
      if (message++ == 0) {
        part.mutable_options()->set_format(v1::IMPORT_FORMAT_HSDS);
        part.mutable_options()->set_source("bench");
        part.mutable_options()->set_max_findings(5);
        return part;
      }
      if (message == 2) {
        part.mutable_file()->set_display_name("services.ndjson");
        return part;
      }
      std::string& chunk = *part.mutable_data();
      chunk.resize(kChunkBytes);
      file.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
      chunk.resize(static_cast<size_t>(file.gcount()));
      if (chunk.empty()) return std::nullopt;
      return part;
    };
    const absl::Time start = absl::Now();
    const auto response = client_->ImportServices(next);
    result_.import_seconds = absl::ToDoubleSeconds(absl::Now() - start);
    if (!response.ok()) return response.status();
    const v1::ImportReport& report = response->report();
    if (report.created() != static_cast<int64_t>(settings_.services)) {
      return absl::DataLossError(absl::StrCat("not every service was created: ", report.ShortDebugString()));
    }
    result_.warnings = report.warnings();
    for (const auto& finding : report.findings()) progress_(absl::StrCat("import says: ", finding.ShortDebugString()));
    revision_ = report.revision();
    if (absl::Status status = WaitSearchable(); !status.ok()) return status;
    result_.searchable_seconds = absl::ToDoubleSeconds(absl::Now() - start);
    if (absl::Status status = KeepMemory(&result_.memory_imported); !status.ok()) return status;
    return CheckIndex();
  }

  absl::Status Measure() {
    if (absl::Status status = Stop(); !status.ok()) return status;
    result_.store_bytes = SizeOf(fs::path(data_dir()) / "store");
    result_.index_bytes = SizeOf(fs::path(data_dir()) / "index");
    return absl::OkStatus();
  }

  // From the start of the program to the first answer.
  absl::Status StartUntilReady(double* ready_ms, double* listening_ms) {
    const absl::Time start = absl::Now();
    if (absl::Status status = Start(); !status.ok()) return status;
    *listening_ms = Milliseconds(absl::Now() - start);
    if (absl::Status status = WaitSearchable(); !status.ok()) return status;
    *ready_ms = Milliseconds(absl::Now() - start);
    return absl::OkStatus();
  }

  absl::Status Restart() {
    std::vector<double> ready, listening;
    for (int i = 0; i < kRestarts; ++i) {
      if (i > 0) {
        if (absl::Status status = Stop(); !status.ok()) return status;
      }
      if (absl::Status status = StartUntilReady(&ready.emplace_back(), &listening.emplace_back()); !status.ok())
        return status;
    }
    result_.ready_ms = Median(ready);
    result_.listening_ms = Median(listening);
    client_.reset();
    server_->Kill();
    double unused = 0;
    if (absl::Status status = StartUntilReady(&result_.ready_after_kill_ms, &unused); !status.ok()) return status;
    const auto page = client_->ListServices({});
    if (!page.ok()) return page.status();
    if (page->services().empty()) return absl::DataLossError("the directory is empty after kill -9");
    const absl::Status updated = UpdateOne(page->services(0), "zqxnakill", &unused, &result_.update_after_kill_ms);
    if (!updated.ok()) return updated;
    return KeepMemory(&result_.memory_started);
  }

  // Changes a description to a word that no other has, and searches for it.
  absl::Status UpdateOne(v1::Service service, const std::string& word, double* acknowledged_ms, double* visible_ms) {
    v1::UpdateServiceRequest update;
    service.set_description(absl::StrCat("Gewijzigd om te meten: ", word, "."));
    *update.mutable_service() = service;
    update.mutable_update_mask()->add_paths("description");
    const absl::Time start = absl::Now();
    const auto updated = client_->UpdateService(update);
    if (!updated.ok()) return updated.status();
    *acknowledged_ms = Milliseconds(absl::Now() - start);
    revision_ = updated->revision();
    v1::SearchServicesRequest search;
    search.set_text(word);
    search.set_min_revision(revision_);
    search.mutable_filter()->set_include_temporarily_closed(true);
    const auto found = SearchUntilAnswered(search);
    if (!found.ok()) return found.status();
    *visible_ms = Milliseconds(absl::Now() - start);
    const bool is_there = std::any_of(found->results().begin(), found->results().end(),
                                      [&](const auto& result) { return result.service().name() == service.name(); });
    return is_there ? absl::OkStatus()
                    : absl::DataLossError(absl::StrCat("an update of ", service.name(), " is not found"));
  }

  absl::Status Update() {
    v1::ListServicesRequest request;
    request.set_page_size(settings_.updates);
    const auto page = client_->ListServices(request);
    if (!page.ok()) return page.status();
    Random random(settings_.services);
    std::vector<double> acknowledged, visible;
    for (const v1::Service& service : page->services()) {
      const std::string word = absl::StrCat("zqx", absl::Hex(random.Next()));
      const absl::Status status = UpdateOne(service, word, &acknowledged.emplace_back(), &visible.emplace_back());
      if (!status.ok()) return status;
      // At no fixed distance, so that updates do not keep step with the commits of the index.
      absl::SleepFor(absl::Milliseconds(random.Between(0, 60)));
    }
    result_.update_acknowledged_ms = {Percentile(acknowledged, 50), Percentile(acknowledged, 99)};
    result_.update_visible_ms = {Percentile(visible, 50), Percentile(visible, 99)};
    return absl::OkStatus();
  }

  absl::Status Call() {
    auto workloads = MeasureWorkloads(settings_, records_, *server_, progress_);
    if (!workloads.ok()) return workloads.status();
    result_.workloads = *std::move(workloads);
    return KeepMemory(&result_.memory_loaded);
  }

  absl::Status HoldIdle() {
    HttpClient client(server_->http_address());
    Memory without, with;
    if (absl::Status status = KeepMemory(&without); !status.ok()) return status;
    if (absl::Status status = client.OpenIdle(kIdleConnections); !status.ok()) return status;
    if (absl::Status status = KeepMemory(&with); !status.ok()) return status;
    result_.idle_connections_bytes = with.resident - without.resident;
    return absl::OkStatus();
  }

  absl::Status Batch() {
    const auto per_second = MeasureBatch(*client_, records_);
    if (!per_second.ok()) return per_second.status();
    result_.batch_per_second = *per_second;
    return Stop();
  }

  absl::Status Match() {
    const auto figures = MeasureMatching(absl::StrCat(SOCIALEKAART_SOURCE_DIR, "/data"), data_dir(), records_);
    if (!figures.ok()) return figures.status();
    result_.matching = *figures;
    return absl::OkStatus();
  }

  absl::Status Rebuild() {
    fs::remove_all(fs::path(data_dir()) / "index");
    double rebuild_ms = 0, unused = 0;
    if (absl::Status status = StartUntilReady(&rebuild_ms, &unused); !status.ok()) return status;
    result_.rebuild_seconds = rebuild_ms / 1000;
    if (absl::Status status = CheckIndex(); !status.ok()) return status;
    return Stop();
  }

  const Settings& settings_;
  const Records& records_;
  const std::function<void(const std::string&)>& progress_;
  std::unique_ptr<Process> server_;
  std::optional<client::Client> client_;
  int64_t revision_ = 0;
  Result result_;
};

}  // namespace

absl::StatusOr<Result> Run(const Settings& settings, const Records& records,
                           const std::function<void(const std::string&)>& progress) {
  try {
    fs::remove_all(settings.work_folder);
    fs::create_directories(settings.work_folder);
    auto result = Runner(settings, records, progress).Run();
    if (result.ok()) fs::remove_all(settings.work_folder);  // after a failure the logs are wanted
    return result;
  } catch (const fs::filesystem_error& error) {
    return absl::InternalError(error.what());
  }
}

}  // namespace socialekaart::bench
