#include "services/matching/live_matcher.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace socialekaart {

absl::StatusOr<std::unique_ptr<LiveMatcher>> LiveMatcher::Load(const std::string& data_dir, const Analyzer& analyzer) {
  auto matcher = Matcher::Load(data_dir, analyzer);
  if (!matcher.ok()) return matcher.status();
  return std::unique_ptr<LiveMatcher>(new LiveMatcher(data_dir, *std::move(matcher)));
}

std::shared_ptr<const Matcher> LiveMatcher::Get() const {
  absl::ReaderMutexLock lock(&mutex_);
  return matcher_;
}

absl::Status LiveMatcher::ReloadPolicy() {
  const std::shared_ptr<const Matcher> now = Get();
  auto policy = now->ReadPolicy(data_dir_);
  if (!policy.ok()) return policy.status();
  std::shared_ptr<const Matcher> next = now->WithPolicy(*std::move(policy));
  absl::MutexLock lock(&mutex_);
  matcher_ = std::move(next);
  return absl::OkStatus();
}

absl::StatusOr<PolicyFiles> LiveMatcher::ReadFiles() const {
  return ReadPolicyFiles(absl::StrCat(data_dir_, "/policy"));
}

}  // namespace socialekaart
