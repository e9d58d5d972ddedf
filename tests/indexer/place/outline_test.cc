#include "indexer/place/outline.h"

#include <gtest/gtest.h>

#include <vector>

#include "indexer/place/distance.h"
#include "indexer/place/gazetteer.h"
#include "tests/indexer/place/places.h"

namespace socialekaart {
namespace {

constexpr double kMarginM = 1500;
constexpr double kRoundingM = 80;  // of corners, to 0.001 degree

v1::LatLng At(double latitude, double longitude) {
  v1::LatLng point;
  point.set_latitude(latitude);
  point.set_longitude(longitude);
  return point;
}

// Twice the area of the triangle a b c, above zero when it turns left.
double Turn(const v1::LatLng& a, const v1::LatLng& b, const v1::LatLng& c) {
  return (b.longitude() - a.longitude()) * (c.latitude() - a.latitude()) -
         (b.latitude() - a.latitude()) * (c.longitude() - a.longitude());
}

bool Holds(const std::vector<v1::LatLng>& outline, const v1::LatLng& point) {
  for (size_t i = 0; i < outline.size(); ++i) {
    if (Turn(outline[i], outline[(i + 1) % outline.size()], point) <= 0) return false;
  }
  return outline.size() >= 3;
}

TEST(OutlineTest, OfOnePointIsACircle) {
  const std::vector<v1::LatLng> outline = OutlineAround({At(52.1, 6.65)}, kMarginM);
  ASSERT_GE(outline.size(), 12u);
  for (const v1::LatLng& corner : outline) {
    EXPECT_NEAR(DistanceM(52.1, 6.65, corner.latitude(), corner.longitude()), kMarginM, kRoundingM);
  }
  EXPECT_TRUE(OutlineAround({}, kMarginM).empty());
}

TEST(OutlineTest, HoldsEveryPointAndTurnsOneWay) {
  // The last two lie inside, and on a side.
  const std::vector<v1::LatLng> points = {At(52, 6),   At(52, 6.2),   At(52.2, 6.2),
                                          At(52.2, 6), At(52.1, 6.1), At(52, 6.1)};
  const std::vector<v1::LatLng> outline = OutlineAround(points, kMarginM);
  for (const v1::LatLng& point : points) EXPECT_TRUE(Holds(outline, point)) << point.ShortDebugString();
  for (size_t i = 0; i < outline.size(); ++i) {
    EXPECT_GT(Turn(outline[i], outline[(i + 1) % outline.size()], outline[(i + 2) % outline.size()]), 0) << i;
  }
  EXPECT_FALSE(Holds(outline, At(52.3, 6.1)));
  EXPECT_EQ(OutlineAround(std::vector<v1::LatLng>(points.rbegin(), points.rend()), kMarginM).size(), outline.size());
}

TEST(OutlineTest, OfAGemeenteHoldsItsVillagesAndNotThoseFarAway) {
  const auto gazetteer = Gazetteer::Build(ShippedPlaces());
  ASSERT_TRUE(gazetteer.ok());
  const auto berkelland = gazetteer->OutlineOf("GM1859");
  EXPECT_TRUE(Holds(berkelland, *gazetteer->PointOfPostalCode4("7151")));
  EXPECT_TRUE(Holds(berkelland, *gazetteer->PointOfPostalCode4("7275")));
  EXPECT_FALSE(Holds(berkelland, *gazetteer->PointOfPostalCode4("7101")));
  for (const char* unknown : {"", "GM9999", "Berkelland"})
    EXPECT_TRUE(gazetteer->OutlineOf(unknown).empty()) << unknown;
}

}  // namespace
}  // namespace socialekaart
