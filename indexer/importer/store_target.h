#pragma once

#include <functional>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "indexer/importer/import.h"
#include "indexer/record/taxonomy.h"
#include "indexer/store/store.h"

namespace socialekaart {

// Puts what was imported into the store: ids, "did it change?", validation, one durable commit a batch.
//
// A record is found again by (source, external id). Its id here is the source's own id when that is a free UUID, else one made of
// source and external id. A record that the source did not change since the last import keeps the edits made here.
class StoreTarget : public ImportTarget {
 public:
  static constexpr char kGazetteerKey[] = "gazetteer";
  static constexpr char kNeighbourhoodsKey[] = "neighbourhoods";

  // `places_changed` is called after a gazetteer was written.
  StoreTarget(Store& store, const Taxonomy& taxonomy, const v1::ImportServicesRequest::Options& options,
              std::function<absl::Status()> places_changed);

  absl::Status PutServices(absl::Span<ImportedService> batch, v1::ImportReport* report) override;
  absl::Status PutGazetteer(const data::v1::Gazetteer& gazetteer) override;
  absl::Status PutNeighbourhoods(const data::v1::Neighbourhoods& neighbourhoods) override;

 private:
  class Batch;

  Store& store_;
  const Taxonomy& taxonomy_;
  const v1::ImportServicesRequest::Options options_;
  const std::function<absl::Status()> places_changed_;
  absl::flat_hash_set<uint64_t> counted_;  // hashes of names in the report
};

}  // namespace socialekaart
