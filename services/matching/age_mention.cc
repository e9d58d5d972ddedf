#include "services/matching/age_mention.h"

#include "absl/strings/match.h"
#include "absl/strings/strip.h"

namespace socialekaart {
namespace {

class AgeReader {
 public:
  AgeReader(const Note& note, const ReadWords& words, const NoteLexicon& lexicon)
      : tokens_(note.tokens), words_(words), lexicon_(lexicon) {}

  std::optional<AgeMention> Read() const {
    const auto mention = [&](double years, int first, int last) {
      const int offset = Get(first).offset;
      return AgeMention{years, offset, Get(last).offset + Get(last).length - offset};
    };
    std::optional<AgeMention> weak;  // "6 weken" may be an age, and how long it lasts
    for (int i = 0; i < size(); ++i) {
      if (IsBoundary(i)) continue;
      const absl::string_view word = Get(i).word;
      for (const absl::string_view ending : {"jarige", "jarig"}) {
        const auto spelled = absl::EndsWith(word, ending)
                                 ? lexicon_.numbers.find(std::string(absl::StripSuffix(word, ending)))
                                 : lexicon_.numbers.end();
        if (spelled != lexicon_.numbers.end()) return mention(spelled->second, i, i);
      }
      const std::optional<double> number = NumberAt(i);
      if (!number.has_value() || *number < 0) continue;
      const std::optional<About> person = PersonBefore(i);
      if (person.has_value() && *person != About::kChild) continue;
      const auto* unit = UnitAt(i + 1);
      if (unit == nullptr || *number > unit->at_most) continue;
      const bool direct = i > 0 && !IsBoundary(i - 1) && lexicon_.persons.contains(Get(i - 1).word);
      const bool duration =
          (i > 0 && Is(i - 1, lexicon_.not_age_before)) || (i + 2 < size() && Is(i + 2, lexicon_.not_age_after));
      const bool adjective = absl::StartsWith(Get(i + 1).word, "jarig");
      if (duration && !direct && !adjective) continue;
      double years = *number * unit->years;
      int last = i + 1;
      // "1 jaar en 3 maanden"
      if (i + 4 < size() && Get(i + 2).word == "en" && NumberAt(i + 3).has_value() && UnitAt(i + 4) != nullptr &&
          UnitAt(i + 4)->years < unit->years) {
        years += *NumberAt(i + 3) * UnitAt(i + 4)->years;
        last = i + 4;
      }
      if (unit->years < 1 && !person.has_value() && !(last + 1 < size() && Get(last + 1).word == "oud")) {
        if (!weak.has_value()) weak = mention(years, i, last);
        continue;
      }
      return mention(years, i, last);
    }
    const std::optional<AgeMention> bare = ReadBareAge(mention);
    return bare.has_value() ? bare : weak;
  }

 private:
  int size() const { return static_cast<int>(tokens_.size()); }
  const Token& Get(int i) const { return tokens_[static_cast<size_t>(i)]; }
  bool IsBoundary(int i) const { return Get(i).kind == Token::Kind::kBoundary; }
  bool Is(int i, const NoteLexicon::Set& set) const { return set.contains(Get(i).word); }

  // The value of a number token, a number word, or the first part of "achtjarige".
  std::optional<double> NumberAt(int i) const {
    if (Get(i).kind == Token::Kind::kNumber) return Get(i).number;
    const auto found = lexicon_.numbers.find(Get(i).word);
    return found == lexicon_.numbers.end() ? std::nullopt : std::optional(found->second);
  }

  const NoteLexicon::AgeUnit* UnitAt(int i) const {
    const auto found = i < size() ? lexicon_.age_units.find(Get(i).word) : lexicon_.age_units.end();
    return found == lexicon_.age_units.end() ? nullptr : &found->second;
  }

  // Whose age it is: the nearest person before, over a comma or bracket. Nothing when nobody is named.
  std::optional<About> PersonBefore(int number) const {
    for (int i = number - 1, words = 0; i >= 0 && words < 4; --i) {
      if (IsBoundary(i)) {
        if (Get(i).boundary != ',' && Get(i).boundary != '(') break;
        continue;
      }
      ++words;
      const auto person = lexicon_.persons.find(Get(i).word);
      if (person != lexicon_.persons.end()) return person->second;
    }
    return std::nullopt;
  }

  // "jongen van 8", "meisje (12)", "m 8": a number alone, behind words that make it an age.
  template <typename ToMentionOf>
  std::optional<AgeMention> ReadBareAge(const ToMentionOf& mention) const {
    for (const PatternHit& cue : lexicon_.age_before.Match(words_)) {
      int i = cue.last + 1;
      if (i < size() && (Get(i).boundary == ',' || Get(i).boundary == '(')) ++i;
      if (i >= size() || IsBoundary(i)) continue;
      const std::optional<double> number = NumberAt(i);
      if (!number.has_value() || *number <= 0 || *number > 23 || UnitAt(i + 1) != nullptr) continue;
      if (i + 1 < size() && (Is(i + 1, lexicon_.not_age_after) || Get(i + 1).kind == Token::Kind::kNumber)) continue;
      return mention(*number, i, i);
    }
    return std::nullopt;
  }

  const std::vector<Token>& tokens_;
  const ReadWords& words_;
  const NoteLexicon& lexicon_;
};

}  // namespace

std::optional<AgeMention> ReadAge(const Note& note, const ReadWords& words, const NoteLexicon& lexicon) {
  return AgeReader(note, words, lexicon).Read();
}

}  // namespace socialekaart
