#pragma once

#include <optional>
#include <string>

#include "indexer/place/gazetteer.h"
#include "socialekaart/data/v1/gazetteer.pb.h"
#include "socialekaart/v1/common.pb.h"

namespace socialekaart {

// data/gazetteer.textproto of the source tree.
data::v1::Gazetteer ShippedPlaces();

// postcodes/NL.txt of the shared test data in the gazetteer's form; nothing when that folder is not there.
std::optional<data::v1::Gazetteer> GeoNamesPlaces();

// Buurten for some postcodes: {{"7011AA", {"BU02220101"}}, ...}, sorted by postcode.
data::v1::Neighbourhoods NeighbourhoodsOf(
    const std::vector<std::pair<std::string, std::vector<std::string>>>& buurten_by_postal_code);

v1::Place TextPlace(const std::string& text);
v1::Place PostalCodePlace(const std::string& postal_code);
v1::Place MunicipalityPlace(const std::string& code);
v1::Place PointPlace(double latitude, double longitude);

// A lookup that knows no school.
std::optional<SchoolAddress> NoSchool(absl::string_view brin);

// "Eibergen (Berkelland) GM1859 7151 7151AB PV25", with "~" in front when approximate and "?" with the candidates'
// names in brackets when ambiguous; or the error's code and reason.
std::string Describe(const absl::StatusOr<v1::ResolvedPlace>& place);

}  // namespace socialekaart
