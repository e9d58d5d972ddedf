#include "services/gateway/form.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"

namespace socialekaart::gateway {
namespace {

constexpr size_t kMaxFields = 100;

std::optional<std::string> Decode(absl::string_view encoded) {
  std::string decoded;
  for (size_t i = 0; i < encoded.size(); ++i) {
    if (encoded[i] != '%') {
      decoded.push_back(encoded[i] == '+' ? ' ' : encoded[i]);
      continue;
    }
    int value = 0;
    if (i + 2 >= encoded.size() || !absl::ascii_isxdigit(static_cast<unsigned char>(encoded[i + 1])) ||
        !absl::SimpleHexAtoi(encoded.substr(i + 1, 2), &value)) {
      return std::nullopt;
    }
    decoded.push_back(static_cast<char>(value));
    i += 2;
  }
  return decoded;
}

}  // namespace

std::optional<FormFields> ParseForm(absl::string_view body) {
  FormFields fields;
  for (absl::string_view field : absl::StrSplit(body, '&', absl::SkipEmpty())) {
    const size_t equals = std::min(field.find('='), field.size());
    auto name = Decode(field.substr(0, equals));
    auto value = Decode(field.substr(std::min(equals + 1, field.size())));
    if (!name || !value || fields.size() == kMaxFields) return std::nullopt;
    fields.emplace_back(*std::move(name), *std::move(value));
  }
  return fields;
}

std::string FieldOf(const FormFields& fields, absl::string_view name) {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const auto& field) { return field.first == name; });
  return found == fields.end() ? "" : std::string(absl::StripAsciiWhitespace(found->second));
}

}  // namespace socialekaart::gateway
