#include "indexer/place/distance.h"

#include <algorithm>
#include <cmath>

namespace socialekaart {
namespace {

constexpr double kRadians = 3.14159265358979323846 / 180;

double Square(double x) {
  return x * x;
}

}  // namespace

double DistanceM(double latitude1, double longitude1, double latitude2, double longitude2) {
  const double h = Square(std::sin((latitude2 - latitude1) * kRadians / 2)) +
                   std::cos(latitude1 * kRadians) * std::cos(latitude2 * kRadians) *
                       Square(std::sin((longitude2 - longitude1) * kRadians / 2));
  return 2 * kEarthRadiusM * std::asin(std::sqrt(std::min(1.0, h)));  // rounding may pass 1 for antipodes
}

}  // namespace socialekaart
