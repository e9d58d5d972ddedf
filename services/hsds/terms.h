#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "indexer/record/taxonomy.h"
#include "services/hsds/uuid.h"
#include "socialekaart/v1/resources.pb.h"

namespace socialekaart::hsds_api {

// Whether a taxonomy is one of the Dutch profile. Its terms have ids that depend on taxonomy and code alone, whatever
// ids a source gave them, so that the same code is the same term in every record. Terms of other taxonomies keep the
// ids they came with.
bool IsOfProfile(absl::string_view taxonomy, const Taxonomy& profile);
Uuid TaxonomyId(absl::string_view taxonomy);
Uuid ProfileTermId(absl::string_view taxonomy, absl::string_view code);

// Gives the terms inside a record, at any depth, the ids by which this API lists them.
void SetTermIds(const Taxonomy& profile, nlohmann::ordered_json* record);

// The taxonomies and their terms: those of the profile, and those that records use besides. Only grows: a term that no
// record uses any more is listed until the next start.
class Terms {
 public:
  explicit Terms(const Taxonomy& profile);

  struct TaxonomyEntry {
    Uuid id;
    std::string name, description, uri, version;
  };
  struct TermEntry {
    Uuid id;
    uint32_t taxonomy;  // its index; kNoTaxonomy
    std::string code, name, description;
    Uuid parent = 0;
  };
  static constexpr uint32_t kNoTaxonomy = UINT32_MAX;

  // The index of the term that a record names, which is added when it is new; kNoTerm when it says nothing.
  static constexpr uint32_t kNoTerm = UINT32_MAX;
  uint32_t Add(const v1::TaxonomyTerm& term);

  const std::vector<TaxonomyEntry>& taxonomies() const { return taxonomies_; }
  const std::vector<TermEntry>& terms() const { return terms_; }
  using IndexById = absl::flat_hash_map<Uuid, uint32_t>;
  const IndexById& taxonomy_index() const { return taxonomy_index_; }
  const IndexById& term_index() const { return term_index_; }

  // As the HSDS schemas want them.
  nlohmann::ordered_json TaxonomyJson(uint32_t taxonomy) const;
  nlohmann::ordered_json TermJson(uint32_t term) const;

 private:
  uint32_t AddTaxonomy(TaxonomyEntry taxonomy);
  uint32_t AddTerm(TermEntry term);

  const Taxonomy& profile_;
  std::vector<TaxonomyEntry> taxonomies_;
  std::vector<TermEntry> terms_;
  IndexById taxonomy_index_;
  IndexById term_index_;
};

}  // namespace socialekaart::hsds_api
