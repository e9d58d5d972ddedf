#include "clients/cli/text.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

namespace socialekaart::cli {
namespace {

constexpr char kEllipsis[] = "…";

// The bytes of the character at `at`: its first code point and the combining marks (U+0300..U+036F) after it.
size_t CharacterBytes(const std::string& text, size_t at) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  size_t end = at + 1;
  const auto skip_continuation = [&] {
    while (end < text.size() && (byte(end) & 0xC0) == 0x80) ++end;
  };
  skip_continuation();
  while (end + 1 < text.size() && (byte(end) == 0xCC || (byte(end) == 0xCD && byte(end + 1) < 0xB0))) {
    ++end;
    skip_continuation();
  }
  return end - at;
}

bool IsControl(unsigned char c) {
  return c < 0x20 || c == 0x7F;
}

size_t EditDistance(const std::string& a, const std::string& b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = std::exchange(row[0], i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, substituted}));
    }
  }
  return row.back();
}

}  // namespace

size_t DisplayWidth(const std::string& text) {
  size_t width = 0;
  for (size_t i = 0; i < text.size(); i += CharacterBytes(text, i)) ++width;
  return width;
}

std::string Pad(const std::string& text, size_t width) {
  const size_t used = DisplayWidth(text);
  return used >= width ? text : text + std::string(width - used, ' ');
}

std::string Truncate(const std::string& text, size_t width) {
  if (DisplayWidth(text) <= width) return text;
  if (width == 0) return "";
  size_t end = 0;
  for (size_t used = 0; used + 1 < width; ++used) end += CharacterBytes(text, end);
  return text.substr(0, end) + kEllipsis;
}

std::vector<std::string> Wrap(const std::string& text, size_t width) {
  std::vector<std::string> lines = {""};
  size_t begin = 0;
  while (begin <= text.size()) {
    const size_t end = std::min(text.find_first_of(" \n", begin), text.size());
    const std::string word = text.substr(begin, end - begin);
    if (!word.empty()) {
      if (!lines.back().empty() && DisplayWidth(lines.back()) + 1 + DisplayWidth(word) > width) lines.emplace_back();
      if (!lines.back().empty()) lines.back() += ' ';
      lines.back() += word;
    }
    if (end < text.size() && text[end] == '\n') lines.emplace_back();
    begin = end + 1;
  }
  return lines;
}

std::string WithoutControls(const std::string& text) {
  std::string clean;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool is_c1 = byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (is_c1) ++i;  // U+0080..U+009F steer some terminals too
    clean += is_c1 || (IsControl(byte) && byte != '\n') ? ' ' : text[i];
  }
  return clean;
}

std::string OneLine(const std::string& text) {
  std::string line = WithoutControls(text);
  std::replace(line.begin(), line.end(), '\n', ' ');
  return line;
}

std::string FromSnippet(const std::string& snippet, const std::string& mark, const std::string& unmark) {
  const std::array<std::pair<std::string, std::string>, 7> replacements = {{{"<mark>", mark},
                                                                            {"</mark>", unmark},
                                                                            {"&lt;", "<"},
                                                                            {"&gt;", ">"},
                                                                            {"&quot;", "\""},
                                                                            {"&#39;", "'"},
                                                                            {"&amp;", "&"}}};
  std::string text;
  for (size_t i = 0; i < snippet.size();) {
    const auto found = std::find_if(replacements.begin(), replacements.end(), [&](const auto& replacement) {
      return snippet.compare(i, replacement.first.size(), replacement.first) == 0;
    });
    text += found == replacements.end() ? snippet.substr(i, 1) : found->second;
    i += found == replacements.end() ? 1 : found->first.size();
  }
  return text;
}

std::string DidYouMean(const std::string& typed, const std::vector<std::string>& choices) {
  std::string best;
  size_t best_distance = 1 + std::max<size_t>(1, (typed.size() + 1) / 3);  // two letters swapped count as two
  for (const std::string& choice : choices) {
    const size_t distance = EditDistance(typed, choice);
    if (distance < best_distance) {
      best = choice;
      best_distance = distance;
    }
  }
  return best;
}

}  // namespace socialekaart::cli
