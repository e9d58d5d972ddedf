#pragma once

#include <array>
#include <string>
#include <vector>

#include "socialekaart/data/v1/policy.pb.h"
#include "socialekaart/v1/common.pb.h"

namespace socialekaart {

// The ladder, lowest first; SAFETY is no step of it.
inline constexpr int kLowestLevel = v1::HELP_LEVEL_SELF_RELIANCE;
inline constexpr int kHighestLevel = v1::HELP_LEVEL_RESIDENTIAL;

// Which steps a gemeente offers, what they are called there, and which step does the work of a missing one.
struct Ladder {
  struct Step {
    v1::HelpLevel level = v1::HELP_LEVEL_UNSPECIFIED;
    std::string display_name;
    std::string description;
    std::string family_name;
    bool offered = true;
    int covered_by = 0;  // a lower level; 0 = none
    const data::v1::Policy::Step* about = nullptr;
  };
  std::vector<Step> steps;  // lowest first
  std::string model;        // "POH-jeugd"; empty = nothing is known of this gemeente
  std::string overlay;      // id

  const Step& at(int level) const { return steps[static_cast<size_t>(level - kLowestLevel)]; }
  Step& at(int level) { return steps[static_cast<size_t>(level - kLowestLevel)]; }

  // The lowest offered step from `level` up; the highest step is offered everywhere.
  int OfferedFrom(int level) const;

  // Where a rule leads that asks for at least `level`. A lower step covers for a missing one, unless the rule says no
  // or that lower step was tried.
  int StepFor(int level, bool not_covered, int highest_tried) const;
};

// Whether both look the same to a family: then it does not matter in which of two gemeenten it lives.
bool SameLadder(const Ladder& a, const Ladder& b);

}  // namespace socialekaart
