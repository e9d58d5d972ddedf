#include "indexer/place/postal_text.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace socialekaart {
namespace {

using Form = PostalText::Form;

// Letter pairs that are not given out, for what they stood for.
constexpr std::array<absl::string_view, 3> kForbiddenLetters = {"SA", "SD", "SS"};

// How Belgian postcodes are marked in international mail, longest first.
constexpr std::array<absl::string_view, 3> kBelgianPrefixes = {"BEL", "BE", "B"};

// Whether `text` is of the shape of `pattern`: '9' stands for a digit, 'A' for a letter, other characters for
// themselves.
bool HasShape(absl::string_view text, absl::string_view pattern) {
  return std::equal(text.begin(), text.end(), pattern.begin(), pattern.end(), [](char c, char p) {
    const auto byte = static_cast<unsigned char>(c);
    return p == '9' ? absl::ascii_isdigit(byte) : p == 'A' ? absl::ascii_isalpha(byte) : c == p;
  });
}

absl::string_view LeadingDigits(absl::string_view text) {
  size_t count = 0;
  while (count < text.size() && absl::ascii_isdigit(static_cast<unsigned char>(text[count]))) ++count;
  return text.substr(0, count);
}

bool IsBelgian(absl::string_view upper) {
  for (const absl::string_view prefix : kBelgianPrefixes) {
    absl::string_view rest = upper;
    if (!absl::ConsumePrefix(&rest, prefix)) continue;
    while (absl::ConsumePrefix(&rest, "-") || absl::ConsumePrefix(&rest, " ")) {
    }
    const absl::string_view digits = LeadingDigits(rest);
    if (digits.size() == 4 && (rest.size() == 4 || rest[4] == ' ' || rest[4] == ',')) return true;
  }
  return false;
}

bool AreGivenOut(absl::string_view letters) {
  return std::find(kForbiddenLetters.begin(), kForbiddenLetters.end(), letters) == kForbiddenLetters.end();
}

// A name has at least three letters and no digits; without a space before it, it is a slip of the pen.
bool LooksLikeName(absl::string_view after_digits) {
  const absl::string_view name = absl::StripAsciiWhitespace(after_digits);
  return (absl::ascii_isspace(static_cast<unsigned char>(after_digits[0])) || after_digits[0] == ',') &&
         name.size() >= 3 && std::none_of(name.begin(), name.end(), [](char c) {
           return absl::ascii_isdigit(static_cast<unsigned char>(c));
         });
}

}  // namespace

PostalText ParsePostalText(absl::string_view text) {
  const std::string upper = absl::AsciiStrToUpper(absl::StripAsciiWhitespace(text));
  if (IsBelgian(upper)) return {.form = Form::kBelgian};

  absl::string_view rest = upper;
  if (HasShape(rest.substr(0, 4), "NL-9") || HasShape(rest.substr(0, 4), "NL 9")) rest.remove_prefix(3);
  const absl::string_view digits = LeadingDigits(rest);
  if (digits.empty()) return {.form = Form::kNone};
  if (digits.size() != 4 || digits[0] == '0') return {.form = Form::kMalformed};

  PostalText parsed = {.form = Form::kMalformed, .digits = std::string(digits)};
  rest.remove_prefix(digits.size());
  const absl::string_view letters = absl::StripPrefix(rest, " ");
  if (rest.empty()) {
    parsed.form = Form::kPc4;
  } else if (HasShape(letters, "AA")) {
    if (AreGivenOut(letters)) parsed.form = Form::kPc6;
    parsed.letters = std::string(letters);
  } else if (HasShape(rest.substr(0, 3), "AA ") || LooksLikeName(rest)) {
    parsed.form = Form::kPc4AndName;
    parsed.name = std::string(absl::StripAsciiWhitespace(absl::StripPrefix(rest, ",")));
  }
  return parsed;
}

std::optional<std::string> ParsePostalCode6(absl::string_view text) {
  const PostalText parsed = ParsePostalText(text);
  if (parsed.form != Form::kPc6) return std::nullopt;
  return absl::StrCat(parsed.digits, parsed.letters);
}

std::optional<std::string> ParseMunicipalityCode(absl::string_view text) {
  const std::string upper = absl::AsciiStrToUpper(absl::StripAsciiWhitespace(text));
  if (HasShape(upper, "GM9999")) return upper;
  if (HasShape(upper, "9999")) return absl::StrCat("GM", upper);
  return std::nullopt;
}

std::optional<std::string> ParseBrin(absl::string_view text) {
  const std::string upper = absl::AsciiStrToUpper(absl::StripAsciiWhitespace(text));
  if (HasShape(upper, "99AA99")) return upper;
  if (HasShape(upper, "99AA")) return absl::StrCat(upper, "00");
  return std::nullopt;
}

}  // namespace socialekaart
