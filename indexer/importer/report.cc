#include "indexer/importer/report.h"

#include <algorithm>
#include <utility>

namespace socialekaart {
namespace {

constexpr int kDefaultMaxFindings = 1000;

}  // namespace

void AddToReport(const v1::ImportServicesRequest::Options& options, v1::Finding finding, v1::ImportReport* report) {
  report->set_warnings(report->warnings() + 1);
  auto* counts = report->mutable_rule_counts();
  auto row =
      std::find_if(counts->begin(), counts->end(), [&](const auto& count) { return count.rule() == finding.rule(); });
  if (row == counts->end()) {
    counts->Add()->set_rule(finding.rule());
    row = counts->end() - 1;
  }
  row->set_count(row->count() + 1);
  if (report->findings_size() < (options.max_findings() > 0 ? options.max_findings() : kDefaultMaxFindings)) {
    *report->add_findings() = std::move(finding);
  }
}

void RecordSink::Add(v1::Finding finding) {
  if (finding.file().empty()) finding.set_file(file_);
  if (finding.line() == 0) finding.set_line(line_);
  if (finding.record().empty()) finding.set_record(record_);
  worst_ = std::max(worst_, finding.severity());
  next_.Add(std::move(finding));
}

bool RecordSink::IsRejected(bool strict) const {
  return worst_ >= (strict ? v1::Finding::SEVERITY_ERROR : v1::Finding::SEVERITY_FATAL);
}

}  // namespace socialekaart
