#include "indexer/place/place_maker.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "indexer/place/place_name.h"

namespace socialekaart {
namespace {

using Data = Gazetteer::Data;

constexpr size_t kMaxCandidates = 20;

std::vector<Data::Line> LinesIn(absl::Span<const Data::Line> lines, int municipality) {
  std::vector<Data::Line> in;
  for (const Data::Line& line : lines) {
    if (line.municipality == municipality) in.push_back(line);
  }
  return in;
}

void SetCentre(absl::Span<const Data::Line> lines, v1::ResolvedPlace* place) {
  if (const auto centre = Centre(lines)) *place->mutable_point() = *centre;
  place->set_approximate(place->has_point());
}

template <typename Get>
std::string Shared(const std::vector<v1::ResolvedPlace>& places, Get get) {
  const bool is_shared =
      std::all_of(places.begin(), places.end(), [&](const auto& place) { return get(place) == get(places[0]); });
  return is_shared ? get(places[0]) : std::string();
}

void MergeParts(const std::vector<v1::ResolvedPlace>& parts, v1::ResolvedPlace* place) {
  std::vector<Data::Line> points;
  for (const v1::ResolvedPlace& part : parts) {
    place->mutable_municipalities()->MergeFrom(part.municipalities());
    place->mutable_neighbourhood_codes()->MergeFrom(part.neighbourhood_codes());
    place->mutable_district_codes()->MergeFrom(part.district_codes());
    if (!part.has_point()) continue;
    points.emplace_back();
    points.back().point = part.point();
  }
  SetCentre(points, place);
}

}  // namespace

v1::ResolvedPlace PlaceMaker::OfMunicipality(int index) const {
  const Data::Municipality& municipality = data_.municipalities[static_cast<size_t>(index)];
  v1::ResolvedPlace place;
  place.set_display_name(municipality.display_name);
  AddMunicipality(index, &place);
  std::vector<Data::Line> lines;
  if (municipality.seat != Data::kNone) {
    lines = data_.LinesOfLocality(municipality.seat);
  } else {
    for (const int postal_code : municipality.postal_codes) {
      for (Data::Line& line : LinesIn(data_.LinesOf(postal_code), index)) lines.push_back(std::move(line));
    }
  }
  SetCentre(lines, &place);
  return place;
}

v1::ResolvedPlace PlaceMaker::OfLocality(int index) const {
  const Data::Locality& locality = data_.localities[static_cast<size_t>(index)];
  v1::ResolvedPlace place;
  place.set_display_name(locality.display_name);
  AddMunicipality(locality.municipality, &place);
  const std::vector<Data::Line> lines = data_.LinesOfLocality(index);
  if (lines.size() == 1) place.set_postal_code4(absl::StrCat(lines[0].postal_code));
  SetCentre(lines, &place);
  return place;
}

v1::ResolvedPlace PlaceMaker::OfPostalCode(int postal_code, absl::string_view letters) const {
  const absl::Span<const Data::Line> lines = data_.LinesOf(postal_code);
  const std::string postal_code6 = letters.empty() ? "" : absl::StrCat(postal_code, letters);
  const std::vector<std::string> neighbourhoods =
      letters.empty() ? std::vector<std::string>() : data_.NeighbourhoodsOf(postal_code6);

  std::vector<v1::ResolvedPlace> candidates;
  for (const Part& part : neighbourhoods.empty() ? PartsByLine(lines) : PartsByNeighbourhood(lines, neighbourhoods)) {
    v1::ResolvedPlace place;
    place.set_postal_code4(absl::StrCat(postal_code));
    place.set_postal_code6(postal_code6);
    place.set_display_name(PartName(absl::StrCat(postal_code, letters.empty() ? "" : " ", letters), part));
    place.set_province_code(ProvinceOf(part));
    if (!part.municipality.display_name().empty()) *place.add_municipalities() = part.municipality;
    for (const std::string& neighbourhood : part.neighbourhoods) {
      place.add_neighbourhood_codes(neighbourhood);
      const std::string district = absl::StrCat("WK", neighbourhood.substr(2, 6));
      const auto& districts = place.district_codes();
      if (districts.empty() || districts[districts.size() - 1] != district) place.add_district_codes(district);
    }
    SetCentre(part.lines, &place);
    candidates.push_back(std::move(place));
  }
  return OneOf(std::move(candidates));
}

v1::ResolvedPlace PlaceMaker::OfPoint(const v1::LatLng& point, absl::Span<const Data::Line> near) const {
  std::vector<v1::ResolvedPlace> candidates;
  for (const int municipality : data_.MunicipalitiesOf(near)) {
    const auto nearest = std::find_if(near.begin(), near.end(),
                                      [&](const Data::Line& line) { return line.municipality == municipality; });
    v1::ResolvedPlace place;
    place.set_display_name(data_.localities[static_cast<size_t>(nearest->locality)].display_name);
    place.set_postal_code4(absl::StrCat(nearest->postal_code));
    AddMunicipality(municipality, &place);
    candidates.push_back(std::move(place));
  }
  v1::ResolvedPlace place = OneOf(std::move(candidates));
  SetExactPoint(point, &place);
  return place;
}

std::vector<PlaceMaker::Part> PlaceMaker::PartsByLine(absl::Span<const Data::Line> lines) const {
  std::vector<Part> parts;
  for (const int municipality : data_.MunicipalitiesOf(lines)) {
    parts.push_back({.municipality = ToProto(municipality), .lines = LinesIn(lines, municipality)});
  }
  return parts;
}

// A buurt code begins with its gemeente: BU1859....; `neighbourhoods` is sorted.
std::vector<PlaceMaker::Part> PlaceMaker::PartsByNeighbourhood(absl::Span<const Data::Line> lines,
                                                               absl::Span<const std::string> neighbourhoods) const {
  std::vector<Part> parts;
  for (const std::string& neighbourhood : neighbourhoods) {
    const std::string code = absl::StrCat("GM", neighbourhood.substr(2, 4));
    if (parts.empty() || parts.back().municipality.code() != code) {
      const auto found = data_.municipality_by_code.find(code);
      const int municipality = found == data_.municipality_by_code.end() ? Data::kNone : found->second;
      Part& part = parts.emplace_back();
      part.municipality = ToProto(municipality);
      part.municipality.set_code(code);
      // A gemeente that the gazetteer does not know has a code and no name.
      if (municipality == Data::kNone) part.municipality.set_display_name(code);
      part.lines = LinesIn(lines, municipality);
      if (part.lines.empty()) part.lines.assign(lines.begin(), lines.end());
    }
    parts.back().neighbourhoods.push_back(neighbourhood);
  }
  return parts;
}

// "7151 AB Eibergen (Berkelland)"; without the gemeente where the place bears its name.
std::string PlaceMaker::PartName(absl::string_view postal_code, const Part& part) const {
  std::vector<std::string> names;
  for (const Data::Line& line : part.lines) {
    std::string name(BaseName(data_.localities[static_cast<size_t>(line.locality)].name));
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
  }
  const std::string& municipality = part.municipality.display_name();
  const bool is_clear = municipality.empty() || (names.size() == 1 && names[0] == municipality);
  return absl::StrCat(postal_code, " ", absl::StrJoin(names, " / "),
                      is_clear ? "" : absl::StrCat(" (", municipality, ")"));
}

// A gemeente that is known by its buurten alone lies in the province of the postcode's lines, when that is one.
std::string PlaceMaker::ProvinceOf(const Part& part) const {
  const auto found = data_.municipality_by_code.find(part.municipality.code());
  if (found != data_.municipality_by_code.end() && found->second != Data::kNone) {
    return data_.municipalities[static_cast<size_t>(found->second)].province;
  }
  std::string province;
  for (const Data::Line& line : part.lines) {
    if (line.municipality == Data::kNone) return "";
    const std::string& other = data_.municipalities[static_cast<size_t>(line.municipality)].province;
    if (!province.empty() && other != province) return "";
    province = other;
  }
  return province;
}

v1::Municipality PlaceMaker::ToProto(int municipality) const {
  v1::Municipality proto;
  if (municipality == Data::kNone) return proto;
  proto.set_code(data_.municipalities[static_cast<size_t>(municipality)].code);
  proto.set_display_name(data_.municipalities[static_cast<size_t>(municipality)].name);
  return proto;
}

void PlaceMaker::AddMunicipality(int index, v1::ResolvedPlace* place) const {
  if (index == Data::kNone) return;
  *place->add_municipalities() = ToProto(index);
  place->set_province_code(data_.municipalities[static_cast<size_t>(index)].province);
}

v1::ResolvedPlace OneOf(std::vector<v1::ResolvedPlace> candidates) {
  if (candidates.size() == 1) return std::move(candidates[0]);
  std::sort(candidates.begin(), candidates.end(), [](const v1::ResolvedPlace& a, const v1::ResolvedPlace& b) {
    return std::tie(a.display_name(), a.postal_code4()) < std::tie(b.display_name(), b.postal_code4());
  });
  v1::ResolvedPlace place;
  place.set_postal_code4(Shared(candidates, [](const v1::ResolvedPlace& one) { return one.postal_code4(); }));
  place.set_postal_code6(Shared(candidates, [](const v1::ResolvedPlace& one) { return one.postal_code6(); }));
  place.set_province_code(Shared(candidates, [](const v1::ResolvedPlace& one) { return one.province_code(); }));
  if (!place.postal_code4().empty()) MergeParts(candidates, &place);

  std::vector<std::string> names;
  names.reserve(candidates.size());
  for (const v1::ResolvedPlace& candidate : candidates) names.push_back(candidate.display_name());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  place.set_display_name(absl::StrJoin(names, " / "));
  if (candidates.size() > kMaxCandidates) candidates.resize(kMaxCandidates);
  for (v1::ResolvedPlace& candidate : candidates) place.mutable_candidates()->Add(std::move(candidate));
  return place;
}

void SetExactPoint(const v1::LatLng& point, v1::ResolvedPlace* place) {
  for (v1::ResolvedPlace& candidate : *place->mutable_candidates()) SetExactPoint(point, &candidate);
  *place->mutable_point() = point;
  place->set_approximate(false);
}

}  // namespace socialekaart
