#include "services/matching/note.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "indexer/text/fold.h"

namespace socialekaart {
namespace {

constexpr char kOtherLetter = '_';
constexpr char kOther = '\1';
constexpr char kIj = '\2';  // the ligature: one code point, two letters
// Signs at which a clause ends. Brackets too: what stands between them is said apart.
constexpr absl::string_view kBoundaries = ".,;:!?()\n";

bool IsDigit(char c) {
  return absl::ascii_isdigit(static_cast<unsigned char>(c));
}
bool IsLetter(char c) {
  return absl::ascii_isalpha(static_cast<unsigned char>(c)) || c == kOtherLetter || c == kIj;
}

char FoldOne(char32_t c) {
  if (c == U'\n' || c == U'\r' || c == 0x2028 || c == 0x2029) return '\n';
  if (c < 0x20 || c == 0x7F || c == 0xA0 || c == 0x202F || (c >= 0x2000 && c <= 0x200A)) return ' ';
  std::string folded;
  AppendFolded(c, &folded);
  if (folded == "ij") return kIj;
  if (folded.size() >= 1 && static_cast<unsigned char>(folded[0]) < 0x80) return folded[0];
  if (folded.empty() || c == 0xAD || (c >= 0x200B && c <= 0x200F)) return kOther;
  return c >= 0x250 && c < 0x2000 ? kOtherLetter : kOther;
}

bool IsUpper(char32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z';
  if (c >= 0xC0 && c <= 0xDE) return true;
  return c >= 0x100 && c < 0x180 && c % 2 == 0;
}

// A comma or point between digits belongs to the number ("2,5 jaar"), unless more of them follow ("12.03.2015").
bool IsDecimal(const std::string& text, size_t i) {
  if (i + 1 >= text.size() || (text[i] != '.' && text[i] != ',') || !IsDigit(text[i + 1])) return false;
  size_t end = i + 1;
  while (end < text.size() && IsDigit(text[end])) ++end;
  return end - i <= 3 && (end + 1 >= text.size() || (text[end] != '.' && text[end] != ',') || !IsDigit(text[end + 1]));
}

// The point of "i.v.m." and "8 j." ends no clause.
bool AfterInitial(const std::string& text, size_t i) {
  return i >= 1 && IsLetter(text[i - 1]) && (i == 1 || !IsLetter(text[i - 2]));
}

}  // namespace

Note ReadNote(absl::string_view text) {
  Note note;
  note.folded.reserve(text.size());
  note.cased.reserve(text.size());
  size_t byte = 0;
  while (!text.empty()) {
    const CodePoint next = NextCodePoint(text);
    const char folded = FoldOne(next.value);
    note.folded.push_back(folded);
    note.cased.push_back(IsUpper(next.value) ? absl::ascii_toupper(static_cast<unsigned char>(folded)) : folded);
    note.byte_of.push_back(byte);
    byte += next.bytes;
    text.remove_prefix(next.bytes);
  }
  note.byte_of.push_back(byte);
  Tokenize(&note);
  return note;
}

void Tokenize(Note* note) {
  const std::string& text = note->folded;
  note->tokens.clear();
  for (size_t i = 0; i < text.size();) {
    const char c = text[i];
    Token token;
    token.offset = static_cast<int>(i);
    if (IsDigit(c)) {
      token.kind = Token::Kind::kNumber;
      while (i < text.size() && IsDigit(text[i])) token.word.push_back(text[i++]);
      if (IsDecimal(text, i)) {
        token.word.push_back('.');
        for (++i; i < text.size() && IsDigit(text[i]); ++i) token.word.push_back(text[i]);
      }
      if (!absl::SimpleAtod(token.word, &token.number)) token.number = 0;
    } else if (IsLetter(c)) {
      token.capital = absl::ascii_isupper(static_cast<unsigned char>(note->cased[i]));
      // Inside a word an apostrophe ("foto's") and what cannot be seen belong to it.
      for (; i < text.size(); ++i) {
        if (IsLetter(text[i])) {
          text[i] == kIj ? token.word.append("ij") : token.word.append(1, text[i]);
        } else if (!((text[i] == '\'' || text[i] == kOther) && i + 1 < text.size() && IsLetter(text[i + 1]))) {
          break;
        }
      }
    } else if (c == '.' && AfterInitial(text, i)) {
      ++i;
      continue;
    } else if (absl::StrContains(kBoundaries, c)) {
      token.kind = Token::Kind::kBoundary;
      token.boundary = c;
      ++i;
    } else {
      ++i;
      continue;
    }
    token.length = static_cast<int>(i) - token.offset;
    note->tokens.push_back(std::move(token));
  }
}

absl::string_view LightStem(absl::string_view word) {
  for (const absl::string_view ending : {"en", "e", "s"}) {
    if (word.size() >= ending.size() + 4 && absl::EndsWith(word, ending)) return absl::StripSuffix(word, ending);
  }
  return word;
}

}  // namespace socialekaart
