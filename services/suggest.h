#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "indexer/index/index.h"
#include "indexer/index/rules.h"
#include "services/places.h"
#include "socialekaart/v1/search_service.pb.h"

namespace socialekaart {

// Completes what was typed so far from the taxonomy, the gazetteer and the names of services. Immutable, safe for several threads.
class Suggester {
 public:
  explicit Suggester(const IndexingRules& rules);

  // INVALID_ARGUMENT (all faults at once), NOT_FOUND (unknown place). While the index is being rebuilt there are no names of services.
  absl::StatusOr<v1::SuggestTermsResponse> Suggest(const v1::SuggestTermsRequest& request, Index& index, const Places& places) const;

 private:
  // A name of a term of the taxonomy, from one of its words or parts of a compound on.
  struct Key {
    std::string folded;
    bool is_problem;
    int term;       // position in the taxonomy
    size_t offset;  // in the name: 0 = from its beginning
    bool operator<(const Key& other) const { return folded < other.folded; }
  };
  void AddKeys(const std::string& name, bool is_problem, int term, const Analyzer& analyzer);
  void AddTerms(const std::string& prefix, bool problems, const std::array<uint32_t, 64>& counts, size_t most, v1::SuggestTermsResponse* response) const;

  const Taxonomy& taxonomy_;
  std::vector<Key> keys_;  // sorted
};

}  // namespace socialekaart
