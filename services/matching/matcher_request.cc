// What a request may hold.
#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "indexer/base/codec.h"
#include "indexer/base/status.h"
#include "services/matching/matcher.h"

namespace socialekaart {
namespace {

constexpr size_t kMostQuestionBytes = 4000;
constexpr int kMostCodes = 20;
constexpr int kMostServicesPerLevel = 20;
constexpr double kHighestAge = 130;

}  // namespace

// "icpc-1:P22", "ICPC-1:p22", and a sub-code as its code: "icpc-1:P12.01".
const data::v1::Taxonomy::CodeMap* Matcher::FindCode(absl::string_view code) const {
  const std::pair<std::string, std::string> parts = absl::StrSplit(code, absl::MaxSplits(':', 1));
  const std::string system = absl::AsciiStrToLower(parts.first);
  const auto* found = taxonomy_->FindCode(system, parts.second);
  if (found != nullptr) return found;
  const std::pair<std::string, std::string> sub = absl::StrSplit(parts.second, absl::MaxSplits('.', 1));
  return sub.second.empty() ? nullptr : taxonomy_->FindCode(system, sub.first);
}

std::vector<v1::FieldViolation> Matcher::FaultsOf(const v1::MatchRequest& request) const {
  std::vector<v1::FieldViolation> faults;
  const auto add = [&](absl::string_view field, absl::string_view what, absl::string_view expected) {
    faults.push_back(Violation(field, what, expected));
  };
  if (request.question().size() > kMostQuestionBytes) {
    add("question", absl::StrCat("is ", request.question().size(), " bytes long"), "at most 4000 bytes");
  }
  if (!IsUtf8(request.question())) add("question", "is not valid UTF-8", "UTF-8 text");
  if (request.problem_codes_size() > kMostCodes) {
    add("problem_codes", absl::StrCat("holds ", request.problem_codes_size(), " codes"), "at most 20 codes");
  }
  for (int i = 0; i < std::min(request.problem_codes_size(), kMostCodes); ++i) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(request.problem_codes(i), absl::MaxSplits(':', 1));
    const std::string field = absl::StrCat("problem_codes[", i, "]");
    const bool own = absl::AsciiStrToLower(parts.first) == kTaxonomyProblem;
    if (!own && !taxonomy_->HasSystem(absl::AsciiStrToLower(parts.first))) {
      add(field, "has no known system", "a code like \"icpc-1:P22\", \"cap-j:A102\" or \"probleemdomein:angst\"");
    } else if (own ? taxonomy_->FindProblem(parts.second) == nullptr : FindCode(request.problem_codes(i)) == nullptr) {
      add(field, "is not a known code", absl::StrCat("a code of ", absl::AsciiStrToLower(parts.first)));
    }
  }
  if (request.has_age_years() && !(request.age_years() >= 0 && request.age_years() <= kHighestAge)) {
    add("age_years", "is out of range", "0..130 years");
  }
  if (!v1::RequesterRole_IsValid(request.requester_role()))
    add("requester_role", "is not a known role", "a RequesterRole");
  const Ratings ratings = RatingsOf(request.assessment());
  for (size_t i = 0; i < ratings.size(); ++i) {
    if (ratings[i].has_value() && (*ratings[i] < 0 || *ratings[i] > kWorstRating)) {
      add(absl::StrCat("assessment.", kRatingNames[i]), absl::StrCat("is ", *ratings[i]),
          "0..4, where 0 is no problem and 4 the worst");
    }
  }
  for (int i = 0; i < request.tried_levels_size(); ++i) {
    if (request.tried_levels(i) < kLowestLevel || request.tried_levels(i) > kHighestLevel) {
      add(absl::StrCat("tried_levels[", i, "]"), "is no step of the ladder",
          "HELP_LEVEL_SELF_RELIANCE..HELP_LEVEL_RESIDENTIAL");
      break;  // one tells it; a list of thousands would not tell more
    }
  }
  if (request.max_services_per_level() < 0 || request.max_services_per_level() > kMostServicesPerLevel) {
    add("max_services_per_level", absl::StrCat("is ", request.max_services_per_level()), "0..20, where 0 means 3");
  }
  const bool chooses = request.chosen_level() != v1::HELP_LEVEL_UNSPECIFIED;
  if (chooses && (request.chosen_level() < kLowestLevel || request.chosen_level() > kHighestLevel)) {
    add("chosen_level", "is no step of the ladder", "HELP_LEVEL_SELF_RELIANCE..HELP_LEVEL_RESIDENTIAL");
  }
  if (chooses ? policy_->FindOverrideReason(request.chosen_reason()) == nullptr : !request.chosen_reason().empty()) {
    add("chosen_reason", chooses ? "is no known reason" : "is given without chosen_level",
        "a code of PolicyService.GetPolicy override_reasons, with a chosen_level");
  }
  return faults;
}

}  // namespace socialekaart
