#pragma once

#include <cstdint>
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
    std::string summary;
  };
  void Apply(std::vector<Row> rows) ABSL_LOCKS_EXCLUDED(mutex_);

  // Whether summaries still fit into the memory they may take.
  bool HasRoomForSummaries() const ABSL_LOCKS_EXCLUDED(mutex_);

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
  // The summary, or empty when only the index on disk has it.
  const std::string& Summary(Document document) const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return summaries_[document]; }
  Document end() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return static_cast<Document>(facts_.size()); }

  // What may serve the place, ascending, each once: by its codes; and of what has no readable service area, what lies within
  // `unknown_area_radius_m` of the point or has no location at all (everything of that kind when there is no point).
  std::vector<Document> ServingCandidates(const PlaceCodes& place, const std::optional<v1::LatLng>& point, double unknown_area_radius_m) const
      ABSL_SHARED_LOCKS_REQUIRED(mutex_);

 private:
  using Postings = absl::flat_hash_map<uint64_t, std::vector<Document>>;

  void Update(Document document, absl::string_view facts, bool add) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  mutable absl::Mutex mutex_;
  // By document number.
  std::vector<std::string> facts_ ABSL_GUARDED_BY(mutex_);
  std::vector<Facts::Gate> gates_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::string> summaries_ ABSL_GUARDED_BY(mutex_);
  size_t summary_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  Postings covers_ ABSL_GUARDED_BY(mutex_);                 // area code -> documents, ascending
  Postings touches_ ABSL_GUARDED_BY(mutex_);
  Postings unknown_area_cells_ ABSL_GUARDED_BY(mutex_);     // of what has no readable area: grid cell of a location -> documents
  std::vector<Document> unknown_area_nowhere_ ABSL_GUARDED_BY(mutex_);  // neither area nor location
};

}  // namespace socialekaart
