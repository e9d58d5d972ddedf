#include "services/match_suggestions.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "indexer/base/status.h"
#include "indexer/record/profile.h"
#include "services/matching/suggestion.h"
#include "services/matching/template.h"
#include "services/search_request.h"

namespace socialekaart {
namespace {

constexpr int32_t kFarthestAlternative_m = 75'000;
constexpr size_t kAlternativesToCompare = 10;

// A ladder while its services are looked for.
class Filling {
 public:
  Filling(const SuggestionRequest& request, const Matcher& matcher, Index& index, IndexQuery query)
      : request_(request), matcher_(matcher), index_(index), query_(std::move(query)) {}

  absl::Status Fill(v1::MatchResponse* response) {
    std::vector<v1::LadderStep*> steps;
    for (v1::LadderStep& step : *response->mutable_ladder()) {
      if (step.state() == v1::LadderStep::STATE_NOT_OFFERED) continue;
      steps.push_back(&step);
      query_.levels.push_back(step.level());
    }
    query_.count = request_.count;
    query_.doors = matcher_.policy().DoorsOf(request_.role);
    if (request_.place.municipality_codes.size() == 1) query_.contract_of = request_.place.municipality_codes[0];
    const auto by_level = index_.SearchByLevel(query_);
    if (absl::IsUnavailable(by_level.status())) {
      // Level and safety never wait for the directory.
      response->set_suggestions_unavailable(true);
      return absl::OkStatus();
    }
    if (!by_level.ok()) return by_level.status();
    for (size_t i = 0; i < steps.size(); ++i) {
      response->set_revision((*by_level)[i].revision);
      if (absl::Status status = AddUsable((*by_level)[i], steps[i]); !status.ok()) return status;
      steps[i]->set_gap(steps[i]->suggestions().empty());
    }
    return AddAlternatives(steps, response->chosen_level());
  }

 private:
  absl::Status AddUsable(const Hits& hits, v1::LadderStep* step) const {
    for (const Hit& hit : hits.hits) {
      v1::Suggestion* suggestion = step->add_suggestions();
      if (absl::Status status = ToSuggestion(hit, request_, matcher_, suggestion); !status.ok()) return status;
      // The index has sorted these out already, by the same profile; what was written in between is looked at again.
      if (IsUsable(*suggestion)) {
        ExplainSuggestion(matcher_.policy().data(), request_.now, suggestion);
      } else {
        step->mutable_suggestions()->RemoveLast();
      }
    }
    return absl::OkStatus();
  }

  // A gap matters where help is to be found now, or next.
  absl::Status AddAlternatives(const std::vector<v1::LadderStep*>& steps, v1::HelpLevel chosen) const {
    const std::string& text = matcher_.policy().texts().gap();
    for (v1::LadderStep* step : steps) {
      if (!step->gap()) continue;
      const bool matters = step->state() == v1::LadderStep::STATE_ADVISED ||
                           step->state() == v1::LadderStep::STATE_NEXT || step->level() == chosen;
      if (!matters) continue;
      v1::Reason* reason = step->add_reasons();
      reason->set_rule("stap.geen-aanbod");
      reason->set_text(socialekaart::Fill(text, {{"step", step->display_name()}}));
      if (absl::Status status = AddAlternative(step); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

  // First what is here and needs another to open it, then the nearest elsewhere.
  absl::Status AddAlternative(v1::LadderStep* step) const {
    IndexQuery here = query_;
    here.levels = {step->level()};
    here.count = kAlternativesToCompare;
    here.doors.clear();
    here.contract_of.clear();
    const auto other_door = index_.SearchByLevel(here);
    if (!other_door.ok()) return other_door.status();
    for (const Hit& hit : (*other_door)[0].hits) {
      v1::Suggestion suggestion;
      if (absl::Status status = ToSuggestion(hit, request_, matcher_, &suggestion); !status.ok()) return status;
      if (suggestion.contract_fit() == v1::FIT_NO) continue;
      Set(v1::Alternative::KIND_OTHER_DOOR, std::move(suggestion), step);
      return absl::OkStatus();
    }
    if (!query_.point.has_value()) return absl::OkStatus();
    IndexQuery elsewhere = query_;
    elsewhere.levels = {step->level()};
    elsewhere.count = kAlternativesToCompare;
    elsewhere.place.reset();
    elsewhere.contract_of.clear();
    elsewhere.radius_m = kFarthestAlternative_m;
    const auto other_area = index_.SearchByLevel(elsewhere);
    if (!other_area.ok()) return other_area.status();
    const auto& hits = (*other_area)[0].hits;
    const auto nearest = std::min_element(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) {
      return a.distance_m.value_or(INT32_MAX) < b.distance_m.value_or(INT32_MAX);
    });
    if (nearest == hits.end()) return absl::OkStatus();
    v1::Suggestion suggestion;
    if (absl::Status status = ToSuggestion(*nearest, request_, matcher_, &suggestion); !status.ok()) return status;
    suggestion.set_area_fit(v1::FIT_NO);
    Set(v1::Alternative::KIND_OTHER_AREA, std::move(suggestion), step);
    return absl::OkStatus();
  }

  void Set(v1::Alternative::Kind kind, v1::Suggestion suggestion, v1::LadderStep* step) const {
    const auto& texts = matcher_.policy().texts();
    v1::Alternative* alternative = step->mutable_alternative();
    alternative->set_kind(kind);
    alternative->set_text(
        socialekaart::Fill(kind == v1::Alternative::KIND_OTHER_DOOR ? texts.other_door() : texts.other_area(),
                           {{"service", suggestion.service().display_name()}}));
    ExplainSuggestion(matcher_.policy().data(), request_.now, &suggestion);
    *alternative->mutable_suggestion() = std::move(suggestion);
  }

  const SuggestionRequest& request_;
  const Matcher& matcher_;
  Index& index_;
  IndexQuery query_;
};

}  // namespace

absl::Status ToSuggestion(const Hit& hit, const SuggestionRequest& request, const Matcher& matcher,
                          v1::Suggestion* suggestion) {
  v1::Service* service = suggestion->mutable_service();
  if (!service->ParseFromString(hit.summary)) {
    return Error(absl::StatusCode::kDataLoss, v1::ERROR_REASON_INDEX_FAILED,
                 absl::StrCat("the summary of ", hit.name, " cannot be parsed"));
  }
  AddWaitingTime(*service, request.now, service->mutable_profile());
  if (hit.distance_m) suggestion->set_distance_m(*hit.distance_m);
  suggestion->set_distance_approximate(hit.distance_approximate);
  suggestion->set_age_fit(hit.age_fit);
  suggestion->set_area_fit(hit.area_fit);
  suggestion->set_problem_fit(hit.problem_fit);
  suggestion->set_access_fit(matcher.AccessFit(request.role, service->profile()));
  suggestion->set_contract_fit(matcher.ContractFit(request.place, service->profile()));
  return absl::OkStatus();
}

absl::Status AddSuggestions(const SuggestionRequest& request, const Matcher& matcher, const Gazetteer& gazetteer,
                            Index& index, v1::MatchResponse* response) {
  IndexQuery query;
  query.now = request.now;
  if (response->has_place()) SetPlace(response->place(), gazetteer, &query);
  if (response->has_age_years()) query.age_years = response->age_years();
  query.problems = Matcher::ProblemsOf(*response);
  return Filling(request, matcher, index, std::move(query)).Fill(response);
}

}  // namespace socialekaart
