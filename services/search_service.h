#pragma once

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "indexer/index/index.h"
#include "services/places.h"
#include "services/worker_pool.h"
#include "socialekaart/v1/search_service.grpc.pb.h"

namespace socialekaart {

// Finds services. Each method is a function from request to response; the gRPC methods only call it.
class SearchServiceImpl : public v1::SearchService::CallbackService {
 public:
  SearchServiceImpl(Index& index, const Places& places, const Taxonomy& taxonomy, const Analyzer& analyzer, WorkerPool& waiting)
      : index_(index), places_(places), taxonomy_(taxonomy), analyzer_(analyzer), waiting_(waiting) {}

  // `deadline`: until when min_revision may be waited for.
  absl::StatusOr<v1::SearchServicesResponse> Search(const v1::SearchServicesRequest& request, absl::Time deadline);
  absl::StatusOr<v1::SuggestTermsResponse> Suggest(const v1::SuggestTermsRequest& request);
  absl::StatusOr<v1::ResolvePlaceResponse> Resolve(const v1::ResolvePlaceRequest& request) const;

  grpc::ServerUnaryReactor* SearchServices(grpc::CallbackServerContext* context, const v1::SearchServicesRequest* request,
                                           v1::SearchServicesResponse* response) override;
  grpc::ServerUnaryReactor* SuggestTerms(grpc::CallbackServerContext* context, const v1::SuggestTermsRequest* request,
                                         v1::SuggestTermsResponse* response) override;
  grpc::ServerUnaryReactor* ResolvePlace(grpc::CallbackServerContext* context, const v1::ResolvePlaceRequest* request,
                                         v1::ResolvePlaceResponse* response) override;

 private:
  absl::StatusOr<v1::SearchResult> ToResult(const Hit& hit, const v1::SearchServicesRequest& request, absl::Time now) const;

  Index& index_;
  const Places& places_;
  const Taxonomy& taxonomy_;
  const Analyzer& analyzer_;
  WorkerPool& waiting_;
};

}  // namespace socialekaart
