#include "services/match_service.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "indexer/base/status.h"
#include "indexer/record/profile.h"
#include "services/grpc_status.h"
#include "services/matching/suggestion.h"
#include "services/reply.h"
#include "services/search_request.h"

namespace socialekaart {
namespace {

constexpr int kDefaultSuggestions = 3;
constexpr size_t kTeamsAtMost = 10;
constexpr char kLocalTeamKind[] = "wijkteam";

// The gemeente whose overlay holds: none while the place may lie in several.
std::string MunicipalityOf(const v1::ResolvedPlace& place) {
  return place.municipalities_size() == 1 && place.candidates_size() == 0 ? place.municipalities(0).code() : "";
}

}  // namespace

absl::StatusOr<v1::Suggestion> MatchServiceImpl::ToSuggestion(const Hit& hit, v1::RequesterRole role) const {
  v1::Suggestion suggestion;
  v1::Service* service = suggestion.mutable_service();
  if (!service->ParseFromString(hit.summary)) {
    return Error(absl::StatusCode::kDataLoss, v1::ERROR_REASON_INDEX_FAILED, absl::StrCat("the summary of ", hit.name, " cannot be parsed"));
  }
  AddWaitingTime(*service, absl::Now(), service->mutable_profile());
  if (hit.distance_m) suggestion.set_distance_m(*hit.distance_m);
  suggestion.set_distance_approximate(hit.distance_approximate);
  suggestion.set_age_fit(hit.age_fit);
  suggestion.set_area_fit(hit.area_fit);
  suggestion.set_problem_fit(hit.problem_fit);
  suggestion.set_access_fit(matcher_.AccessFit(role, service->profile()));
  return suggestion;
}

absl::Status MatchServiceImpl::AddSuggestions(const v1::MatchRequest& request, v1::MatchResponse* response) {
  IndexQuery query;
  if (response->has_place()) SetPlace(response->place(), places_.gazetteer(), &query);
  if (response->has_age_years()) query.age_years = response->age_years();
  query.problems = matcher_.ProblemsOf(*response);
  const int wanted = request.max_services_per_level() == 0 ? kDefaultSuggestions : request.max_services_per_level();
  query.count = static_cast<size_t>(wanted);
  std::vector<v1::LadderStep*> steps;
  for (v1::LadderStep& step : *response->mutable_ladder()) {
    if (step.state() == v1::LadderStep::STATE_NOT_OFFERED) continue;
    steps.push_back(&step);
    query.levels.push_back(step.level());
  }
  const auto by_level = index_.SearchByLevel(query);
  if (absl::IsUnavailable(by_level.status())) {
    // Level and safety never wait for the directory.
    response->set_suggestions_unavailable(true);
    return absl::OkStatus();
  }
  if (!by_level.ok()) return by_level.status();
  for (size_t i = 0; i < steps.size(); ++i) {
    response->set_revision((*by_level)[i].revision);
    std::vector<v1::Suggestion> suggestions;
    for (const Hit& hit : (*by_level)[i].hits) {
      auto suggestion = ToSuggestion(hit, request.requester_role());
      if (!suggestion.ok()) return suggestion.status();
      suggestions.push_back(*std::move(suggestion));
    }
    // A door that who asks cannot open comes after those that are open.
    std::stable_sort(suggestions.begin(), suggestions.end(),
                     [](const v1::Suggestion& a, const v1::Suggestion& b) { return (a.access_fit() == v1::FIT_NO) < (b.access_fit() == v1::FIT_NO); });
    for (v1::Suggestion& suggestion : suggestions) {
      ExplainSuggestion(matcher_.policy().data(), &suggestion);
      *steps[i]->add_suggestions() = std::move(suggestion);
    }
    steps[i]->set_gap(steps[i]->suggestions_size() == 0);
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::MatchResponse> MatchServiceImpl::Answer(const v1::MatchRequest& request) {
  v1::ResolvedPlace place;
  if (request.has_place()) {
    auto resolved = places_.Resolve(request.place());
    if (!resolved.ok()) return resolved.status();
    place = *std::move(resolved);
  }
  auto response = matcher_.Advise(request, MunicipalityOf(place));
  if (!response.ok()) return response.status();
  if (request.has_place()) *response->mutable_place() = std::move(place);
  if (absl::Status status = AddSuggestions(request, &*response); !status.ok()) return status;
  matcher_.WriteTexts(&*response);
  return response;
}

absl::StatusOr<v1::FindLocalTeamResponse> MatchServiceImpl::Answer(const v1::FindLocalTeamRequest& request) {
  if (!request.has_place()) return InvalidField("place", "is missing", "an address, postcode or gemeente");
  if (request.has_age_years() && !(request.age_years() >= 0 && request.age_years() <= 130)) {
    return InvalidField("age_years", "is out of range", "0 to 130 years");
  }
  auto place = places_.Resolve(request.place());
  if (!place.ok()) return place.status();
  IndexQuery query{.kinds = {kLocalTeamKind}, .count = kTeamsAtMost};
  SetPlace(*place, places_.gazetteer(), &query);
  if (request.has_age_years()) query.age_years = request.age_years();
  const auto hits = index_.Search(query);
  if (!hits.ok()) return hits.status();
  const auto serves = [](const Hit& hit) { return hit.area_fit == v1::FIT_YES; };
  v1::FindLocalTeamResponse response;
  response.set_certain(std::any_of(hits->hits.begin(), hits->hits.end(), serves));
  for (const Hit& hit : hits->hits) {
    if (response.certain() && !serves(hit)) continue;
    auto team = ToSuggestion(hit, v1::REQUESTER_ROLE_UNSPECIFIED);
    if (!team.ok()) return team.status();
    *response.add_teams() = *std::move(team);
  }
  *response.mutable_place() = *std::move(place);
  return response;
}

grpc::ServerUnaryReactor* MatchServiceImpl::Match(grpc::CallbackServerContext* context, const v1::MatchRequest* request,
                                                  v1::MatchResponse* response) {
  return Reply(context, "Match", response, [&] { return Answer(*request); });
}

grpc::ServerUnaryReactor* MatchServiceImpl::FindLocalTeam(grpc::CallbackServerContext* context, const v1::FindLocalTeamRequest* request,
                                                          v1::FindLocalTeamResponse* response) {
  return Reply(context, "FindLocalTeam", response, [&] { return Answer(*request); });
}

grpc::Status MatchServiceImpl::MatchStream(grpc::ServerContext* context,
                                           grpc::ServerReaderWriter<v1::MatchStreamResponse, v1::MatchStreamRequest>* stream) {
  v1::MatchStreamRequest request;
  while (stream->Read(&request)) {
    v1::MatchStreamResponse answer;
    answer.set_id(request.id());
    auto response = Answer(request.request());
    if (response.ok()) {
      *answer.mutable_response() = *std::move(response);
    } else {
      auto* error = answer.mutable_error();
      error->set_code(static_cast<int>(response.status().code()));
      error->set_reason(ReasonName(ReasonOf(response.status())));
      error->set_message(std::string(response.status().message()));
      for (v1::FieldViolation& violation : FieldViolationsOf(response.status())) *error->add_field_violations() = std::move(violation);
    }
    if (!stream->Write(answer)) return grpc::Status::CANCELLED;
  }
  return context->IsCancelled() ? grpc::Status::CANCELLED : grpc::Status::OK;
}

}  // namespace socialekaart
