#include "indexer/importer/csv_reader.h"

#include <csv.h>
#include <iconv.h>

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "indexer/base/codec.h"

namespace socialekaart {
namespace {

// One for each thread, closed with it.
struct Converter {
  Converter() : handle(iconv_open("UTF-8", "WINDOWS-1252")) {}
  ~Converter() { iconv_close(handle); }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;
  const iconv_t handle;
};

constexpr size_t kPiece = 64 * 1024;
constexpr size_t kHeaderBytes = 64 * 1024;

// States of the library's parser (csv_parser::pstate); it has no names for them outside.
constexpr int kRowNotBegun = 0;
constexpr int kFieldBegun = 2;

char DetectDelimiter(ByteReader& reader) {
  absl::string_view line = reader.PeekAhead(kHeaderBytes);
  line = line.substr(0, line.find('\n'));
  constexpr std::array<char, 3> kDelimiters{',', ';', '\t'};
  return *std::max_element(kDelimiters.begin(), kDelimiters.end(), [&](char a, char b) {
    return std::count(line.begin(), line.end(), a) < std::count(line.begin(), line.end(), b);
  });
}

// No space is cut off by the library when a tab separates: an empty field between two tabs is a field.
int IsNoSpace(unsigned char) {
  return 0;
}

class Parser {
 public:
  Parser(ByteReader& reader, const CsvOptions& options, FindingSink& sink, int64_t* lost,
         absl::FunctionRef<absl::Status(const CsvRow&)> each)
      : reader_(reader), options_(options), sink_(sink), lost_(*lost), each_(each) {
    Start();
  }
  ~Parser() { csv_free(&parser_); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  absl::Status Run() {
    // Line by line, so that each row knows where it began; a long line in pieces.
    while (true) {
      absl::string_view piece = reader_.PeekAhead(kPiece);
      if (piece.empty()) break;
      const size_t end = piece.find('\n');
      piece = piece.substr(0, end == absl::string_view::npos ? piece.size() : end + 1);
      if (csv_parse(&parser_, piece.data(), piece.size(), OnField, OnRow, this) != piece.size()) {
        return absl::ResourceExhaustedError("reading a CSV row: out of memory");
      }
      for (size_t i = piece.size(); i > 0; --i) reader_.Get();
      if (!status_.ok()) return status_;
      if (row_bytes_ + parser_.entry_pos > kMaxRowBytes) SkipRow();
      if (parser_.pstate == kRowNotBegun) row_.line = reader_.line();
    }
    if (!reader_.status().ok()) return reader_.status();
    if (parser_.pstate == kFieldBegun && parser_.quoted != 0) {
      Lose("csv.unclosed-quote", "a quote that begins in this row is never closed", "Close it, or double it.");
    } else if (csv_fini(&parser_, OnField, OnRow, this) != 0) {
      return absl::ResourceExhaustedError("reading a CSV row: out of memory");
    }
    return status_;
  }

 private:
  void Start() {
    csv_init(&parser_, 0);
    csv_set_delim(&parser_, static_cast<unsigned char>(options_.delimiter));
    // A byte that never begins a field of text.
    if (!options_.quotes) csv_set_quote(&parser_, 0x01);
    csv_set_space_func(&parser_, IsNoSpace);
    row_.fields.clear();
    row_bytes_ = 0;
    row_.line = reader_.line();
  }

  // Goes on at the next line: where the row really ends nobody can tell.
  void SkipRow() {
    Lose("csv.row-too-large", absl::StrCat("the row is larger than ", kMaxRowBytes, " bytes"),
         "Close the quotes, or split it.");
    std::string line;
    bool too_long = false;
    reader_.GetLine(0, &line, &too_long);
    csv_free(&parser_);
    Start();
  }

  void Lose(absl::string_view rule, absl::string_view message, absl::string_view fix) {
    v1::Finding finding = MakeFinding(rule, v1::Finding::SEVERITY_FATAL, "", message, fix);
    finding.set_line(row_.line);
    sink_.Add(std::move(finding));
    ++lost_;
  }

  static void OnField(void* text, size_t size, void* self) {
    auto& parser = *static_cast<Parser*>(self);
    parser.row_bytes_ += size;
    if (parser.row_bytes_ > kMaxRowBytes) return parser.row_.fields.clear();
    parser.row_.fields.emplace_back(static_cast<const char*>(text), size);
  }

  static void OnRow(int, void* self) { static_cast<Parser*>(self)->EndRow(); }

  void EndRow() {
    if (row_bytes_ > kMaxRowBytes) {
      Lose("csv.row-too-large", absl::StrCat("the row is larger than ", kMaxRowBytes, " bytes"),
           "Close the quotes, or split it.");
    } else if (status_.ok() && MakeClean()) {
      status_ = each_(row_);
    }
    row_.fields.clear();
    row_bytes_ = 0;
  }

  // The fields as UTF-8, trimmed. False when the row is lost.
  bool MakeClean() {
    const auto any = [&](auto predicate) { return std::any_of(row_.fields.begin(), row_.fields.end(), predicate); };
    if (any([](const std::string& field) { return field.find('\0') != std::string::npos; })) {
      Lose("csv.nul", "the row holds a NUL byte", "Remove it.");
      return false;
    }
    if (any([](const std::string& field) { return !IsUtf8(field); })) {
      for (std::string& field : row_.fields) field = FromWindows1252(field);
      if (options_.report_encoding) {
        v1::Finding finding =
            MakeFinding("csv.encoding", v1::Finding::SEVERITY_WARNING, "",
                        "the row is not UTF-8; it was read as windows-1252", "Save the file as UTF-8.");
        finding.set_line(row_.line);
        sink_.Add(std::move(finding));
      }
    }
    for (std::string& field : row_.fields) absl::StripAsciiWhitespace(&field);
    return !std::all_of(row_.fields.begin(), row_.fields.end(), [](const std::string& field) { return field.empty(); });
  }

  ByteReader& reader_;
  const CsvOptions& options_;
  FindingSink& sink_;
  int64_t& lost_;
  absl::FunctionRef<absl::Status(const CsvRow&)> each_;
  csv_parser parser_{};
  CsvRow row_;
  size_t row_bytes_ = 0;
  absl::Status status_;
};

}  // namespace

absl::Status ReadCsv(ByteReader& reader, const CsvOptions& options, FindingSink& sink, int64_t* lost,
                     absl::FunctionRef<absl::Status(const CsvRow&)> each) {
  CsvOptions settled = options;
  if (settled.delimiter == 0) settled.delimiter = DetectDelimiter(reader);
  return Parser(reader, settled, sink, lost, each).Run();
}

std::string FromWindows1252(absl::string_view text) {
  // A descriptor keeps no state between texts in these encodings, and opening one costs more than a row.
  static thread_local const Converter converter;
  std::string out(text.size() * 3 + 1, '\0');
  std::string in(text);
  char* from = in.data();
  size_t from_left = in.size();
  char* to = out.data();
  size_t to_left = out.size();
  while (from_left > 0 && iconv(converter.handle, &from, &from_left, &to, &to_left) == static_cast<size_t>(-1)) {
    // One of the five bytes that mean nothing there.
    constexpr absl::string_view kReplacement = "\xEF\xBF\xBD";
    std::copy(kReplacement.begin(), kReplacement.end(), to);
    to += kReplacement.size();
    to_left -= kReplacement.size();
    ++from;
    --from_left;
  }
  out.resize(out.size() - to_left);
  return out;
}

CsvHeader::CsvHeader(const CsvRow& row) {
  for (size_t i = 0; i < row.fields.size(); ++i) columns_.try_emplace(absl::AsciiStrToUpper(row.fields[i]), i);
}

absl::string_view CsvHeader::Value(const CsvRow& row, absl::string_view column) const {
  const auto found = columns_.find(column);
  if (found == columns_.end() || found->second >= row.fields.size()) return {};
  return row.fields[found->second];
}

}  // namespace socialekaart
