#include "services/matching/vignettes.h"

#include <algorithm>
#include <optional>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "services/matching/ratings.h"

namespace socialekaart {
namespace {

using Vignette = data::v1::Vignettes::Vignette;

bool ReadsAsRatings(const std::string& ratings) {
  return ratings.empty() || (ratings.size() == kRatingCount && std::all_of(ratings.begin(), ratings.end(), [](char c) {
                               return c == '-' || (c >= '0' && c <= '0' + kWorstRating);
                             }));
}

bool OnLadder(int level) {
  return level >= kLowestLevel && level <= kHighestLevel;
}

std::string Name(int level) {
  return v1::HelpLevel_Name(static_cast<v1::HelpLevel>(level));
}

template <typename List>
bool Contains(const List& list, const std::string& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

std::string SafetyText(const v1::SafetyAdvice& safety) {
  std::string text = safety.soft() ? "soft:" : "";
  for (const std::string& topic : safety.topics()) absl::StrAppend(&text, text.empty() ? "" : " ", topic);
  return text.empty() ? "none" : text;
}

void CheckSafety(const Vignette& vignette, const v1::MatchResponse& response, v1::VignetteResult* result) {
  const v1::SafetyAdvice& safety = response.safety();
  const bool sure = response.has_safety() && !safety.soft();
  const bool soft = response.has_safety() && safety.soft();
  bool fits = true;
  for (const std::string& topic : vignette.topics()) fits &= sure && Contains(safety.topics(), topic);
  for (const std::string& topic : vignette.soft()) fits &= response.has_safety() && Contains(safety.topics(), topic);
  if (!vignette.any_flag()) {
    for (const std::string& topic : safety.topics())
      fits &= Contains(vignette.topics(), topic) || (soft && Contains(vignette.soft(), topic));
  }
  if (fits) return;
  result->add_failures(absl::StrCat("safety is ", SafetyText(safety)));
}

}  // namespace

bool ReadVignettes(const std::string& text, data::v1::Vignettes* vignettes, std::vector<PolicyFault>* faults) {
  PolicyText located(kVignettesFile);
  if (!located.Parse(text, vignettes, faults)) return false;
  const size_t before = faults->size();
  absl::flat_hash_set<std::string> ids;
  for (int i = 0; i < vignettes->vignettes_size(); ++i) {
    const Vignette& vignette = vignettes->vignettes(i);
    const auto fault = [&](absl::string_view what) {
      faults->push_back(located.Fault("vignettes", i, absl::StrCat("vignette ", vignette.id(), ": ", what)));
    };
    if (vignette.id().empty() || !ids.insert(vignette.id()).second) fault("needs an id of its own");
    if (!ReadsAsRatings(vignette.ratings())) fault("ratings are eight characters 0..4 or -");
    if (!OnLadder(vignette.lowest()) || !OnLadder(vignette.highest()) || vignette.lowest() > vignette.highest())
      fault("needs lowest and highest, steps of the ladder");
    // Only an earlier one: so there are no circles, and one pass is enough.
    if (!vignette.worse_than().empty() &&
        (vignette.worse_than() == vignette.id() || !ids.contains(vignette.worse_than())))
      fault(absl::StrCat("worse_than \"", vignette.worse_than(), "\" must be an earlier vignette"));
  }
  return faults->size() == before;
}

v1::MatchRequest RequestOf(const Vignette& vignette) {
  v1::MatchRequest request;
  request.set_question(vignette.question());
  *request.mutable_problem_codes() = vignette.codes();
  if (vignette.has_age()) request.set_age_years(vignette.age());
  request.set_requester_role(vignette.role());
  *request.mutable_tried_levels() = vignette.tried();
  auto* assessment = request.mutable_assessment();
  for (size_t i = 0; i < vignette.ratings().size() && i < kRatingCount; ++i) {
    if (vignette.ratings()[i] == '-') continue;
    const auto* field = v1::Assessment::descriptor()->FindFieldByName(std::string(kRatingNames[i]));
    assessment->GetReflection()->SetInt32(assessment, field, vignette.ratings()[i] - '0');
  }
  return request;
}

std::vector<v1::VignetteResult> RunVignettes(const Matcher& matcher, const data::v1::Vignettes& vignettes) {
  std::vector<v1::VignetteResult> results;
  absl::flat_hash_map<std::string, int> levels;
  for (const Vignette& vignette : vignettes.vignettes()) {
    v1::VignetteResult& result = results.emplace_back();
    result.set_id(vignette.id());
    result.set_question(vignette.question());
    const auto response = matcher.Advise(RequestOf(vignette), vignette.municipality());
    if (!response.ok()) {
      result.add_failures(std::string(response.status().message()));
      continue;
    }
    result.set_level(response->level());
    levels[vignette.id()] = response->level();
    for (const v1::LadderStep& step : response->ladder()) {
      for (const v1::Reason& reason : step.reasons()) {
        const bool holds = step.state() != v1::LadderStep::STATE_NEXT;  // there it says what would
        if (holds && !Contains(result.rules(), reason.rule())) result.add_rules(reason.rule());
      }
    }
    if (response->level() < vignette.lowest() || response->level() > vignette.highest()) {
      result.add_failures(absl::StrCat("level is ", Name(response->level()), ", expected ", Name(vignette.lowest()),
                                       "..", Name(vignette.highest())));
    }
    CheckSafety(vignette, *response, &result);
    for (const std::string& rule : vignette.rules()) {
      const bool named = std::any_of(response->reasons().begin(), response->reasons().end(),
                                     [&](const v1::Reason& reason) { return reason.rule() == rule; });
      if (!named) result.add_failures(absl::StrCat("the advice does not name ", rule));
    }
    const auto milder = levels.find(vignette.worse_than());
    if (milder != levels.end() && response->level() < milder->second)
      result.add_failures(absl::StrCat("is lower than ", vignette.worse_than()));
  }
  return results;
}

std::vector<std::string> Unexercised(const Matcher& matcher, const data::v1::Vignettes& vignettes) {
  absl::flat_hash_set<std::string> reached;
  for (const Vignette& vignette : vignettes.vignettes()) {
    const auto seen = matcher.RulesOf(RequestOf(vignette));
    reached.insert(seen.begin(), seen.end());
    reached.insert(absl::StrCat("overlay ", matcher.policy().LadderOf(vignette.municipality()).overlay));
  }
  std::vector<std::string> missing;
  const auto need = [&](const std::string& name) {
    if (!reached.contains(name)) missing.push_back(name);
  };
  for (const auto& rule : matcher.policy().data().rules()) need(absl::StrCat("rule ", rule.id()));
  for (const auto& normal : matcher.policy().data().normals()) need(absl::StrCat("normal ", normal.id()));
  for (const auto& topic : matcher.safety().data().topics()) need(absl::StrCat("topic ", topic.id()));
  for (const auto& overlay : matcher.policy().overlays().overlays()) need(absl::StrCat("overlay ", overlay.id()));
  return missing;
}

}  // namespace socialekaart
