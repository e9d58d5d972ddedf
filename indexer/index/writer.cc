#include "indexer/index/writer.h"

#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "indexer/base/status.h"
#include "indexer/index/fields.h"
#include "indexer/index/seal.h"
#include "indexer/store/catalog.h"

namespace socialekaart {
namespace {

absl::Status FromXapian(const Xapian::Error& error, absl::string_view doing) {
  return Error(absl::StatusCode::kDataLoss, v1::ERROR_REASON_INDEX_FAILED, absl::StrCat(doing, ": ", error.get_description()));
}

}  // namespace

IndexWriter::IndexWriter(const std::string& folder, int flags, std::shared_ptr<Columns> columns, const Store& store, const IndexingRules& rules,
                         Gazetteer gazetteer)
    : folder_(folder), database_(folder, flags), columns_(std::move(columns)), store_(store), rules_(rules), gazetteer_(std::move(gazetteer)) {}

absl::StatusOr<std::unique_ptr<IndexWriter>> IndexWriter::Open(const std::string& folder, bool create, std::shared_ptr<Columns> columns, const Store& store,
                                                               const IndexingRules& rules, Gazetteer gazetteer) {
  if (!create) {
    if (absl::Status status = BreakSeal(folder); !status.ok()) return status;
  }
  try {
    const int flags = (create ? Xapian::DB_CREATE_OR_OVERWRITE : Xapian::DB_OPEN) | Xapian::DB_BACKEND_GLASS | Xapian::DB_NO_SYNC;
    return std::unique_ptr<IndexWriter>(new IndexWriter(folder, flags, std::move(columns), store, rules, std::move(gazetteer)));
  } catch (const Xapian::Error& error) {
    return FromXapian(error, absl::StrCat("opening ", folder));
  }
}

void IndexWriter::Commit() {
  database_.commit();
  columns_->Apply(std::exchange(pending_, {}), std::exchange(pending_words_, {}));
}

std::optional<Words::Change> IndexWriter::Standing(const std::string& name) {
  const auto post = database_.postlist_begin(NameTerm(name));
  if (post == database_.postlist_end(NameTerm(name))) return std::nullopt;
  Words::Change change{*post, {}, {}};
  for (auto term = database_.termlist_begin(*post); term != database_.termlist_end(*post); ++term) {
    std::string text = *term;
    if (IsTextTerm(text)) change.removed.push_back(std::move(text));
  }
  return change;
}

void IndexWriter::Put(const v1::Service& service, std::optional<Words::Change> standing) {
  const Xapian::Document document = ToDocument(service, rules_, gazetteer_);
  Words::Change change = standing ? *std::move(standing) : Words::Change{database_.add_document(document), {}, {}};
  if (standing) database_.replace_document(change.document, document);
  change.added = TextTermsOf(document, rules_.ranking.fields());
  pending_words_.push_back(std::move(change));
  pending_.push_back({pending_words_.back().document, document.get_value(kSlotFacts), document.get_data()});
}

absl::Status IndexWriter::Replace(const std::string& name) {
  const auto record = store_.Get(name);
  if (absl::IsNotFound(record.status()) || (record.ok() && IsDeleted(*record))) {
    if (std::optional<Words::Change> change = Standing(name)) {
      pending_.push_back({change->document, "", ""});
      pending_words_.push_back(*std::move(change));
    }
    database_.delete_document(NameTerm(name));
    return absl::OkStatus();
  }
  if (!record.ok()) return record.status();
  const auto service = Assemble(store_, *record);
  if (!service.ok()) return service.status();
  Put(*service, Standing(name));
  return absl::OkStatus();
}

absl::StatusOr<bool> IndexWriter::AddAll(const std::function<bool()>& stop) {
  std::string after;
  while (!stop()) {
    const auto records = store_.List(RecordKind::kService, after, kBatch);
    if (!records.ok()) return records.status();
    if (records->empty()) return true;
    after = NameOf(records->back());
    try {
      for (const auto& record : *records) {
        if (IsDeleted(record)) continue;
        const auto service = Assemble(store_, record);
        if (!service.ok()) return service.status();
        Put(*service, std::nullopt);
      }
      Commit();
    } catch (const Xapian::Error& error) {
      return FromXapian(error, "building the index");
    }
  }
  return false;
}

absl::StatusOr<size_t> IndexWriter::ApplyChanges(int64_t after_revision, int64_t* applied_revision) {
  const auto changes = store_.ReadChanges(after_revision, kBatch);
  if (!changes.ok()) return changes.status();
  if (changes->empty()) return 0;
  absl::flat_hash_set<std::string> services;
  for (const LoggedChange& logged : *changes) {
    const std::string& name = logged.change.name();
    if (absl::StartsWith(name, Collection(RecordKind::kService))) {
      services.insert(name);
      continue;
    }
    const auto referrers = store_.Referrers(name);
    if (!referrers.ok()) return referrers.status();
    services.insert(referrers->begin(), referrers->end());
  }
  try {
    for (const std::string& name : services) {
      if (absl::Status status = Replace(name); !status.ok()) return status;
    }
    *applied_revision = changes->back().revision;
    database_.set_metadata(kMetaRevision, absl::StrCat(*applied_revision));
    Commit();
  } catch (const Xapian::Error& error) {
    return FromXapian(error, "updating the index");
  }
  return changes->size();
}

absl::StatusOr<bool> IndexWriter::LoadSummaries(Columns::Document* after) {
  std::vector<Columns::Row> rows;
  try {
    auto post = database_.postlist_begin("");
    post.skip_to(*after + 1);
    for (; post != database_.postlist_end("") && rows.size() < kBatch; ++post) {
      const Xapian::Document document = database_.get_document(*post);
      rows.push_back({*post, document.get_value(kSlotFacts), document.get_data()});
    }
  } catch (const Xapian::Error& error) {
    return FromXapian(error, "reading the index");
  }
  if (rows.empty()) return false;
  *after = rows.back().document;
  columns_->Apply(std::move(rows), {});
  return columns_->HasRoomForSummaries();
}

absl::Status IndexWriter::Claim(int64_t revision, const std::string& version) {
  try {
    database_.set_metadata(kMetaRevision, absl::StrCat(revision));
    database_.set_metadata(kMetaVersion, version);
    database_.commit();
    return absl::OkStatus();
  } catch (const Xapian::Error& error) {
    return FromXapian(error, "committing the index");
  }
}

absl::Status IndexWriter::Close() {
  try {
    // Explicitly: the destructor would swallow the error.
    database_.commit();
    database_.close();
  } catch (const Xapian::Error& error) {
    return FromXapian(error, "closing the index");
  }
  return WriteSeal(folder_);
}

}  // namespace socialekaart
