#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "socialekaart/v1/common.pb.h"
#include "socialekaart/v1/resources.pb.h"

namespace socialekaart {

// clang-format off
// Service areas are sets of codes (PROFILE.md): NL, PV25, GM1859, WK185901, BU18590100, PC4:7151, PC6:7151AB. Whether a service
// serves a place is answered with sets alone, so that the index (terms) and a comparison one by one give the same:
//
//   YES      a code of the service is in place.certain
//   UNKNOWN  otherwise, when the service has no readable code, or one in place.possible, or one that touches place.touches
//   NO       otherwise
//
//   place                      certain                                 possible         touches
//   7151 AB, buurt not known   NL PV25 GM1859 PC4:7151 PC6:7151AB      -                GM1859
//   7151 AB, buurt known       the same and WK185901 BU18590100        -                -
//   7151                       NL PV25 GM1859 PC4:7151                 -                GM1859 PC4:7151
//   7011, in two gemeenten     NL PV25 PC4:7011                        GM0222 GM1509    GM0222 GM1509 PC4:7011
//   gemeente Berkelland        NL PV25 GM1859                          -                GM1859 PC4:7151 PC4:7152 ...
//   Hengelo, not chosen yet    NL                                      PV23 PV25 ...    GM0164 GM1876 PC4:7551 ...
//   a point near 7151          NL PV25 GM1859                          PC4:7151         GM1859 PC4:7151
//   gemeente without a code    NL PV28                                 -                GM PC4:3221 ...
//
// So for a family in 7011 a service for PV25 or PC4:7011 is a YES; one for GM1509, PC6:7011AA or BU15090101 is UNKNOWN; one for
// GM1859 or PC4:7151 is a NO; and one for "Achterhoek", which is no code, is UNKNOWN.
// clang-format on
struct PlaceCodes {
  std::vector<std::string> certain;   // areas that contain the whole place for sure
  std::vector<std::string> possible;  // areas that may contain it
  std::vector<std::string> touches;   // an area inside or over these may overlap the place: compare with TouchTerms
};

// The codes of a service area as text.
struct AreaCodes {
  std::vector<std::string> codes;    // upper case, sorted, each once
  std::vector<std::string> invalid;  // tokens that are no code, as they were written
};

// Codes are separated by spaces, commas or semicolons; case does not matter.
AreaCodes ParseExtent(absl::string_view extent);

// All areas of a service and of its places of service. An area of another extent_type than "text" ("" counts as "text")
// counts as invalid: it is an area, and cannot be read.
AreaCodes AreaCodesOf(const v1::Service& service);

// `codes` must come from ParseExtent or AreaCodesOf.
v1::Fit AreaFit(absl::Span<const std::string> codes, const PlaceCodes& place);

// What an index stores for a code of a service. `place.certain` and `place.possible` are compared with cover terms,
// `place.touches` with touch terms: the code and what it lies in (PC6 -> PC4; BU -> WK -> GM), up to the kind alone
// ("GM").
std::vector<std::string> CoverTerms(absl::string_view code);
std::vector<std::string> TouchTerms(absl::string_view code);

}  // namespace socialekaart
