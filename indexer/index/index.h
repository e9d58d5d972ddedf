#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "indexer/index/query.h"
#include "indexer/index/reader_pool.h"
#include "indexer/index/rules.h"
#include "indexer/index/suggest.h"
#include "indexer/index/supply.h"
#include "indexer/place/gazetteer.h"
#include "indexer/store/store.h"
#include "socialekaart/v1/directory_service.pb.h"

namespace socialekaart {

class Columns;
class IndexWriter;

// The search index: a function of the store's records and nothing else. A thread of its own follows the change log. An index that is
// missing, damaged, or made by other rules is rebuilt beside the live one and swapped in; the folder may be deleted at any time.
//
// Safe for use by several threads at once.
class Index {
 public:
  enum class State { kStarting, kVerifying, kRebuilding, kReady, kStopped };

  // Called on the index thread for every change of state, with what happened.
  using Listener = std::function<void(State state, bool serving, const std::string& what)>;

  Index(std::string folder, const Store& store, const IndexingRules& rules, Gazetteer gazetteer, Listener listener);
  ~Index();

  // Opens what is there and starts following. Searches are answered from now on, or UNAVAILABLE until a rebuild is done.
  void Start();
  // Commits, seals and closes.
  void Stop();

  absl::StatusOr<Hits> Search(const IndexQuery& query);
  // The best of each of query.levels, in that order: search.h.
  absl::StatusOr<std::vector<Hits>> SearchByLevel(const IndexQuery& query);
  // What a text would be searched by: TextQuery::ToString.
  absl::StatusOr<std::string> DescribeText(const IndexQuery& query);
  // Names that a person began to type: suggest.h.
  absl::StatusOr<Completions> Complete(const CompletionQuery& query);
  // How many services there are, by step and problem: supply.h.
  absl::StatusOr<Supply> CountSupply(const SupplyQuery& query);

  // Waits until the change `revision` can be found. DEADLINE_EXCEEDED (REVISION_NOT_YET_VISIBLE).
  absl::Status WaitFor(int64_t revision, absl::Time deadline);

  // A new gazetteer gives other points: rebuilds beside the live index.
  void SetGazetteer(Gazetteer gazetteer);

  State state() const { return state_.load(); }
  int64_t revision() const;  // of the last commit of the index
  static const char* StateName(State state);

  // Compares every service of the store with the index.
  absl::StatusOr<v1::CheckIndexResponse> Check();

 private:
  void Run();
  absl::Status OpenExisting();
  absl::Status Verify();
  absl::Status Rebuild();
  absl::Status Follow();
  std::string VersionOf(const Gazetteer& gazetteer) const;
  void SetState(State state, const std::string& what);
  void Publish(int64_t revision);
  Gazetteer CopyGazetteer() const;
  std::shared_ptr<const MunicipalityAreas> Areas();
  absl::Status Read(const std::function<void(Xapian::Database&, const Columns&)>& read);

  const std::string folder_;
  const Store& store_;
  const IndexingRules rules_;
  const Listener listener_;
  ReaderPool readers_;
  std::shared_ptr<Columns> columns_;  // of the live index; index thread only, once started
  std::unique_ptr<IndexWriter> writer_;  // index thread only
  std::thread thread_;
  std::atomic<State> state_{State::kStarting};
  std::atomic<bool> serving_{false};
  std::atomic<bool> stopping_{false};
  std::atomic<bool> rebuild_asked_{false};

  mutable absl::Mutex mutex_;
  int64_t revision_ ABSL_GUARDED_BY(mutex_) = 0;
  Gazetteer gazetteer_ ABSL_GUARDED_BY(mutex_);
  std::shared_ptr<const MunicipalityAreas> areas_ ABSL_GUARDED_BY(mutex_);  // of the gazetteer, once somebody asked
};

}  // namespace socialekaart
