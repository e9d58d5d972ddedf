#pragma once

#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "services/matching/matcher.h"
#include "services/matching/policy_files.h"

namespace socialekaart {

// The matcher in use. Its policy can be replaced while questions are answered: an answer is given by one policy from
// beginning to end. Safe for use by several threads at once.
class LiveMatcher {
 public:
  // As Matcher::Load.
  static absl::StatusOr<std::unique_ptr<LiveMatcher>> Load(const std::string& data_dir, const Analyzer& analyzer);

  std::shared_ptr<const Matcher> Get() const;

  // Reads the files of the policy again. INVALID_ARGUMENT with every fault, its file and line: then nothing changes.
  absl::Status ReloadPolicy();
  // As they stand in the data directory now.
  absl::StatusOr<PolicyFiles> ReadFiles() const;

 private:
  LiveMatcher(std::string data_dir, std::shared_ptr<const Matcher> matcher)
      : data_dir_(std::move(data_dir)), matcher_(std::move(matcher)) {}

  const std::string data_dir_;
  mutable absl::Mutex mutex_;
  std::shared_ptr<const Matcher> matcher_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace socialekaart
