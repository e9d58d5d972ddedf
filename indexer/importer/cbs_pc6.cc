#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "indexer/base/status.h"
#include "indexer/importer/context.h"
#include "indexer/importer/csv_reader.h"

namespace socialekaart {
namespace {

constexpr absl::string_view kExpected = "CBS' postcodes and house numbers: columns PC6 and Buurt<year>";

// "7151AB" as digits * 676 + letters; nothing for another form.
std::optional<uint32_t> KeyOf(absl::string_view text) {
  std::string code;
  for (const char c : text) {
    if (c != ' ') code += absl::ascii_toupper(static_cast<unsigned char>(c));
  }
  if (code.size() != 6 || code[0] == '0') return std::nullopt;
  uint32_t key = 0;
  for (size_t i = 0; i < 6; ++i) {
    const auto c = static_cast<unsigned char>(code[i]);
    if (i < 4 ? !absl::ascii_isdigit(c) : !absl::ascii_isupper(c)) return std::nullopt;
    key = i < 4 ? key * 10 + (c - '0') : key * 26 + (c - 'A');
  }
  return key;
}

// "BU18590100" from "BU18590100", "18590100", and, where a spreadsheet took away the zeros in front, "3630400". Letters
// may stand in it.
std::optional<std::string> NeighbourhoodCode(absl::string_view text) {
  std::string code = absl::AsciiStrToUpper(absl::StripPrefix(text, "BU"));
  const bool all_digits = std::all_of(code.begin(), code.end(), [](unsigned char c) { return absl::ascii_isdigit(c); });
  constexpr size_t kSize = 8;
  if (all_digits && code.size() >= 5 && code.size() < kSize) code.insert(0, kSize - code.size(), '0');
  const bool gemeente_is_number =
      code.size() == kSize &&
      std::all_of(code.begin(), code.begin() + 4, [](unsigned char c) { return absl::ascii_isdigit(c); });
  const bool rest_is_code =
      std::all_of(code.begin(), code.end(), [](unsigned char c) { return absl::ascii_isalnum(c); });
  if (!gemeente_is_number || !rest_is_code) return std::nullopt;
  return "BU" + code;
}

// The buurten of each PC6: memory goes with the number of those, not with the houses.
class Collector {
 public:
  void Add(uint32_t key, const std::string& code) {
    const auto index = static_cast<uint32_t>(codes_.try_emplace(code, codes_.size()).first->second);
    pairs_.insert(uint64_t{key} << 32 | index);
  }
  bool empty() const { return pairs_.empty(); }

  data::v1::Neighbourhoods Take() {
    data::v1::Neighbourhoods out;
    std::vector<const std::string*> codes(codes_.size());
    for (const auto& [code, index] : codes_) codes[index] = &code;
    for (const std::string* code : codes) out.add_codes(*code);
    std::vector<uint64_t> sorted(pairs_.begin(), pairs_.end());
    std::sort(sorted.begin(), sorted.end());
    for (const uint64_t pair : sorted) {
      const auto key = static_cast<uint32_t>(pair >> 32);
      if (out.keys_size() == 0 || out.keys(out.keys_size() - 1) != key) {
        out.add_keys(key);
        out.add_starts(static_cast<uint32_t>(out.indexes_size()));
      }
      out.add_indexes(static_cast<uint32_t>(pair));
    }
    // The end of the last one.
    out.add_starts(static_cast<uint32_t>(out.indexes_size()));
    return out;
  }

 private:
  absl::flat_hash_map<std::string, size_t> codes_;
  absl::flat_hash_set<uint64_t> pairs_;  // key << 32 | index of the code
};

// The position of each column that is used; its name bears a year.
struct Columns {
  size_t postal_code = 0;
  size_t neighbourhood = 0;
  std::string year;
};

std::optional<Columns> FindColumns(const CsvRow& header) {
  std::optional<size_t> postal_code, neighbourhood;
  std::string year;
  for (size_t i = 0; i < header.fields.size(); ++i) {
    const std::string name = absl::AsciiStrToUpper(header.fields[i]);
    if (name == "PC6") postal_code = i;
    if (!neighbourhood && absl::StartsWith(name, "BUURT")) {
      neighbourhood = i;
      year = name.substr(5);
    }
  }
  if (!postal_code || !neighbourhood) return std::nullopt;
  return Columns{*postal_code, *neighbourhood, year};
}

void AddRow(ImportContext& context, const Columns& columns, const CsvRow& row, Collector* collector) {
  context.CountRead();
  const bool whole = row.fields.size() > std::max(columns.postal_code, columns.neighbourhood);
  const auto key = whole ? KeyOf(row.fields[columns.postal_code]) : std::nullopt;
  const auto code = whole ? NeighbourhoodCode(row.fields[columns.neighbourhood]) : std::nullopt;
  if (key && code) return collector->Add(*key, *code);
  RecordSink(context.findings, context.file, row.line)
      .Add(MakeFinding("cbs.row", v1::Finding::SEVERITY_FATAL, key || !whole ? "Buurt" : "PC6",
                       !whole ? "has fewer fields than the header"
                       : key  ? "is no code of a buurt"
                              : "is no postcode",
                       "Correct it: 7151AB;12;18590100;185901;1859"));
  context.Reject();
}

}  // namespace

absl::Status ImportCbsPc6(ImportContext& context) {
  Collector collector;
  std::string year;
  while (true) {
    const auto more = context.NextFile();
    if (!more.ok()) return more.status();
    if (!*more) break;
    ByteReader reader(context.input);
    RecordSink file_sink(context.findings, context.file, 0);
    std::optional<Columns> columns;
    bool usable = true;
    int64_t lost = 0;
    const absl::Status read = ReadCsv(reader, {}, file_sink, &lost, [&](const CsvRow& row) {
      if (columns) {
        AddRow(context, *columns, row, &collector);
      } else if (usable) {
        columns = FindColumns(row);
        usable = columns.has_value();
        if (!usable) return context.NotThisFormat(kExpected);
        year = columns->year;
      }
      return absl::OkStatus();
    });
    context.report().set_read(context.report().read() + lost);
    context.report().set_rejected(context.report().rejected() + lost);
    if (!read.ok()) return read;
  }
  if (collector.empty()) {
    return Error(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_IMPORT_FORMAT_INVALID,
                 absl::StrCat("importing ", context.file, ": no usable row; expected ", kExpected));
  }
  data::v1::Neighbourhoods neighbourhoods = collector.Take();
  neighbourhoods.set_source(absl::StrCat("CBS, buurt, wijk en gemeente per PC6 en huisnummer ", year));
  context.report().set_created(neighbourhoods.keys_size());
  return context.options.dry_run() ? absl::OkStatus() : context.target.PutNeighbourhoods(neighbourhoods);
}

}  // namespace socialekaart
