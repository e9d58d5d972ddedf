#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "indexer/store/store.h"
#include "services/matching/masking.h"
#include "socialekaart/store/v1/record.pb.h"
#include "socialekaart/v1/directory_service.pb.h"

namespace socialekaart {

// What is wrong with the request by itself, all of it at once: no kind, a text that is too long (FIELD_INVALID), or one
// that holds personal data (PERSONAL_DATA). In Dutch, and without repeating the text: a person reads it on the page.
absl::Status CheckIssue(const v1::ReportIssueRequest& request, const Masker& masker);

// What was said to be wrong with records, for their editors: which service, what, on which day, and nothing of who said
// it. Each report stands in the store under its number. Safe for use by several threads at once.
class IssueLog {
 public:
  static constexpr int kMostPerService = 5;  // a day
  static constexpr int kMostPerDay = 500;

  explicit IssueLog(Store& store) : store_(store) {}

  // Keeps it under `day` ("2026-11-22"). The request must have been checked. RESOURCE_EXHAUSTED: enough for today.
  absl::Status Add(const v1::ReportIssueRequest& request, const std::string& day);

  // Newest first. The names of services as they are called now are left to the caller.
  absl::StatusOr<v1::ListIssueReportsResponse> List(const v1::ListIssueReportsRequest& request) const;

 private:
  Store& store_;
  mutable absl::Mutex mutex_;  // held while the counts are read and written
};

}  // namespace socialekaart
