// Gazetteer::CodesOf: a resolved place as sets of area codes. See the table in area.h.

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "indexer/place/gazetteer_data.h"

namespace socialekaart {
namespace {

using Data = Gazetteer::Data;

std::string PostalCode4Term(int postal_code) {
  return absl::StrCat("PC4:", postal_code);
}

void SortUnique(std::vector<std::string>* list) {
  std::sort(list->begin(), list->end());
  list->erase(std::unique(list->begin(), list->end()), list->end());
}

// One code is certain; of several each is possible.
void AddOneOf(absl::Span<const std::string> codes, PlaceCodes* result) {
  std::vector<std::string>& list = codes.size() == 1 ? result->certain : result->possible;
  list.insert(list.end(), codes.begin(), codes.end());
}

void AddPostalCode(const v1::ResolvedPlace& place, const Data& data, PlaceCodes* result) {
  const bool is_point = place.has_point() && !place.approximate() && place.postal_code6().empty();
  if (is_point) {  // the nearest centre is a guess: the neighbours may be right
    for (const Data::Line& line : data.Near(place.point())) {
      result->possible.push_back(PostalCode4Term(line.postal_code));
      result->touches.push_back(PostalCode4Term(line.postal_code));
    }
    return;
  }
  if (!place.postal_code4().empty()) {
    result->certain.push_back(absl::StrCat("PC4:", place.postal_code4()));
    if (!place.postal_code6().empty()) {
      result->certain.push_back(absl::StrCat("PC6:", place.postal_code6()));
    } else {
      result->touches.push_back(absl::StrCat("PC4:", place.postal_code4()));
    }
    return;
  }
  const auto locality = data.locality_by_display_name.find(place.display_name());
  if (locality != data.locality_by_display_name.end()) {
    for (const size_t line : data.localities[static_cast<size_t>(locality->second)].lines) {
      result->touches.push_back(PostalCode4Term(data.lines[line].postal_code));
    }
    return;
  }
  for (const v1::Municipality& municipality : place.municipalities()) {
    const auto found = data.municipality_by_code.find(municipality.code());
    if (found == data.municipality_by_code.end() || found->second == Data::kNone) continue;
    for (const int postal_code : data.municipalities[static_cast<size_t>(found->second)].postal_codes) {
      result->touches.push_back(PostalCode4Term(postal_code));
    }
  }
}

PlaceCodes CodesOfOne(const v1::ResolvedPlace& place, const Data& data) {
  PlaceCodes result;
  result.certain.push_back("NL");
  if (place.province_code().empty()) {
    result.touches.push_back("PV");
  } else {
    result.certain.push_back(place.province_code());
  }

  std::vector<std::string> municipalities;
  for (const v1::Municipality& municipality : place.municipalities()) {
    if (!municipality.code().empty()) municipalities.push_back(municipality.code());
  }
  AddOneOf(municipalities, &result);
  const std::vector<std::string> districts(place.district_codes().begin(), place.district_codes().end());
  const std::vector<std::string> neighbourhoods(place.neighbourhood_codes().begin(), place.neighbourhood_codes().end());
  AddOneOf(districts, &result);
  AddOneOf(neighbourhoods, &result);

  const bool is_municipality_known =
      !municipalities.empty() && static_cast<int>(municipalities.size()) == place.municipalities_size();
  if (!is_municipality_known) result.touches.push_back("GM");
  if (neighbourhoods.empty()) result.touches.insert(result.touches.end(), municipalities.begin(), municipalities.end());
  AddPostalCode(place, data, &result);
  return result;
}

}  // namespace

PlaceCodes Gazetteer::CodesOf(const v1::ResolvedPlace& place) const {
  PlaceCodes result;
  if (place.candidates().empty()) {
    result = CodesOfOne(place, *data_);
  } else {
    // What contains every candidate contains the place; what contains or touches one of them may.
    for (int i = 0; i < place.candidates_size(); ++i) {
      PlaceCodes one = CodesOfOne(place.candidates(i), *data_);
      std::vector<std::string>& certain = result.certain;
      if (i == 0) certain = one.certain;
      std::erase_if(certain, [&](const std::string& code) {
        return std::find(one.certain.begin(), one.certain.end(), code) == one.certain.end();
      });
      result.possible.insert(result.possible.end(), one.certain.begin(), one.certain.end());
      result.possible.insert(result.possible.end(), one.possible.begin(), one.possible.end());
      result.touches.insert(result.touches.end(), one.touches.begin(), one.touches.end());
    }
  }
  SortUnique(&result.certain);
  SortUnique(&result.possible);
  SortUnique(&result.touches);
  std::erase_if(result.possible, [&](const std::string& code) {
    return std::binary_search(result.certain.begin(), result.certain.end(), code);
  });
  return result;
}

}  // namespace socialekaart
