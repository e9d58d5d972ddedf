#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "indexer/importer/context.h"
#include "indexer/importer/csv_reader.h"
#include "indexer/importer/school.h"

namespace socialekaart {
namespace {

// DUO, "Alle schoolvestigingen basisonderwijs": columns that become something, by name. The others are passed over.
struct Column {
  absl::string_view name;
  std::string School::*member;
  bool needed;
};
constexpr auto kColumns = std::to_array<Column>({
    {"VESTIGINGSCODE", &School::code, true},
    {"VESTIGINGSNAAM", &School::name, true},
    {"STRAATNAAM", &School::street, true},
    {"HUISNUMMER-TOEVOEGING", &School::number, true},
    {"POSTCODE", &School::postal_code, true},
    {"PLAATSNAAM", &School::city, true},
    {"GEMEENTENUMMER", &School::municipality_code, false},
    {"GEMEENTENAAM", &School::municipality, false},
    {"PROVINCIE", &School::province, false},
    {"DENOMINATIE", &School::denomination, false},
    {"TELEFOONNUMMER", &School::phone, false},
    {"INTERNETADRES", &School::website, false},
});

// The ages of primary school.
constexpr double kMinimumAge = 4;
constexpr double kMaximumAge = 12;

bool IsWhole(const CsvHeader& header) {
  return std::all_of(kColumns.begin(), kColumns.end(),
                     [&](const Column& column) { return !column.needed || header.Has(column.name); });
}

School ToSchool(const CsvHeader& header, const CsvRow& row) {
  School school;
  for (const Column& column : kColumns) school.*column.member = std::string(header.Value(row, column.name));
  school.minimum_age = kMinimumAge;
  school.maximum_age = kMaximumAge;
  school.kind = "Basisschool";
  return school;
}

absl::Status ImportFile(ImportContext& context, SchoolImport& schools) {
  ByteReader reader(context.input);
  RecordSink file_sink(context.findings, context.file, 0);
  std::optional<CsvHeader> header;
  int64_t lost = 0;
  bool usable = true;
  const absl::Status read = ReadCsv(reader, {.report_encoding = false}, file_sink, &lost, [&](const CsvRow& row) {
    if (!usable) return absl::OkStatus();
    if (!header) {
      header.emplace(row);
      usable = IsWhole(*header);
      return usable ? absl::OkStatus()
                    : context.NotThisFormat("the columns of DUO's schoolvestigingen (VESTIGINGSCODE, ...)");
    }
    RecordSink sink(context.findings, context.file, row.line);
    if (row.fields.size() != header->size()) {
      sink.Add(MakeFinding("csv.columns", v1::Finding::SEVERITY_FATAL, "",
                           absl::StrCat("has ", row.fields.size(), " fields where the header has ", header->size()),
                           "Quote texts that hold the separator."));
    }
    return schools.Put(ToSchool(*header, row), row.line, sink);
  });
  context.report().set_read(context.report().read() + lost);
  context.report().set_rejected(context.report().rejected() + lost);
  if (!read.ok() || header) return read;
  return context.NotThisFormat("the columns of DUO's schoolvestigingen (VESTIGINGSCODE, ...)");
}

}  // namespace

absl::Status ImportDuoSchools(ImportContext& context) {
  SchoolImport schools(context, "duo-schools");
  while (true) {
    const auto more = context.NextFile();
    if (!more.ok()) return more.status();
    if (!*more) return absl::OkStatus();
    if (const absl::Status status = ImportFile(context, schools); !status.ok()) return status;
  }
}

}  // namespace socialekaart
