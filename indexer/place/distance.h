#pragma once

namespace socialekaart {

inline constexpr double kEarthRadiusM = 6'371'008.8;  // mean (IUGG)

// Great-circle distance in metres between two points in WGS84 degrees, on a sphere: within 0.5 % of the truth.
double DistanceM(double latitude1, double longitude1, double latitude2, double longitude2);

}  // namespace socialekaart
