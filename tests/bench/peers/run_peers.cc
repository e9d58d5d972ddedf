#include "tests/bench/peers/run_peers.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cpp/client.h"
#include "tests/bench/peers/ours.h"
#include "tests/bench/peers/plain_xapian.h"
#include "tests/bench/peers/postgres.h"
#include "tests/bench/peers/remote.h"
#include "tests/bench/peers/sqlite.h"
#include "tests/bench/process.h"
#include "tests/bench/steps.h"

namespace socialekaart::bench {
namespace {

namespace fs = std::filesystem;

constexpr absl::Duration kStartTimeout = absl::Seconds(60);
constexpr absl::Duration kStopTimeout = absl::Minutes(2);
constexpr absl::Duration kReadyTimeout = absl::Hours(2);

// One run's steps share its folders and engines.
class Runner {
 public:
  Runner(const PeersSettings& settings, const Records& records, const std::function<void(const std::string&)>& progress)
      : settings_(settings), records_(records), progress_(progress) {}

  absl::StatusOr<PeersResult> Run() {
    const Step<Runner> steps[] = {
        {"ours: import and index", &Runner::BuildOurs},
        {"the services as the peers take them", &Runner::Read},
        {"PostgreSQL: tables and indexes", &Runner::FillPostgres},
        {"plain Xapian: index", &Runner::FillXapian},
        {"SQLite: tables", &Runner::FillSqlite},
        {"ours through gRPC, and the echo", &Runner::StartServers},
        {"questions", &Runner::Prepare},
        {"comparing members", &Runner::CompareAll},
        {"measuring", &Runner::MeasureAll},
    };
    result_.services = settings_.services;
    result_.questions = settings_.questions;
    result_.rounds = settings_.rounds;
    if (absl::Status status = RunSteps<Runner>(this, steps, progress_); !status.ok()) return status;
    if (absl::Status status = server_->Stop(kStopTimeout); !status.ok()) return status;
    return std::move(result_);
  }

 private:
  std::string Folder(const char* name) const { return absl::StrCat(settings_.work_folder, "/", name); }

  absl::Status BuildOurs() {
    {
      fs::create_directories(Folder("ours"));
      const auto ours = Ours::Open(settings_.data_files, Folder("ours"));
      if (!ours.ok()) return ours.status();
      if (absl::Status status = (*ours)->Import(records_, settings_.services); !status.ok()) return status;
      WaitUntilIdle();
      const double before = ProcessCpuSeconds();
      if (absl::Status status = (*ours)->StartIndex(); !status.ok()) return status;
      result_.ours_index_cpu_s = ProcessCpuSeconds() - before;
    }
    // Closed now, so that the server gets a copy of its own: one store has one owner.
    fs::copy(Folder("ours"), Folder("server"), fs::copy_options::recursive);
    auto ours = Ours::Open(settings_.data_files, Folder("ours"));
    if (!ours.ok()) return ours.status();
    ours_ = *std::move(ours);
    return ours_->StartIndex();
  }

  absl::Status Read() {
    const auto reading = MeasureReading(ours_->store());
    if (!reading.ok()) return reading.status();
    result_.reading_cpu_s = *reading;
    std::vector<std::string> pilot;
    for (const Municipality& municipality : records_.country().pilot) pilot.push_back(municipality.code);
    auto directory = ReadDirectory(ours_->store(), ours_->taxonomy(), ours_->places().gazetteer(), pilot,
                                   ours_->ranking().fit().unknown_area_radius_m());
    if (!directory.ok()) return directory.status();
    directory_ = *std::move(directory);
    result_.searchable = directory_.services.size();
    vocabulary_ = VocabularyOf(directory_);
    return absl::OkStatus();
  }

  absl::Status FillPostgres() {
    auto postgres = Postgres::Connect(settings_.postgres);
    if (!postgres.ok()) return postgres.status();
    postgres_ = *std::move(postgres);
    auto stop_words = postgres_->StopWords(vocabulary_);
    if (!stop_words.ok()) return stop_words.status();
    vocabulary_.erase(std::remove_if(vocabulary_.begin(), vocabulary_.end(),
                                     [&](const std::string& word) { return stop_words->contains(word); }),
                      vocabulary_.end());
    stems_.emplace(*std::move(stop_words));
    return postgres_->Fill(directory_);
  }

  absl::Status FillXapian() {
    auto xapian = MakePlainXapian(Folder("xapian"), directory_, *stems_, &result_.plain_index_cpu_s);
    if (!xapian.ok()) return xapian.status();
    xapian_ = *std::move(xapian);
    // It has only what a search may find: as if it had all.
    const double share = static_cast<double>(result_.services) / static_cast<double>(result_.searchable);
    result_.plain_index_cpu_s = result_.plain_index_cpu_s * share + result_.reading_cpu_s;
    return absl::OkStatus();
  }

  absl::Status FillSqlite() {
    auto sqlite = MakeSqlite(Folder("sqlite.db"), directory_, *stems_);
    if (!sqlite.ok()) return sqlite.status();
    sqlite_ = *std::move(sqlite);
    return absl::OkStatus();
  }

  absl::Status StartServers() {
    auto server = Process::Start({settings_.server, "--data-dir", Folder("server"), "--listen", "127.0.0.1:0",
                                 "--http-listen", "127.0.0.1:0"},
                                 Folder("server.log"), kStartTimeout);
    if (!server.ok()) return server.status();
    server_ = *std::move(server);
    const client::Client client({.address = server_->address(), .timeout = kReadyTimeout});
    v1::SearchServicesRequest request;
    request.set_text("jeugd");
    request.set_min_revision(ours_->store().revision());
    const absl::Time deadline = absl::Now() + kReadyTimeout;
    absl::Status ready = client.SearchServices(request).status();
    for (; absl::IsUnavailable(ready) && absl::Now() < deadline; absl::SleepFor(absl::Milliseconds(50))) {
      ready = client.SearchServices(request).status();
    }
    if (!ready.ok()) return ready;
    auto echo = Process::Start({settings_.echo}, Folder("echo.log"), kStartTimeout);
    if (!echo.ok()) return echo.status();
    echo_ = *std::move(echo);
    remote_ = MakeRemote(server_->address());
    yardstick_ = MakeEcho(echo_->address());
    return absl::OkStatus();
  }

  absl::Status Prepare() {
    engines_ = {ours_.get(), postgres_.get(), sqlite_.get(), xapian_.get(), remote_.get(), yardstick_.get()};
    for (const Engine* engine : engines_) result_.engines.emplace_back(engine->name());
    for (size_t row = 0; row < kRows.size(); ++row) {
      questions_.push_back(MakeQuestions(kRows[row], directory_, vocabulary_, settings_.questions));
      for (Engine* engine : engines_) {
        if (!engine->Answers(kRows[row])) continue;
        if (absl::Status status = engine->Prepare(row, questions_[row]); !status.ok()) return status;
      }
    }
    result_.analyzer = MeasureAnalyzer(ours_->analyzer(), directory_, questions_[0]);
    return absl::OkStatus();
  }

  absl::Status CompareAll() {
    auto agreement = Compare(engines_, directory_, questions_);
    if (!agreement.ok()) return agreement.status();
    result_.agreement = *std::move(agreement);
    return absl::OkStatus();
  }

  absl::Status MeasureAll() {
    directory_ = {};  // no longer needed, and large
    WaitUntilIdle();
    auto rows = Measure(engines_, questions_, settings_.rounds, progress_);
    if (!rows.ok()) return rows.status();
    result_.rows = *std::move(rows);
    return absl::OkStatus();
  }

  const PeersSettings& settings_;
  const Records& records_;
  const std::function<void(const std::string&)>& progress_;
  PeersResult result_;
  Directory directory_;
  std::vector<std::string> vocabulary_;
  std::optional<Stems> stems_;
  std::unique_ptr<Ours> ours_;
  std::unique_ptr<Postgres> postgres_;
  std::unique_ptr<Engine> xapian_, sqlite_, remote_, yardstick_;
  std::unique_ptr<Process> server_, echo_;
  std::vector<Engine*> engines_;
  std::vector<std::vector<Question>> questions_;  // by row
};

}  // namespace

absl::StatusOr<PeersResult> RunPeers(const PeersSettings& settings, const Records& records,
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
