#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "indexer/place/area.h"
#include "socialekaart/data/v1/gazetteer.pb.h"
#include "socialekaart/v1/common.pb.h"

namespace socialekaart {

// Where a school stands, by its record. What is not known is empty or unset.
struct SchoolAddress {
  std::string postal_code;  // "7151 AB"
  std::optional<v1::LatLng> point;
  std::string municipality_code = {};  // "GM1859"
};

// The address of a BRIN, "12AB00", or nothing when no record has it.
using BrinLookup = std::function<std::optional<SchoolAddress>(absl::string_view brin)>;

// A completion of what was typed so far.
struct PlaceSuggestion {
  std::string text;               // "Eibergen (Berkelland)"; resolves to this place
  std::string municipality_code;  // "GM1859"; "" when not known
};

// Places of the country by postcode and by name, and what each lies in. Knows no services.
//
// Immutable, cheap to copy, and safe for use by several threads at once.
class Gazetteer {
 public:
  // INVALID_ARGUMENT says which entry is at fault. A line whose coordinate lies far from all other lines of its region,
  // while another line of its PC4 does not, is a slip of the source (7571 "2e Exloermond") and is left out.
  static absl::StatusOr<Gazetteer> Build(const data::v1::Gazetteer& places,
                                         data::v1::Neighbourhoods neighbourhoods = {});

  // A place as a caller knows it -> as it is understood.
  //
  // A name of both a place and its gemeente (Aalten, Assen) is the gemeente, with the point of the place: the family
  // may live anywhere in it. A name of several places, or a postcode in several gemeenten, is OK and has candidates;
  // for a postcode `municipalities` then holds all of them, and point and PC4 are set. A point lies in the gemeente of
  // the nearest PC4 centre; when a centre in another gemeente is about as near, all those gemeenten are candidates.
  //
  // INVALID_ARGUMENT (PLACE_INVALID): malformed or Belgian-looking postcode, a point outside the Netherlands, nothing
  // asked. NOT_FOUND (PLACE_NOT_FOUND): well-formed, but not known here. No message repeats what was typed, save a PC4
  // or a code.
  absl::StatusOr<v1::ResolvedPlace> Resolve(const v1::Place& place, const BrinLookup& brin) const;

  // The codes of areas that contain the place, that may contain it, and that may overlap it. `place` must come from
  // Resolve.
  PlaceCodes CodesOf(const v1::ResolvedPlace& place) const;

  // Names and PC4s that begin with what was typed, gemeenten first, then short ones. Nothing for an empty prefix.
  std::vector<PlaceSuggestion> Complete(absl::string_view prefix, size_t limit) const;

  // "Berkelland" of "GM1859"; nothing when not known.
  std::optional<std::string> MunicipalityName(absl::string_view code) const;

  // Roughly where a gemeente lies: around the centres of its PC4s, with some room. Corners of a convex area; empty when
  // the gemeente or its points are not known. No border: neighbours overlap.
  std::vector<v1::LatLng> OutlineOf(absl::string_view municipality_code) const;

  // Every gemeente that has a code.
  std::vector<v1::Municipality> Municipalities() const;

  // "GM1859" of "7151" and "7151 AB": every gemeente that it may lie in. Empty when not known.
  std::vector<std::string> MunicipalityCodesOf(absl::string_view postal_code) const;

  // The centre of a PC4; nothing when not known or without coordinates.
  std::optional<v1::LatLng> PointOfPostalCode4(absl::string_view postal_code4) const;

  // Whether the whole country is loaded, so that a PC4 that is not here does not exist.
  bool IsComplete() const;

  size_t postal_code_count() const;

  // Of what it was built from: another gazetteer gives other points.
  uint64_t hash() const;

  struct Data;  // gazetteer_data.h

 private:
  explicit Gazetteer(std::shared_ptr<const Data> data) : data_(std::move(data)) {}

  std::shared_ptr<const Data> data_;
};

// The shipped gazetteer and an imported one as one. The imported places win per PC4; gemeente names and the alternate
// names of gemeenten and places of the shipped one are kept, and a gemeente that the import knows by name alone gets
// its shipped code.
data::v1::Gazetteer Merge(const data::v1::Gazetteer& shipped, const data::v1::Gazetteer& imported);

}  // namespace socialekaart
