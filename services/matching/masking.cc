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
  masker->bsn_cues_ = SetOf(data.bsn_cues());
  masker->other_numbers_ = SetOf(data.other_numbers());
  for (const std::string& month : data.months()) {
    for (const absl::string_view name : absl::StrSplit(month, '|')) masker->months_.insert(std::string(name));
  }
  if (data.months_size() != 12 || data.street_endings().empty() || data.name_cues().empty()) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": needs 12 months, street_endings and name_cues"));
  }
  for (const std::string& cue : data.name_cues()) {
    if (absl::Status status = masker->name_cues_.Add(cue, 0, {}); !status.ok()) {
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
    while (begin > 0 && local(text[begin - 1])) --begin;
    while (end < text.size() && domain(text[end])) ++end;
    while (end > at + 1 && (text[end - 1] == '.' || text[end - 1] == '-')) --end;
    const size_t dot = text.find('.', at + 1);
    if (begin < at && dot > at + 1 && dot + 1 < end) spans->push_back({"email", begin, end});
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
    std::array<std::string, 3> part;
    size_t end = i;
    size_t found = 0;
    for (; found < 3; ++found) {
      while (end < text.size() && IsDigit(text[end])) part[found].push_back(text[end++]);
      if (part[found].empty() || found == 2) break;
      size_t separator = end;
      while (separator < text.size() && text[separator] == ' ' && separator - end < 1) ++separator;
      if (separator >= text.size() || !absl::StrContains("-/.", text[separator])) break;
      ++separator;
      if (separator < text.size() && text[separator] == ' ') ++separator;
      if (separator >= text.size() || !IsDigit(text[separator])) break;
      end = separator;
    }
    if (!EndsNumber(text, end)) continue;
    const bool day_first = found == 2 && in(part[0], 1, 31) && in(part[1], 1, 12) &&
                           ((part[2].size() == 4 && in(part[2], 1900, 2099)) || part[2].size() == 2);
    const bool year_first =
        found == 2 && part[0].size() == 4 && in(part[0], 1900, 2099) && in(part[1], 1, 12) && in(part[2], 1, 31);
    const bool compact = found == 0 && part[0].size() == 8 && WordBefore(note, i, birth_cues_);
    const bool no_year = found == 1 && in(part[0], 1, 31) && in(part[1], 1, 12) && WordBefore(note, i, birth_cues_);
    const bool year_only =
        found == 0 && part[0].size() == 4 && in(part[0], 1900, 2099) && WordBefore(note, i, birth_cues_);
    if (day_first || year_first || compact || no_year || year_only) {
      add(i, end);
      i = end;
    }
  }
  const std::vector<Token>& tokens = note.tokens;
  for (size_t t = 0; t + 1 < tokens.size(); ++t) {
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

bool Masker::IsStreet(const Note& note, size_t t) const {
  const Token& token = note.tokens[t];
  if (token.kind != Token::Kind::kWord || not_streets_.contains(token.word)) return false;
  for (const std::string& ending : street_endings_) {
    if (!absl::EndsWith(token.word, ending)) continue;
    // "weg" alone is "away": then only with capitals, as in "Lange Weg".
    if (token.word.size() >= ending.size() + 3) return true;
    if (token.capital && t > 0 && note.tokens[t - 1].capital) return true;
  }
  return token.capital && std::any_of(capital_street_endings_.begin(), capital_street_endings_.end(),
                                      [&](const std::string& ending) { return absl::EndsWith(token.word, ending); });
}

// A street with a house number, and the number behind a PC6: with the postcode it is a front door.
void Masker::FindAddresses(const Note& note, Spans* spans) const {
  const std::vector<Token>& tokens = note.tokens;
  const auto house_number = [&](size_t t) {
    if (t >= tokens.size() || tokens[t].kind != Token::Kind::kNumber || tokens[t].word.size() > 5) return false;
    return t + 1 >= tokens.size() || !not_house_numbers_.contains(tokens[t + 1].word);
  };
  // The end of "12", "12a", "12-3", "12 bis".
  const auto end_of = [&](size_t t) {
    auto end = static_cast<size_t>(tokens[t].offset + tokens[t].length);
    if (t + 1 < tokens.size() && tokens[t + 1].kind == Token::Kind::kWord && tokens[t + 1].word.size() == 1 &&
        static_cast<size_t>(tokens[t + 1].offset) <= end + 1) {
      end = static_cast<size_t>(tokens[t + 1].offset + 1);
    }
    return end;
  };
  for (size_t t = 0; t < tokens.size(); ++t) {
    size_t number = t + 1;
    if (number < tokens.size() && tokens[number].word == "nr") ++number;
    if (IsStreet(note, t) && house_number(number)) {
      size_t first = t;
      // "Burgemeester van der Veenstraat": capitals and particles before it belong to the name.
      while (first > 0 && (tokens[first - 1].capital || name_particles_.contains(tokens[first - 1].word))) --first;
      while (first < t && !tokens[first].capital) ++first;
      spans->push_back({"address", static_cast<size_t>(tokens[first].offset), end_of(number)});
      continue;
    }
    if (t + 2 < tokens.size() && tokens[t].kind == Token::Kind::kNumber && tokens[t].word.size() == 4 &&
        tokens[t].word[0] != '0' && tokens[t + 1].kind == Token::Kind::kWord && tokens[t + 1].word.size() == 2 &&
        tokens[t + 1].offset <= tokens[t].offset + 5) {
      number = tokens[t + 2].boundary == ',' || tokens[t + 2].word == "nr" ? t + 3 : t + 2;
      if (house_number(number) && note.cased[static_cast<size_t>(tokens[t + 1].offset)] != tokens[t + 1].word[0]) {
        spans->push_back({"address", static_cast<size_t>(tokens[number].offset), end_of(number)});
      }
    }
  }
}

bool Masker::LooksLikeName(const Token& token) const {
  return token.kind == Token::Kind::kWord && token.word.size() >= 2 && !not_names_.contains(token.word);
}

// After "heet" a name may be in lower case; after "zoon" it has a capital.
void Masker::FindNames(const Note& note, Spans* spans) const {
  const std::vector<Token>& tokens = note.tokens;
  const auto all_capitals = [&](const Token& token) {
    for (int i = 0; i < token.length; ++i) {
      const char c = note.cased[static_cast<size_t>(token.offset + i)];
      if (absl::ascii_islower(static_cast<unsigned char>(c))) return false;
    }
    return true;
  };
  const auto is_name = [&](size_t t) {
    return t < tokens.size() && tokens[t].capital && LooksLikeName(tokens[t]) && !all_capitals(tokens[t]);
  };
  const auto add = [&](size_t first, bool lower_case) {
    if (first >= tokens.size() || !LooksLikeName(tokens[first]) || (!lower_case && !is_name(first))) return;
    size_t last = first;
    for (size_t next = first + 1; next < tokens.size() && next <= first + 4; ++next) {
      if (is_name(next)) {
        last = next;
      } else if (!name_particles_.contains(tokens[next].word)) {
        break;
      }
    }
    spans->push_back({"name", static_cast<size_t>(tokens[first].offset),
                      static_cast<size_t>(tokens[last].offset + tokens[last].length)});
  };
  for (const PatternHit& cue : name_cues_.Match(note)) {
    auto first = static_cast<size_t>(cue.last) + 1;
    if (first < tokens.size() && tokens[first].boundary == ':') ++first;
    add(first, true);
  }
  for (size_t t = 0; t < tokens.size(); ++t) {
    if (!name_titles_.contains(tokens[t].word)) continue;
    size_t first = t + 1;
    if (first < tokens.size() && (tokens[first].boundary == '.' || tokens[first].boundary == ',')) ++first;
    add(first, false);
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
