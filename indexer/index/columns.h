#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/types/span.h"
#include "indexer/index/facts.h"
#include "indexer/index/query.h"
#include "indexer/index/words.h"
#include "socialekaart/store/v1/record.pb.h"

namespace socialekaart {

// The facts of every document of one index, in memory by document number, and who serves where. With them a filter costs nanoseconds, and
// a question about a place looks only at what may serve it. About 250 bytes a service, and summaries
// of services (about 1,200 bytes) as far as kMaxSummaryBytes reaches.
//
// Written by the index thread after each commit; read under a shared lock by searches.
class Columns {
 public:
  using Document = uint32_t;
  static constexpr size_t kMaxSummaryBytes = 256u << 20;

  // One document as it is from now on. Empty facts = it is gone. The summary may be left out: the index on disk has it too.
  struct Row {
    Document document;
    std::string facts;
    std::string summary;  // store.v1.IndexedSummary
  };
  // `words`: what changes for them at the same time. By one thread at a time; no two rows of one call are about the same document.
  void Apply(std::vector<Row> rows, const std::vector<Words::Change>& words) ABSL_LOCKS_EXCLUDED(mutex_);

  // Whether summaries still fit into the memory they may take.
  bool HasRoomForSummaries() const ABSL_LOCKS_EXCLUDED(mutex_);

  // When an index is opened: all of its words.
  void SetWords(Words words) ABSL_LOCKS_EXCLUDED(mutex_);

  // Below: under a shared lock.
  absl::Mutex& mutex() const ABSL_LOCK_RETURNED(mutex_) { return mutex_; }

  // Packed facts; empty when there is no such document (yet).
  absl::string_view Get(Document document) const ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return document < facts_.size() ? absl::string_view(facts_[document]) : absl::string_view();
  }
  // Asks the processor for what will be looked at in a moment: the gates of a scan lie apart, and each would cost a wait for memory.
  void PrefetchGate(Document document) const ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    if (document >= end()) return;
    __builtin_prefetch(&gates_[document]);
    __builtin_prefetch(&facts_[document]);
  }
  void PrefetchFacts(Document document) const ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    constexpr size_t kCacheLine = 64;
    if (document >= end() || !gates_[document].has_more) return;
    for (size_t line = 0; line < 3; ++line) __builtin_prefetch(facts_[document].data() + line * kCacheLine);
  }
  const Facts::Gate& gate(Document document) const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return gates_[document]; }
  // v1::ServiceStatus, as in the gate: for what asks no more than this, without fetching a cache line a document.
  uint8_t status(Document document) const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return statuses_[document]; }
  // The summary, or null when only the index on disk has it.
  const store::v1::IndexedSummary* Summary(Document document) const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return summaries_[document].get(); }
  const Words& words() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return words_; }
  // How many documents there are.
  size_t count() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return count_; }
  // How many active documents are of each kind of the taxonomy, and there for each problem.
  const std::array<uint32_t, 64>& kind_counts() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return kind_counts_; }
  const std::array<uint32_t, 64>& problem_counts() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return problem_counts_; }
  Document end() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return static_cast<Document>(facts_.size()); }

  // What may serve the place, ascending, each once: by its codes; and of what has no readable service area, what lies within
  // `unknown_area_radius_m` of the point or has no location at all (everything of that kind when there is no point).
  std::vector<Document> ServingCandidates(const PlaceCodes& place, const std::optional<v1::LatLng>& point, double unknown_area_radius_m) const
      ABSL_SHARED_LOCKS_REQUIRED(mutex_);

 private:
  using Postings = absl::flat_hash_map<uint64_t, std::vector<Document>>;

  void CountActive(const Facts::Gate& gate, int delta) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Update(Document document, absl::string_view facts, bool add) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  mutable absl::Mutex mutex_;
  // By document number.
  std::vector<std::string> facts_ ABSL_GUARDED_BY(mutex_);
  std::vector<Facts::Gate> gates_ ABSL_GUARDED_BY(mutex_);
  std::vector<uint8_t> statuses_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::unique_ptr<const store::v1::IndexedSummary>> summaries_ ABSL_GUARDED_BY(mutex_);
  size_t summary_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  size_t count_ ABSL_GUARDED_BY(mutex_) = 0;
  std::array<uint32_t, 64> kind_counts_ ABSL_GUARDED_BY(mutex_) = {};
  std::array<uint32_t, 64> problem_counts_ ABSL_GUARDED_BY(mutex_) = {};
  Words words_ ABSL_GUARDED_BY(mutex_);
  Postings covers_ ABSL_GUARDED_BY(mutex_);                 // area code -> documents, ascending
  Postings touches_ ABSL_GUARDED_BY(mutex_);
  Postings unknown_area_cells_ ABSL_GUARDED_BY(mutex_);     // of what has no readable area: grid cell of a location -> documents
  std::vector<Document> unknown_area_nowhere_ ABSL_GUARDED_BY(mutex_);  // neither area nor location
};

}  // namespace socialekaart
