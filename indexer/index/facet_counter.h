#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "indexer/index/facts.h"
#include "indexer/index/query.h"
#include "indexer/record/taxonomy.h"

namespace socialekaart {

// Counts the values of one facet over documents.
class FacetCounter {
 public:
  FacetCounter(Facet facet) : facet_(facet) {}  // NOLINT(google-explicit-constructor): a facet is its counter
  // A document: its gate, and the numbers of its municipalities.
  void Count(const Facts::Gate& gate, absl::Span<const uint16_t> municipalities);
  // Most first; equal counts in the order of the taxonomy.
  std::vector<FacetCount> Counts(const Taxonomy& taxonomy) const;

 private:
  void CountBits(uint64_t bits);
  std::string ValueOf(int number, const Taxonomy& taxonomy) const;
  void CountOne(size_t number);

  Facet facet_;
  std::vector<int64_t> counts_;  // by position in the taxonomy, or number of the municipality
};

}  // namespace socialekaart
