#include "services/matching/template.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "indexer/text/fold.h"

namespace socialekaart {

std::string Fill(absl::string_view text, const Values& values) {
  // In one pass: a value that looks like a placeholder stays as it is.
  std::vector<std::pair<std::string, std::string>> replacements;
  replacements.reserve(values.size());
  for (const auto& [name, value] : values) replacements.emplace_back(absl::StrCat("{", name, "}"), value);
  return absl::StrReplaceAll(text, replacements);
}

absl::Status CheckTemplate(absl::string_view text, const std::vector<absl::string_view>& names) {
  if (text.empty()) return absl::InvalidArgumentError("is empty");
  for (size_t open = text.find('{'); open != absl::string_view::npos; open = text.find('{', open + 1)) {
    const size_t close = text.find('}', open);
    if (close == absl::string_view::npos) return absl::InvalidArgumentError("has a { without its }");
    const absl::string_view name = text.substr(open + 1, close - open - 1);
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      return absl::InvalidArgumentError(absl::StrCat("has the unknown placeholder {", name, "}"));
    }
  }
  return absl::OkStatus();
}

size_t CodePoints(absl::string_view text) {
  size_t count = 0;
  for (; !text.empty(); ++count) text.remove_prefix(NextCodePoint(text).bytes);
  return count;
}

std::string Shorten(absl::string_view text, size_t limit) {
  if (CodePoints(text) <= limit) return std::string(text);
  constexpr absl::string_view kDots = "...";
  if (limit <= kDots.size()) return std::string(kDots.substr(0, limit));
  size_t end = 0;
  for (size_t i = 0; i < limit - kDots.size(); ++i) end += NextCodePoint(text.substr(end)).bytes;
  // Not in the middle of a word, when there is a space not far back.
  const size_t space = text.substr(0, end).rfind(' ');
  if (space != absl::string_view::npos && space + 30 > end) end = space;
  return absl::StrCat(text.substr(0, end), kDots);
}

}  // namespace socialekaart
