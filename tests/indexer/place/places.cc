#include "tests/indexer/place/places.h"

#include <cstdlib>
#include <fstream>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "gtest/gtest.h"
#include "indexer/base/codec.h"
#include "indexer/base/status.h"

namespace socialekaart {
namespace {

std::string SharedData() {
  const char* path = std::getenv("SOCIALEKAART_SHARED_DATA");
  return path != nullptr ? path : SOCIALEKAART_SOURCE_DIR "/../shared/data";
}

// "Assen Municipality", "Gemeente Winterswijk" and "Berkelland" are the styles of the file.
std::string MunicipalityName(absl::string_view name) {
  return std::string(absl::StripSuffix(absl::StripPrefix(name, "Gemeente "), " Municipality"));
}

const std::map<std::string, std::string>& Provinces() {
  static const auto* provinces = new std::map<std::string, std::string>{
      {"04", "PV20"}, {"02", "PV21"}, {"01", "PV22"}, {"15", "PV23"}, {"16", "PV24"}, {"03", "PV25"},
      {"09", "PV26"}, {"07", "PV27"}, {"11", "PV28"}, {"10", "PV29"}, {"06", "PV30"}, {"05", "PV31"}};
  return *provinces;
}

}  // namespace

data::v1::Gazetteer ShippedPlaces() {
  data::v1::Gazetteer places;
  const absl::Status status = LoadTextproto(SOCIALEKAART_SOURCE_DIR "/data/gazetteer.textproto", &places);
  EXPECT_TRUE(status.ok()) << status.message();
  return places;
}

std::optional<data::v1::Gazetteer> GeoNamesPlaces() {
  std::ifstream file(SharedData() + "/nl/postcodes/NL.txt");
  if (!file) return std::nullopt;
  data::v1::Gazetteer places;
  std::map<std::string, std::string> province_by_code;
  for (std::string line; std::getline(file, line);) {
    const std::vector<std::string> fields = absl::StrSplit(line, '\t');
    const std::string code = fields[6].empty() ? "" : absl::StrCat("GM", fields[6]);
    const auto province = Provinces().find(fields[4]);
    if (province_by_code.emplace(code, "").second) {
      auto* municipality = places.add_municipalities();
      municipality->set_code(code);
      municipality->set_display_name(code.empty() ? "Voorne aan Zee" : MunicipalityName(fields[5]));
      if (province != Provinces().end()) municipality->set_province_code(province->second);
    }
    auto* place = places.add_places();
    place->set_postal_code4(fields[1]);
    place->set_display_name(fields[2]);
    place->set_municipality_code(code);
    place->set_latitude(std::stod(fields[9]));
    place->set_longitude(std::stod(fields[10]));
  }
  return places;
}

data::v1::Neighbourhoods NeighbourhoodsOf(
    const std::vector<std::pair<std::string, std::vector<std::string>>>& buurten_by_postal_code) {
  data::v1::Neighbourhoods neighbourhoods;
  for (const auto& [postal_code, buurten] : buurten_by_postal_code) {
    const int key = std::stoi(postal_code.substr(0, 4)) * 676 + (postal_code[4] - 'A') * 26 + (postal_code[5] - 'A');
    neighbourhoods.add_keys(static_cast<uint32_t>(key));
    neighbourhoods.add_starts(static_cast<uint32_t>(neighbourhoods.indexes_size()));
    for (const std::string& buurt : buurten) {
      neighbourhoods.add_indexes(static_cast<uint32_t>(neighbourhoods.codes_size()));
      neighbourhoods.add_codes(buurt);
    }
  }
  return neighbourhoods;
}

v1::Place TextPlace(const std::string& text) {
  v1::Place place;
  place.set_text(text);
  return place;
}

v1::Place PostalCodePlace(const std::string& postal_code) {
  v1::Place place;
  place.set_postal_code(postal_code);
  return place;
}

v1::Place MunicipalityPlace(const std::string& code) {
  v1::Place place;
  place.set_municipality_code(code);
  return place;
}

v1::Place PointPlace(double latitude, double longitude) {
  v1::Place place;
  place.mutable_point()->set_latitude(latitude);
  place.mutable_point()->set_longitude(longitude);
  return place;
}

std::optional<SchoolAddress> NoSchool(absl::string_view) {
  return std::nullopt;
}

std::string Describe(const absl::StatusOr<v1::ResolvedPlace>& place) {
  if (!place.ok()) {
    return absl::StrCat(absl::StatusCodeToString(place.status().code()), " ",
                        v1::ErrorReason_Name(ReasonOf(place.status())));
  }
  std::vector<std::string> parts = {absl::StrCat(place->approximate() ? "~" : "", place->display_name())};
  for (const v1::Municipality& municipality : place->municipalities()) parts.push_back(municipality.code());
  for (const std::string& part : {place->postal_code4(), place->postal_code6(), place->province_code()}) {
    if (!part.empty()) parts.push_back(part);
  }
  std::vector<std::string> candidates;
  for (const v1::ResolvedPlace& candidate : place->candidates()) candidates.push_back(candidate.display_name());
  if (!candidates.empty()) parts.push_back(absl::StrCat("?[", absl::StrJoin(candidates, "; "), "]"));
  return absl::StrJoin(parts, " ");
}

}  // namespace socialekaart
