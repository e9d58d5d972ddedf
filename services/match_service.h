#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "indexer/index/index.h"
#include "services/arena_messages.h"
#include "services/matching/live_matcher.h"
#include "services/override_log.h"
#include "services/places.h"
#include "services/worker_pool.h"
#include "socialekaart/v1/match_service.grpc.pb.h"

namespace socialekaart {

using MatchServiceBase = v1::MatchService::WithCallbackMethod_Match<
    v1::MatchService::WithCallbackMethod_FindLocalTeam<v1::MatchService::WithCallbackMethod_RecordOverride<
        v1::MatchService::WithCallbackMethod_CountOverrides<v1::MatchService::Service>>>>;

// First the level, by the rules of matching/; then the services at each level, from the index.
class MatchServiceImpl : public MatchServiceBase {
 public:
  MatchServiceImpl(const LiveMatcher& matcher, Index& index, const Places& places, Store& store);

  absl::Status Answer(const v1::MatchRequest& request, v1::MatchResponse* response) const;
  absl::StatusOr<v1::MatchResponse> Answer(const v1::MatchRequest& request) const;
  absl::StatusOr<v1::FindLocalTeamResponse> Answer(const v1::FindLocalTeamRequest& request) const;
  absl::StatusOr<v1::RecordOverrideResponse> Answer(const v1::RecordOverrideRequest& request);
  absl::StatusOr<v1::CountOverridesResponse> Answer(const v1::CountOverridesRequest& request) const;
  // The answer or the error of one case.
  v1::MatchStreamResponse Answer(const v1::MatchStreamRequest& request) const;
  // Cases one after another, several at once, answered in their order. `read` is false when no more come, `write` when nobody takes
  // the answers; it is called by another thread than `read`.
  absl::Status AnswerAll(const std::function<bool(v1::MatchStreamRequest*)>& read,
                         const std::function<bool(const v1::MatchStreamResponse&)>& write) const;

  grpc::ServerUnaryReactor* Match(grpc::CallbackServerContext* context, const v1::MatchRequest* request,
                                  v1::MatchResponse* response) override;
  grpc::ServerUnaryReactor* FindLocalTeam(grpc::CallbackServerContext* context, const v1::FindLocalTeamRequest* request,
                                          v1::FindLocalTeamResponse* response) override;
  grpc::ServerUnaryReactor* RecordOverride(grpc::CallbackServerContext* context,
                                           const v1::RecordOverrideRequest* request,
                                           v1::RecordOverrideResponse* response) override;
  grpc::ServerUnaryReactor* CountOverrides(grpc::CallbackServerContext* context,
                                           const v1::CountOverridesRequest* request,
                                           v1::CountOverridesResponse* response) override;
  grpc::Status MatchStream(grpc::ServerContext* context,
                           grpc::ServerReaderWriter<v1::MatchStreamResponse, v1::MatchStreamRequest>* stream) override;

 private:
  ArenaMessages<v1::MatchRequest, v1::MatchResponse> messages_;
  const LiveMatcher& matcher_;
  Index& index_;
  const Places& places_;
  OverrideLog overrides_;
  mutable WorkerPool batch_;  // for streams of cases
};

}  // namespace socialekaart
