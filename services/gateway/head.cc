#include "services/gateway/head.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace socialekaart::gateway {
namespace {

constexpr HeadFault kControl = {400, "control-character", "the head holds a control character"};
constexpr HeadFault kLineEnd = {400, "line-end", "lines of the head end with CR and LF"};
constexpr HeadFault kLongLine = {414, "request-line-too-long", "the request line is too long"};
constexpr HeadFault kLongHead = {431, "head-too-large", "the head is too large"};
constexpr HeadFault kManyFields = {431, "too-many-fields", "the head has too many fields"};
constexpr HeadFault kRequestLine = {400, "request-line", "the request line is malformed"};
constexpr HeadFault kVersion = {505, "version", "this server speaks HTTP/1.1"};
constexpr HeadFault kTarget = {400, "target", "the target is malformed"};
constexpr HeadFault kField = {400, "field", "a field of the head is malformed"};
constexpr HeadFault kHost = {400, "host", "one well-formed Host is needed"};
constexpr HeadFault kLength = {400, "content-length", "Content-Length is malformed or stands twice"};
constexpr HeadFault kBothLengths = {400, "length-and-encoding",
                                    "Content-Length and Transfer-Encoding exclude each other"};
constexpr HeadFault kEncoding = {501, "transfer-encoding", "the only transfer coding is chunked"};
constexpr HeadFault kExpect = {417, "expect", "the only expectation is 100-continue"};
constexpr HeadFault kBodyOfRead = {400, "body", "a GET or HEAD has no body"};

constexpr size_t kMaxMethodBytes = 20;
constexpr size_t kMaxLengthDigits = 18;

bool IsTokenChar(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || absl::StrContains("!#$%&'*+-.^_`|~", c);
}

bool IsToken(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsTokenChar);
}

bool IsControl(char c) {
  return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
}

bool IsHost(absl::string_view text) {
  return !text.empty() && text.size() <= 255 && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || absl::StrContains(".-_:[]", c);
  });
}

// What may stand in a target (RFC 3986), percent signs included.
bool IsTargetChar(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || absl::StrContains("-._~:/?[]@!$&'()*+,;=%", c);
}

// False for a broken escape, and for one of a control character.
bool DecodePath(absl::string_view encoded, std::string* decoded) {
  for (size_t i = 0; i < encoded.size(); ++i) {
    if (encoded[i] != '%') {
      decoded->push_back(encoded[i]);
      continue;
    }
    int value = 0;
    if (i + 2 >= encoded.size() || !absl::ascii_isxdigit(static_cast<unsigned char>(encoded[i + 1])) ||
        !absl::SimpleHexAtoi(encoded.substr(i + 1, 2), &value)) {
      return false;
    }
    if (value < 0x20 || value == 0x7f) return false;
    decoded->push_back(static_cast<char>(value));
    i += 2;
  }
  return true;
}

HeadFault ParseTarget(absl::string_view target, HttpRequest* request) {
  if (!std::all_of(target.begin(), target.end(), IsTargetChar)) return kTarget;
  if (target == "*" && request->method == "OPTIONS") {
    request->path.assign(1, '*');  // GCC 12 warns of the plain assignment
    return {};
  }
  // The form that is sent to a proxy; its authority counts, not the Host.
  if (absl::ConsumePrefix(&target, "http://")) {
    const size_t end = std::min(target.find_first_of("/?"), target.size());
    if (!IsHost(target.substr(0, end))) return kTarget;
    request->authority = std::string(target.substr(0, end));
    target.remove_prefix(end);
    if (target.empty()) target = "/";
  }
  if (!absl::StartsWith(target, "/")) return kTarget;
  const size_t mark = target.find('?');
  if (mark != absl::string_view::npos) request->query = std::string(target.substr(mark + 1));
  return DecodePath(target.substr(0, mark), &request->path) ? HeadFault{} : kTarget;
}

HeadFault ParseRequestLine(absl::string_view line, HttpRequest* request) {
  const std::vector<absl::string_view> words = absl::StrSplit(line, ' ');
  if (words.size() != 3 || !IsToken(words[0]) || words[0].size() > kMaxMethodBytes) return kRequestLine;
  if (words[2].size() != 8 || !absl::StartsWith(words[2], "HTTP/") || words[2][6] != '.') return kRequestLine;
  if (words[2] != "HTTP/1.1" && words[2] != "HTTP/1.0") return kVersion;
  request->minor_version = words[2][7] - '0';
  request->method = std::string(words[0]);
  return ParseTarget(words[1], request);
}

HeadFault ParseField(absl::string_view line, Headers* headers) {
  const size_t colon = line.find(':');
  if (colon == absl::string_view::npos || !IsToken(line.substr(0, colon))) return kField;
  if (headers->size() == kMaxFields) return kManyFields;
  headers->Add(line.substr(0, colon), absl::StripAsciiWhitespace(line.substr(colon + 1)));
  return {};
}

bool HasToken(const std::string& list, absl::string_view token) {
  for (absl::string_view one : absl::StrSplit(list, ',')) {
    if (absl::EqualsIgnoreCase(absl::StripAsciiWhitespace(one), token)) return true;
  }
  return false;
}

HeadFault ParseFraming(Head* head) {
  const Headers& headers = head->request.headers;
  const absl::string_view length = headers.Get("Content-Length");
  const bool encoded = headers.Has("Transfer-Encoding");
  if (encoded && headers.Has("Content-Length")) return kBothLengths;
  if (encoded) {
    if (head->request.minor_version == 0 || headers.Count("Transfer-Encoding") > 1 ||
        !absl::EqualsIgnoreCase(headers.Get("Transfer-Encoding"), "chunked")) {
      return kEncoding;
    }
    head->body = Head::Body::kChunked;
  }
  if (headers.Has("Content-Length")) {
    if (headers.Count("Content-Length") > 1 || length.empty() || length.size() > kMaxLengthDigits ||
        !std::all_of(length.begin(), length.end(), absl::ascii_isdigit) || !absl::SimpleAtoi(length, &head->length)) {
      return kLength;
    }
    if (head->length > 0) head->body = Head::Body::kLength;
  }
  const bool is_read = head->request.method == "GET" || head->request.method == "HEAD";
  return is_read && head->body != Head::Body::kNone ? kBodyOfRead : HeadFault{};
}

}  // namespace

HeadScan ScanHead(absl::string_view bytes) {
  HeadScan scan;
  const auto bad = [&](const HeadFault& fault) {
    scan.state = HeadScan::State::kBad;
    scan.fault = fault;
    return scan;
  };
  if (absl::StartsWith(bytes, "\r\n")) scan.begin = 2;
  bool in_request_line = true;
  for (size_t i = scan.begin; i < bytes.size(); ++i) {
    if (in_request_line && i - scan.begin >= kMaxRequestLineBytes) return bad(kLongLine);
    if (i - scan.begin >= kMaxHeadBytes) return bad(kLongHead);
    if (bytes[i] == '\n') return bad(kLineEnd);
    if (bytes[i] != '\r') {
      if (IsControl(bytes[i])) return bad(kControl);
      continue;
    }
    if (i + 1 == bytes.size()) break;
    if (bytes[i + 1] != '\n') return bad(kLineEnd);
    if (i == scan.begin) return bad(kRequestLine);
    in_request_line = false;
    ++i;
    // An empty line is the end; one that begins with a space would continue the line before.
    if (i + 1 < bytes.size() && (bytes[i + 1] == ' ' || bytes[i + 1] == '\t')) return bad(kField);
    if (i + 2 < bytes.size() && bytes[i + 1] == '\r' && bytes[i + 2] == '\n') {
      scan.state = HeadScan::State::kDone;
      scan.end = i + 3;
      return scan;
    }
  }
  return scan;
}

Head ParseHead(absl::string_view bytes) {
  Head head;
  HttpRequest& request = head.request;
  absl::ConsumeSuffix(&bytes, "\r\n\r\n");
  const std::vector<absl::string_view> lines = absl::StrSplit(bytes, "\r\n");
  head.fault = ParseRequestLine(lines[0], &request);
  for (size_t i = 1; i < lines.size() && head.fault.status == 0; ++i)
    head.fault = ParseField(lines[i], &request.headers);
  if (head.fault.status != 0) return head;

  const size_t hosts = request.headers.Count("Host");
  if (hosts > 1 || (hosts == 0 && request.minor_version == 1) || (hosts == 1 && !IsHost(request.headers.Get("Host")))) {
    head.fault = kHost;
    return head;
  }
  if (request.authority.empty()) request.authority = std::string(request.headers.Get("Host"));
  head.fault = ParseFraming(&head);
  if (head.fault.status != 0) return head;
  if (request.headers.Has("Expect")) {
    head.expects_continue = absl::EqualsIgnoreCase(request.headers.Joined("Expect"), "100-continue");
    if (!head.expects_continue) head.fault = kExpect;
  }
  head.keep_alive = request.minor_version == 1 && !HasToken(request.headers.Joined("Connection"), "close");
  return head;
}

}  // namespace socialekaart::gateway
