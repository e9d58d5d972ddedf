#include "indexer/importer/import.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "indexer/base/status.h"
#include "indexer/importer/context.h"
#include "indexer/importer/report.h"

namespace socialekaart {
namespace {

struct Format {
  v1::ImportFormat format;
  absl::Status (*import)(ImportContext&);
};

constexpr auto kFormats = std::to_array<Format>({
    {v1::IMPORT_FORMAT_HSDS, ImportHsds},
    {v1::IMPORT_FORMAT_DUO_SCHOOLS, ImportDuoSchools},
    {v1::IMPORT_FORMAT_SCHOOLS_GEOJSON, ImportSchoolsGeoJson},
    {v1::IMPORT_FORMAT_GEONAMES, ImportGeoNames},
    {v1::IMPORT_FORMAT_CBS_PC6, ImportCbsPc6},
});

}  // namespace

absl::StatusOr<v1::ImportReport> RunImport(const v1::ImportServicesRequest::Options& options, ImportInput& input,
                                           ImportTarget& target) {
  const auto format =
      std::find_if(kFormats.begin(), kFormats.end(), [&](const Format& row) { return row.format == options.format(); });
  if (format == kFormats.end()) {
    return InvalidField("options.format", absl::StrCat("is ", options.format()), "one of ImportFormat");
  }
  v1::ImportReport report;
  report.set_dry_run(options.dry_run());
  ReportKeeper findings(options, &report);
  Batch batch(target, findings);
  ImportContext context{.options = options, .input = input, .target = target, .findings = findings, .batch = batch};
  const absl::Status read = format->import(context);
  // What was read before the input broke off is good: it is kept.
  const absl::Status flushed = batch.Flush();
  if (!read.ok()) return read;
  if (!flushed.ok()) return flushed;
  return report;
}

}  // namespace socialekaart
