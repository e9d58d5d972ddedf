#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace socialekaart::cli {

// Rows of fields, for people or for programs.
struct Table {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows = {};
  std::vector<size_t> dispensable = {};  // columns that people can miss, the first one first

  // Aligned columns under a header, in at most `width` columns. Where it is tight dispensable columns are left out,
  // then the widest column gives way.
  std::string ToText(size_t width) const;

  // A line a row, tabs between fields, no header.
  std::string ToTsv() const;
};

}  // namespace socialekaart::cli
