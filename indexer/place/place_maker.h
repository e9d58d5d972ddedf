#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "indexer/place/gazetteer_data.h"
#include "socialekaart/v1/common.pb.h"

namespace socialekaart {

// Makes resolved places of what a gazetteer knows. Internal to indexer/place.
class PlaceMaker {
 public:
  explicit PlaceMaker(const Gazetteer::Data& data) : data_(data) {}

  // The whole gemeente, with the point of the place of the same name.
  v1::ResolvedPlace OfMunicipality(int index) const;
  // A place name in one gemeente.
  v1::ResolvedPlace OfLocality(int index) const;
  // A PC4 that has lines, or with `letters` a PC6 in it. Decided by its buurten when those are known, else by its
  // lines.
  v1::ResolvedPlace OfPostalCode(int postal_code, absl::string_view letters) const;
  // A point among the lines it may belong to, nearest first.
  v1::ResolvedPlace OfPoint(const v1::LatLng& point, absl::Span<const Gazetteer::Data::Line> near) const;

 private:
  // What of a postcode lies in one gemeente.
  struct Part {
    v1::Municipality municipality;
    std::vector<Gazetteer::Data::Line> lines = {};
    std::vector<std::string> neighbourhoods = {};
  };

  std::vector<Part> PartsByLine(absl::Span<const Gazetteer::Data::Line> lines) const;
  std::vector<Part> PartsByNeighbourhood(absl::Span<const Gazetteer::Data::Line> lines,
                                         absl::Span<const std::string> neighbourhoods) const;
  std::string PartName(absl::string_view postal_code, const Part& part) const;
  std::string ProvinceOf(const Part& part) const;
  v1::Municipality ToProto(int municipality) const;
  void AddMunicipality(int index, v1::ResolvedPlace* place) const;

  const Gazetteer::Data& data_;
};

// One candidate is the place. Several are the candidates of a place that holds what they share; the candidates of one
// postcode share it, so that the place has all their gemeenten and a point.
v1::ResolvedPlace OneOf(std::vector<v1::ResolvedPlace> candidates);

// Gives the place, and each candidate, a point that is known exactly.
void SetExactPoint(const v1::LatLng& point, v1::ResolvedPlace* place);

}  // namespace socialekaart
