#pragma once

#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "indexer/index/document_set.h"
#include "socialekaart/v1/resources.pb.h"

namespace socialekaart {

// Documents by where they have a location: cells of 1/16 by 1/16 degree, about 7 by 4 km here.
class Grid {
 public:
  using Document = DocumentSet::Document;

  void Add(float latitude, float longitude, Document document);
  void Remove(float latitude, float longitude, Document document);

  // All of the cells that are not farther than this from the point: what lies within the radius, and some around it.
  void AddNear(const v1::LatLng& point, double radius_m, DocumentSet* documents) const;
  bool empty() const { return cells_.empty(); }

 private:
  absl::flat_hash_map<uint64_t, std::vector<Document>> cells_;  // ascending
};

}  // namespace socialekaart
