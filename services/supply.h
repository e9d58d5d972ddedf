#pragma once

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "indexer/index/index.h"
#include "indexer/record/taxonomy.h"
#include "services/matching/policy.h"
#include "services/places.h"
#include "socialekaart/v1/search_service.pb.h"

namespace socialekaart {

// What is needed to tell what there is.
struct SupplySources {
  Index& index;
  const Places& places;
  const Taxonomy& taxonomy;
  const Policy& policy;
};

// The supply of a gemeente, or of the whole directory: search_service.proto.
absl::StatusOr<v1::DescribeSupplyResponse> DescribeSupply(const v1::DescribeSupplyRequest& request,
                                                          const SupplySources& sources, absl::Time now);

}  // namespace socialekaart
