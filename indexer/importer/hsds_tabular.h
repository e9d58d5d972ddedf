#pragma once

#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "indexer/importer/byte_reader.h"
#include "indexer/importer/context.h"
#include "indexer/importer/csv_reader.h"
#include "indexer/importer/staging.h"

namespace socialekaart {

// The tabular form of HSDS: one CSV file a table, tied together by foreign keys. Rows are staged outside memory as they
// come, in any order of files; when all are there the keys are checked, and each service is put together with what
// belongs to it.
class TabularImport {
 public:
  explicit TabularImport(ImportContext& context) : context_(context) {}

  static bool IsTable(absl::string_view file);        // "services.csv"
  static bool IsDescription(absl::string_view file);  // "datapackage.json"

  // Stages the rows of the context's current file.
  absl::Status ReadTable(ByteReader& reader);
  // After the last table.
  absl::Status Join();

 private:
  struct Row;
  struct Built;

  absl::Status Stage(absl::string_view table, const CsvHeader& header, const std::vector<std::string>& columns,
                     const CsvRow& row);
  absl::Status CheckKeys(absl::string_view table);
  absl::Status CheckKeysOf(absl::string_view table, absl::string_view id, Row row, uint64_t order);
  absl::StatusOr<bool> LinkOwner(absl::string_view table, absl::string_view id, const Row& row, uint64_t order);
  absl::Status ReportUnused(absl::string_view table);
  absl::Status PutService(absl::string_view id);
  absl::Status Build(absl::string_view table, const std::string& id, Built* built, nlohmann::json* out);

  absl::StatusOr<std::optional<Row>> GetRow(absl::string_view table, absl::string_view id) const;
  absl::Status PutRow(absl::string_view table, absl::string_view id, const Row& row);
  RecordSink SinkOf(const Row& row, absl::string_view id);

  ImportContext& context_;
  std::unique_ptr<Staging> staging_;  // opened for the first table
  std::vector<std::string> files_;
  std::vector<std::string> tables_;  // in the order in which they came, each once
  uint64_t order_ = 0;               // of the rows
};

}  // namespace socialekaart
