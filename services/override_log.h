#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "indexer/store/store.h"
#include "socialekaart/v1/match_service.pb.h"

namespace socialekaart {

// How often practitioners chose another step than was advised: counts a month, and nothing of a case. Safe for use by
// several threads at once.
class OverrideLog {
 public:
  explicit OverrideLog(Store& store) : store_(store) {}

  // Counts it under `month` ("2026-11"). The request must have been checked. RESOURCE_EXHAUSTED: the month holds too
  // many different counts.
  absl::Status Add(const v1::RecordOverrideRequest& request, const std::string& month);

  // The counts of these months, oldest first. INVALID_ARGUMENT: no such month, or more than ten years.
  absl::StatusOr<v1::CountOverridesResponse> Count(const v1::CountOverridesRequest& request,
                                                   const std::string& this_month) const;

 private:
  absl::StatusOr<v1::CountOverridesResponse> Read(const std::string& month) const;

  Store& store_;
  mutable absl::Mutex mutex_;  // held while a month is read and written
};

}  // namespace socialekaart
