#pragma once

#include <string>
#include <vector>

namespace socialekaart::cli {

// Rows of fields, for people or for programs.
struct Table {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows = {};

  // Aligned columns under a header, in at most `width` columns: the widest column gives way first.
  std::string ToText(size_t width) const;

  // A line a row, tabs between fields, no header.
  std::string ToTsv() const;
};

}  // namespace socialekaart::cli
