#include "services/matching/policy_words.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace socialekaart {

std::vector<std::string> ConditionsOf(const data::v1::Condition& when) {
  std::vector<std::string> words;
  for (const auto& facts : when.has()) words.push_back(absl::StrCat("een van: ", absl::StrJoin(facts.any_of(), ", ")));
  if (when.has_minimum_age())
    words.push_back(absl::StrCat("vanaf ", when.minimum_age(), " jaar, of leeftijd onbekend"));
  if (when.has_below_age()) words.push_back(absl::StrCat("jonger dan ", when.below_age(), " jaar"));
  for (const auto& rating : when.ratings())
    words.push_back(absl::StrCat(rating.field(), " is ", rating.at_least(), " of erger"));
  if (when.tried() != v1::HELP_LEVEL_UNSPECIFIED)
    words.push_back(absl::StrCat("geprobeerd: ", v1::HelpLevel_Name(when.tried()), " of hoger"));
  if (when.minimum_problems() > 0)
    words.push_back(absl::StrCat("minstens ", when.minimum_problems(), " soorten problemen"));
  return words;
}

v1::GetPolicyResponse DescribePolicy(const Policy& policy, absl::string_view municipality_code,
                                     const std::vector<v1::VignetteResult>& vignettes) {
  v1::GetPolicyResponse response;
  response.set_version(policy.version());
  const Ladder& ladder = policy.LadderOf(municipality_code);
  response.set_model(ladder.model);
  for (const Ladder::Step& local : ladder.steps) {
    v1::LadderStep* step = response.add_ladder();
    step->set_level(local.level);
    step->set_display_name(local.display_name);
    step->set_description(local.description);
    if (!local.offered) step->set_state(v1::LadderStep::STATE_NOT_OFFERED);
  }
  for (const auto& rule : policy.data().rules()) {
    v1::PolicyRule* described = response.add_rules();
    described->set_id(rule.id());
    described->set_at_least(rule.at_least());
    for (std::string& condition : ConditionsOf(rule.when())) described->add_conditions(std::move(condition));
    if (rule.unless_everyday()) described->add_conditions("niet bij een vraag die alleen op alledaagse vragen lijkt");
    described->set_text(rule.text());
    described->set_source(rule.source());
    for (const v1::VignetteResult& vignette : vignettes) {
      const bool holds =
          std::find(vignette.rules().begin(), vignette.rules().end(), rule.id()) != vignette.rules().end();
      if (holds) described->add_vignettes(vignette.id());
    }
  }
  for (const auto& overlay : policy.overlays().overlays()) {
    v1::PolicyOverlay* described = response.add_overlays();
    described->set_id(overlay.id());
    described->set_model(overlay.model());
    *described->mutable_municipality_codes() = overlay.municipality_codes();
    described->set_source(overlay.source());
  }
  for (const auto& reason : policy.data().override_reasons()) {
    v1::OverrideReason* described = response.add_override_reasons();
    described->set_code(reason.code());
    described->set_display_name(reason.display_name());
  }
  return response;
}

}  // namespace socialekaart
