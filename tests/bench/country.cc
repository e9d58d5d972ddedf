#include "tests/bench/country.h"

#include <algorithm>
#include <set>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tests/bench/random.h"

namespace socialekaart::bench {
namespace {

constexpr size_t kPilotMunicipalities = 9;  // they stand first in the gazetteer
constexpr size_t kMunicipalities = 342;
constexpr int kTownsEach = 12;  // about 4,000 PC4s in all
constexpr uint64_t kCountrySeed = 342;

// The made-up gemeenten stand on a grid over the country.
constexpr int kColumns = 18;
constexpr double kSouth = 51.30, kWest = 4.20, kStepNorth = 0.105, kStepEast = 0.14;

Municipality MakeMunicipality(int number, int code, int& postal_code, const std::set<int>& taken) {
  Random random(kCountrySeed + static_cast<uint64_t>(number));
  Municipality municipality{absl::StrFormat("GM%04d", code), absl::StrCat("Voorbeeldgemeente ", number), {}};
  for (int i = 0; i < kTownsEach; ++i) {
    do {
      postal_code += 2;
    } while (taken.contains(postal_code));
    municipality.towns.push_back({absl::StrCat("Dorp ", postal_code), absl::StrCat(postal_code), municipality.code,
                                  municipality.display_name,
                                  kSouth + number / kColumns * kStepNorth + random.Unit() * kStepNorth,
                                  kWest + number % kColumns * kStepEast + random.Unit() * kStepEast});
  }
  return municipality;
}

}  // namespace

absl::StatusOr<Country> MakeCountry(const data::v1::Gazetteer& gazetteer) {
  if (gazetteer.municipalities().size() < static_cast<int>(kPilotMunicipalities)) {
    return absl::InvalidArgumentError("the gazetteer has fewer than the nine pilot gemeenten");
  }
  Country country;
  std::set<int> codes, postal_codes;
  for (const auto& municipality : gazetteer.municipalities()) {
    int number = 0;
    if (absl::SimpleAtoi(absl::string_view(municipality.code()).substr(2), &number)) codes.insert(number);
    if (country.pilot.size() < kPilotMunicipalities) {
      country.pilot.push_back({municipality.code(), municipality.display_name(), {}});
    }
  }
  for (const auto& place : gazetteer.places()) {
    int number = 0;
    if (absl::SimpleAtoi(place.postal_code4(), &number)) postal_codes.insert(number);
    const auto home = std::find_if(country.pilot.begin(), country.pilot.end(),
                                   [&](const auto& pilot) { return pilot.code == place.municipality_code(); });
    if (home == country.pilot.end()) continue;
    home->towns.push_back({place.display_name(), place.postal_code4(), home->code, home->display_name, place.latitude(),
                           place.longitude()});
  }
  for (const auto& pilot : country.pilot) {
    if (pilot.towns.empty()) return absl::InvalidArgumentError(absl::StrCat("no places in ", pilot.display_name));
  }
  int code = 0;
  int postal_code = 1010;
  while (country.pilot.size() + country.others.size() < kMunicipalities) {
    do {
      code += 5;
    } while (codes.contains(code));
    const int number = static_cast<int>(country.others.size()) + 1;
    country.others.push_back(MakeMunicipality(number, code, postal_code, postal_codes));
  }
  return country;
}

}  // namespace socialekaart::bench
