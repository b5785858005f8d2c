#include "base/page_map.h"

#include <gtest/gtest.h>

namespace tangthu {
namespace {

// 12 pixels lower at both edges than in the middle, more so further down.
Bend cup() {
  Bend bend;
  bend.terms[Bend::kPowersDown] = 12;     // u²
  bend.terms[Bend::kPowersDown + 1] = 3;  // u²·v
  bend.half_width = 100;
  bend.half_height = 200;
  return bend;
}

TEST(PageMapTest, WithoutABendItIsAffine) {
  const Affine shift{1, 0, 5, 0, 1, 7};
  const PageMap map = shift;
  EXPECT_FALSE(map.is_bent());
  EXPECT_EQ(map.map({10, 20, 30, 40}, 500, 500), (Box{15, 27, 30, 40}));
  EXPECT_EQ(map.then(shift).map({10, 20, 30, 40}, 500, 500), (Box{20, 34, 30, 40}));
}

TEST(PageMapTest, ABoxIsMappedToWhereTheBendPutsIt) {
  const PageMap map({}, cup(), 200, 400);
  EXPECT_EQ(map.map({95, 200, 10, 10}, 200, 400), (Box{95, 200, 10, 11}));
  const Box edge = map.map({190, 200, 10, 10}, 200, 400);
  EXPECT_EQ(edge.y, 209) << "the least shift along its upper edge";
  EXPECT_EQ(edge.bottom(), 223) << "the greatest along its lower";
}

TEST(PageMapTest, TheBendComesBeforeTheAffinePart) {
  const Affine turned{0, -1, 400, 1, 0, 0};
  const PageMap map = PageMap({}, cup(), 200, 400).then(turned);
  const Box box = map.map({0, 200, 1, 1}, 400, 200);
  EXPECT_NEAR(box.x, 400 - 213, 1);
}

TEST(PageMapTest, OutsideTheMeasuredTextTheBendStaysAsItWas) {
  Bend bend = cup();
  bend.most_u = 0.5;
  EXPECT_DOUBLE_EQ(bend.at(100, 0), bend.at(50, 0));
}

TEST(PageMapTest, AnUpendedBendIsThatOfTheUpendedPage) {
  Bend bend = cup();
  bend.terms = {1, -2, 3, 4, -5, 6, 7, -8, 9, 1.5, 2.5, -3.5};
  bend.most_u = 0.8;
  for (const double x : {-90.0, -30.0, 20.0, 95.0}) {
    for (const double y : {-150.0, 60.0})
      EXPECT_NEAR(bend.upended().at(x, y), -bend.at(-x, -y), 1e-9);
  }
}

TEST(PageMapTest, AScaledBendIsThatOfTheScaledPage) {
  const Bend bend = cup();
  EXPECT_NEAR(bend.scaled(2).at(120, 80), 2 * bend.at(60, 40), 1e-9);
}

}  // namespace
}  // namespace tangthu
