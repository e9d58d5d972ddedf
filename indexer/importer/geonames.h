#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "socialekaart/data/v1/gazetteer.pb.h"

namespace socialekaart {

// A line of GeoNames' postal codes that could be read.
struct PostalLine {
  std::string postal_code4;
  std::string place;
  std::string municipality;       // as in the file: "Assen Municipality"
  std::string municipality_code;  // "0106", or ""
  std::string province_code;      // of GeoNames: "01"
  double latitude = 0;
  double longitude = 0;
  int64_t line = 0;
};

// "Assen" for "Assen Municipality" and "Gemeente Assen".
std::string MunicipalityName(absl::string_view name);

// The lines that stand with the wrong PC4: far (25 km) from where the PC4s around theirs lie, while another line of the
// same PC4 in another gemeente does not. Their positions in `lines`, ascending.
std::vector<size_t> SuspectLines(const std::vector<PostalLine>& lines);

data::v1::Gazetteer ToGazetteer(const std::vector<PostalLine>& lines);

}  // namespace socialekaart
