// The only file that knows S2: terms of cells, so that "near here" is a few posting lists.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wpedantic"
#include <s2/s1angle.h>
#include <s2/s2cap.h>
#include <s2/s2earth.h>
#include <s2/s2latlng.h>
#include <s2/s2region_term_indexer.h>
#pragma GCC diagnostic pop

#include "absl/strings/str_cat.h"
#include "indexer/index/document.h"
#include "indexer/index/fields.h"

namespace socialekaart {
namespace {

// Cells of about 140 km down to 1 km: a radius of 500 m to 500 km needs at most a dozen of them.
S2RegionTermIndexer MakeIndexer() {
  S2RegionTermIndexer::Options options;
  options.set_index_contains_points_only(true);
  options.set_min_level(6);
  options.set_max_level(13);
  options.set_max_cells(12);
  return S2RegionTermIndexer(options);
}

}  // namespace

void AddCellTerms(double latitude, double longitude, Xapian::Document* document) {
  static thread_local S2RegionTermIndexer indexer = MakeIndexer();
  for (const auto& term : indexer.GetIndexTerms(S2LatLng::FromDegrees(latitude, longitude).ToPoint(), kTermCell)) {
    document->add_boolean_term(std::string(term));
  }
}

Xapian::Query CellQuery(double latitude, double longitude, double radius_m) {
  static thread_local S2RegionTermIndexer indexer = MakeIndexer();
  const S2Cap cap(S2LatLng::FromDegrees(latitude, longitude).ToPoint(), S2Earth::ToAngle(util::units::Meters(static_cast<float>(radius_m))));
  std::vector<std::string> terms;
  for (const auto& term : indexer.GetQueryTerms(cap, kTermCell)) terms.emplace_back(term);
  return Xapian::Query(Xapian::Query::OP_OR, terms.begin(), terms.end());
}

}  // namespace socialekaart
