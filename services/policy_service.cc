#include "services/policy_service.h"

#include <array>
#include <memory>
#include <utility>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "indexer/base/status.h"
#include "services/grpc_status.h"
#include "services/logger.h"
#include "services/matching/policy_check.h"
#include "services/matching/policy_words.h"
#include "services/matching/vignettes.h"

namespace socialekaart {
namespace {

constexpr size_t kMaxFileBytes = 1u << 20;  // together

template <typename Response, typename Work>
grpc::Status Answered(const char* method, Response* response, Work work) {
  const absl::Time start = absl::Now();
  absl::StatusOr<Response> result = work();
  if (result.ok()) *response = *std::move(result);
  const absl::Status status = result.ok() ? absl::OkStatus() : result.status();
  LogCall(method, absl::StatusCodeToString(status.code()), absl::Now() - start);
  return ToGrpc(status);
}

}  // namespace

absl::StatusOr<v1::GetPolicyResponse> PolicyServiceImpl::Answer(const v1::GetPolicyRequest& request) const {
  const std::shared_ptr<const Matcher> matcher = matcher_.Get();
  std::vector<v1::VignetteResult> results;
  // Without its vignettes a policy can still be read.
  if (const auto files = matcher_.ReadFiles(); files.ok()) {
    data::v1::Vignettes vignettes;
    std::vector<PolicyFault> faults;
    if (ReadVignettes(files->vignettes, &vignettes, &faults)) results = RunVignettes(*matcher, vignettes);
  }
  return DescribePolicy(matcher->policy(), request.municipality_code(), results);
}

absl::StatusOr<v1::CheckPolicyResponse> PolicyServiceImpl::Answer(const v1::CheckPolicyRequest& request) {
  auto files = matcher_.ReadFiles();
  if (!files.ok()) return files.status();
  const std::array<std::pair<const char*, std::string*>, 3> known = {
      {{kPolicyFile, &files->policy}, {kOverlaysFile, &files->overlays}, {kVignettesFile, &files->vignettes}}};
  size_t bytes = 0;
  for (int i = 0; i < request.files_size(); ++i) {
    const v1::PolicyFile& file = request.files(i);
    bytes += file.content().size();
    const auto* const found =
        std::find_if(known.begin(), known.end(), [&](const auto& one) { return file.name() == one.first; });
    if (found == known.end()) {
      return InvalidField(absl::StrCat("files[", i, "].name"), "is no file of a policy",
                          absl::StrCat(kPolicyFile, ", ", kOverlaysFile, ", ", kVignettesFile));
    }
    *found->second = file.content();
  }
  if (bytes > kMaxFileBytes)
    return InvalidField("files", absl::StrCat("are ", bytes, " bytes long"), "at most 1 MB together");
  if (checking_.exchange(true)) {
    return Error(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_TOO_MANY_REQUESTS,
                 "another check of a policy is running: try again in a few seconds");
  }
  const absl::Cleanup done = [this] { checking_ = false; };
  return CheckPolicyFiles(*matcher_.Get(), *files, request.all_ladders());
}

absl::StatusOr<v1::ReloadPolicyResponse> PolicyServiceImpl::Reload() {
  v1::ReloadPolicyResponse response;
  response.set_previous_version(matcher_.Get()->policy().version());
  if (absl::Status status = matcher_.ReloadPolicy(); !status.ok()) {
    Log("error", "policy", {{"message", std::string(status.message())}, {"in_use", response.previous_version()}});
    return status;
  }
  response.set_version(matcher_.Get()->policy().version());
  Log("info", "policy", {{"version", response.version()}, {"previous", response.previous_version()}});
  return response;
}

grpc::Status PolicyServiceImpl::GetPolicy(grpc::ServerContext*, const v1::GetPolicyRequest* request,
                                          v1::GetPolicyResponse* response) {
  return Answered("GetPolicy", response, [&] { return Answer(*request); });
}

grpc::Status PolicyServiceImpl::CheckPolicy(grpc::ServerContext*, const v1::CheckPolicyRequest* request,
                                            v1::CheckPolicyResponse* response) {
  return Answered("CheckPolicy", response, [&] { return Answer(*request); });
}

grpc::Status PolicyServiceImpl::ReloadPolicy(grpc::ServerContext*, const v1::ReloadPolicyRequest* request,
                                             v1::ReloadPolicyResponse* response) {
  return Answered("ReloadPolicy", response, [&] { return Answer(*request); });
}

}  // namespace socialekaart
