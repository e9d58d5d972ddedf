#include "indexer/importer/json_stream.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "indexer/base/codec.h"
#include "indexer/hsds/finding.h"

namespace socialekaart {
namespace {

using nlohmann::json;

bool IsSpace(int c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// Follows brackets and strings through JSON text, byte by byte, without looking at what the values mean.
class Outline {
 public:
  void Take(char c) {
    if (in_string_) {
      if (escaped_) {
        escaped_ = false;
      } else if (c == '\\') {
        escaped_ = true;
      } else if (c == '"') {
        in_string_ = false;
      }
      return;
    }
    if (c == '"') in_string_ = true;
    if (c == '{' || c == '[') deepest_ = std::max(deepest_, ++depth_);
    if (c == '}' || c == ']') --depth_;
  }
  bool in_string() const { return in_string_; }
  int depth() const { return depth_; }
  int deepest() const { return deepest_; }

 private:
  bool in_string_ = false;
  bool escaped_ = false;
  int depth_ = 0;
  int deepest_ = 0;
};

v1::Finding Fatal(absl::string_view rule, absl::string_view message, absl::string_view fix) {
  return MakeFinding(rule, v1::Finding::SEVERITY_FATAL, "", message, fix);
}

v1::Finding TooLarge() {
  return Fatal("json.too-large", absl::StrCat("the record is larger than ", kMaxElementBytes, " bytes"),
               "Split it, or leave out what is long.");
}

v1::Finding TooDeep() {
  return Fatal("json.too-deep", absl::StrCat("the record is nested deeper than ", kMaxElementDepth, " levels"),
               "Write it flatter.");
}

v1::Finding Truncated() {
  return Fatal("json.truncated", "the file ends in the middle of a record",
               "Send the whole file; what came before was read.");
}

// Text that has the outline of a value, to that value.
JsonElement Parse(absl::string_view text, int64_t line) {
  JsonElement element;
  element.line = line;
  element.bytes = text.size();
  if (text.find('\0') != absl::string_view::npos) {
    // The parser takes a NUL for the end, and would not look at what follows.
    element.fault = Fatal("json.nul", "the record holds a NUL byte", "Remove it.");
  } else if (!IsUtf8(text)) {
    element.fault = Fatal("json.utf8", "the record is not valid UTF-8", "Save the file as UTF-8.");
  } else {
    // Its messages quote the text, which may be personal: only the place is told.
    try {
      element.value = json::parse(text.begin(), text.end());
    } catch (const json::parse_error& error) {
      element.fault =
          Fatal("json.syntax", absl::StrCat("is no JSON from byte ", error.byte, " of the record on"), "Correct it.");
    } catch (const json::exception&) {
      element.fault = Fatal("json.syntax", "holds a number that cannot be held", "Correct it.");
    }
  }
  return element;
}

// How a file is laid out.
enum class Layout { kNone, kArray, kPage, kLines, kValues };

struct Look {
  Layout layout = Layout::kNone;
  size_t list = 0;  // of a page: where the bytes after its '[' begin
};

// The text before an opening bracket: does it end in "contents": or "features": ?
bool EndsInListKey(absl::string_view text) {
  while (!text.empty() && IsSpace(text.back())) text.remove_suffix(1);
  if (!absl::ConsumeSuffix(&text, ":")) return false;
  while (!text.empty() && IsSpace(text.back())) text.remove_suffix(1);
  return absl::EndsWith(text, "\"contents\"") || absl::EndsWith(text, "\"features\"");
}

Look LookAtObject(absl::string_view ahead, bool named_lines) {
  const size_t first_line = std::min(ahead.find('\n'), ahead.size());
  Outline outline;
  for (size_t i = 0; i < ahead.size(); ++i) {
    const bool was_in_string = outline.in_string();
    outline.Take(ahead[i]);
    if (was_in_string || outline.in_string()) continue;
    const auto before = ahead.substr(0, i);
    // An object with an id is a record, whatever lists it has.
    if (ahead[i] == '[' && outline.depth() == 2 && EndsInListKey(before) &&
        before.find("\"id\"") == absl::string_view::npos) {
      return {Layout::kPage, i + 1};
    }
    if (outline.depth() == 0) return {named_lines || i < first_line ? Layout::kLines : Layout::kValues};
  }
  // Not closed in what can be seen: a line that is broken or huge, or one large or broken object on many lines.
  const bool second_begins_object = first_line + 1 < ahead.size() && ahead[first_line + 1] == '{';
  return {named_lines || second_begins_object || first_line == ahead.size() ? Layout::kLines : Layout::kValues};
}

Look LookAt(ByteReader& reader, absl::string_view file_name) {
  while (IsSpace(reader.Peek())) reader.Get();
  const bool named_lines =
      absl::EndsWithIgnoreCase(file_name, ".ndjson") || absl::EndsWithIgnoreCase(file_name, ".jsonl");
  switch (reader.Peek()) {
    case '[':
      return {Layout::kArray};
    case '{':
      return LookAtObject(reader.PeekAhead(kMaxElementBytes), named_lines);
    default:
      return {named_lines && reader.Peek() != ByteReader::kEnd ? Layout::kLines : Layout::kNone};
  }
}

// The next value, from its first byte to its last. A scalar ends before a comma, a closing bracket or space.
JsonElement TakeValue(ByteReader& reader) {
  const int64_t line = reader.line();
  const bool nested = reader.Peek() == '{' || reader.Peek() == '[';
  Outline outline;
  std::string text;
  size_t bytes = 0;
  bool closed = false;
  while (!closed && reader.Peek() != ByteReader::kEnd) {
    const char c = static_cast<char>(reader.Peek());
    if (!nested && !outline.in_string() && (c == ',' || c == ']' || c == '}' || IsSpace(c))) break;
    outline.Take(c);
    reader.Get();
    ++bytes;
    if (bytes <= kMaxElementBytes && outline.deepest() <= kMaxElementDepth) text += c;
    closed = nested && !outline.in_string() && outline.depth() <= 0;
  }
  JsonElement element;
  if (nested && !closed) {
    element.fault = Truncated();
  } else if (bytes > kMaxElementBytes) {
    element.fault = TooLarge();
  } else if (outline.deepest() > kMaxElementDepth) {
    element.fault = TooDeep();
  } else {
    return Parse(text, line);
  }
  element.line = line;
  element.bytes = bytes;
  return element;
}

bool EndsReading(const JsonElement& element) {
  return element.fault && element.fault->rule() != "json.too-large" && element.fault->rule() != "json.too-deep";
}

JsonElement Stray(const ByteReader& reader, absl::string_view rule, absl::string_view message) {
  JsonElement element;
  element.fault = Fatal(rule, message, "Correct the file; what came before was read.");
  element.line = reader.line();
  return element;
}

// The elements of an array whose '[' was taken. True when it was closed.
absl::StatusOr<bool> ReadArray(ByteReader& reader, absl::FunctionRef<absl::Status(JsonElement)> each) {
  bool first = true;
  while (true) {
    while (IsSpace(reader.Peek())) reader.Get();
    if (reader.Peek() == ']') {
      reader.Get();
      return true;
    }
    if (reader.Peek() == ByteReader::kEnd) {
      JsonElement element = Stray(reader, "json.truncated", "the file ends in the middle of a list");
      if (!reader.status().ok()) return reader.status();
      const absl::Status status = each(std::move(element));
      return status.ok() ? absl::StatusOr<bool>(false) : status;
    }
    if (!first && reader.Peek() != ',') {
      const absl::Status status = each(Stray(reader, "json.syntax", "a comma is missing between two records"));
      return status.ok() ? absl::StatusOr<bool>(false) : status;
    }
    if (!first) reader.Get();
    while (IsSpace(reader.Peek())) reader.Get();
    first = false;
    if (reader.Peek() == ByteReader::kEnd) continue;
    JsonElement element = TakeValue(reader);
    if (!reader.status().ok()) return reader.status();
    const bool last = EndsReading(element);
    if (const absl::Status status = each(std::move(element)); !status.ok()) return status;
    if (last) return false;
  }
}

absl::Status ReadRest(ByteReader& reader, absl::FunctionRef<absl::Status(JsonElement)> each) {
  while (IsSpace(reader.Peek())) reader.Get();
  if (reader.Peek() == ByteReader::kEnd) return reader.status();
  return each(Stray(reader, "json.trailing", "more follows after the end of the JSON; it was not read"));
}

// What stands in a page after its list.
absl::Status SkipPage(ByteReader& reader, absl::FunctionRef<absl::Status(JsonElement)> each) {
  Outline outline;
  outline.Take('{');
  while (outline.depth() > 0 && reader.Peek() != ByteReader::kEnd) outline.Take(static_cast<char>(reader.Get()));
  if (!reader.status().ok()) return reader.status();
  if (outline.depth() > 0) return each(Stray(reader, "json.truncated", "the file ends before its outermost object"));
  return ReadRest(reader, each);
}

absl::Status ReadLines(ByteReader& reader, absl::FunctionRef<absl::Status(JsonElement)> each) {
  std::string text;
  bool too_long = false;
  for (int64_t line = reader.line(); reader.GetLine(kMaxElementBytes, &text, &too_long); line = reader.line()) {
    if (!reader.status().ok()) return reader.status();
    if (!too_long && text.find_first_not_of(" \t\r") == std::string::npos) continue;
    Outline outline;
    for (const char c : text) outline.Take(c);
    JsonElement element;
    if (too_long) {
      element.fault = TooLarge();
    } else if (outline.deepest() > kMaxElementDepth) {
      element.fault = TooDeep();
    } else {
      element = Parse(text, line);
    }
    element.line = line;
    if (const absl::Status status = each(std::move(element)); !status.ok()) return status;
  }
  return reader.status();
}

absl::Status ReadValues(ByteReader& reader, absl::FunctionRef<absl::Status(JsonElement)> each) {
  while (true) {
    while (IsSpace(reader.Peek())) reader.Get();
    if (reader.Peek() == ByteReader::kEnd) return reader.status();
    if (reader.Peek() != '{') return ReadRest(reader, each);
    JsonElement element = TakeValue(reader);
    if (!reader.status().ok()) return reader.status();
    const bool last = EndsReading(element);
    if (const absl::Status status = each(std::move(element)); !status.ok() || last) return status;
  }
}

}  // namespace

absl::StatusOr<bool> ReadJson(ByteReader& reader, absl::string_view file_name,
                              absl::FunctionRef<absl::Status(JsonElement)> each) {
  const Look look = LookAt(reader, file_name);
  if (!reader.status().ok()) return reader.status();
  absl::Status status;
  switch (look.layout) {
    case Layout::kNone:
      return false;
    case Layout::kArray:
    case Layout::kPage: {
      for (size_t i = 0; i < std::max<size_t>(look.list, 1); ++i) reader.Get();
      const auto closed = ReadArray(reader, each);
      if (!closed.ok()) return closed.status();
      if (!*closed) return true;
      status = look.layout == Layout::kPage ? SkipPage(reader, each) : ReadRest(reader, each);
      break;
    }
    case Layout::kLines:
      status = ReadLines(reader, each);
      break;
    case Layout::kValues:
      status = ReadValues(reader, each);
      break;
  }
  if (!status.ok()) return status;
  return true;
}

}  // namespace socialekaart
