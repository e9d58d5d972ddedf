#include "services/matching/ratings.h"

#include <algorithm>

namespace socialekaart {

std::optional<int> RatingIndex(absl::string_view name) {
  const auto* const found = std::find(kRatingNames.begin(), kRatingNames.end(), name);
  if (found == kRatingNames.end()) return std::nullopt;
  return static_cast<int>(found - kRatingNames.begin());
}

Ratings RatingsOf(const v1::Assessment& a) {
  const auto rating = [](bool has, int32_t value) { return has ? std::optional(value) : std::nullopt; };
  return {rating(a.has_symptoms(), a.symptoms()),       rating(a.has_risk(), a.risk()),
          rating(a.has_functioning(), a.functioning()), rating(a.has_coexisting(), a.coexisting()),
          rating(a.has_history(), a.history()),         rating(a.has_stressors(), a.stressors()),
          rating(a.has_support(), a.support()),         rating(a.has_motivation(), a.motivation())};
}

}  // namespace socialekaart
