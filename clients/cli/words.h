#pragma once

#include <optional>
#include <string>
#include <vector>

#include "socialekaart/v1/common.pb.h"
#include "socialekaart/v1/match_service.pb.h"
#include "socialekaart/v1/resources.pb.h"

namespace socialekaart::cli {

// The words of the contract as one types and reads them.

// The code of a level as PROFILE.md writes it, "vrij-toegankelijk", and its name, "Vrij toegankelijk". "" for
// UNSPECIFIED.
std::string LevelCode(v1::HelpLevel level);
std::string LevelName(v1::HelpLevel level);
std::vector<std::string> LevelCodes();
std::optional<v1::HelpLevel> ParseLevel(const std::string& code);

std::vector<std::string> RoleCodes();
std::optional<v1::RequesterRole> ParseRole(const std::string& code);

// "ja", "nee", "onbekend"; "" when not asked.
std::string FitName(v1::Fit fit);

std::string StateName(v1::LadderStep::State state);

// "350 m", "4,2 km"; "ca. 4,2 km" when measured to the centre of a postcode; "" when not known. `result` is a
// SearchResult or a Suggestion.
std::string DistanceText(int metres, bool is_approximate);
template <typename Result>
std::string DistanceText(const Result& result) {
  return result.has_distance_m() ? DistanceText(result.distance_m(), result.distance_approximate()) : "";
}

// "0 t/m 12 jaar", "vanaf 4 jaar"; "" when not known.
std::string AgesText(const v1::Service& service);

// "Eibergen (Berkelland)", with what makes it uncertain.
std::string PlaceText(const v1::ResolvedPlace& place);

// The levels of a service, "vrij-toegankelijk, wijkteam".
std::string LevelsText(const v1::Service& service);

// The name of its organization, "" when not known.
std::string OrganizationText(const v1::Service& service);

// The first phone number of the service, or of its organization.
std::string PhoneText(const v1::Service& service);

}  // namespace socialekaart::cli
