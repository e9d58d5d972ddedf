#pragma once

#include <atomic>

#include "absl/status/statusor.h"
#include "services/matching/live_matcher.h"
#include "socialekaart/v1/policy_service.grpc.pb.h"

namespace socialekaart {

// The policy in use, to read, to check and to read again.
class PolicyServiceImpl : public v1::PolicyService::Service {
 public:
  explicit PolicyServiceImpl(LiveMatcher& matcher) : matcher_(matcher) {}

  absl::StatusOr<v1::GetPolicyResponse> Answer(const v1::GetPolicyRequest& request) const;
  absl::StatusOr<v1::CheckPolicyResponse> Answer(const v1::CheckPolicyRequest& request);
  absl::StatusOr<v1::ReloadPolicyResponse> Answer(const v1::ReloadPolicyRequest&) { return Reload(); }
  absl::StatusOr<v1::ReloadPolicyResponse> Reload();

  grpc::Status GetPolicy(grpc::ServerContext* context, const v1::GetPolicyRequest* request,
                         v1::GetPolicyResponse* response) override;
  grpc::Status CheckPolicy(grpc::ServerContext* context, const v1::CheckPolicyRequest* request,
                           v1::CheckPolicyResponse* response) override;
  grpc::Status ReloadPolicy(grpc::ServerContext* context, const v1::ReloadPolicyRequest* request,
                            v1::ReloadPolicyResponse* response) override;

 private:
  LiveMatcher& matcher_;
  std::atomic<bool> checking_{false};  // one at a time: a check costs a whole core
};

}  // namespace socialekaart
