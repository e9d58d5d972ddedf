#include "services/place_in_text.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace socialekaart {
namespace {

constexpr size_t kMaxWords = 4;    // of a name: "Alphen aan den Rijn"
constexpr size_t kMinLetters = 3;  // shorter names (Ee) are words of other things first
constexpr size_t kCodeDigits = 4;  // of a postcode
constexpr size_t kCodeLetters = 2;

bool IsDigit(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }
bool IsCapital(char c) { return absl::ascii_isupper(static_cast<unsigned char>(c)); }

bool IsNumber(absl::string_view word) { return !word.empty() && std::all_of(word.begin(), word.end(), IsDigit); }

// "7151", and "7151 AB"; but "2015" is a year before it is Haarlem, and "2015 en" is no postcode.
bool MayBePostalCode(const std::string& text, const std::vector<TextToken>& tokens, size_t first, size_t count) {
  const absl::string_view digits = tokens[first].word;
  if (digits.size() != kCodeDigits || count > 2) return false;
  if (count == 1) return !absl::StartsWith(digits, "19") && !absl::StartsWith(digits, "20");
  const TextToken& letters = tokens[first + 1];
  return letters.word.size() == kCodeLetters && (!letters.is_stop_word || IsCapital(text[letters.offset]));
}

// Words that cannot be meant as anything but a place.
bool MayBePlace(const std::string& text, const std::vector<TextToken>& tokens, size_t first, size_t count, const IndexingRules& rules) {
  const TextToken& token = tokens[first];
  if (IsNumber(token.word)) return MayBePostalCode(text, tokens, first, count);
  if (count > 1) return true;
  if (token.word.size() < kMinLetters) return false;
  if (std::any_of(token.word.begin(), token.word.end(), IsDigit)) return token.word.size() == kCodeDigits + kCodeLetters;  // 7151AB
  const auto& cues = rules.ranking.text().place_cues();
  const bool says_where = first > 0 && std::find(cues.begin(), cues.end(), tokens[first - 1].word) != cues.end();
  return says_where || IsCapital(text[token.offset]) || !rules.analyzer.IsWord(token.word);
}

}  // namespace

std::optional<PlaceInText> FindPlace(const std::string& text, const Places& places, const IndexingRules& rules) {
  const std::vector<TextToken> tokens = rules.analyzer.Analyze(text);
  for (size_t count = std::min(kMaxWords, tokens.size()); count > 0; --count) {
    for (size_t first = tokens.size() - count + 1; first-- > 0;) {
      if (!MayBePlace(text, tokens, first, count, rules)) continue;
      const TextToken& last = tokens[first + count - 1];
      const size_t offset = tokens[first].offset;
      const size_t length = last.offset + last.length - offset;
      v1::Place asked;
      (IsNumber(absl::string_view(tokens[first].word).substr(0, kCodeDigits)) ? *asked.mutable_postal_code() : *asked.mutable_text()) = text.substr(offset, length);
      auto place = places.Resolve(asked);
      if (place.ok()) return PlaceInText{*std::move(place), offset, length};
    }
  }
  return std::nullopt;
}

}  // namespace socialekaart
