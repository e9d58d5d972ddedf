#include "indexer/index/index.h"

#include <xapian.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "indexer/base/codec.h"
#include "indexer/base/status.h"
#include "indexer/index/columns.h"
#include "indexer/index/facts.h"
#include "indexer/index/fields.h"
#include "indexer/index/seal.h"
#include "indexer/index/search.h"
#include "indexer/index/text_query.h"
#include "indexer/index/writer.h"
#include "indexer/store/catalog.h"

namespace socialekaart {
namespace {

namespace fs = std::filesystem;

constexpr char kCurrentName[] = "CURRENT";  // holds the name of the live generation's folder
constexpr absl::Duration kRetryPause = absl::Seconds(1);
constexpr absl::Duration kPollPause = absl::Milliseconds(200);  // how soon a stop is noticed
constexpr int kMaxExamples = 20;

std::string CurrentFolder(const std::string& folder) {
  const auto name = ReadFile(fs::path(folder) / kCurrentName);
  if (!name.ok()) return "";
  const std::string trimmed(absl::StripAsciiWhitespace(*name));
  return absl::StrContains(trimmed, '/') || trimmed.empty() ? "" : (fs::path(folder) / trimmed).string();
}

// Points CURRENT at `generation` in one rename, then clears away every other generation.
absl::Status Adopt(const std::string& folder, const std::string& generation) {
  std::error_code error;
  const fs::path next = fs::path(folder) / "CURRENT.next";
  {
    std::ofstream file(next, std::ios::trunc);
    file << generation << "\n";
    if (!file.flush()) return absl::UnknownError(absl::StrCat("writing ", next.string()));
  }
  fs::rename(next, fs::path(folder) / kCurrentName, error);
  if (error) return absl::UnknownError(absl::StrCat("renaming ", next.string(), ": ", error.message()));
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.is_directory() && entry.path().filename() != generation) fs::remove_all(entry.path(), error);
  }
  return absl::OkStatus();
}

Words LoadWords(const Xapian::Database& database, const data::v1::Ranking::Fields& weights) {
  std::vector<uint32_t> lengths(database.get_lastdocid() + 1);
  for (auto post = database.postlist_begin(""); post != database.postlist_end(""); ++post) lengths[*post] = post.get_doclength();
  Words words;
  for (auto term = database.allterms_begin(); term != database.allterms_end(); ++term) {
    std::string text = *term;
    if (!IsTextTerm(text)) continue;
    Words::Postings postings;
    postings.documents.reserve(term.get_termfreq());
    postings.impacts.reserve(term.get_termfreq());
    for (auto post = database.postlist_begin(text); post != database.postlist_end(text); ++post) {
      postings.documents.push_back(*post);
      postings.impacts.push_back(Impact(post.get_wdf(), lengths[*post], weights));
    }
    words.Load(text, std::move(postings));
  }
  return words;
}

}  // namespace

Index::Index(std::string folder, const Store& store, const IndexingRules& rules, Gazetteer gazetteer, Listener listener)
    : folder_(std::move(folder)),
      store_(store),
      rules_(rules),
      listener_(std::move(listener)),
      gazetteer_(std::move(gazetteer)) {}

Index::~Index() { Stop(); }

const char* Index::StateName(State state) {
  constexpr const char* kNames[] = {"starting", "verifying", "rebuilding", "ready", "stopped"};
  return kNames[static_cast<size_t>(state)];
}

void Index::SetState(State state, const std::string& what) {
  state_ = state;
  listener_(state, serving_, what);
}

void Index::Publish(int64_t revision) {
  readers_.AnnounceCommit();
  absl::MutexLock lock(&mutex_);
  revision_ = revision;
}

Gazetteer Index::CopyGazetteer() const {
  absl::MutexLock lock(&mutex_);
  return gazetteer_;
}

int64_t Index::revision() const {
  absl::MutexLock lock(&mutex_);
  return revision_;
}

std::string Index::VersionOf(const Gazetteer& gazetteer) const {
  return absl::StrCat("schema ", kSchemaVersion, "/", sizeof(Facts::Header), ", analyzer ", rules_.analyzer.version(), ", fields ", absl::Hex(Hash(Serialize(rules_.ranking.fields()))), ", taxonomy ", absl::Hex(rules_.taxonomy.hash()), ", gazetteer ",
                      absl::Hex(gazetteer.hash()));
}

void Index::Start() {
  if (const absl::Status status = OpenExisting(); status.ok()) {
    serving_ = true;
  } else {
    rebuild_asked_ = true;
    listener_(State::kRebuilding, false, std::string(status.message()));
    state_ = State::kRebuilding;
  }
  thread_ = std::thread([this] { Run(); });
}

void Index::Stop() {
  if (!thread_.joinable()) return;
  stopping_ = true;
  thread_.join();
  readers_.Close();
  state_ = State::kStopped;
}

// Looks only at what is quick to see; what was not closed in good order is verified on the thread, while it is served.
absl::Status Index::OpenExisting() {
  const std::string current = CurrentFolder(folder_);
  if (current.empty()) return absl::NotFoundError("there is no index yet");
  const absl::Status seal = CheckSeal(current);
  if (!seal.ok() && !absl::IsNotFound(seal)) return seal;
  Gazetteer gazetteer = CopyGazetteer();
  try {
    const Xapian::Database database(current);
    if (database.get_metadata(kMetaVersion) != VersionOf(gazetteer)) return absl::FailedPreconditionError("the index was made by other rules");
    const int64_t revision = std::strtoll(database.get_metadata(kMetaRevision).c_str(), nullptr, 10);
    if (revision > store_.revision()) return absl::FailedPreconditionError("the index is of another store");
    columns_ = std::make_shared<Columns>();
    std::vector<Columns::Row> rows;
    for (auto value = database.valuestream_begin(kSlotFacts); value != database.valuestream_end(kSlotFacts); ++value) {
      FactsView view;
      const std::string packed = *value;
      if (!view.Set(packed)) return absl::DataLossError("facts of a document are not whole");
      rows.push_back({value.get_docid(), packed, ""});
    }
    columns_->Apply(std::move(rows), {});
    columns_->SetWords(LoadWords(database, rules_.ranking.fields()));
    readers_.Switch(current, columns_);
    Publish(revision);
  } catch (const Xapian::Error& error) {
    return absl::DataLossError(absl::StrCat("opening the index: ", error.get_description()));
  }
  state_ = seal.ok() ? State::kReady : State::kVerifying;
  return absl::OkStatus();
}

void Index::Run() {
  if (state_ == State::kVerifying) {
    listener_(State::kVerifying, serving_, "the index was not closed in good order: it is served, and verified meanwhile");
    if (const absl::Status status = Verify(); !status.ok()) {
      serving_ = false;
      readers_.Close();
      rebuild_asked_ = true;
      SetState(State::kRebuilding, std::string(status.message()));
    }
  }
  while (!stopping_) {
    absl::Status status;
    if (rebuild_asked_.exchange(false)) {
      SetState(State::kRebuilding, "building the index anew");
      status = Rebuild();
    } else if (writer_ == nullptr) {
      Gazetteer gazetteer = CopyGazetteer();
      auto writer = IndexWriter::Open(CurrentFolder(folder_), false, columns_, store_, rules_, std::move(gazetteer));
      status = writer.status();
      if (writer.ok()) writer_ = *std::move(writer);
    }
    if (status.ok() && writer_ != nullptr) {
      serving_ = true;
      SetState(State::kReady, absl::StrCat("the index is at revision ", revision()));
      status = Follow();
    }
    if (status.ok() || stopping_) continue;
    // Damage of the index is mended by building it anew; a store that cannot be read is tried again.
    writer_.reset();
    rebuild_asked_ = true;
    serving_ = false;
    readers_.Close();
    SetState(State::kRebuilding, std::string(status.message()));
    absl::SleepFor(kRetryPause);
  }
  if (writer_ != nullptr) {
    const absl::Status status = writer_->Close();
    if (!status.ok()) listener_(State::kStopped, false, std::string(status.message()));
    writer_.reset();
  }
}

absl::Status Index::Verify() {
  std::ostringstream report;
  try {
    if (Xapian::Database::check(CurrentFolder(folder_), 0, &report) != 0) return absl::DataLossError("the structure of the index is damaged");
  } catch (const Xapian::Error& error) {
    return absl::DataLossError(absl::StrCat("checking the index: ", error.get_description()));
  }
  // What the index has not yet seen is no damage: only what it claims to have seen is compared.
  const auto check = Check();
  if (!check.ok()) return check.status();
  if (check->index_revision() == check->store_revision() && !check->consistent()) return absl::DataLossError("the index differs from the store");
  return absl::OkStatus();
}

absl::Status Index::Rebuild() {
  writer_.reset();
  std::error_code error;
  fs::create_directories(folder_, error);
  const std::string generation = absl::StrCat("generation-", absl::ToUnixMicros(absl::Now()));
  const std::string path = (fs::path(folder_) / generation).string();
  Gazetteer gazetteer = CopyGazetteer();
  const std::string version = VersionOf(gazetteer);
  auto columns = std::make_shared<Columns>();
  auto writer = IndexWriter::Open(path, true, columns, store_, rules_, std::move(gazetteer));
  if (!writer.ok()) return writer.status();
  int64_t revision = store_.revision();
  const auto done = (*writer)->AddAll([this] { return stopping_.load(); });
  if (!done.ok() || !*done) return done.status();
  for (size_t applied = 1; applied > 0;) {
    const auto count = (*writer)->ApplyChanges(revision, &revision);
    if (!count.ok()) return count.status();
    applied = *count;
  }
  if (absl::Status status = (*writer)->Claim(revision, version); !status.ok()) return status;
  columns_ = std::move(columns);
  readers_.Switch(path, columns_);
  if (absl::Status status = Adopt(folder_, generation); !status.ok()) return status;
  writer_ = *std::move(writer);
  Publish(revision);
  return absl::OkStatus();
}

absl::Status Index::Follow() {
  int64_t applied = revision();
  // In the gaps between changes the summaries come into memory; a rebuilt index has them there already.
  Columns::Document summary = 0;
  bool loading = true;
  while (!stopping_ && !rebuild_asked_) {
    if (!store_.WaitForChange(applied, loading ? absl::InfinitePast() : absl::Now() + kPollPause)) {
      if (!loading) continue;
      const auto more = writer_->LoadSummaries(&summary);
      if (!more.ok()) return more.status();
      loading = *more;
      continue;
    }
    const auto count = writer_->ApplyChanges(applied, &applied);
    if (!count.ok()) return count.status();
    Publish(applied);
  }
  return absl::OkStatus();
}

absl::Status Index::Read(const std::function<void(Xapian::Database&, const Columns&)>& read) {
  absl::Status status = readers_.Read(read);
  if (!absl::IsDataLoss(status)) return status;
  rebuild_asked_ = true;
  readers_.Close();
  return Error(absl::StatusCode::kUnavailable, v1::ERROR_REASON_INDEX_REBUILDING, "the index is damaged and is being rebuilt: try again in a moment");
}

absl::StatusOr<Hits> Index::Search(const IndexQuery& query) {
  Hits hits;
  const absl::Status status =
      Read([&](Xapian::Database& database, const Columns& columns) { hits = socialekaart::Search(database, columns, query, rules_); });
  if (!status.ok()) return status;
  return hits;
}

absl::StatusOr<std::vector<Hits>> Index::SearchByLevel(const IndexQuery& query) {
  std::vector<Hits> hits;
  const absl::Status status = Read(
      [&](Xapian::Database& database, const Columns& columns) { hits = socialekaart::SearchByLevel(database, columns, query, rules_); });
  if (!status.ok()) return status;
  return hits;
}

absl::StatusOr<std::string> Index::DescribeText(const IndexQuery& query) {
  std::string text;
  const absl::Status status = Read([&](Xapian::Database&, const Columns& columns) {
    absl::ReaderMutexLock lock(&columns.mutex());
    text = ReadTextQuery(query, columns.words(), columns.count(), rules_).ToString();
  });
  if (!status.ok()) return status;
  return text;
}

absl::StatusOr<Completions> Index::Complete(const CompletionQuery& query) {
  Completions completions;
  const absl::Status status =
      Read([&](Xapian::Database& database, const Columns& columns) { completions = socialekaart::Complete(database, columns, query, rules_); });
  if (!status.ok()) return status;
  return completions;
}

absl::Status Index::WaitFor(int64_t revision, absl::Time deadline) {
  if (revision > store_.revision()) {
    return Error(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_REVISION_IN_FUTURE,
                 absl::StrCat("revision ", revision, " was never given out; the last one is ", store_.revision()));
  }
  absl::MutexLock lock(&mutex_);
  const auto seen = [&] {
    mutex_.AssertReaderHeld();
    return revision_ >= revision || stopping_.load();
  };
  mutex_.AwaitWithDeadline(absl::Condition(&seen), deadline);
  if (revision_ >= revision) return absl::OkStatus();
  return Error(absl::StatusCode::kDeadlineExceeded, v1::ERROR_REASON_REVISION_NOT_YET_VISIBLE,
               absl::StrCat("revision ", revision, " is stored, and not yet searchable"));
}

void Index::SetGazetteer(Gazetteer gazetteer) {
  absl::MutexLock lock(&mutex_);
  const bool same = gazetteer.hash() == gazetteer_.hash();
  gazetteer_ = std::move(gazetteer);
  areas_ = nullptr;
  if (!same) rebuild_asked_ = true;
}

absl::StatusOr<v1::CheckIndexResponse> Index::Check() {
  v1::CheckIndexResponse response;
  response.set_state(StateName(state_));
  absl::flat_hash_map<std::string, std::string> indexed;  // name -> hash
  absl::Status status = readers_.Read([&](Xapian::Database& database, const Columns&) {
    indexed.clear();
    response.set_index_revision(std::strtoll(database.get_metadata(kMetaRevision).c_str(), nullptr, 10));
    for (auto post = database.postlist_begin(""); post != database.postlist_end(""); ++post) {
      const Xapian::Document document = database.get_document(*post);
      FactsView facts;
      const std::string bytes = document.get_value(kSlotFacts);
      if (!facts.Set(absl::string_view(bytes))) throw Xapian::DatabaseCorruptError("facts of a document are not whole");
      indexed[facts.name()] = document.get_value(kSlotHash);
    }
  });
  if (!status.ok()) return status;
  response.set_index_services(static_cast<int64_t>(indexed.size()));
  const auto example = [&](const std::string& name) {
    if (response.examples_size() < kMaxExamples) response.add_examples(name);
  };
  response.set_store_revision(store_.revision());
  for (std::string after;;) {
    const auto records = store_.List(RecordKind::kService, after, IndexWriter::kBatch);
    if (!records.ok()) return records.status();
    if (records->empty()) break;
    after = NameOf(records->back());
    for (const auto& record : *records) {
      if (IsDeleted(record)) continue;
      response.set_store_services(response.store_services() + 1);
      const auto found = indexed.find(NameOf(record));
      if (found == indexed.end()) {
        response.set_missing(response.missing() + 1);
        example(NameOf(record));
        continue;
      }
      const auto service = Assemble(store_, record);
      if (!service.ok()) return service.status();
      if (IndexedHash(*service) != found->second) {
        response.set_stale(response.stale() + 1);
        example(NameOf(record));
      }
      indexed.erase(found);
    }
  }
  response.set_surplus(static_cast<int64_t>(indexed.size()));
  for (const auto& [name, hash] : indexed) example(name);
  response.set_consistent(response.missing() + response.surplus() + response.stale() == 0);
  return response;
}

}  // namespace socialekaart
