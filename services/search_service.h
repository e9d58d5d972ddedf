#pragma once

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "indexer/index/index.h"
#include "services/arena_messages.h"
#include "services/matching/live_matcher.h"
#include "services/places.h"
#include "services/suggest.h"
#include "services/worker_pool.h"
#include "socialekaart/v1/search_service.grpc.pb.h"

namespace socialekaart {

// How long a search may wait for its min_revision, whatever its caller allows.
inline constexpr absl::Duration kLongestSearchWait = absl::Seconds(2);

// Finds services. Each method is a function from request to response; the gRPC methods only call it.
class SearchServiceImpl : public v1::SearchService::CallbackService {
 public:
  SearchServiceImpl(Index& index, const Places& places, const IndexingRules& rules, const LiveMatcher& matcher, WorkerPool& waiting)
      : index_(index), places_(places), rules_(rules), live_matcher_(matcher), matcher_(matcher.Get()), suggester_(rules), waiting_(waiting) {
    SetMessageAllocatorFor_SearchServices(&messages_);
  }

  // `deadline`: until when min_revision may be waited for. `response` is empty before, and half filled when the status is not OK.
  absl::Status Search(const v1::SearchServicesRequest& request, absl::Time deadline, v1::SearchServicesResponse* response);
  absl::StatusOr<v1::SuggestTermsResponse> Suggest(const v1::SuggestTermsRequest& request) { return suggester_.Suggest(request, index_, places_); }
  absl::StatusOr<v1::ResolvePlaceResponse> Resolve(const v1::ResolvePlaceRequest& request) const;
  absl::StatusOr<v1::AnalyzeTextResponse> Analyze(const v1::AnalyzeTextRequest& request);
  absl::StatusOr<v1::DescribeSupplyResponse> Supply(const v1::DescribeSupplyRequest& request);

  grpc::ServerUnaryReactor* SearchServices(grpc::CallbackServerContext* context, const v1::SearchServicesRequest* request,
                                           v1::SearchServicesResponse* response) override;
  grpc::ServerUnaryReactor* SuggestTerms(grpc::CallbackServerContext* context, const v1::SuggestTermsRequest* request,
                                         v1::SuggestTermsResponse* response) override;
  grpc::ServerUnaryReactor* ResolvePlace(grpc::CallbackServerContext* context, const v1::ResolvePlaceRequest* request,
                                         v1::ResolvePlaceResponse* response) override;

  grpc::ServerUnaryReactor* AnalyzeText(grpc::CallbackServerContext* context, const v1::AnalyzeTextRequest* request,
                                        v1::AnalyzeTextResponse* response) override;

  grpc::ServerUnaryReactor* DescribeSupply(grpc::CallbackServerContext* context, const v1::DescribeSupplyRequest* request,
                                           v1::DescribeSupplyResponse* response) override;

 private:
  absl::Status FillResult(const Hit& hit, const std::vector<std::string>& terms, absl::Time now, v1::SearchResult* result) const;

  Index& index_;
  const Places& places_;
  const IndexingRules rules_;
  const LiveMatcher& live_matcher_;
  const std::shared_ptr<const Matcher> matcher_;  // for texts, which need no policy
  const Suggester suggester_;
  WorkerPool& waiting_;
  ArenaMessages<v1::SearchServicesRequest, v1::SearchServicesResponse> messages_;
};

}  // namespace socialekaart
