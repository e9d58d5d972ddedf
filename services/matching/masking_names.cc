// What has no form of its own, and is known by the words around it: addresses and names.
#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "services/matching/masking.h"

namespace socialekaart {

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
    } else if (t + 1 < tokens.size() && tokens[t + 1].kind == Token::Kind::kNumber &&
               static_cast<size_t>(tokens[t + 1].offset) == end + 1) {
      end = static_cast<size_t>(tokens[t + 1].offset + tokens[t + 1].length);
    }
    return end;
  };
  // "adres: Hofstede 7", "woont aan Plein 1944 12": words with a capital and a number, soon after a cue.
  const auto add_after_cue = [&](size_t cue) {
    for (size_t t = cue + 1; t + 1 < tokens.size() && t <= cue + 3; ++t) {
      if (IsStreet(note, t)) return;  // found by itself
      if (!tokens[t].capital || !house_number(t + 1)) continue;
      spans->push_back({"address", static_cast<size_t>(tokens[t].offset), end_of(t + 1)});
      return;
    }
  };
  for (size_t t = 0; t < tokens.size(); ++t) {
    if (address_cues_.contains(tokens[t].word)) add_after_cue(t);
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

// After "heet" a name may be in lower case; after "zoon" it has a capital, or is a common one. A common one with a
// capital is a name anywhere.
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
  const auto add = [&](size_t first, bool lower_case, bool surname = false) {
    // "mevrouw de Boer": the particles belong to it.
    size_t name = first;
    while (name < tokens.size() && name < first + 3 && name_particles_.contains(tokens[name].word)) ++name;
    if (surname && name > first && is_name(name)) {
      spans->push_back({"name", static_cast<size_t>(tokens[first].offset),
                        static_cast<size_t>(tokens[name].offset + tokens[name].length)});
      return;
    }
    // "D. Willems"
    if (first + 1 < tokens.size() && tokens[first].capital && tokens[first].length == 1 && is_name(first + 1)) ++first;
    if (first >= tokens.size() || !LooksLikeName(tokens[first]) || (!lower_case && !is_name(first))) return;
    size_t last = first;
    for (size_t next = first + 1; next < tokens.size() && next <= first + 4; ++next) {
      if (is_name(next)) {
        last = next;
      } else if (!name_particles_.contains(tokens[next].word)) {
        break;
      }
    }
    if (first > 0 && tokens[first - 1].capital && tokens[first - 1].length == 1 &&
        tokens[first - 1].kind == Token::Kind::kWord)
      --first;
    spans->push_back({"name", static_cast<size_t>(tokens[first].offset),
                      static_cast<size_t>(tokens[last].offset + tokens[last].length)});
  };
  for (const PatternHit& cue : name_cues_.Match(ReadWords(note, vocabulary_, {}))) {
    auto first = static_cast<size_t>(cue.last) + 1;
    if (first < tokens.size() && tokens[first].boundary == ':') ++first;
    add(first, true);
  }
  for (size_t t = 0; t < tokens.size(); ++t) {
    if (first_names_.contains(tokens[t].word) && is_name(t)) add(t, false);
    if (!name_titles_.contains(tokens[t].word) && !surname_titles_.contains(tokens[t].word)) continue;
    size_t first = t + 1;
    if (first < tokens.size() && absl::StrContains(".,:", tokens[first].boundary) && tokens[first].boundary != 0)
      ++first;
    add(first, first < tokens.size() && first_names_.contains(tokens[first].word),
        surname_titles_.contains(tokens[t].word));
  }
}

}  // namespace socialekaart
