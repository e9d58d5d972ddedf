#include "services/place_in_text.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"

namespace socialekaart {
namespace {

constexpr size_t kMaxWords = 4;     // of a name: "Alphen aan den Rijn"
constexpr size_t kMinLetters = 3;   // shorter names (Ee) are words of other things first
constexpr std::array<absl::string_view, 8> kWhere = {"in", "te", "uit", "bij", "rond", "omgeving", "regio", "gemeente"};

bool IsDigits(absl::string_view word) { return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }); }

// A postcode as it is, or a name that cannot be meant as a word.
bool MayBePlace(const std::string& text, const std::vector<TextToken>& tokens, size_t first, size_t count, const Analyzer& analyzer) {
  const TextToken& token = tokens[first];
  if (IsDigits(token.word)) return token.word.size() == 4 && (count == 1 || (count == 2 && tokens[first + 1].word.size() == 2));
  if (count > 1) return true;
  if (token.word.size() < kMinLetters) return false;
  const bool has_digit = std::any_of(token.word.begin(), token.word.end(), [](char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); });
  if (has_digit) return token.word.size() == 6;  // 7151AB
  const bool is_capital = absl::ascii_isupper(static_cast<unsigned char>(text[token.offset]));
  const bool says_where = first > 0 && std::find(kWhere.begin(), kWhere.end(), tokens[first - 1].word) != kWhere.end();
  return is_capital || says_where || !analyzer.IsWord(token.word);
}

}  // namespace

std::optional<PlaceInText> FindPlace(const std::string& text, const Places& places, const Analyzer& analyzer) {
  const std::vector<TextToken> tokens = analyzer.Analyze(text);
  for (size_t count = std::min(kMaxWords, tokens.size()); count > 0; --count) {
    for (size_t first = tokens.size() - count + 1; first-- > 0;) {
      if (!MayBePlace(text, tokens, first, count, analyzer)) continue;
      const TextToken& last = tokens[first + count - 1];
      const size_t offset = tokens[first].offset;
      const size_t length = last.offset + last.length - offset;
      v1::Place asked;
      (IsDigits(tokens[first].word.substr(0, 4)) ? *asked.mutable_postal_code() : *asked.mutable_text()) = text.substr(offset, length);
      auto place = places.Resolve(asked);
      if (place.ok()) return PlaceInText{*std::move(place), offset, length};
    }
  }
  return std::nullopt;
}

}  // namespace socialekaart
