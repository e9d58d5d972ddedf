#pragma once

#include <map>
#include <vector>

#include "indexer/index/facts.h"
#include "indexer/index/query.h"
#include "indexer/record/taxonomy.h"

namespace socialekaart {

// Counts the values of one facet over documents, from their facts alone.
class FacetCounter {
 public:
  FacetCounter(Facet facet) : facet_(facet) {}  // NOLINT(google-explicit-constructor): a facet is its counter
  void Count(const FactsView& facts);
  // Most first; equal counts in the order of the taxonomy.
  std::vector<FacetCount> Counts(const Taxonomy& taxonomy) const;

 private:
  void CountBits(uint64_t bits);
  std::string ValueOf(int number, const Taxonomy& taxonomy) const;

  Facet facet_;
  std::map<int, int64_t> counts_;
};

}  // namespace socialekaart
