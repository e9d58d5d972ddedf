#pragma once

#include <vector>

#include "absl/types/span.h"
#include "socialekaart/v1/common.pb.h"

namespace socialekaart {

// The corners of the smallest convex area around circles of `margin_m` metres about the points, anticlockwise, the
// first not repeated; in steps of 0.001 degree. Empty without points. For areas the size of a gemeente, away from the
// poles.
std::vector<v1::LatLng> OutlineAround(absl::Span<const v1::LatLng> points, double margin_m);

}  // namespace socialekaart
