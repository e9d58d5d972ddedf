#include "services/map_tiles.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "services/html.h"

namespace socialekaart {
namespace {

constexpr char kScheme[] = "https://";
constexpr char kPathSigns[] = "-._~/:@!$()*+,=?&%";
constexpr auto kPlaceholders = std::to_array<const char*>({"{z}", "{x}", "{y}"});
constexpr int kHighestPort = 65535;

bool IsName(absl::string_view name) {
  return !name.empty() && name.front() != '.' && name.front() != '-' &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return absl::ascii_islower(static_cast<unsigned char>(c)) ||
                  absl::ascii_isdigit(static_cast<unsigned char>(c)) || c == '.' || c == '-';
         });
}

bool IsAuthority(absl::string_view authority) {
  const size_t colon = authority.find(':');
  if (colon == absl::string_view::npos) return IsName(authority);
  const absl::string_view digits = authority.substr(colon + 1);
  int port = 0;
  return IsName(authority.substr(0, colon)) && std::all_of(digits.begin(), digits.end(), absl::ascii_isdigit) &&
         absl::SimpleAtoi(digits, &port) && port >= 1 && port <= kHighestPort;
}

}  // namespace

std::optional<std::string> TileOrigin(absl::string_view url_template) {
  absl::string_view rest = url_template;
  if (!absl::ConsumePrefix(&rest, kScheme)) return std::nullopt;
  const size_t slash = rest.find('/');
  if (slash == absl::string_view::npos || !IsAuthority(rest.substr(0, slash))) return std::nullopt;
  std::string path(rest.substr(slash));
  for (const absl::string_view placeholder : kPlaceholders) {
    const size_t at = path.find(std::string(placeholder));
    if (at == std::string::npos) return std::nullopt;
    path.erase(at, placeholder.size());
  }
  const bool plain = std::all_of(path.begin(), path.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || absl::StrContains(kPathSigns, c);
  });
  if (!plain) return std::nullopt;
  return absl::StrCat(kScheme, rest.substr(0, slash));
}

std::string WithMapTiles(absl::string_view html, absl::string_view url_template, absl::string_view attribution) {
  const auto meta = [](absl::string_view name, absl::string_view content) {
    return absl::StrCat("<meta name=\"", name, "\" content=\"", EscapeHtml(content), "\">");
  };
  return absl::StrReplaceAll(html, {{meta("sk-tiles", ""), meta("sk-tiles", url_template)},
                                    {meta("sk-tiles-by", ""), meta("sk-tiles-by", attribution)}});
}

}  // namespace socialekaart
