#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "indexer/hsds/finding.h"
#include "indexer/importer/byte_reader.h"

namespace socialekaart {

// A row larger than this is skipped without being held.
inline constexpr size_t kMaxRowBytes = 1 << 20;

struct CsvOptions {
  char delimiter = 0;           // 0 = the one of , ; and tab that the first line has most of
  bool quotes = true;           // false: a quote is a character like any other
  bool report_encoding = true;  // false: windows-1252 is what one expects, and no finding
};

struct CsvRow {
  int64_t line = 0;                 // on which it begins
  std::vector<std::string> fields;  // UTF-8, without spaces around
};

// Reads a file of separated values (RFC 4180, and what goes by that name), row by row; empty lines are passed over. A
// row that is not UTF-8 is taken to be windows-1252. What is wrong with a row itself (too large, a NUL, a quote that is
// never closed) is a FATAL finding with its line, and the row is counted in `*lost`. Errors: what the input and `each`
// say.
absl::Status ReadCsv(ByteReader& reader, const CsvOptions& options, FindingSink& sink, int64_t* lost,
                     absl::FunctionRef<absl::Status(const CsvRow&)> each);

// Bytes that mean nothing in windows-1252 become U+FFFD.
std::string FromWindows1252(absl::string_view text);

// The names of the columns, whatever their case and order.
class CsvHeader {
 public:
  CsvHeader() = default;
  explicit CsvHeader(const CsvRow& row);

  bool Has(absl::string_view column) const { return columns_.contains(column); }
  // "" when the row is short or the column not there.
  absl::string_view Value(const CsvRow& row, absl::string_view column) const;
  size_t size() const { return columns_.size(); }

 private:
  absl::flat_hash_map<std::string, size_t> columns_;  // upper case
};

}  // namespace socialekaart
