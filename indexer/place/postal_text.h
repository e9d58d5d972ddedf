#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace socialekaart {

// What a text that may be a postcode looks like, before any gazetteer is asked.
struct PostalText {
  enum class Form {
    kNone,        // no postcode: does not begin as one
    kPc4,         // "7151"
    kPc6,         // "7151 AB"
    kPc4AndName,  // "7151 Eibergen", "7151 AB Eibergen", "2000 Antwerpen": `name` is what follows the digits
    kBelgian,     // "B-2000", "BE 9000 Gent"
    kMalformed,   // begins with digits, and is nothing of the above
  };
  Form form = Form::kNone;
  std::string digits = {};   // "7151"
  std::string letters = {};  // "AB", upper case
  std::string name = {};
};

// Case and spaces around do not matter, one space may stand between digits and letters, "NL-" may go before.
PostalText ParsePostalText(absl::string_view text);

// "7151AB" from "7151 ab"; nothing for any other form, also none for SA, SD and SS, which are never given out.
std::optional<std::string> ParsePostalCode6(absl::string_view text);

// "GM1859" from "GM1859", "gm1859" and "1859".
std::optional<std::string> ParseMunicipalityCode(absl::string_view text);

// "12AB00" from "12AB00", "12ab00" and, as its main location, from "12AB".
std::optional<std::string> ParseBrin(absl::string_view text);

}  // namespace socialekaart
