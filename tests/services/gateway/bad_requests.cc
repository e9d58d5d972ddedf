#include "tests/services/gateway/bad_requests.h"

#include <fstream>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace socialekaart::gateway {
namespace {

// {x*9}, from the inside out.
std::string Repeat(std::string text) {
  for (size_t close = text.find('}'); close != std::string::npos; close = text.find('}', close + 1)) {
    const size_t open = text.rfind('{', close);
    const size_t star = text.rfind('*', close);
    size_t times = 0;
    if (open == std::string::npos || star == std::string::npos || star < open ||
        !absl::SimpleAtoi(text.substr(star + 1, close - star - 1), &times)) {
      continue;
    }
    std::string repeated;
    for (size_t i = 0; i < times; ++i) repeated.append(text, open + 1, star - open - 1);
    text.replace(open, close - open + 1, repeated);
    close = open + repeated.size() - 1;
  }
  return text;
}

// The escapes of C, of which \x takes exactly two digits.
std::string Unescape(const std::string& text) {
  std::string bytes;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      bytes += text[i];
      continue;
    }
    const char escape = text[++i];
    int value = 0;
    if (escape == 'x' && absl::SimpleHexAtoi(text.substr(i + 1, 2), &value)) {
      bytes += static_cast<char>(value);
      i += 2;
    } else {
      bytes += escape == 'r' ? '\r' : escape == 'n' ? '\n' : escape == 't' ? '\t' : escape;
    }
  }
  return bytes;
}

std::string ToBytes(const std::string& written) {
  const std::string text = absl::StrReplaceAll(Repeat(written), {{"%H", "Host: localhost\\r\\n"},
                                                                 {"%J", "Content-Type: application/json\\r\\n"},
                                                                 {"%M", "/socialekaart.v1.MatchService/Match"}});
  const size_t body = text.find("%B");
  if (body == std::string::npos) return Unescape(text);
  const std::string content = Unescape(text.substr(body + 2));
  return absl::StrCat(Unescape(text.substr(0, body)), "Content-Length: ", content.size(), "\r\n\r\n", content);
}

}  // namespace

std::vector<BadRequest> ReadBadRequests() {
  std::vector<BadRequest> rows;
  std::ifstream file(SOCIALEKAART_SOURCE_DIR "/tests/services/gateway/bad_requests.txt");
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    const std::vector<std::string> columns = absl::StrSplit(line, absl::MaxSplits('|', 2));
    if (columns.size() != 3) return {};
    // One space stands on each side of a bar.
    rows.push_back({std::string(absl::StripAsciiWhitespace(columns[0])),
                    std::string(absl::StripAsciiWhitespace(columns[1])),
                    ToBytes(columns[2].substr(columns[2].empty() ? 0 : 1))});
  }
  return rows;
}

}  // namespace socialekaart::gateway
