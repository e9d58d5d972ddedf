#include "clients/cli/table.h"

#include <algorithm>

#include "clients/cli/text.h"

namespace socialekaart::cli {
namespace {

constexpr size_t kGap = 2;
constexpr size_t kNarrowest = 6;
constexpr size_t kReadable = 32;  // of a column that was cut off

// A column that is left out has width 0.
std::string TextRow(const std::vector<std::string>& fields, const std::vector<size_t>& widths) {
  std::string line;
  for (size_t i = 0; i < widths.size(); ++i) {
    if (widths[i] == 0) continue;
    line += Pad(Truncate(i < fields.size() ? OneLine(fields[i]) : "", widths[i]), widths[i] + kGap);
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

}  // namespace

std::string Table::ToText(size_t width) const {
  std::vector<size_t> widths;
  for (size_t i = 0; i < header.size(); ++i) {
    widths.push_back(DisplayWidth(header[i]));
    for (const std::vector<std::string>& row : rows) {
      if (i < row.size()) widths[i] = std::max(widths[i], DisplayWidth(OneLine(row[i])));
    }
  }
  const auto total = [&](size_t widest) {
    size_t sum = 0;
    for (const size_t one : widths) sum += one == 0 ? 0 : std::min(one, widest) + kGap;
    return sum == 0 ? 0 : sum - kGap;
  };
  for (const size_t column : dispensable) {
    if (total(kReadable) > width) widths[column] = 0;
  }
  while (total(width) > width) {
    const auto widest = std::max_element(widths.begin(), widths.end());
    if (*widest <= kNarrowest) break;
    --*widest;
  }
  std::string text = widths.empty() ? "" : TextRow(header, widths);
  for (const std::vector<std::string>& row : rows) text += TextRow(row, widths);
  return text;
}

std::string Table::ToTsv() const {
  std::string text;
  for (const std::vector<std::string>& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) text += (i == 0 ? "" : "\t") + OneLine(row[i]);
    text += "\n";
  }
  return text;
}

}  // namespace socialekaart::cli
