#include "clients/cli/privacy.h"

#include <cctype>
#include <cstddef>

#include "clients/cli/errors.h"

namespace socialekaart::cli {
namespace {

constexpr size_t kBsnDigits = 9;

// 9a + 8b + 7c + 6d + 5e + 4f + 3g + 2h - i is a multiple of 11, and not 0.
bool PassesElevenTest(const std::string& digits) {
  int sum = 0;
  for (size_t i = 0; i < kBsnDigits; ++i) {
    const int weight = i + 1 == kBsnDigits ? -1 : static_cast<int>(kBsnDigits - i);
    sum += weight * (digits[i] - '0');
  }
  return sum > 0 && sum % 11 == 0;
}

bool IsDigit(char c) {
  return std::isdigit(static_cast<unsigned char>(c)) != 0;
}
bool IsSeparator(char c) {
  return c == '.' || c == '-' || c == ' ';
}

}  // namespace

bool HoldsBsn(const std::string& text) {
  for (size_t begin = 0; begin < text.size(); ++begin) {
    const bool is_start_of_group = IsDigit(text[begin]) && (begin == 0 || !IsDigit(text[begin - 1]));
    if (!is_start_of_group) continue;
    // Whole groups from here, until there are nine digits.
    std::string digits;
    size_t end = begin;
    while (end < text.size() && digits.size() < kBsnDigits) {
      while (end < text.size() && IsDigit(text[end])) digits += text[end++];
      if (digits.size() >= kBsnDigits || end + 1 >= text.size() || !IsSeparator(text[end]) || !IsDigit(text[end + 1]))
        break;
      ++end;
    }
    if (digits.size() == kBsnDigits && PassesElevenTest(digits)) return true;
  }
  return false;
}

void ComplainOfBsn() {
  Complain("refused: the text holds a BSN", "a question about help needs no personal data, and none is sent or kept",
           "leave the number out and ask again");
}

}  // namespace socialekaart::cli
