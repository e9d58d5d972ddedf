#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "indexer/index/document_set.h"
#include "indexer/index/facts.h"
#include "indexer/index/ranking.h"

namespace socialekaart {

// The gates of all documents by document number, and for each value that a gate filters on the set of documents that have it: what passes
// is then found without looking at a document. About 96 bytes a document.
class Gates {
 public:
  using Document = DocumentSet::Document;

  // The gate of one document from now on. Status 0: it is gone.
  void Set(Document document, const Facts::Gate& gate);

  const Facts::Gate& Get(Document document) const { return gates_[document]; }
  // Asks the processor for a gate that is looked at in a moment.
  void Prefetch(Document document) const {
    if (document < gates_.size()) __builtin_prefetch(&gates_[document]);
  }
  Document end() const { return static_cast<Document>(gates_.size()); }

  // Bits of ways in, by the taxonomy: what has one of them.
  DocumentSet WithAccess(uint8_t access) const;
  // Just what PassesGate passes.
  DocumentSet Passing(const FactsQuery& query) const;

 private:
  static constexpr size_t kAges = 25;  // years; the last one has no end

  void Change(Document document, const Facts::Gate& gate, bool add);
  void ChangeAges(Document document, const Facts::Gate& gate, bool add);
  DocumentSet FittingProblems(uint64_t problems) const;
  void CutByAge(const FactsQuery& query, DocumentSet* documents) const;

  std::vector<Facts::Gate> gates_;
  std::array<DocumentSet, 8> statuses_;
  std::array<DocumentSet, 16> levels_;
  std::array<DocumentSet, 64> kinds_;
  std::array<DocumentSet, 8> access_;
  std::array<DocumentSet, 64> problems_;
  std::array<DocumentSet, 64> excluded_problems_;
  std::array<DocumentSet, kAges> some_ages_;  // there is an age in this year that fits, or may
  std::array<DocumentSet, kAges> all_ages_;   // every age in this year does
  DocumentSet no_access_;
  DocumentSet no_problems_;
};

}  // namespace socialekaart
