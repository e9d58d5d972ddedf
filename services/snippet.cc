#include "services/snippet.h"

#include <algorithm>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_replace.h"
#include "services/html.h"

namespace socialekaart {
namespace {

constexpr size_t kWindowBytes = 160;
constexpr size_t kPieceBytes = 320;
constexpr size_t kMaxPieces = 4;
constexpr size_t kLeadBytes = 30;  // shown before the first mark
constexpr char kEllipsis[] = "…";

std::string Escape(absl::string_view text) {
  return EscapeHtml(absl::StrReplaceAll(text, {{"\n", " "}, {"\r", ""}}));
}

// Where a window that begins near `from` may begin or end: at a space, or failing that between code points.
size_t BreakAt(absl::string_view text, size_t at) {
  if (at >= text.size()) return text.size();
  const size_t space = text.rfind(' ', at);
  if (space != absl::string_view::npos && space > 0 && at - space < kLeadBytes) return space;
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
  return at;
}

struct Mark {
  size_t begin, end;
  absl::string_view term;
};

// What is to be marked, in order and apart. A word that is found as a whole is marked as a whole.
std::vector<Mark> MarksIn(absl::string_view text, const std::vector<std::string>& terms, const Analyzer& analyzer) {
  std::vector<Mark> marks;
  if (terms.empty()) return marks;
  const absl::flat_hash_set<absl::string_view> wanted(terms.begin(), terms.end());
  // A piece at a time: most texts show what was asked in their first lines, and reading a long one to its end costs more than all else.
  for (size_t begin = 0; begin < std::min(text.size(), kMaxPieces * kPieceBytes) && marks.empty();) {
    const size_t end = std::max(begin + 1, BreakAt(text, begin + kPieceBytes));
    for (const TextToken& token : analyzer.Find(text.substr(begin, end - begin), wanted)) {
      for (const TextForm& form : token.forms) {
        const auto found = wanted.find(form.term);
        if (found == wanted.end()) continue;
        marks.push_back({begin + form.offset, begin + form.offset + form.length, *found});
        if (form.kind == TextForm::Kind::kLemma) break;
      }
    }
    begin = end;
  }
  std::sort(marks.begin(), marks.end(), [](const Mark& a, const Mark& b) { return a.begin != b.begin ? a.begin < b.begin : a.end > b.end; });
  size_t kept = 0;
  for (const Mark& mark : marks) {
    if (mark.end <= text.size() && (kept == 0 || mark.begin >= marks[kept - 1].end)) marks[kept++] = mark;
  }
  marks.resize(kept);
  return marks;
}

}  // namespace

std::string MakeSnippet(absl::string_view text, const std::vector<std::string>& terms, const Analyzer& analyzer) {
  const std::vector<Mark> marks = MarksIn(text, terms, analyzer);
  // The window that holds most different terms, the first of those.
  size_t begin = 0, most = 0;
  for (size_t i = 0; i < marks.size(); ++i) {
    absl::flat_hash_set<absl::string_view> seen;
    for (size_t k = i; k < marks.size() && marks[k].end <= marks[i].begin + kWindowBytes - kLeadBytes; ++k) seen.insert(marks[k].term);
    if (seen.size() > most) {
      most = seen.size();
      begin = marks[i].begin < kLeadBytes ? 0 : BreakAt(text, marks[i].begin - kLeadBytes);
    }
  }
  const size_t end = std::max(begin, BreakAt(text, begin + kWindowBytes));
  std::string snippet = begin > 0 ? kEllipsis : "";
  size_t at = begin;
  for (const Mark& mark : marks) {
    if (mark.begin < at || mark.end > end) continue;
    snippet += Escape(text.substr(at, mark.begin - at));
    snippet += "<mark>" + Escape(text.substr(mark.begin, mark.end - mark.begin)) + "</mark>";
    at = mark.end;
  }
  snippet += Escape(text.substr(at, end - at));
  if (end < text.size()) snippet += kEllipsis;
  return snippet;
}

}  // namespace socialekaart
