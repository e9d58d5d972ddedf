#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "indexer/index/rules.h"
#include "services/places.h"

namespace socialekaart {

// A place that a text names: "bedplassen in Eibergen", "kopp 7151".
struct PlaceInText {
  v1::ResolvedPlace place;
  size_t offset, length;  // bytes of the text
};

// The longest name or postcode of a known place, the last of those. A name that is also a word ("beek", "goor") counts with a capital or after
// a word that says where; a number that may be a year counts only with the letters of its postcode.
std::optional<PlaceInText> FindPlace(const std::string& text, const Places& places, const IndexingRules& rules);

}  // namespace socialekaart
