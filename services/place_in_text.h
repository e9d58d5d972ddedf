#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "indexer/text/analyzer.h"
#include "services/places.h"

namespace socialekaart {

// A place that a text names: "bedplassen in Eibergen", "kopp 7151".
struct PlaceInText {
  v1::ResolvedPlace place;
  size_t offset, length;  // bytes of the text
};

// The longest name or postcode of a known place, the last of those. A name that is also a word ("beek", "goor") counts with a capital or after
// a word that says where.
std::optional<PlaceInText> FindPlace(const std::string& text, const Places& places, const Analyzer& analyzer);

}  // namespace socialekaart
