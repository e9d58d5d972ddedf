#include "services/snippet.h"

#include <algorithm>
#include <set>
#include <vector>

#include "absl/strings/str_replace.h"

namespace socialekaart {
namespace {

constexpr size_t kWindowBytes = 160;
constexpr char kEllipsis[] = "…";

std::string Escape(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {"'", "&#39;"}, {"\n", " "}, {"\r", ""}});
}

// Where a window that begins near `from` may begin or end: at a space, or failing that between code points.
size_t BreakAt(absl::string_view text, size_t at) {
  if (at >= text.size()) return text.size();
  const size_t space = text.rfind(' ', at);
  if (space != absl::string_view::npos && space > 0 && at - space < 30) return space;
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
  return at;
}

}  // namespace

std::string MakeSnippet(absl::string_view text, absl::string_view query, const Analyzer& analyzer) {
  std::set<std::string> wanted;
  for (TextToken& token : analyzer.Analyze(query)) wanted.insert(std::move(token.term));
  const std::vector<TextToken> matches = analyzer.Find(text, wanted);
  // The window that holds most different words, the first of those.
  size_t begin = 0, most = 0;
  for (size_t i = 0; i < matches.size(); ++i) {
    std::set<std::string> seen;
    for (size_t k = i; k < matches.size() && matches[k].offset + matches[k].length <= matches[i].offset + kWindowBytes - 30; ++k) {
      seen.insert(matches[k].term);
    }
    if (seen.size() > most) {
      most = seen.size();
      begin = matches[i].offset < 30 ? 0 : BreakAt(text, matches[i].offset - 30);
    }
  }
  const size_t end = std::max(begin, BreakAt(text, begin + kWindowBytes));
  std::string snippet = begin > 0 ? kEllipsis : "";
  size_t at = begin;
  for (const TextToken& match : matches) {
    if (match.offset < at || match.offset + match.length > end) continue;
    snippet += Escape(text.substr(at, match.offset - at));
    snippet += "<mark>" + Escape(text.substr(match.offset, match.length)) + "</mark>";
    at = match.offset + match.length;
  }
  snippet += Escape(text.substr(at, end - at));
  if (end < text.size()) snippet += kEllipsis;
  return snippet;
}

}  // namespace socialekaart
