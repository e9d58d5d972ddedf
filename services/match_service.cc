#include "services/match_service.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/clock.h"
#include "indexer/base/status.h"
#include "services/grpc_status.h"
#include "services/match_suggestions.h"
#include "services/ordered_pipeline.h"
#include "services/reply.h"
#include "services/search_request.h"

namespace socialekaart {
namespace {

constexpr int kDefaultSuggestions = 3;
constexpr size_t kTeamsAtMost = 10;
constexpr char kLocalTeamKind[] = "wijkteam";
constexpr size_t kMaxBatchWaiting = 1024;  // cases that wait for a thread, of all streams
constexpr size_t kBatchWindow = 64;        // cases of one stream that are under way
constexpr int kMostOverrideProblems = 5;
constexpr double kHighestAge = 130;

LocalPlace LocalPlaceOf(const v1::ResolvedPlace& place) {
  LocalPlace local;
  // While it may be one of several places nothing is known of the gemeente but what all share.
  if (place.candidates().empty()) {
    for (const v1::Municipality& municipality : place.municipalities())
      local.municipality_codes.push_back(municipality.code());
    local.postal_code4 = place.postal_code4();
  }
  return local;
}

v1::FieldViolation PlaceFault(const absl::Status& status) {
  const std::vector<v1::FieldViolation> violations = FieldViolationsOf(status);
  if (!violations.empty()) return violations[0];
  return Violation("place", std::string(status.message()), "a postcode, a gemeente or a place in the Netherlands");
}

std::string ThisMonth() {
  return absl::FormatCivilTime(absl::ToCivilMonth(absl::Now(), absl::UTCTimeZone()));
}

bool OnLadder(int level) {
  return level >= kLowestLevel && level <= kHighestLevel;
}

bool IsMunicipalityCode(const std::string& code) {
  return code.size() == 6 && code[0] == 'G' && code[1] == 'M' &&
         std::all_of(code.begin() + 2, code.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::vector<v1::FieldViolation> FaultsOf(const v1::RecordOverrideRequest& request, const Matcher& matcher) {
  std::vector<v1::FieldViolation> faults;
  const auto require = [&](bool holds, absl::string_view field, absl::string_view what, absl::string_view expected) {
    if (!holds) faults.push_back(Violation(field, what, expected));
  };
  require(OnLadder(request.advised_level()), "advised_level", "is no step of the ladder",
          "HELP_LEVEL_SELF_RELIANCE..HELP_LEVEL_RESIDENTIAL");
  require(OnLadder(request.chosen_level()) && request.chosen_level() != request.advised_level(), "chosen_level",
          "is no other step of the ladder", "a step other than advised_level");
  require(request.level_without_advice() == v1::HELP_LEVEL_UNSPECIFIED || OnLadder(request.level_without_advice()),
          "level_without_advice", "is no step of the ladder", "a step, or unset");
  require(matcher.policy().FindOverrideReason(request.reason()) != nullptr, "reason", "is no known reason",
          "a code of PolicyService.GetPolicy override_reasons");
  require(request.municipality_code().empty() || IsMunicipalityCode(request.municipality_code()), "municipality_code",
          "is no gemeente", "a code like GM1859");
  const auto& problems = request.problems();
  const bool known =
      std::all_of(problems.begin(), problems.end(), [&](const std::string& code) { return matcher.HasProblem(code); });
  require(problems.size() <= kMostOverrideProblems && known, "problems", "has unknown codes, or too many",
          "at most 5 codes of probleemdomein");
  return faults;
}

}  // namespace

MatchServiceImpl::MatchServiceImpl(const LiveMatcher& matcher, Index& index, const Places& places, Store& store)
    : matcher_(matcher),
      index_(index),
      places_(places),
      overrides_(store),
      batch_(std::max(1, static_cast<int>(std::thread::hardware_concurrency())), kMaxBatchWaiting) {
  SetMessageAllocatorFor_Match(&messages_);
}

absl::StatusOr<v1::MatchResponse> MatchServiceImpl::Answer(const v1::MatchRequest& request) const {
  v1::MatchResponse response;
  if (absl::Status status = Answer(request, &response); !status.ok()) return status;
  return response;
}

absl::Status MatchServiceImpl::Answer(const v1::MatchRequest& request, v1::MatchResponse* response) const {
  const std::shared_ptr<const Matcher> matcher = matcher_.Get();
  absl::StatusOr<v1::ResolvedPlace> place = v1::ResolvedPlace();
  if (request.has_place()) place = places_.Resolve(request.place());
  const LocalPlace local = place.ok() ? LocalPlaceOf(*place) : LocalPlace();
  if (absl::Status status = matcher->Advise(request, local, response); !status.ok()) return status;
  if (!place.ok()) {
    // A slip in a postcode must not cost anybody the warning.
    const bool flagged = response->has_safety() && !response->safety().soft();
    if (!flagged) return place.status();
    *response->mutable_place_fault() = PlaceFault(place.status());
  } else if (request.has_place()) {
    *response->mutable_place() = *std::move(place);
  }
  const int wanted = request.max_services_per_level() == 0 ? kDefaultSuggestions : request.max_services_per_level();
  const SuggestionRequest suggestions{request.requester_role(), local, static_cast<size_t>(wanted), absl::Now()};
  if (absl::Status status = AddSuggestions(suggestions, *matcher, places_.gazetteer(), index_, response); !status.ok())
    return status;
  matcher->WriteTexts(local, response);
  return absl::OkStatus();
}

absl::StatusOr<v1::FindLocalTeamResponse> MatchServiceImpl::Answer(const v1::FindLocalTeamRequest& request) const {
  if (!request.has_place()) return InvalidField("place", "is missing", "an address, postcode or gemeente");
  if (request.has_age_years() && !(request.age_years() >= 0 && request.age_years() <= kHighestAge)) {
    return InvalidField("age_years", "is out of range", "0 to 130 years");
  }
  auto place = places_.Resolve(request.place());
  if (!place.ok()) return place.status();
  IndexQuery query{.kinds = {kLocalTeamKind}, .count = kTeamsAtMost};
  SetPlace(*place, places_.gazetteer(), &query);
  if (request.has_age_years()) query.age_years = request.age_years();
  const auto hits = index_.Search(query);
  if (!hits.ok()) return hits.status();
  const std::shared_ptr<const Matcher> matcher = matcher_.Get();
  const SuggestionRequest suggestions{v1::REQUESTER_ROLE_UNSPECIFIED, LocalPlaceOf(*place), kTeamsAtMost, absl::Now()};
  const auto serves = [](const Hit& hit) { return hit.area_fit == v1::FIT_YES; };
  v1::FindLocalTeamResponse response;
  // An ambiguous place is served for sure by nobody, whatever its candidates share.
  response.set_certain(place->candidates().empty() && std::any_of(hits->hits.begin(), hits->hits.end(), serves));
  for (const Hit& hit : hits->hits) {
    if (response.certain() && !serves(hit)) continue;
    if (absl::Status status = ToSuggestion(hit, suggestions, *matcher, response.add_teams()); !status.ok())
      return status;
  }
  *response.mutable_place() = *std::move(place);
  return response;
}

absl::StatusOr<v1::RecordOverrideResponse> MatchServiceImpl::Answer(const v1::RecordOverrideRequest& request) {
  if (std::vector<v1::FieldViolation> faults = FaultsOf(request, *matcher_.Get()); !faults.empty())
    return InvalidFields(std::move(faults));
  if (absl::Status status = overrides_.Add(request, ThisMonth()); !status.ok()) return status;
  return v1::RecordOverrideResponse();
}

absl::StatusOr<v1::CountOverridesResponse> MatchServiceImpl::Answer(const v1::CountOverridesRequest& request) const {
  return overrides_.Count(request, ThisMonth());
}

v1::MatchStreamResponse MatchServiceImpl::Answer(const v1::MatchStreamRequest& request) const {
  v1::MatchStreamResponse answer;
  answer.set_id(request.id());
  const absl::Status status = Answer(request.request(), answer.mutable_response());
  if (status.ok()) return answer;
  auto* error = answer.mutable_error();
  error->set_code(static_cast<int>(status.code()));
  error->set_reason(ReasonName(ReasonOf(status)));
  error->set_message(std::string(status.message()));
  for (v1::FieldViolation& violation : FieldViolationsOf(status))
    *error->add_field_violations() = std::move(violation);
  return answer;
}

grpc::ServerUnaryReactor* MatchServiceImpl::Match(grpc::CallbackServerContext* context, const v1::MatchRequest* request,
                                                  v1::MatchResponse* response) {
  return ReplyInPlace(context, "Match", [&] { return Answer(*request, response); });
}

grpc::ServerUnaryReactor* MatchServiceImpl::FindLocalTeam(grpc::CallbackServerContext* context,
                                                          const v1::FindLocalTeamRequest* request,
                                                          v1::FindLocalTeamResponse* response) {
  return Reply(context, "FindLocalTeam", response, [&] { return Answer(*request); });
}

grpc::ServerUnaryReactor* MatchServiceImpl::RecordOverride(grpc::CallbackServerContext* context,
                                                           const v1::RecordOverrideRequest* request,
                                                           v1::RecordOverrideResponse* response) {
  return Reply(context, "RecordOverride", response, [&] { return Answer(*request); });
}

grpc::ServerUnaryReactor* MatchServiceImpl::CountOverrides(grpc::CallbackServerContext* context,
                                                           const v1::CountOverridesRequest* request,
                                                           v1::CountOverridesResponse* response) {
  return Reply(context, "CountOverrides", response, [&] { return Answer(*request); });
}

absl::Status MatchServiceImpl::AnswerAll(const std::function<bool(v1::MatchStreamRequest*)>& read,
                                         const std::function<bool(const v1::MatchStreamResponse&)>& write) const {
  OrderedPipeline<v1::MatchStreamRequest, v1::MatchStreamResponse> pipeline(
      batch_, kBatchWindow, [this](const v1::MatchStreamRequest& request) { return Answer(request); }, write);
  v1::MatchStreamRequest request;
  while (read(&request)) {
    if (!pipeline.Push(std::move(request))) break;
    request.Clear();
  }
  return pipeline.Finish() ? absl::OkStatus() : absl::CancelledError("nobody takes the answers any more");
}

grpc::Status MatchServiceImpl::MatchStream(
    grpc::ServerContext* context, grpc::ServerReaderWriter<v1::MatchStreamResponse, v1::MatchStreamRequest>* stream) {
  const absl::Status status =
      AnswerAll([stream](v1::MatchStreamRequest* request) { return stream->Read(request); },
                [stream](const v1::MatchStreamResponse& answer) { return stream->Write(answer); });
  return status.ok() && context->IsCancelled() ? grpc::Status::CANCELLED : ToGrpc(status);
}

}  // namespace socialekaart
