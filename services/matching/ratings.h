#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"
#include "socialekaart/v1/match_service.pb.h"

namespace socialekaart {

inline constexpr int kRatingCount = 8;
inline constexpr int kWorstRating = 4;

// The eight ratings in the order of Assessment; absent = unknown.
using Ratings = std::array<std::optional<int32_t>, kRatingCount>;

inline constexpr std::array<absl::string_view, kRatingCount> kRatingNames = {
    "symptoms", "risk", "functioning", "coexisting", "history", "stressors", "support", "motivation"};

// Position of a rating; nothing for another name.
std::optional<int> RatingIndex(absl::string_view name);

Ratings RatingsOf(const v1::Assessment& assessment);

}  // namespace socialekaart
