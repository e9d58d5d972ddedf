#pragma once

#include <xapian.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "indexer/index/columns.h"
#include "indexer/index/document.h"
#include "indexer/place/gazetteer.h"
#include "indexer/store/store.h"

namespace socialekaart {

// Writes one index folder from the store. One at a time for a folder; used by one thread. Never syncs: the store is the durable side.
class IndexWriter {
 public:
  // Opens `folder`, or makes a new index there. Breaks the seal.
  // `columns` follow every commit.
  static absl::StatusOr<std::unique_ptr<IndexWriter>> Open(const std::string& folder, bool create, std::shared_ptr<Columns> columns, const Store& store,
                                                           const IndexingRules& rules, Gazetteer gazetteer);

  // Adds every service of the store, as it is at `revision` or later; committed every kBatch. False when `stop` became true.
  absl::StatusOr<bool> AddAll(const std::function<bool()>& stop);

  // Applies the next changes, at most kBatch, and commits. How many there were.
  absl::StatusOr<size_t> ApplyChanges(int64_t after_revision, int64_t* applied_revision);

  // Brings the next summaries from disk into memory, a batch a call, from the document after `*after`. False when there is nothing left to do.
  absl::StatusOr<bool> LoadSummaries(Columns::Document* after);

  // The revision and version that the index claims, durable with the next commit.
  absl::Status Claim(int64_t revision, const std::string& version);

  absl::Status Close();  // and seals

  static constexpr size_t kBatch = 1000;  // measured: commits of 1,000 are twice as fast as of 20,000, whose postings fall out of the cache

 private:
  IndexWriter(const std::string& folder, int flags, std::shared_ptr<Columns> columns, const Store& store, const IndexingRules& rules, Gazetteer gazetteer);
  void Commit();
  absl::Status Replace(const std::string& name);
  // `standing`: what the index has of it; nothing = it is new.
  void Put(const v1::Service& service, std::optional<Words::Change> standing);
  // Number and text terms of the document as it stands; nothing when there is none.
  std::optional<Words::Change> Standing(const std::string& name);

  const std::string folder_;
  Xapian::WritableDatabase database_;
  const std::shared_ptr<Columns> columns_;
  // Since the last commit.
  std::vector<Columns::Row> pending_;
  std::vector<Words::Change> pending_words_;
  const Store& store_;
  const IndexingRules rules_;
  const Gazetteer gazetteer_;
};

}  // namespace socialekaart
