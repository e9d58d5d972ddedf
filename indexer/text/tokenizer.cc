#include "indexer/text/tokenizer.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "indexer/text/fold.h"

namespace socialekaart {
namespace {

// How much of a text between two words keeps them in one sentence, and whether it joins them to one whole.
struct Gap {
  bool ends_sentence = false;
  bool joins = false;
};

Gap Look(absl::string_view gap) {
  Gap found;
  if (gap == " ") return found;
  size_t count = 0;
  bool is_joint = false;
  while (!gap.empty()) {
    const CodePoint next = NextCodePoint(gap);
    std::string folded;
    AppendFolded(next.value, &folded);
    is_joint = folded == "-" || folded == "/";
    constexpr absl::string_view kEnds = ".!?:;\n\r\t(\"|*";
    if (next.value >= 0x80 ? next.value == 0x2022 || next.value == 0xB7 || next.value == 0x201C ||
                                 next.value == 0x201E || next.value == 0x2026
                           : kEnds.find(static_cast<char>(next.value)) != absl::string_view::npos) {
      found.ends_sentence = true;
    }
    gap.remove_prefix(next.bytes);
    ++count;
  }
  found.joins = count == 1 && is_joint;
  return found;
}

bool IsApostrophe(char32_t c) {
  std::string folded;
  if (c != '\'' && c < 0x80) return false;
  AppendFolded(c, &folded);
  return folded == "'";
}

class Tokenizer {
 public:
  explicit Tokenizer(absl::string_view text) : text_(text) {}

  std::vector<RawToken> Run() {
    size_t last_end = 0;
    size_t whole = 0;  // where in tokens_ the whole began that a hyphen may continue
    while (at_ < text_.size()) {
      const CodePoint next = NextCodePoint(text_.substr(at_));
      if (!IsWordCodePoint(next.value)) {
        at_ += next.bytes;
        continue;
      }
      RawToken token = Word();
      const Gap gap = Look(text_.substr(last_end, token.offset - last_end));
      // What is too long is no word, and parts what stands around it.
      const bool is_word = !token.word.empty() && token.word.size() <= kMaxWordBytes;
      token.begins_sentence = tokens_.empty() || gap.ends_sentence;
      const bool joins =
          is_word && gap.joins && !tokens_.empty() && tokens_.back().offset + tokens_.back().length == last_end;
      last_end = at_;
      if (!is_word) continue;
      if (joins) {
        token.joined = 0;
        ++tokens_[whole].joined;
      } else {
        whole = tokens_.size();
      }
      tokens_.push_back(std::move(token));
    }
    return std::move(tokens_);
  }

 private:
  RawToken Word() {
    RawToken token;
    token.offset = at_;
    size_t before = at_;
    while (before > 0 && at_ - before < 3 && (static_cast<unsigned char>(text_[before - 1]) & 0xC0) == 0x80) --before;
    if (before > 0) token.begins_with_apostrophe = IsApostrophe(NextCodePoint(text_.substr(before - 1)).value);
    size_t letters = 0, capitals = 0;
    bool was_small = false;
    bool is_in_step = true;  // of the text and its folded form, byte by byte
    while (at_ < text_.size()) {
      CodePoint next = NextCodePoint(text_.substr(at_));
      if (!IsWordCodePoint(next.value)) {
        if (letters == 0 || !ContinuesAfter(next)) break;
        if (next.value == '.') {  // "g.g.z."
          is_in_step = false;
          at_ += next.bytes;
          continue;
        }
      }
      const bool is_capital = IsCapital(next.value);
      const bool is_digit = next.value < 0x80 && absl::ascii_isdigit(static_cast<unsigned char>(next.value));
      if (letters == 0) token.is_capitalized = is_capital;
      if (is_capital && was_small && token.hump == 0) token.hump = token.word.size();
      was_small = IsWordCodePoint(next.value) && !is_capital && !is_digit;
      capitals += is_capital || is_digit ? 1 : 0;
      ++letters;
      const size_t size = token.word.size();
      AppendFolded(next.value, &token.word);
      if (token.word.size() > 4 * kMaxWordBytes)
        token.word.resize(4 * kMaxWordBytes);  // enough to know that it is too long
      if (token.word.size() != size + next.bytes) is_in_step = false;
      if (!is_in_step) NotePlaces(size, &token);
      at_ += next.bytes;
    }
    token.length = at_ - token.offset;
    token.is_all_capitals = letters >= 2 && capitals == letters && token.is_capitalized;
    if (!is_in_step) {
      NotePlaces(token.word.size(), &token);
      token.places.push_back(at_);
    }
    return token;
  }

  // The bytes of the word from `size` on come from here, and those before, where nothing is noted, from as far into the
  // text.
  void NotePlaces(size_t size, RawToken* token) const {
    for (size_t i = token->places.size(); i < size; ++i) token->places.push_back(token->offset + i);
    token->places.resize(token->word.size(), at_);
  }

  // An apostrophe between letters belongs to the word, and so do the dots of an abbreviation of single letters.
  bool ContinuesAfter(CodePoint next) const {
    const absl::string_view rest = text_.substr(at_ + next.bytes);
    if (rest.empty()) return false;
    const CodePoint after = NextCodePoint(rest);
    const bool is_letter = IsWordCodePoint(after.value) &&
                           !(after.value < 0x80 && absl::ascii_isdigit(static_cast<unsigned char>(after.value)));
    if (IsApostrophe(next.value)) return is_letter;
    if (next.value != '.' || !is_letter) return false;
    const auto is_single =
        [this](size_t letter) {  // stands at `letter` a single ASCII letter, with no letter before it?
          return absl::ascii_isalpha(static_cast<unsigned char>(text_[letter])) &&
                 (letter == 0 || !absl::ascii_isalnum(static_cast<unsigned char>(text_[letter - 1])));
        };
    const absl::string_view behind = rest.substr(after.bytes);
    const bool ends_there = behind.empty() || !IsWordCodePoint(NextCodePoint(behind).value);
    return at_ > 0 && is_single(at_ - 1) && absl::ascii_isalpha(static_cast<unsigned char>(rest[0])) && ends_there;
  }

  absl::string_view text_;
  size_t at_ = 0;
  std::vector<RawToken> tokens_;
};

}  // namespace

std::vector<RawToken> Tokenize(absl::string_view text) {
  return Tokenizer(text).Run();
}

}  // namespace socialekaart
