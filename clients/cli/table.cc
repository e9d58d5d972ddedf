#include "clients/cli/table.h"

#include <algorithm>
#include <numeric>

#include "clients/cli/text.h"

namespace socialekaart::cli {
namespace {

constexpr size_t kGap = 2;
constexpr size_t kNarrowest = 6;

std::string TextRow(const std::vector<std::string>& fields, const std::vector<size_t>& widths) {
  std::string line;
  for (size_t i = 0; i < widths.size(); ++i) {
    const std::string field = Truncate(i < fields.size() ? OneLine(fields[i]) : "", widths[i]);
    line += i + 1 < widths.size() ? Pad(field, widths[i] + kGap) : field;
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
  if (widths.empty()) return "";
  const auto total = [&] { return std::accumulate(widths.begin(), widths.end(), kGap * (widths.size() - 1)); };
  while (total() > width) {
    const auto widest = std::max_element(widths.begin(), widths.end());
    if (*widest <= kNarrowest) break;
    --*widest;
  }
  std::string text = TextRow(header, widths);
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
