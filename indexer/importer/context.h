#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "indexer/importer/import.h"
#include "indexer/importer/report.h"

namespace socialekaart {

// Services on their way to the target: in batches, bounded in number and in bytes. An organization or location that
// many services share counts as it first came; a later one with other content is a finding.
class Batch {
 public:
  Batch(ImportTarget& target, ReportKeeper& findings) : target_(target), findings_(findings) {}

  absl::Status Put(ImportedService service);
  absl::Status Flush();

 private:
  void DropRepeats(ImportedService* service);
  template <typename Record>
  bool IsRepeat(const Record& record, uint64_t hash, const ImportedService& service, absl::string_view path);

  ImportTarget& target_;
  ReportKeeper& findings_;
  std::vector<ImportedService> services_;
  size_t bytes_ = 0;
  absl::flat_hash_map<std::string, uint64_t> first_seen_;  // record name -> hash of its content
};

// What every format's reader works with.
struct ImportContext {
  const v1::ImportServicesRequest::Options& options;
  ImportInput& input;
  ImportTarget& target;
  ReportKeeper& findings;
  Batch& batch;
  std::string file = {};  // the current one

  v1::ImportReport& report() { return findings.report(); }

  // The record is not of use: counts it.
  void Reject() { report().set_rejected(report().rejected() + 1); }
  void CountRead() { report().set_read(report().read() + 1); }

  // Hands a record over unless its findings say no.
  absl::Status PutOrReject(ImportedService service, const RecordSink& sink);

  // The file is not of this format: an error when nothing was read yet, else a finding, since what was read has been
  // kept.
  absl::Status NotThisFormat(absl::string_view expected);

  // Goes to the next file. False after the last.
  absl::StatusOr<bool> NextFile();
};

// One reader per format.
absl::Status ImportHsds(ImportContext& context);
absl::Status ImportDuoSchools(ImportContext& context);
absl::Status ImportSchoolsGeoJson(ImportContext& context);
absl::Status ImportGeoNames(ImportContext& context);
absl::Status ImportCbsPc6(ImportContext& context);

}  // namespace socialekaart
