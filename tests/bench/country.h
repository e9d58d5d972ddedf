#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "socialekaart/data/v1/gazetteer.pb.h"

namespace socialekaart::bench {

struct Town {
  std::string display_name;
  std::string postal_code4;
  std::string municipality_code;
  std::string municipality;
  double latitude;
  double longitude;
};

struct Municipality {
  std::string code;
  std::string display_name;
  std::vector<Town> towns;
};

// A country of the size of the Netherlands: 342 gemeenten with their PC4s. The pilot gemeenten are the real ones of the
// gazetteer, so that the server knows the places that are searched; the codes and places of the others are made up.
struct Country {
  std::vector<Municipality> pilot;
  std::vector<Municipality> others;
};

absl::StatusOr<Country> MakeCountry(const data::v1::Gazetteer& gazetteer);

}  // namespace socialekaart::bench
