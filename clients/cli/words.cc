#include "clients/cli/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace socialekaart::cli {
namespace {

struct Level {
  v1::HelpLevel level;
  const char* code;
  const char* name;
};

constexpr std::array<Level, 9> kLevels = {{
    {v1::HELP_LEVEL_SELF_RELIANCE, "eigen-kracht", "Eigen kracht"},
    {v1::HELP_LEVEL_COMMUNITY, "vrij-toegankelijk", "Vrij toegankelijk"},
    {v1::HELP_LEVEL_LOCAL_TEAM, "wijkteam", "Wijkteam"},
    {v1::HELP_LEVEL_PRACTICE_SUPPORT, "poh-jeugd", "POH-jeugd"},
    {v1::HELP_LEVEL_PRACTICE_SPECIALIST, "soh-kjp", "SOH-KJP"},
    {v1::HELP_LEVEL_BASIC_CARE, "basis", "Basis"},
    {v1::HELP_LEVEL_SPECIALIST_CARE, "specialistisch", "Specialistisch"},
    {v1::HELP_LEVEL_RESIDENTIAL, "verblijf", "Verblijf"},
    {v1::HELP_LEVEL_SAFETY, "veiligheid", "Veiligheid"},
}};

struct Role {
  v1::RequesterRole role;
  const char* code;
};

constexpr std::array<Role, 7> kRoles = {{
    {v1::REQUESTER_ROLE_GP, "huisarts"},
    {v1::REQUESTER_ROLE_POH_JEUGD, "poh-jeugd"},
    {v1::REQUESTER_ROLE_SOH_KJP, "soh-kjp"},
    {v1::REQUESTER_ROLE_YOUTH_DOCTOR, "jeugdarts"},
    {v1::REQUESTER_ROLE_LOCAL_TEAM, "wijkteam"},
    {v1::REQUESTER_ROLE_SCHOOL, "school"},
    {v1::REQUESTER_ROLE_OTHER, "anders"},
}};

template <typename Entries>
std::vector<std::string> Codes(const Entries& entries) {
  std::vector<std::string> codes;
  codes.reserve(entries.size());
  for (const auto& entry : entries) codes.emplace_back(entry.code);
  return codes;
}

// "12", "0,5"
std::string Years(double years) {
  std::string text = fmt::format("{:.4g}", years);
  std::replace(text.begin(), text.end(), '.', ',');
  return text;
}

const Level* Find(v1::HelpLevel level) {
  const auto found = std::find_if(kLevels.begin(), kLevels.end(), [&](const Level& one) { return one.level == level; });
  return found == kLevels.end() ? nullptr : &*found;
}

}  // namespace

std::string LevelCode(v1::HelpLevel level) {
  return Find(level) == nullptr ? "" : Find(level)->code;
}

std::string LevelName(v1::HelpLevel level) {
  return Find(level) == nullptr ? "" : Find(level)->name;
}

std::vector<std::string> LevelCodes() {
  return Codes(kLevels);
}

std::optional<v1::HelpLevel> ParseLevel(const std::string& code) {
  for (const Level& level : kLevels) {
    if (code == level.code) return level.level;
  }
  return std::nullopt;
}

std::vector<std::string> RoleCodes() {
  return Codes(kRoles);
}

std::optional<v1::RequesterRole> ParseRole(const std::string& code) {
  for (const Role& role : kRoles) {
    if (code == role.code) return role.role;
  }
  return std::nullopt;
}

std::string FitName(v1::Fit fit) {
  switch (fit) {
    case v1::FIT_YES:
      return "ja";
    case v1::FIT_NO:
      return "nee";
    case v1::FIT_UNKNOWN:
      return "onbekend";
    default:
      return "";
  }
}

std::string StateName(v1::LadderStep::State state) {
  switch (state) {
    case v1::LadderStep::STATE_NOT_ENOUGH:
      return "niet genoeg";
    case v1::LadderStep::STATE_ADVISED:
      return "advies";
    case v1::LadderStep::STATE_NEXT:
      return "als dit niet helpt";
    case v1::LadderStep::STATE_NOT_NEEDED:
      return "nu niet nodig";
    case v1::LadderStep::STATE_TRIED:
      return "al geprobeerd";
    case v1::LadderStep::STATE_NOT_OFFERED:
      return "bestaat hier niet";
    default:
      return "";
  }
}

std::string DistanceText(int metres, bool is_approximate) {
  const double km = metres / 1'000.0;
  std::string text = metres < 1'000    ? fmt::format("{} m", metres)
                     : metres < 10'000 ? fmt::format("{:.1f} km", km)
                                       : fmt::format("{} km", std::lround(km));
  std::replace(text.begin(), text.end(), '.', ',');
  return (is_approximate ? "ca. " : "") + text;
}

std::string AgesText(const v1::Service& service) {
  if (service.has_minimum_age() && service.has_maximum_age()) {
    return fmt::format("{} t/m {} jaar", Years(service.minimum_age()), Years(service.maximum_age()));
  }
  if (service.has_minimum_age()) return fmt::format("vanaf {} jaar", Years(service.minimum_age()));
  if (service.has_maximum_age()) return fmt::format("t/m {} jaar", Years(service.maximum_age()));
  return "";
}

std::string PlaceText(const v1::ResolvedPlace& place) {
  if (place.candidates_size() > 0) return place.display_name() + " (niet eenduidig)";
  return place.display_name();
}

std::string LevelsText(const v1::Service& service) {
  std::string text;
  for (const int level : service.profile().levels()) {
    text += (text.empty() ? "" : ", ") + LevelCode(static_cast<v1::HelpLevel>(level));
  }
  return text;
}

std::string OrganizationText(const v1::Service& service) {
  return service.organization_detail().display_name();
}

std::string PhoneText(const v1::Service& service) {
  if (service.phones_size() > 0) return service.phones(0).number();
  if (service.organization_detail().phones_size() > 0) return service.organization_detail().phones(0).number();
  return "";
}

}  // namespace socialekaart::cli
