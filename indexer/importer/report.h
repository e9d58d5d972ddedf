#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "indexer/hsds/finding.h"
#include "socialekaart/v1/directory_service.pb.h"

namespace socialekaart {

// One more finding: it always counts, and is kept while there are fewer than `max_findings` of the options.
void AddToReport(const v1::ImportServicesRequest::Options& options, v1::Finding finding, v1::ImportReport* report);

// The findings of one import.
class ReportKeeper : public FindingSink {
 public:
  ReportKeeper(const v1::ImportServicesRequest::Options& options, v1::ImportReport* report)
      : options_(options), report_(report) {}
  void Add(v1::Finding finding) override { AddToReport(options_, std::move(finding), report_); }
  v1::ImportReport& report() { return *report_; }

 private:
  const v1::ImportServicesRequest::Options& options_;
  v1::ImportReport* report_;
};

// The findings about one record: says where it stands, passes them on, and remembers the worst.
class RecordSink : public FindingSink {
 public:
  RecordSink(FindingSink& next, absl::string_view file, int64_t line, absl::string_view record = {})
      : next_(next), file_(file), line_(line), record_(record) {}

  void Add(v1::Finding finding) override;
  void set_record(absl::string_view record) { record_ = std::string(record); }

  // FATAL always, ERROR when strict.
  bool IsRejected(bool strict) const;
  bool HasError() const { return worst_ >= v1::Finding::SEVERITY_ERROR; }

 private:
  FindingSink& next_;
  std::string file_;
  int64_t line_;
  std::string record_;
  v1::Finding::Severity worst_ = v1::Finding::SEVERITY_UNSPECIFIED;
};

}  // namespace socialekaart
