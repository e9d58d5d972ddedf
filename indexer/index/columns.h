#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/types/span.h"
#include "indexer/index/document_set.h"
#include "indexer/index/facts.h"
#include "indexer/index/gates.h"
#include "indexer/index/grid.h"
#include "indexer/index/query.h"
#include "indexer/index/words.h"
#include "socialekaart/store/v1/record.pb.h"

namespace socialekaart {

// The facts of every document of one index, in memory by document number, and who serves where. With them filters cost a few
// microseconds, and a question about a place looks only at what may serve it. About 300 bytes a service, and summaries
// of services (about 1,200 bytes) as far as kMaxSummaryBytes reaches.
//
// Written by the index thread after each commit; read under a shared lock by searches.
class Columns {
 public:
  using Document = DocumentSet::Document;
  using Municipalities = absl::InlinedVector<uint16_t, 4>;
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
  // Asks the processor for what will be looked at in a moment: facts of documents lie apart, and each would cost a wait for memory.
  void PrefetchFacts(Document document) const ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    constexpr size_t kCacheLine = 64;
    if (document >= end() || !gates_.Get(document).has_more) return;
    for (size_t line = 0; line < 3; ++line) __builtin_prefetch(facts_[document].data() + line * kCacheLine);
  }
  const Gates& gates() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return gates_; }
  // Numbers of municipalities, 1859 for GM1859: named in the service area, or where a location stands.
  const Municipalities& municipalities(Document document) const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return municipalities_[document]; }
  // What has contracts with gemeenten.
  const DocumentSet& contracted() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return contracted_; }
  // The summary, or null when only the index on disk has it.
  const store::v1::IndexedSummary* Summary(Document document) const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return summaries_[document].get(); }
  const Words& words() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return words_; }
  // How many documents there are.
  size_t count() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return count_; }
  // How many active documents are of each kind of the taxonomy, and there for each problem.
  const std::array<uint32_t, 64>& kind_counts() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return kind_counts_; }
  const std::array<uint32_t, 64>& problem_counts() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return problem_counts_; }
  Document end() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return static_cast<Document>(facts_.size()); }

  // What may serve the place: by its codes; and of what has no readable service area, what lies within about
  // `unknown_area_radius_m` of the point or has no location at all (everything of that kind when there is no point).
  DocumentSet Serving(const PlaceCodes& place, const std::optional<v1::LatLng>& point, double unknown_area_radius_m) const
      ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  // What has contracts with gemeenten, and none with this one (by EncodeMunicipality).
  DocumentSet ContractedElsewhere(uint16_t municipality) const ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  // All that has a location within the radius, and some that lie a little farther.
  DocumentSet Near(const v1::LatLng& point, double radius_m) const ABSL_SHARED_LOCKS_REQUIRED(mutex_);

 private:
  using Postings = absl::flat_hash_map<uint64_t, std::vector<Document>>;

  void CountActive(const Facts::Gate& gate, int delta) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Update(Document document, absl::string_view facts, bool add) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  mutable absl::Mutex mutex_;
  // By document number.
  std::vector<std::string> facts_ ABSL_GUARDED_BY(mutex_);
  std::vector<Municipalities> municipalities_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::unique_ptr<const store::v1::IndexedSummary>> summaries_ ABSL_GUARDED_BY(mutex_);
  size_t summary_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  size_t count_ ABSL_GUARDED_BY(mutex_) = 0;
  std::array<uint32_t, 64> kind_counts_ ABSL_GUARDED_BY(mutex_) = {};
  std::array<uint32_t, 64> problem_counts_ ABSL_GUARDED_BY(mutex_) = {};
  Words words_ ABSL_GUARDED_BY(mutex_);
  Gates gates_ ABSL_GUARDED_BY(mutex_);
  Postings covers_ ABSL_GUARDED_BY(mutex_);                 // area code -> documents, ascending
  Postings touches_ ABSL_GUARDED_BY(mutex_);
  Postings contracts_ ABSL_GUARDED_BY(mutex_);              // municipality -> documents
  DocumentSet contracted_ ABSL_GUARDED_BY(mutex_);
  Grid located_ ABSL_GUARDED_BY(mutex_);
  DocumentSet unknown_area_ ABSL_GUARDED_BY(mutex_);          // no readable area
  Grid unknown_area_located_ ABSL_GUARDED_BY(mutex_);         // and where it is
  DocumentSet unknown_area_nowhere_ ABSL_GUARDED_BY(mutex_);  // and no location either
};

}  // namespace socialekaart
