#include "indexer/place/outline.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "indexer/place/distance.h"

namespace socialekaart {
namespace {

constexpr int kCorners = 16;    // of the polygon that stands for a circle
constexpr double kStep = 1000;  // steps in a degree

struct Corner {
  double x = 0;  // longitude, in steps
  double y = 0;  // latitude, in steps
  friend bool operator<(const Corner& a, const Corner& b) { return a.x != b.x ? a.x < b.x : a.y < b.y; }
  friend bool operator==(const Corner& a, const Corner& b) { return a.x == b.x && a.y == b.y; }
};

// Above zero when a, b, c turn left.
double Turn(const Corner& a, const Corner& b, const Corner& c) {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

// Appends one side of the hull, of corners in their order, without its last corner.
template <typename Iterator>
void AddSide(Iterator begin, Iterator end, std::vector<Corner>* hull) {
  const size_t first = hull->size();
  for (Iterator corner = begin; corner != end; ++corner) {
    while (hull->size() >= first + 2 && Turn((*hull)[hull->size() - 2], hull->back(), *corner) <= 0) hull->pop_back();
    hull->push_back(*corner);
  }
  hull->pop_back();
}

}  // namespace

// The monotone chain of Andrew (1979) over the corners of all circles.
std::vector<v1::LatLng> OutlineAround(absl::Span<const v1::LatLng> points, double margin_m) {
  if (points.empty()) return {};
  std::vector<Corner> corners;
  for (const v1::LatLng& point : points) {
    const double north = margin_m / kEarthRadiusM * 180 / std::numbers::pi;
    const double east = north / std::cos(point.latitude() * std::numbers::pi / 180);
    for (int i = 0; i < kCorners; ++i) {
      const double angle = 2 * std::numbers::pi * i / kCorners;
      corners.push_back({.x = std::round((point.longitude() + east * std::cos(angle)) * kStep),
                         .y = std::round((point.latitude() + north * std::sin(angle)) * kStep)});
    }
  }
  std::sort(corners.begin(), corners.end());
  corners.erase(std::unique(corners.begin(), corners.end()), corners.end());
  std::vector<Corner> hull;
  AddSide(corners.begin(), corners.end(), &hull);
  AddSide(corners.rbegin(), corners.rend(), &hull);
  std::vector<v1::LatLng> outline;
  for (const Corner& corner : hull) {
    v1::LatLng& point = outline.emplace_back();
    point.set_latitude(corner.y / kStep);
    point.set_longitude(corner.x / kStep);
  }
  return outline;
}

}  // namespace socialekaart
