#include "services/matching/policy_texts.h"

#include <array>

#include "absl/strings/str_split.h"

namespace socialekaart {
namespace {

using Texts = data::v1::Policy::Texts;

const auto kFields = std::to_array<TextField>({
    {"record_question", &Texts::record_question, "problems age"},
    {"record_safety", &Texts::record_safety, "topics first_line"},
    {"record_level", &Texts::record_level, "step reason"},
    {"record_chosen", &Texts::record_chosen, "step reason"},
    {"record_services", &Texts::record_services, "services"},
    {"record_gap", &Texts::record_gap, "step"},
    {"record_next", &Texts::record_next, "next"},
    {"record_version", &Texts::record_version, "version"},
    {"age_unknown", &Texts::age_unknown, ""},
    {"problems_unknown", &Texts::problems_unknown, ""},
    {"lowest", &Texts::lowest, ""},
    {"not_offered", &Texts::not_offered, "missing step"},
    {"stands_here", &Texts::stands_here, "step"},
    {"next_step", &Texts::next_step, "step"},
    {"not_needed", &Texts::not_needed, ""},
    {"tried", &Texts::tried, ""},
    {"missing_step", &Texts::missing_step, ""},
    {"top", &Texts::top, ""},
    {"family_intro", &Texts::family_intro, ""},
    {"family_safety", &Texts::family_safety, "steps lines"},
    {"family_level", &Texts::family_level, "step description"},
    {"family_services", &Texts::family_services, "services"},
    {"family_gap", &Texts::family_gap, ""},
    {"family_next", &Texts::family_next, "next"},
    {"family_close", &Texts::family_close, ""},
    {"family_top", &Texts::family_top, ""},
    {"safety_word", &Texts::safety_word, "topic words"},
    {"safety_code", &Texts::safety_code, "topic code"},
    {"safety_denied", &Texts::safety_denied, "topic words"},
    {"safety_past", &Texts::safety_past, "topic words"},
    {"safety_other", &Texts::safety_other, "topic words"},
    {"safety_ask", &Texts::safety_ask, "topic words"},
    {"safety_likeness", &Texts::safety_likeness, "topic words"},
    {"safety_soft", &Texts::safety_soft, "topics"},
    {"covered", &Texts::covered, "missing step"},
    {"if_worst", &Texts::if_worst, "step"},
    {"meanwhile", &Texts::meanwhile, "step"},
    {"waiting", &Texts::waiting, "days date"},
    {"waiting_unknown", &Texts::waiting_unknown, ""},
    {"distance", &Texts::distance, "distance"},
    {"assured", &Texts::assured, "date"},
    {"not_assured", &Texts::not_assured, ""},
    {"closed", &Texts::closed, ""},
    {"gap", &Texts::gap, "step"},
    {"other_door", &Texts::other_door, "service"},
    {"other_area", &Texts::other_area, "service"},
    {"not_understood", &Texts::not_understood, ""},
    {"record_place_fault", &Texts::record_place_fault, ""},
    {"tried_here", &Texts::tried_here, "step"},
    {"not_yet", &Texts::not_yet, ""},
    {"when", &Texts::when, "reason"},
});

}  // namespace

const absl::Span<const TextField> kTextFields = absl::MakeConstSpan(kFields);

std::vector<absl::string_view> PlaceholdersOf(const TextField& field) {
  return absl::StrSplit(field.placeholders, ' ', absl::SkipEmpty());
}

}  // namespace socialekaart
