#include "indexer/hsds/value.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "indexer/base/format.h"
#include "indexer/base/codec.h"
#include "indexer/base/date.h"

namespace socialekaart::hsds {
namespace {

using nlohmann::json;
using Severity = v1::Finding::Severity;
constexpr Severity kWarning = v1::Finding::SEVERITY_WARNING;
constexpr Severity kError = v1::Finding::SEVERITY_ERROR;

constexpr size_t kMaxRecordIdBytes = 200;

bool IsUriText(absl::string_view text) {
  return text.find_first_of(" \t\r\n<>\"") == absl::string_view::npos;
}

bool IsUri(absl::string_view text) {
  const size_t colon = text.find(':');
  if (colon == absl::string_view::npos || colon == 0 || colon + 1 == text.size() || !IsUriText(text)) return false;
  const auto scheme = text.substr(0, colon);
  return absl::ascii_isalpha(static_cast<unsigned char>(scheme[0])) &&
         std::all_of(scheme.begin(), scheme.end(),
                     [](unsigned char c) { return absl::ascii_isalnum(c) || c == '+' || c == '-' || c == '.'; });
}

// "www.voorbeeld.nl/pad": an address that lacks nothing but https://.
bool IsHostAndPath(absl::string_view text) {
  const auto host = text.substr(0, text.find_first_of("/?#"));
  return IsUriText(text) && host.find('.') != absl::string_view::npos && host.front() != '.' && host.back() != '.' &&
         std::all_of(host.begin(), host.end(),
                     [](unsigned char c) { return absl::ascii_isalnum(c) || c == '-' || c == '.'; });
}

// "9:00", "09:00:00", "10:00Z" -> "09:00", "09:00:00", "10:00"; nothing for other forms.
std::optional<std::string> ToTime(absl::string_view text) {
  text = absl::StripSuffix(text, "Z");
  const std::vector<absl::string_view> parts = absl::StrSplit(text, ':');
  if (parts.size() < 2 || parts.size() > 3 || parts[0].empty()) return std::nullopt;
  constexpr std::array<int, 3> kLimits{24, 59, 60};
  std::string time;
  for (size_t i = 0; i < parts.size(); ++i) {
    int number = 0;
    const bool digits =
        std::all_of(parts[i].begin(), parts[i].end(), [](unsigned char c) { return absl::ascii_isdigit(c); });
    if (!digits || parts[i].size() > 2 || (i > 0 && parts[i].size() != 2) || !absl::SimpleAtoi(parts[i], &number) ||
        number > kLimits[i]) {
      return std::nullopt;
    }
    absl::StrAppend(&time, i > 0 ? ":" : parts[i].size() == 1 ? "0" : "", parts[i]);
  }
  return time;
}

Verdict Bad(absl::string_view rule, Severity severity, absl::string_view message, absl::string_view fix) {
  return {.fault = Fault{rule, severity, std::string(message), fix}, .mended = std::nullopt};
}

Verdict Mended(absl::string_view rule, absl::string_view message, absl::string_view fix, json mended) {
  return {.fault = Fault{rule, kWarning, std::string(message), fix}, .mended = std::move(mended)};
}

Verdict BadType(absl::string_view expected, const json& value) {
  return Bad("hsds.type", kError, absl::StrCat("is ", value.type_name(), ", not ", expected),
             "Give a value of the right type, or leave it out.");
}

Verdict JudgeNumber(const json& value) {
  if (value.is_number()) return {};
  double number = 0;
  if (!value.is_string() || !absl::SimpleAtod(value.get_ref<const std::string&>(), &number) || !std::isfinite(number)) {
    return BadType("a number", value);
  }
  return Mended("hsds.type", "is text, not a number", "Write the number without quotes.", number);
}

Verdict JudgeCoordinate(const json& value, double limit, absl::string_view rule) {
  Verdict verdict = JudgeNumber(value);
  if (verdict.fault && !verdict.mended) return verdict;
  const double number = (verdict.mended ? *verdict.mended : value).get<double>();
  if (std::abs(number) <= limit) return verdict;
  return Bad(rule, kWarning, absl::StrCat("is ", number, ", outside -", limit, "..", limit),
             "Correct it; the point is left out.");
}

Verdict JudgeText(const std::string& text) {
  if (std::none_of(text.begin(), text.end(), IsControl)) return {};
  std::string clean = text;
  clean.erase(std::remove_if(clean.begin(), clean.end(), IsControl), clean.end());
  return Mended("hsds.control-character", "holds a NUL or another control character", "Remove it.", std::move(clean));
}

Verdict JudgeEmail(const std::string& text) {
  if (IsEmail(text)) return {};
  const std::string stripped(absl::StripAsciiWhitespace(text));
  if (IsEmail(stripped)) return Mended("hsds.email", "has spaces around it", "Remove them.", stripped);
  return Bad("hsds.email", kError, "is no e-mail address", "Correct it: naam@voorbeeld.nl");
}

// JSON Schema validators see the format of a URI only when asked, so real files are full of such: a warning.
Verdict JudgeUri(const std::string& text, bool web) {
  if (web ? IsHttpUri(text) : IsUri(text)) return {};
  const std::string stripped(absl::StripAsciiWhitespace(text));
  if (web ? IsHttpUri(stripped) : IsUri(stripped))
    return Mended("hsds.uri", "has spaces around it", "Remove them.", stripped);
  if (IsHostAndPath(stripped)) {
    return Mended("hsds.uri", "lacks https://", "Write the whole address: https://voorbeeld.nl/pad",
                  "https://" + stripped);
  }
  return Bad("hsds.uri", kWarning,
             web ? "is no absolute http(s) address; it is left out" : "is no absolute URI; it is left out",
             "Write the whole address: https://voorbeeld.nl/pad");
}

Verdict JudgeDate(const std::string& text) {
  if (ParseDate(text)) return {};
  const auto stripped = absl::StripAsciiWhitespace(text);
  if (stripped.size() >= 10 && ParseDateTime(stripped)) {
    return Mended("hsds.date", "has more than a date", "Write the date alone: 2026-09-01",
                  std::string(stripped.substr(0, 10)));
  }
  return Bad("hsds.date", kError, "is no date", "Write it as 2026-09-01.");
}

Verdict JudgeDateTime(const std::string& text) {
  if (ParseDate(text)) {
    return Mended("hsds.date-time", "is a date without a time", "Write it as 2026-11-01T00:00:00Z.",
                  text + "T00:00:00Z");
  }
  if (ParseDateTime(text)) return {};
  return Bad("hsds.date-time", kError, "is no date and time", "Write it as 2026-11-01T00:00:00Z.");
}

Verdict JudgeTime(const std::string& text) {
  const auto time = ToTime(text);
  if (!time) return Bad("hsds.time", kError, "is no time of day", "Write it as 09:00.");
  if (*time == text) return {};
  return Mended("hsds.time", "has another form than 09:00", "Write it as 09:00.", *time);
}

Verdict JudgeWord(absl::string_view words, const std::string& text) {
  if (HasWord(words, text)) return {};
  const std::string fix_text = absl::StrReplaceAll(absl::StripAsciiWhitespace(text), {{"_", " "}, {"-", " "}});
  for (const absl::string_view word : absl::StrSplit(words, '|')) {
    if (absl::EqualsIgnoreCase(word, fix_text)) {
      return Mended("hsds.enum", "is written another way", "Write it as the standard does.", std::string(word));
    }
  }
  return Bad("hsds.enum", kError, absl::StrCat("is none of ", absl::StrReplaceAll(words, {{"|", ", "}})),
             "Choose one of these.");
}

Verdict JudgeRecordId(const json& value) {
  const std::string text = value.is_string() ? value.get<std::string>() : value.is_number_integer() ? value.dump() : "";
  if (IsUuid(text)) return {};
  if (text.empty() || text.size() > kMaxRecordIdBytes || std::any_of(text.begin(), text.end(), IsControl)) {
    return Bad("hsds.uuid", kError, "is no UUID, and nothing that could stand for one",
               "Give each record a UUID of its own.");
  }
  // The source's own name of the record is as good for finding it again.
  return {.fault = Fault{"hsds.uuid", kError, "is no UUID", "Give each record a UUID of its own."},
          .mended = json(text)};
}

Verdict JudgeString(const Field& field, const std::string& text) {
  switch (field.form) {
    case Form::kUuid:
      return IsUuid(text) ? Verdict{} : Bad("hsds.uuid", kError, "is no UUID", "Give a UUID, or leave it out.");
    case Form::kEmail:
      return JudgeEmail(text);
    case Form::kWeb:
    case Form::kUri:
      return JudgeUri(text, field.form == Form::kWeb);
    case Form::kDate:
      return JudgeDate(text);
    case Form::kDateTime:
      return JudgeDateTime(text);
    case Form::kTime:
      return JudgeTime(text);
    case Form::kWord:
      return JudgeWord(field.detail, text);
    default:
      return JudgeText(text);
  }
}

Verdict JudgeFlag(const json& value) {
  if (value.is_boolean()) return {};
  if (value == "true" || value == "false")
    return Mended("hsds.type", "is text, not true or false", "Remove the quotes.", value == "true");
  return BadType("true or false", value);
}

}  // namespace

bool HasWord(absl::string_view words, absl::string_view word) {
  const std::vector<absl::string_view> all = absl::StrSplit(words, '|');
  return std::find(all.begin(), all.end(), word) != all.end();
}

Verdict Judge(const Field& field, const json& value) {
  switch (field.form) {
    case Form::kNumber:
      return JudgeNumber(value);
    case Form::kLatitude:
      return JudgeCoordinate(value, 90, "hsds.latitude-range");
    case Form::kLongitude:
      return JudgeCoordinate(value, 180, "hsds.longitude-range");
    case Form::kFlag:
      return JudgeFlag(value);
    case Form::kObject:
      return value.is_object() ? Verdict{} : BadType("an object", value);
    case Form::kList:
      if (value.is_array()) return {};
      if (value.is_object())
        return Mended("hsds.type", "is one object, not a list", "Put it in a list.", json::array({value}));
      return BadType("a list", value);
    case Form::kRecordId:
      return JudgeRecordId(value);
    default:
      break;
  }
  if (value.is_string()) {
    const std::string& text = value.get_ref<const std::string&>();
    // Many sources write "" for what they do not know.
    return text.empty() ? Verdict{} : JudgeString(field, text);
  }
  if (field.form == Form::kText && value.is_number()) {
    return Mended("hsds.type", "is a number, not text", "Put quotes around it.", value.dump());
  }
  return BadType("text", value);
}

}  // namespace socialekaart::hsds
