#include "indexer/index/gates.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "indexer/index/grid.h"
#include "indexer/place/distance.h"

namespace socialekaart {
namespace {

// Gates with every combination that a profile may have, also none of a kind.
class RandomGates {
 public:
  Facts::Gate Gate() {
    Facts::Gate gate{};
    gate.status = static_cast<uint8_t>(Below(5));
    gate.kind = static_cast<int8_t>(Below(5) - 1);
    gate.levels = static_cast<uint16_t>(Below(16) << 1);
    gate.access = static_cast<uint8_t>(Below(4));
    gate.problems = static_cast<uint64_t>(Below(16));
    gate.excluded_problems = static_cast<uint64_t>(Below(3) == 0 ? Below(16) : 0);
    gate.minimum_age = Limit();
    gate.maximum_age = Limit();
    return gate;
  }

  FactsQuery Query() {
    FactsQuery query;
    query.statuses = static_cast<uint32_t>(1 + Below(30));
    query.levels = Below(2) == 0 ? uint16_t{0} : static_cast<uint16_t>(Below(16) << 1);
    query.kinds = Below(2) == 0 ? 0 : static_cast<uint64_t>(Below(16));
    query.access = Below(3) == 0 ? static_cast<uint8_t>(1 + Below(3)) : uint8_t{0};
    query.doors = Below(3) == 0 ? static_cast<uint8_t>(1 + Below(3)) : uint8_t{0};
    query.problems = Below(2) == 0 ? 0 : static_cast<uint64_t>(Below(16));
    if (Below(3) != 0) query.age_years = static_cast<double>(Below(130)) / 4 + (Below(40) == 0 ? 90 : 0);
    return query;
  }

  int Below(int end) { return std::uniform_int_distribution<int>(0, end - 1)(random_); }

 private:
  float Limit() { return Below(3) == 0 ? std::nanf("") : static_cast<float>(Below(3) == 0 ? Below(120) / 4.0 : Below(30)); }

  std::mt19937 random_{7};
};

TEST(GatesTest, PassesJustWhatEachGatePasses) {
  RandomGates random;
  Gates gates;
  for (Gates::Document document = 1; document < 300; ++document) gates.Set(document, random.Gate());
  for (int round = 0; round < 3'000; ++round) {
    gates.Set(static_cast<Gates::Document>(1 + random.Below(320)), random.Gate());  // what was before leaves no trace
    const FactsQuery query = random.Query();
    const DocumentSet passing = gates.Passing(query);
    for (Gates::Document document = 0; document < gates.end(); ++document) {
      ASSERT_EQ(passing.Has(document), gates.Get(document).status != 0 && PassesGate(query, gates.Get(document))) << "round " << round << ", " << document;
    }
  }
}

TEST(DocumentSetTest, JoinsAndCutsSetsOfDifferentLength) {
  DocumentSet a, b;
  for (const DocumentSet::Document document : {1u, 63u, 64u, 300u}) a.Add(document);
  for (const DocumentSet::Document document : {63u, 65u}) b.Add(document);
  using Documents = std::vector<DocumentSet::Document>;
  EXPECT_EQ((DocumentSet(a) |= b).ToVector(), (Documents{1, 63, 64, 65, 300}));
  EXPECT_EQ((DocumentSet(b) |= a).ToVector(), (Documents{1, 63, 64, 65, 300}));
  EXPECT_EQ((DocumentSet(a) &= b).ToVector(), (Documents{63}));
  EXPECT_EQ((DocumentSet(a) -= b).ToVector(), (Documents{1, 64, 300}));
  EXPECT_EQ((DocumentSet(b) -= a).ToVector(), (Documents{65}));
  EXPECT_FALSE(b.Has(1'000'000));
  b.Remove(1'000'000);
  EXPECT_EQ(b.Count(), 2u);
}

TEST(GridTest, LeavesOutNothingThatIsNearAndForgetsWhatIsGone) {
  std::mt19937 random(5);
  std::uniform_real_distribution<float> latitude(50.7f, 53.6f), longitude(3.3f, 7.3f);
  std::vector<std::pair<float, float>> points;
  Grid grid;
  for (Grid::Document document = 0; document < 5'000; ++document) {
    points.emplace_back(latitude(random), longitude(random));
    grid.Add(points.back().first, points.back().second, document);
  }
  for (const double radius_m : {50.0, 2'000.0, 10'000.0, 75'000.0, 2'000'000.0}) {
    for (int i = 0; i < 20; ++i) {
      v1::LatLng point;
      point.set_latitude(latitude(random));
      point.set_longitude(longitude(random));
      DocumentSet near;
      grid.AddNear(point, radius_m, &near);
      for (Grid::Document document = 0; document < points.size(); ++document) {
        if (DistanceM(point.latitude(), point.longitude(), points[document].first, points[document].second) <= radius_m) {
          ASSERT_TRUE(near.Has(document)) << radius_m;
        }
      }
      EXPECT_LT(near.Count(), radius_m <= 10'000 ? 5'000u / 4 : 5'001u) << radius_m;
    }
  }
  for (Grid::Document document = 0; document < points.size(); ++document) grid.Remove(points[document].first, points[document].second, document);
  EXPECT_TRUE(grid.empty());
}

}  // namespace
}  // namespace socialekaart
