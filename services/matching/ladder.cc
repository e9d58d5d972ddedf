#include "services/matching/ladder.h"

#include <algorithm>

namespace socialekaart {

int Ladder::OfferedFrom(int level) const {
  while (level < kHighestLevel && !at(level).offered) ++level;
  return level;
}

int Ladder::StepFor(int level, bool not_covered, int highest_tried) const {
  const int cover = at(level).covered_by;
  if (cover != 0 && !not_covered && highest_tried < cover) return cover;
  return OfferedFrom(level);
}

bool SameLadder(const Ladder& a, const Ladder& b) {
  return a.model == b.model && std::equal(a.steps.begin(), a.steps.end(), b.steps.begin(), b.steps.end(),
                                          [](const Ladder::Step& one, const Ladder::Step& other) {
                                            return one.level == other.level && one.display_name == other.display_name &&
                                                   one.description == other.description &&
                                                   one.offered == other.offered && one.covered_by == other.covered_by;
                                          });
}

}  // namespace socialekaart
