#include "indexer/place/distance.h"

#include <array>
#include <string>

#include "gtest/gtest.h"

namespace socialekaart {
namespace {

struct Case {
  std::string what;
  double latitude1, longitude1, latitude2, longitude2;
  double metres;
};

TEST(DistanceTest, IsTheGreatCircle) {
  for (const Case& c : std::to_array<Case>({
           {"the same point", 52.1, 6.65, 52.1, 6.65, 0},
           {"a minute of latitude is a nautical mile", 52, 6, 52 + 1.0 / 60, 6, 1853},
           {"Aalten to Assen", 51.926, 6.581, 52.997, 6.562, 119'090},
           {"across the date line", 0, 179.5, 0, -179.5, 111'195},
           {"antipodes", 0, 0, 0, 180, 20'015'115},
       })) {
    SCOPED_TRACE(c.what);
    EXPECT_NEAR(DistanceM(c.latitude1, c.longitude1, c.latitude2, c.longitude2), c.metres, 1 + c.metres * 0.001);
    EXPECT_DOUBLE_EQ(DistanceM(c.latitude1, c.longitude1, c.latitude2, c.longitude2),
                     DistanceM(c.latitude2, c.longitude2, c.latitude1, c.longitude1));
  }
}

}  // namespace
}  // namespace socialekaart
