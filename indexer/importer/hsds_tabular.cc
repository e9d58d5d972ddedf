#include "indexer/importer/hsds_tabular.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "indexer/hsds/hsds_json.h"
#include "indexer/hsds/rules.h"
#include "indexer/hsds/schema.h"
#include "indexer/importer/hsds_tables.h"

namespace socialekaart {
namespace {

using nlohmann::json;

constexpr size_t kMaxServiceBytes = 1 << 20;

// Parts of a key of the staging area; ids hold no NUL, since no row does.
template <typename... Parts>
std::string Path(const Parts&... parts) {
  std::string path;
  (absl::StrAppend(&path, parts, absl::string_view("\0", 1)), ...);
  return path;
}

std::string Ordered(uint64_t order) {
  return absl::StrCat(absl::Hex(order, absl::kZeroPad16));
}

// A cell as JSON has it.
json ToValue(const hsds::Field* field, absl::string_view text) {
  const bool is_number =
      field != nullptr && (field->form == hsds::Form::kNumber || field->form == hsds::Form::kLatitude ||
                           field->form == hsds::Form::kLongitude);
  int64_t whole = 0;
  double number = 0;
  if (is_number && absl::SimpleAtoi(text, &whole)) return whole;
  if (is_number && absl::SimpleAtod(text, &number) && number - number == 0) return number;
  return std::string(text);
}

std::string TextIn(const json& row, absl::string_view column) {
  const auto found = row.find(std::string(column));
  return found != row.end() && found->is_string() ? found->get<std::string>() : "";
}

}  // namespace

// A staged row.
struct TabularImport::Row {
  size_t file = 0;
  int64_t line = 0;
  bool faulty = false;  // has a finding of severity ERROR
  json value;
};

// What a service was put together from.
struct TabularImport::Built {
  size_t bytes = 0;
  bool faulty = false;
};

bool TabularImport::IsTable(absl::string_view file) {
  return absl::EndsWithIgnoreCase(file, ".csv");
}
bool TabularImport::IsDescription(absl::string_view file) {
  return BaseName(file) == "datapackage.json";
}

RecordSink TabularImport::SinkOf(const Row& row, absl::string_view id) {
  return RecordSink(context_.findings, files_[row.file], row.line, id);
}

absl::StatusOr<std::optional<TabularImport::Row>> TabularImport::GetRow(absl::string_view table,
                                                                        absl::string_view id) const {
  const auto bytes = staging_->Get(Path("row", table, id));
  if (!bytes.ok()) return bytes.status();
  if (!*bytes) return std::nullopt;
  const json stored = json::parse(**bytes, nullptr, false);
  if (!stored.is_array()) return absl::InternalError("importing tables: a staged row is damaged");
  return Row{stored[0].get<size_t>(), stored[1].get<int64_t>(), stored[2].get<bool>(), stored[3]};
}

absl::Status TabularImport::PutRow(absl::string_view table, absl::string_view id, const Row& row) {
  return staging_->Put(Path("row", table, id), json::array({row.file, row.line, row.faulty, row.value}).dump());
}

absl::Status TabularImport::ReadTable(ByteReader& reader) {
  files_.push_back(context_.file);
  RecordSink sink(context_.findings, context_.file, 0);
  const std::string table = TableOf(context_.file);
  if (table.empty()) {
    sink.Add(MakeFinding("csv.unknown-table", v1::Finding::SEVERITY_INFO, "",
                         "is no table that is imported; it was passed over",
                         "Name the file after its HSDS table: services.csv."));
    return absl::OkStatus();
  }
  if (staging_ == nullptr) {
    auto staging = Staging::Open();
    if (!staging.ok()) return staging.status();
    staging_ = *std::move(staging);
  }
  if (std::find(tables_.begin(), tables_.end(), table) == tables_.end()) tables_.push_back(table);
  std::optional<CsvHeader> header;
  std::vector<std::string> columns;
  bool usable = true;
  int64_t lost = 0;
  const absl::Status read = ReadCsv(reader, {}, sink, &lost, [&](const CsvRow& row) {
    if (!usable) return absl::OkStatus();
    if (header) return Stage(table, *header, columns, row);
    header.emplace(row);
    for (const std::string& column : row.fields) columns.push_back(absl::AsciiStrToLower(column));
    usable = header->Has("ID");
    return usable ? absl::OkStatus() : context_.NotThisFormat("an HSDS table with a column `id`");
  });
  if (table == "service") {
    context_.report().set_read(context_.report().read() + lost);
    context_.report().set_rejected(context_.report().rejected() + lost);
  }
  return read;
}

absl::Status TabularImport::Stage(absl::string_view table, const CsvHeader& header,
                                  const std::vector<std::string>& columns, const CsvRow& csv) {
  Row row{.file = files_.size() - 1, .line = csv.line, .faulty = false, .value = json::object()};
  for (size_t i = 0; i < std::min(columns.size(), csv.fields.size()); ++i) {
    if (csv.fields[i].empty() || columns[i].empty() || row.value.contains(columns[i])) continue;
    row.value[columns[i]] = ToValue(hsds::FindField(table, columns[i]), csv.fields[i]);
  }
  std::string id(header.Value(csv, "ID"));
  RecordSink sink = SinkOf(row, id);
  if (csv.fields.size() > columns.size()) {
    sink.Add(MakeFinding("csv.columns", v1::Finding::SEVERITY_ERROR, "", "has more fields than the table has columns",
                         "Quote texts that hold the separator."));
  }
  hsds::CheckObject(row.value, table, {.tabular = true}, sink);
  row.faulty = sink.HasError();
  if (id.empty()) id = absl::StrCat("line ", csv.line);
  const auto before = GetRow(table, id);
  if (!before.ok()) return before.status();
  if (*before) {
    sink.Add(MakeFinding("csv.duplicate-id", v1::Finding::SEVERITY_FATAL, "id",
                         absl::StrCat("came before, on line ", (*before)->line, "; that row counts"),
                         "Give each row an id of its own."));
  }
  if (sink.IsRejected(false)) {
    if (table != "service") return absl::OkStatus();
    context_.CountRead();
    context_.Reject();
    return absl::OkStatus();
  }
  if (const absl::Status status = PutRow(table, id, row); !status.ok()) return status;
  return staging_->Put(Path("order", table) + Ordered(order_++), id);
}

// Ties the row to the one that it belongs to by a column that may name a row of any table. False: there is no such row.
absl::StatusOr<bool> TabularImport::LinkOwner(absl::string_view table, absl::string_view id, const Row& row,
                                              uint64_t order) {
  const auto rule =
      std::find_if(kAnyOwners.begin(), kAnyOwners.end(), [&](const AnyOwner& owner) { return owner.table == table; });
  if (rule == kAnyOwners.end()) return false;
  const std::string owner = TextIn(row.value, rule->column);
  const std::string kind = TableOf(TextIn(row.value, rule->kind_column));
  bool linked = false;
  for (const std::string& candidate : tables_) {
    if (!kind.empty() && candidate != kind) continue;
    if (hsds::FindField(candidate, rule->property) == nullptr) continue;
    const auto found = GetRow(candidate, owner);
    if (!found.ok()) return found.status();
    if (!*found) continue;
    linked = true;
    const absl::Status status =
        staging_->Put(Path("part", candidate, owner, rule->property, table) + Ordered(order), id);
    if (!status.ok()) return status;
  }
  return linked;
}

absl::Status TabularImport::CheckKeysOf(absl::string_view table, absl::string_view id, Row row, uint64_t order) {
  RecordSink sink = SinkOf(row, id);
  bool belongs_somewhere = false;
  bool should_belong = false;
  for (const Key& key : kKeys) {
    if (key.table != table) continue;
    should_belong = should_belong || key.nesting == Nesting::kInto;
    const std::string other = TextIn(row.value, key.column);
    if (other.empty()) continue;
    const auto found = GetRow(key.other, other);
    if (!found.ok()) return found.status();
    if (!*found) {
      sink.Add(
          MakeFinding("csv.foreign-key", v1::Finding::SEVERITY_ERROR, key.column,
                      absl::StrCat("names a row that the table of ", key.other, " does not have; the key is left out"),
                      "Correct the key, or add the row."));
      row.value.erase(std::string(key.column));
      continue;
    }
    const absl::Status status =
        key.nesting == Nesting::kInto
            ? staging_->Put(Path("part", key.other, other, key.property, table) + Ordered(order), id)
        : key.nesting == Nesting::kHolds ? staging_->Put(Path("used", key.other, other), "")
                                         : absl::OkStatus();
    if (!status.ok()) return status;
    belongs_somewhere = belongs_somewhere || key.nesting == Nesting::kInto;
  }
  const auto owner = LinkOwner(table, id, row, order);
  if (!owner.ok()) return owner.status();
  const bool any_owner =
      std::any_of(kAnyOwners.begin(), kAnyOwners.end(), [&](const AnyOwner& rule) { return rule.table == table; });
  // A program is held by services too.
  if ((should_belong || any_owner) && !belongs_somewhere && !*owner && table != "program") {
    sink.Add(MakeFinding("csv.orphan", v1::Finding::SEVERITY_WARNING, "", "belongs to no record; it is left out",
                         "Fill in the key of the record that it belongs to."));
  }
  row.faulty = row.faulty || sink.HasError();
  return PutRow(table, id, row);
}

absl::Status TabularImport::CheckKeys(absl::string_view table) {
  return staging_->Scan(Path("order", table), [&](absl::string_view order, absl::string_view id) -> absl::Status {
    const auto row = GetRow(table, id);
    if (!row.ok()) return row.status();
    uint64_t number = 0;
    if (!*row || !absl::SimpleHexAtoi(order, &number))
      return absl::InternalError("importing tables: the order of rows is damaged");
    return CheckKeysOf(table, id, **row, number);
  });
}

absl::Status TabularImport::ReportUnused(absl::string_view table) {
  return staging_->Scan(Path("order", table), [&](absl::string_view, absl::string_view id) -> absl::Status {
    const auto used = staging_->Get(Path("used", table, id));
    if (!used.ok()) return used.status();
    if (*used) return absl::OkStatus();
    const auto row = GetRow(table, id);
    if (!row.ok()) return row.status();
    SinkOf(**row, id).Add(MakeFinding("csv.orphan", v1::Finding::SEVERITY_WARNING, "",
                                      "is used by no service; it is left out", "Add the services, or leave it."));
    return absl::OkStatus();
  });
}

absl::Status TabularImport::Build(absl::string_view table, const std::string& id, Built* built, json* out) {
  auto row = GetRow(table, id);
  if (!row.ok()) return row.status();
  if (!*row) return absl::OkStatus();
  built->bytes += (*row)->value.dump().size();
  if (built->bytes > kMaxServiceBytes) return absl::OkStatus();
  built->faulty = built->faulty || (*row)->faulty;
  *out = std::move((*row)->value);
  for (const Key& key : kKeys) {
    if (key.table != table || key.nesting == Nesting::kNames) continue;
    const std::string other = TextIn(*out, key.column);
    // The nesting says it now.
    out->erase(std::string(key.column));
    if (other.empty() || key.nesting != Nesting::kHolds) continue;
    const absl::Status status = Build(key.other, other, built, &(*out)[std::string(key.property)]);
    if (!status.ok()) return status;
  }
  for (const AnyOwner& rule : kAnyOwners) {
    if (rule.table == table) out->erase(std::string(rule.column));
  }
  const std::string parts = Path("part", table, id);
  return staging_->Scan(parts, [&](absl::string_view rest, absl::string_view part) -> absl::Status {
    if (built->bytes > kMaxServiceBytes) return absl::OkStatus();
    const size_t property_end = rest.find('\0');
    const std::string property(rest.substr(0, property_end));
    const absl::string_view child = rest.substr(property_end + 1, rest.find('\0', property_end + 1) - property_end - 1);
    json nested;
    const absl::Status status = Build(child, std::string(part), built, &nested);
    if (status.ok() && nested.is_object()) (*out)[property].push_back(std::move(nested));
    return status;
  });
}

absl::Status TabularImport::PutService(absl::string_view id) {
  const auto row = GetRow("service", id);
  if (!row.ok()) return row.status();
  context_.CountRead();
  RecordSink sink = SinkOf(**row, id);
  Built built;
  json service;
  if (const absl::Status status = Build("service", std::string(id), &built, &service); !status.ok()) return status;
  if (built.bytes > kMaxServiceBytes) {
    sink.Add(
        MakeFinding("import.too-large", v1::Finding::SEVERITY_FATAL, "",
                    absl::StrCat("with all that belongs to it the service is more than ", kMaxServiceBytes, " bytes"),
                    "Leave out what is long."));
  }
  if (sink.IsRejected(false) || (built.faulty && context_.options.strict())) {
    context_.Reject();
    return absl::OkStatus();
  }
  ImportedService imported = FromCheckedHsds(service, sink);
  imported.file = files_[(*row)->file];
  imported.line = (*row)->line;
  return context_.PutOrReject(std::move(imported), sink);
}

absl::Status TabularImport::Join() {
  if (staging_ == nullptr) {
    return files_.empty() ? absl::OkStatus() : context_.NotThisFormat("a table of HSDS, such as services.csv");
  }
  for (const std::string& table : tables_) {
    if (const absl::Status status = CheckKeys(table); !status.ok()) return status;
  }
  for (const absl::string_view table : {"organization", "location"}) {
    if (const absl::Status status = ReportUnused(table); !status.ok()) return status;
  }
  return staging_->Scan(Path("order", "service"),
                        [&](absl::string_view, absl::string_view id) { return PutService(id); });
}

}  // namespace socialekaart
