#include "services/matching/masking.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "indexer/base/codec.h"

namespace socialekaart {
namespace {

bool IsDigit(char c) {
  return absl::ascii_isdigit(static_cast<unsigned char>(c));
}
bool IsAlnum(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '\2';
}

// A digit run with its separators, from a digit that starts one.
struct Digits {
  std::string digits;
  size_t end = 0;
  size_t shortest_group = 0;
};

// Up to `most` digits in groups; between groups stand at most `between` of `separators`. Stops before what would not
// fit.
Digits ReadDigits(const std::string& text, size_t begin, size_t most, absl::string_view separators, size_t between) {
  Digits read;
  size_t group = 0;
  for (size_t i = begin; i < text.size() && read.digits.size() <= most;) {
    if (IsDigit(text[i])) {
      read.digits.push_back(text[i++]);
      read.end = i;
      ++group;
      continue;
    }
    size_t skip = i;
    while (skip < text.size() && skip - i < between && absl::StrContains(separators, text[skip])) ++skip;
    if (skip == i || skip >= text.size() || !IsDigit(text[skip])) break;
    read.shortest_group = read.shortest_group == 0 ? group : std::min(read.shortest_group, group);
    group = 0;
    i = skip;
  }
  read.shortest_group = read.shortest_group == 0 ? group : std::min(read.shortest_group, group);
  return read;
}

bool StartsNumber(const std::string& text, size_t i) {
  return IsDigit(text[i]) && (i == 0 || !IsAlnum(text[i - 1]));
}

bool EndsNumber(const std::string& text, size_t end) {
  return end >= text.size() || !IsAlnum(text[end]);
}

// The 11-test: weights 9..2 and -1, with a sum above 0.
bool IsBsn(const std::string& digits) {
  if (digits.size() != 9) return false;
  int sum = 0;
  for (int i = 0; i < 9; ++i) sum += (digits[static_cast<size_t>(i)] - '0') * (i == 8 ? -1 : 9 - i);
  return sum > 0 && sum % 11 == 0;
}

absl::flat_hash_set<std::string> SetOf(const google::protobuf::RepeatedPtrField<std::string>& words) {
  absl::flat_hash_set<std::string> set;
  for (const std::string& word : words) {
    for (std::string& part : PhraseWords(word)) set.insert(std::move(part));
  }
  return set;
}

bool Touches(const std::vector<v1::MaskedSpan>& spans, size_t begin, size_t end) {
  return std::any_of(spans.begin(), spans.end(), [&](const v1::MaskedSpan& span) {
    const auto offset = static_cast<size_t>(span.offset());
    return begin < offset + static_cast<size_t>(span.length()) && offset < end;
  });
}

}  // namespace

absl::StatusOr<std::unique_ptr<const Masker>> Masker::Load(const std::string& path) {
  data::v1::MaskingWords data;
  if (absl::Status status = LoadTextproto(path, &data); !status.ok()) return status;
  auto masker = std::make_unique<Masker>();
  masker->street_endings_.assign(data.street_endings().begin(), data.street_endings().end());
  masker->capital_street_endings_.assign(data.capital_street_endings().begin(), data.capital_street_endings().end());
  masker->not_streets_ = SetOf(data.not_streets());
  masker->not_house_numbers_ = SetOf(data.not_house_numbers());
  masker->birth_cues_ = SetOf(data.birth_cues());
  masker->other_dates_ = SetOf(data.other_dates());
  masker->name_titles_ = SetOf(data.name_titles());
  masker->name_particles_ = SetOf(data.name_particles());
  masker->not_names_ = SetOf(data.not_names());
  masker->surname_titles_ = SetOf(data.surname_titles());
  masker->address_cues_ = SetOf(data.address_cues());
  masker->first_names_ = SetOf(data.first_names());
  masker->bsn_cues_ = SetOf(data.bsn_cues());
  masker->other_numbers_ = SetOf(data.other_numbers());
  for (const std::string& month : data.months()) {
    for (const absl::string_view name : absl::StrSplit(month, '|')) masker->months_.insert(std::string(name));
  }
  if (data.months_size() != 12 || data.street_endings().empty() || data.name_cues().empty()) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": needs 12 months, street_endings and name_cues"));
  }
  for (const std::string& cue : data.name_cues()) {
    if (absl::Status status = masker->name_cues_.Add(cue, 0, {}, &masker->vocabulary_); !status.ok()) {
      return absl::InvalidArgumentError(absl::StrCat(path, ": name_cues: ", status.message()));
    }
  }
  return masker;
}

std::vector<v1::MaskedSpan> Masker::Mask(Note* note) const {
  // In the order of certainty: what was taken for one kind is not looked at for the next.
  using Find = void (Masker::*)(const Note&, Spans*) const;
  std::vector<v1::MaskedSpan> masked;
  for (const Find find : {&Masker::FindEmails, &Masker::FindBirthDates, &Masker::FindPhones, &Masker::FindBsns,
                          &Masker::FindAddresses, &Masker::FindNames}) {
    Spans spans;
    (this->*find)(*note, &spans);
    for (const Span& span : spans) {
      if (Touches(masked, span.begin, span.end)) continue;
      v1::MaskedSpan& out = masked.emplace_back();
      out.set_kind(span.kind);
      out.set_offset(static_cast<int>(span.begin));
      out.set_length(static_cast<int>(span.end - span.begin));
      std::fill(note->folded.begin() + static_cast<std::ptrdiff_t>(span.begin),
                note->folded.begin() + static_cast<std::ptrdiff_t>(span.end), ' ');
    }
    if (!spans.empty()) Tokenize(note);
  }
  std::sort(masked.begin(), masked.end(),
            [](const v1::MaskedSpan& a, const v1::MaskedSpan& b) { return a.offset() < b.offset(); });
  return masked;
}

std::string Masker::Mask(absl::string_view text, std::vector<v1::MaskedSpan>* spans) const {
  Note note = ReadNote(text);
  *spans = Mask(&note);
  std::string masked;
  size_t code_point = 0;
  for (const v1::MaskedSpan& span : *spans) {
    const auto begin = static_cast<size_t>(span.offset());
    absl::StrAppend(&masked, text.substr(note.byte_of[code_point], note.byte_of[begin] - note.byte_of[code_point]),
                    std::string(static_cast<size_t>(span.length()), 'x'));
    code_point = begin + static_cast<size_t>(span.length());
  }
  absl::StrAppend(&masked, text.substr(note.byte_of[code_point]));
  return masked;
}

void Masker::FindEmails(const Note& note, Spans* spans) const {
  const std::string& text = note.folded;
  const auto local = [](char c) { return IsAlnum(c) || absl::StrContains("._%+-", c); };
  const auto domain = [](char c) { return IsAlnum(c) || c == '.' || c == '-'; };
  for (size_t at = text.find('@'); at != std::string::npos; at = text.find('@', at + 1)) {
    size_t begin = at, end = at + 1;
    // "info @ voorbeeld.nl": some leave room, so that no machine reads it.
    if (begin > 0 && text[begin - 1] == ' ') --begin;
    if (end < text.size() && text[end] == ' ') ++end;
    const size_t name_end = begin, domain_begin = end;
    while (begin > 0 && local(text[begin - 1])) --begin;
    while (end < text.size() && domain(text[end])) ++end;
    while (end > domain_begin && (text[end - 1] == '.' || text[end - 1] == '-')) --end;
    const size_t dot = text.find('.', domain_begin);
    if (begin < name_end && dot > domain_begin && dot + 1 < end) spans->push_back({"email", begin, end});
  }
}

// "12-03-2015", "12/3/15", "2015-03-12", "12 maart 2015"; after "geb." also without a year.
void Masker::FindBirthDates(const Note& note, Spans* spans) const {
  const auto add = [&](size_t begin, size_t end) {
    const bool born = WordBefore(note, begin, birth_cues_);
    if (born || !WordBefore(note, begin, other_dates_)) spans->push_back({"birth_date", begin, end});
  };
  const auto in = [](const std::string& digits, int low, int high) {
    const int value = digits.size() <= 4 ? std::stoi(digits) : -1;
    return value >= low && value <= high;
  };
  const std::string& text = note.folded;
  for (size_t i = 0; i < text.size(); ++i) {
    if (!StartsNumber(text, i)) continue;
    // "06.12.34.56.78" begins as a date does.
    if (const Digits phone = ReadDigits(text, i, 10, " -./", 1);
        phone.digits.size() == 10 && absl::StartsWith(phone.digits, "06")) {
      i = phone.end;
      continue;
    }
    const bool born = WordBefore(note, i, birth_cues_);
    std::array<std::string, 3> part;
    size_t end = i;
    size_t found = 0;
    for (; found < 3; ++found) {
      while (end < text.size() && IsDigit(text[end])) part[found].push_back(text[end++]);
      if (part[found].empty() || found == 2) break;
      size_t separator = end;
      while (separator < text.size() && text[separator] == ' ' && separator - end < 1) ++separator;
      const bool space =
          born && separator > end && separator < text.size() && IsDigit(text[separator]);  // "geb 03 05 2011"
      if (!space) {
        if (separator >= text.size() || !absl::StrContains("-/.", text[separator])) break;
        ++separator;
      }
      if (separator < text.size() && text[separator] == ' ') ++separator;
      if (separator >= text.size() || !IsDigit(text[separator])) break;
      end = separator;
    }
    if (!EndsNumber(text, end)) continue;
    const bool day_first = found == 2 && in(part[0], 1, 31) && in(part[1], 1, 12) &&
                           ((part[2].size() == 4 && in(part[2], 1900, 2099)) || part[2].size() == 2);
    const bool year_first =
        found == 2 && part[0].size() == 4 && in(part[0], 1900, 2099) && in(part[1], 1, 12) && in(part[2], 1, 31);
    const bool compact = found == 0 && part[0].size() == 8 && born;
    const bool no_year = found == 1 && in(part[0], 1, 31) && in(part[1], 1, 12) && born;
    const bool year_only = found == 0 && part[0].size() == 4 && in(part[0], 1900, 2099) && born;
    if (day_first || year_first || compact || no_year || year_only) {
      add(i, end);
      i = end;
    }
  }
  const std::vector<Token>& tokens = note.tokens;
  for (size_t t = 0; t + 1 < tokens.size(); ++t) {
    if (months_.contains(tokens[t].word) && tokens[t + 1].kind == Token::Kind::kNumber &&
        in(tokens[t + 1].word, 1900, 2099) && WordBefore(note, static_cast<size_t>(tokens[t].offset), birth_cues_)) {
      spans->push_back({"birth_date", static_cast<size_t>(tokens[t].offset),
                        static_cast<size_t>(tokens[t + 1].offset + tokens[t + 1].length)});  // "geboren in mei 2011"
    }
    if (tokens[t].kind != Token::Kind::kNumber || !in(tokens[t].word, 1, 31) || !months_.contains(tokens[t + 1].word))
      continue;
    const auto begin = static_cast<size_t>(tokens[t].offset);
    size_t last = t + 1;
    if (last + 1 < tokens.size() && tokens[last + 1].boundary == '.') ++last;  // "12 mrt. 2015"
    const bool year = last + 1 < tokens.size() && tokens[last + 1].kind == Token::Kind::kNumber &&
                      (in(tokens[last + 1].word, 1900, 2099) || tokens[last + 1].word.size() == 2) &&
                      (last + 2 >= tokens.size() || !not_house_numbers_.contains(tokens[last + 2].word));
    if (!year && !WordBefore(note, begin, birth_cues_)) continue;
    const Token& end = tokens[year ? last + 1 : t + 1];
    add(begin, static_cast<size_t>(end.offset + end.length));
  }
}

// Ten digits from 0, or +31 / 0031 and nine. Service numbers (0800-2000, 113) are shorter and stay.
void Masker::FindPhones(const Note& note, Spans* spans) const {
  const std::string& text = note.folded;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool plus = text[i] == '+';
    const size_t first = plus || text[i] == '(' ? i + 1 : i;
    if (first >= text.size() || !StartsNumber(text, first) ||
        (first == i && i > 0 && absl::StrContains("+(", text[i - 1])))
      continue;
    Digits read = ReadDigits(text, first, 13, " -./()", 3);
    std::string digits = read.digits;
    if (plus || absl::StartsWith(digits, "0031")) {
      digits = digits.substr(plus ? 0 : 2);
      if (!absl::StartsWith(digits, "31")) continue;
      digits = absl::StrCat(digits[2] == '0' ? "" : "0", digits.substr(2));
    }
    if (digits.size() > 10) {
      // Another number follows, as in "0612345678 8 jaar": the first ten digits are the phone.
      read = ReadDigits(text, first, 9, " -./()", 3);
      digits = read.digits;
    }
    if (digits.size() != 10 || digits[0] != '0' || digits[1] == '0' || !EndsNumber(text, read.end)) continue;
    spans->push_back({"phone", i, read.end});
    i = read.end;
  }
}

void Masker::FindBsns(const Note& note, Spans* spans) const {
  const std::string& text = note.folded;
  for (size_t i = 0; i < text.size(); ++i) {
    if (!StartsNumber(text, i)) continue;
    const bool cued = WordBefore(note, i, bsn_cues_);
    if (!cued && WordBefore(note, i, other_numbers_)) {
      i = ReadDigits(text, i, 12, " .-", 1).end;
      continue;
    }
    for (const size_t length : {size_t{9}, size_t{8}}) {
      const Digits read = ReadDigits(text, i, length - 1, " .-", 1);
      if (read.digits.size() != length || !EndsNumber(text, read.end)) continue;
      // Single digits apart are a list ("groep 5 8 9"), not a number.
      if (read.shortest_group < 2 && !cued) continue;
      if (!cued && !IsBsn(length == 9 ? read.digits : absl::StrCat("0", read.digits))) continue;
      spans->push_back({"bsn", i, read.end});
      i = read.end;
      break;
    }
  }
}

// Whether one of `words` is the last word before, or the one before that: "geb. 12-03-2015", "geboren op 12 maart".
bool Masker::WordBefore(const Note& note, size_t offset, const Words& words) const {
  int looked = 0;
  for (auto token = note.tokens.rbegin(); token != note.tokens.rend() && looked < 2; ++token) {
    if (static_cast<size_t>(token->offset) >= offset || token->kind != Token::Kind::kWord) {
      if (static_cast<size_t>(token->offset) < offset && token->kind == Token::Kind::kNumber) return false;
      continue;
    }
    if (words.contains(token->word)) return true;
    ++looked;
  }
  return false;
}

}  // namespace socialekaart
