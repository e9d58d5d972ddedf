#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace socialekaart {

// Pictures of the land under the map of the page, from a server that the owner of this one chose. Off by default: that
// server sees which area somebody looks at.

// "https://tiles.example.nl" of "https://tiles.example.nl/kaart/{z}/{x}/{y}.png"; nothing when it is no such template:
// https, one fixed name, and {z}, {x} and {y} once each after it.
std::optional<std::string> TileOrigin(absl::string_view url_template);

// index.html with the template and whom to thank in its <meta> elements, which are empty as the page is built.
std::string WithMapTiles(absl::string_view html, absl::string_view url_template, absl::string_view attribution);

}  // namespace socialekaart
