// Index::CountSupply.
#include <xapian.h>

#include <cstdlib>

#include "indexer/index/fields.h"
#include "indexer/index/index.h"
#include "indexer/index/supply.h"

namespace socialekaart {

std::shared_ptr<const MunicipalityAreas> Index::Areas() {
  absl::MutexLock lock(&mutex_);
  if (areas_ == nullptr) areas_ = std::make_shared<const MunicipalityAreas>(gazetteer_);
  return areas_;
}

absl::StatusOr<Supply> Index::CountSupply(const SupplyQuery& query) {
  const std::shared_ptr<const MunicipalityAreas> areas = Areas();
  absl::StatusOr<Supply> supply;
  const absl::Status status = Read([&](Xapian::Database& database, const Columns& columns) {
    supply = SupplyOf(columns, *areas, query, rules_);
    if (supply.ok()) supply->revision = std::strtoll(database.get_metadata(kMetaRevision).c_str(), nullptr, 10);
  });
  if (!status.ok()) return status;
  return supply;
}

}  // namespace socialekaart
