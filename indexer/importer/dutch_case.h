#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace socialekaart {

// Place names as registers write them, in the case that people write: "'S-HEERENBERG" -> "'s-Heerenberg", "2E
// EXLOERMOND" -> "2e Exloermond", "OUDE IJSSELSTREEK" -> "Oude IJsselstreek", "ALPHEN AAN DEN RIJN" -> "Alphen aan den
// Rijn", and the province behind a name that occurs twice as Statistics Netherlands does: "HENGELO GLD" -> "Hengelo
// (Gld)". A name that holds a small letter is left as it is.
std::string ToDutchPlaceCase(absl::string_view name);

}  // namespace socialekaart
