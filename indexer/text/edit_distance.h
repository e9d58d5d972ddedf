#pragma once

#include <cstddef>

#include "absl/strings/string_view.h"

namespace socialekaart {

// How many letters must be added, left out, changed, or swapped with their neighbour to make `a` into `b` (optimal string alignment, in
// bytes: folded Dutch is ASCII). Anything above `limit` is given as limit + 1.
size_t EditDistance(absl::string_view a, absl::string_view b, size_t limit);

}  // namespace socialekaart
