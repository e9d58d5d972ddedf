#pragma once

#include "absl/status/statusor.h"
#include "indexer/index/index.h"
#include "services/matching/matcher.h"
#include "services/places.h"
#include "socialekaart/v1/match_service.grpc.pb.h"

namespace socialekaart {

using MatchServiceBase = v1::MatchService::WithCallbackMethod_Match<v1::MatchService::WithCallbackMethod_FindLocalTeam<v1::MatchService::Service>>;

// First the level, by the rules of matching/; then the services at each level, from the index.
class MatchServiceImpl : public MatchServiceBase {
 public:
  MatchServiceImpl(const Matcher& matcher, Index& index, const Places& places) : matcher_(matcher), index_(index), places_(places) {}

  absl::StatusOr<v1::MatchResponse> Answer(const v1::MatchRequest& request);
  absl::StatusOr<v1::FindLocalTeamResponse> Answer(const v1::FindLocalTeamRequest& request);

  grpc::ServerUnaryReactor* Match(grpc::CallbackServerContext* context, const v1::MatchRequest* request, v1::MatchResponse* response) override;
  grpc::ServerUnaryReactor* FindLocalTeam(grpc::CallbackServerContext* context, const v1::FindLocalTeamRequest* request,
                                          v1::FindLocalTeamResponse* response) override;
  grpc::Status MatchStream(grpc::ServerContext* context,
                           grpc::ServerReaderWriter<v1::MatchStreamResponse, v1::MatchStreamRequest>* stream) override;

 private:
  absl::Status AddSuggestions(const v1::MatchRequest& request, v1::MatchResponse* response);
  absl::StatusOr<v1::Suggestion> ToSuggestion(const Hit& hit, v1::RequesterRole role) const;

  const Matcher& matcher_;
  Index& index_;
  const Places& places_;
};

}  // namespace socialekaart
