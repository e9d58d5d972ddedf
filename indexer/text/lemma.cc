#include "indexer/text/lemma.h"

#include <array>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "indexer/text/evidence.h"
#include "indexer/text/spelling.h"

namespace socialekaart {
namespace {

// What may be said about a word with an ending: the base that it was made from, or nothing.
using Undo = std::string (*)(absl::string_view word, absl::string_view rest, const Evidence& evidence);

std::string FirstThat(absl::string_view open, const Evidence& evidence, bool (Evidence::*is)(absl::string_view) const) {
  for (std::string& base : Closed(open)) {
    if ((evidence.*is)(base)) return std::move(base);
  }
  return "";
}

// "reken", "oefen": the stem of "rekenen".
bool IsStemWithEn(absl::string_view word, const Evidence& evidence) {
  return evidence.IsInfinitive(absl::StrCat(word, "en"));
}

// "-en": an infinitive, or a plural.
std::string UndoInfinitive(absl::string_view word, absl::string_view rest, const Evidence& evidence) {
  if (!evidence.IsInfinitive(word) || IsStemWithEn(word, evidence)) return "";
  return FirstThat(rest, evidence, &Evidence::Has);
}

std::string UndoPluralOfE(absl::string_view word, absl::string_view rest, const Evidence& evidence) {
  const absl::string_view base = word.substr(0, word.size() - 1);
  // "veen" is one, as "idee" has "ideeën".
  if (rest.size() < 2 || !evidence.Has(base) || absl::EndsWith(base, "ee") ||
      (absl::EndsWith(base, "ie") && base.size() < 5) || IsStemWithEn(word, evidence))
    return "";
  // "jongeren" is no more than one "jonger", whatever "ouders" and "ouderen" look like.
  if (absl::EndsWith(rest, "er")) return std::string(base);
  const std::string closed = FirstThat(rest, evidence, &Evidence::Has);
  if (closed.empty()) return std::string(base);  // "ziekten"
  // "zonden" of "zonde", and not of "zond"; "bonnen" of "bon", though there is a "bonne".
  return evidence.Has(absl::StrCat(base, "s")) && !evidence.HasDiminutive(closed) ? std::string(base) : "";
}

std::string UndoPlural(absl::string_view word, absl::string_view rest, const Evidence& evidence) {
  // "ideeën", "knieën", "buien", but "veen" and "tien" are words.
  if (rest.size() < 2 || IsStemWithEn(word, evidence)) return "";
  if (IsVowel(rest.back()) && !IsVowel(rest[rest.size() - 2])) return "";
  const std::vector<std::string> closed = Closed(rest);
  // "tijden", although there is "tijdens".
  if (evidence.HasDiminutive(closed.front())) return closed.front();
  // "deken", with a plural of its own.
  return evidence.Has(absl::StrCat(word, "s")) ? "" : FirstThat(rest, evidence, &Evidence::Has);
}

// "-ien" of "bacterie", with or without the accents that folding took.
std::string UndoPluralOfIe(absl::string_view word, absl::string_view rest, const Evidence& evidence) {
  (void)rest;
  const absl::string_view base = word.substr(0, word.size() - 1);
  return evidence.Has(base) && evidence.Has(absl::StrCat(base, "s")) ? std::string(base) : "";
}

std::string UndoHeden(absl::string_view, absl::string_view rest, const Evidence&) {
  return rest.size() >= 3 ? absl::StrCat(rest, "heid") : "";
}

// "-s": a plural, or a genitive ("'s avonds", "iets leuks").
std::string UndoS(absl::string_view word, absl::string_view rest, const Evidence& evidence) {
  if (rest.size() < 3 || absl::EndsWith(rest, "s") || !evidence.Has(rest)) return "";
  if (!evidence.Has(word)) return std::string(rest);  // "fotos"
  // "arts", "prijs", "huis", "vals": words of their own, as their forms show.
  const absl::string_view stem = word.substr(0, word.size() - 1);
  if (evidence.Has(absl::StrCat(word, "en")) || evidence.Has(absl::StrCat(stem, "zen")) ||
      evidence.Has(absl::StrCat(word, "je")) || evidence.Has(absl::StrCat(word, "er")) ||
      evidence.Has(absl::StrCat(word, "ere")) || evidence.Has(absl::StrCat(word, "t"))) {
    return "";
  }
  return evidence.IsNoun(rest) || evidence.IsAdjective(rest) ? std::string(rest) : "";
}

// "coaches".
std::string UndoEs(absl::string_view, absl::string_view rest, const Evidence& evidence) {
  const bool hisses = absl::EndsWith(rest, "ch") || absl::EndsWith(rest, "sh") || absl::EndsWith(rest, "x");
  return hisses && evidence.Has(rest) ? std::string(rest) : "";
}

// Diminutives: "-je", "-tje", "-etje", "-pje", "-kje".
std::string UndoJe(absl::string_view, absl::string_view rest, const Evidence& evidence) {
  if (rest.size() < 2) return "";
  if (evidence.Has(rest)) return std::string(rest);
  // "glaasje", "blaadje": the vowel is long in the plural and here.
  const size_t n = rest.size();
  if (n >= 3 && IsVowel(rest[n - 2]) && rest[n - 2] == rest[n - 3]) {
    const std::string base = absl::StrCat(rest.substr(0, n - 2), rest.substr(n - 1));
    if (evidence.Has(base)) return base;
  }
  return "";
}

std::string UndoTje(absl::string_view word, absl::string_view rest, const Evidence& evidence) {
  const size_t n = rest.size();
  if (n < 2) return "";
  const char last = rest[n - 1];
  const absl::string_view with_t = word.substr(0, n + 1);
  // "kastje", "botje": the t is the word's, for -tje stands behind long vowels and l, n, r, w, y alone.
  const bool is_vowel = IsVowel(last);
  const bool is_long = is_vowel ? last == 'e' || IsVowel(rest[n - 2]) : absl::StrContains("lnrwyj", last);
  if (!is_long) return "";
  // "buurtje" is of "buurt" and "praatje" of "praat", for they have other forms; "baantje" not of "baant".
  if (evidence.Has(with_t)) {
    for (const std::string& open : Opened(with_t)) {
      if (evidence.Has(absl::StrCat(open, "en"))) return "";
    }
  }
  if (is_vowel && last == rest[n - 2] && !evidence.Has(rest)) {
    // "autootje", "parapluutje", "cafeetje".
    return evidence.Has(rest.substr(0, n - 1)) ? std::string(rest.substr(0, n - 1)) : "";
  }
  return evidence.Has(rest) ? std::string(rest) : "";
}

std::string UndoEtje(absl::string_view, absl::string_view rest, const Evidence& evidence) {
  return rest.size() < 3 ? "" : FirstThat(rest, evidence, &Evidence::Has);
}

std::string UndoPje(absl::string_view, absl::string_view rest, const Evidence& evidence) {
  return absl::EndsWith(rest, "m") && evidence.Has(rest) ? std::string(rest) : "";
}

std::string UndoKje(absl::string_view, absl::string_view rest, const Evidence& evidence) {
  const std::string base = absl::StrCat(rest, "g");  // "koninkje"
  return absl::EndsWith(rest, "in") && evidence.Has(base) ? base : "";
}

std::string UndoJes(absl::string_view, absl::string_view rest, const Evidence&) {
  return rest.size() >= 3 ? absl::StrCat(rest, "je") : "";
}

// "slaapt", "vindt".
std::string UndoT(absl::string_view word, absl::string_view rest, const Evidence& evidence) {
  if (absl::EndsWith(rest, "t") || !evidence.Has(rest) || !evidence.IsStem(rest)) return "";
  // "kust" is a coast, for there is a "kustje"; "schreeuwtje" is a little "schreeuw", but "staarten" are no past of
  // "staren".
  const bool is_noun = evidence.TakesPast(rest, 't')
                           ? evidence.Has(absl::StrCat(word, "je")) || evidence.Has(absl::StrCat(word, "jes"))
                           : evidence.Has(absl::StrCat(word, "en"));
  return is_noun ? "" : std::string(rest);
}

// "werkte", "leefden", and "begeleidde".
std::string UndoPast(absl::string_view word, absl::string_view rest, const Evidence& evidence) {
  const absl::string_view singular = absl::EndsWith(word, "n") ? word.substr(0, word.size() - 1) : word;
  if (evidence.Has(absl::StrCat(singular, "s"))) return "";  // "ziekte", "gemeente"
  for (const std::string& adjective : Closed(singular.substr(0, singular.size() - 1))) {
    if (evidence.IsAdjective(adjective)) return "";  // "harde"
  }
  return evidence.IsStem(rest) && evidence.TakesPast(rest, singular[singular.size() - 2]) ? std::string(rest) : "";
}

// "verwaarloosd", "mishandeld": participles without ge-.
std::string UndoD(absl::string_view word, absl::string_view rest, const Evidence& evidence) {
  if (!HasInseparablePrefix(word) || evidence.Has(absl::StrCat(word, "je"))) return "";
  return evidence.IsStem(rest) && evidence.TakesPast(rest, word.back()) ? std::string(rest) : "";
}

// "gepest", "opgevoed", "aangemeld".
std::string UndoGe(absl::string_view word, const Evidence& evidence) {
  const char last = word.empty() ? '\0' : word.back();
  if (last != 'd' && last != 't') return "";
  for (const absl::string_view prefix : kSeparable) {
    if (!absl::StartsWith(word, prefix)) continue;
    absl::string_view rest = word.substr(prefix.size());
    if (rest.size() < 5 || !absl::StartsWith(rest, "ge")) continue;
    if (prefix.empty() && evidence.IsStem(word)) continue;  // "geniet"
    rest.remove_prefix(2);
    const std::string whole = absl::StrCat(prefix, rest);
    if (evidence.IsStem(whole) && evidence.TakesPast(whole, last == 'd' ? 'd' : 't'))
      return whole;  // "opgevoed": d and d are one
    const std::string stem = whole.substr(0, whole.size() - 1);
    if (evidence.IsStem(stem) && evidence.TakesPast(stem, last)) return stem;
  }
  return "";
}

// "opvoedend".
std::string UndoPresent(absl::string_view word, absl::string_view, const Evidence& evidence) {
  const absl::string_view infinitive = word.substr(0, word.size() - 1);
  return evidence.IsInfinitive(infinitive) ? std::string(infinitive) : "";
}

// "-e" of an adjective, of a participle, or of a woman ("psychologe").
std::string UndoE(absl::string_view word, absl::string_view rest, const Evidence& evidence) {
  if (rest.size() < 2) return "";
  const std::vector<std::string> closed = Closed(rest);
  if (evidence.Has(absl::StrCat(word, "s"))) {
    constexpr auto kPersons = std::to_array<absl::string_view>(
        {"loog", "goog", "eut", "ent", "ant", "ist", "aat", "oom", "aaf", "oof", "noot", "ling", "iest", "urg"});
    for (const std::string& base : closed) {
      for (const absl::string_view person : kPersons) {
        if (absl::EndsWith(base, person) && evidence.Has(base)) return base;
      }
    }
    return "";
  }
  for (const std::string& base : closed) {
    if (base.size() < 2 || !evidence.Has(base)) continue;
    // "rente" is not of "rent".
    if (base.back() == 't' && !evidence.IsAdjective(base) &&
        !UndoT(base, absl::string_view(base).substr(0, base.size() - 1), evidence).empty() &&
        UndoD(base, absl::string_view(base).substr(0, base.size() - 1), evidence).empty() &&
        UndoGe(base, evidence).empty()) {
      continue;
    }
    return base;
  }
  return "";
}

// "begeleiding", "verslaving"; "voorziening".
std::string UndoIng(absl::string_view, absl::string_view rest, const Evidence& evidence) {
  if (rest.size() < 3) return "";
  if (evidence.IsInfinitive(absl::StrCat(rest, "en"))) return FirstThat(rest, evidence, &Evidence::Has);
  return "";
}

// "begeleider", "begeleidster".
std::string UndoEr(absl::string_view word, absl::string_view rest, const Evidence& evidence) {
  if (rest.size() < 3) return "";
  if (evidence.Has(absl::StrCat(word, "s"))) {
    return evidence.IsInfinitive(absl::StrCat(rest, "en")) ? FirstThat(rest, evidence, &Evidence::Has) : "";
  }
  // "groter": no plural, so it compares.
  return evidence.Has(absl::StrCat(word, "e")) ? FirstThat(rest, evidence, &Evidence::IsAdjective) : "";
}

// "zwaarder".
std::string UndoDer(absl::string_view, absl::string_view rest, const Evidence& evidence) {
  return absl::EndsWith(rest, "r") && evidence.Has(rest) && evidence.Has(absl::StrCat(rest, "st")) ? std::string(rest)
                                                                                                   : "";
}

std::string UndoSter(absl::string_view, absl::string_view rest, const Evidence& evidence) {
  if (rest.size() < 4) return "";
  if (evidence.IsStem(rest)) return std::string(rest);
  std::string person = absl::StrCat(rest, "er");  // "vrijwilligster"
  return evidence.Has(person) ? person : "";
}

std::string UndoAres(absl::string_view, absl::string_view rest, const Evidence& evidence) {
  std::string base = absl::StrCat(rest, "aar");
  return evidence.Has(base) ? base : "";
}

std::string UndoHeid(absl::string_view, absl::string_view rest, const Evidence& evidence) {
  return rest.size() >= 3 && evidence.Has(rest) ? std::string(rest) : "";
}

// "angstig", "moedig".
std::string UndoIg(absl::string_view word, absl::string_view rest, const Evidence& evidence) {
  // "verenigen" is a verb of its own.
  if (rest.size() < 3 || (evidence.IsStem(word) && !evidence.IsAdjective(word))) return "";
  return FirstThat(rest, evidence, &Evidence::IsNoun);
}

// Endings of foreign words: the first of these that gives a word.
template <size_t n>
std::string FirstEnding(absl::string_view rest, const std::array<absl::string_view, n>& endings,
                        const Evidence& evidence) {
  if (rest.size() < 3) return "";
  for (const absl::string_view ending : endings) {
    std::string base = absl::StrCat(rest, ending);
    if (evidence.Has(base)) return base;
  }
  return "";
}

std::string UndoIsch(absl::string_view, absl::string_view rest, const Evidence& evidence) {
  constexpr auto kEndings = std::to_array<absl::string_view>({"ie", "iek", "e", "isme", ""});
  return FirstEnding(rest, kEndings, evidence);
}

std::string UndoIsme(absl::string_view, absl::string_view rest, const Evidence& evidence) {
  constexpr auto kEndings = std::to_array<absl::string_view>({"isme"});
  return FirstEnding(rest, kEndings, evidence);
}

// "agressief", "preventief"; but "positief" is of no "positie".
std::string UndoIef(absl::string_view, absl::string_view rest, const Evidence& evidence) {
  if (!absl::EndsWith(rest, "ss") && !absl::EndsWith(rest, "vent")) return "";
  const std::string base = absl::StrCat(rest, "ie");
  return evidence.Has(base) ? base : "";
}

std::string UndoIoneel(absl::string_view, absl::string_view rest, const Evidence& evidence) {
  constexpr auto kEndings = std::to_array<absl::string_view>({"ie"});
  return FirstEnding(rest, kEndings, evidence);
}

std::string UndoMatiek(absl::string_view, absl::string_view rest, const Evidence& evidence) {
  constexpr auto kEndings = std::to_array<absl::string_view>({"eem"});  // "problematiek"
  return FirstEnding(rest, kEndings, evidence);
}

// "motivatie" and "motiveren".
std::string UndoAtie(absl::string_view, absl::string_view rest, const Evidence& evidence) {
  const std::string infinitive = absl::StrCat(rest, "eren");
  return rest.size() >= 3 && evidence.IsInfinitive(infinitive) ? infinitive : "";
}

// Words that are too new for the dictionary, with endings that leave no doubt.
template <char last, int cut>
std::string UndoOfUnknown(absl::string_view word, absl::string_view, const Evidence& evidence) {
  if (word.size() < 7 || evidence.Has(word)) return "";
  std::string base(word.substr(0, word.size() - static_cast<size_t>(cut)));
  return last == '\0' || base.back() == last ? base : "";
}

struct Rule {
  absl::string_view ending;
  Undo undo;
  absl::string_view what;
  bool inflects = true;  // the same word; otherwise one that is made of it
};

// Tried from top to bottom; the first that finds a base is taken.
constexpr auto kRules = std::to_array<Rule>({
    {"jes", UndoJes, "meervoud -s"},
    {"etje", UndoEtje, "verkleinwoord"},
    {"tje", UndoTje, "verkleinwoord"},
    {"pje", UndoPje, "verkleinwoord"},
    {"kje", UndoKje, "verkleinwoord"},
    {"je", UndoJe, "verkleinwoord"},
    {"heden", UndoHeden, "meervoud -heden"},
    {"ien", UndoPluralOfIe, "meervoud -n"},
    {"en", UndoInfinitive, "werkwoord"},
    {"en", UndoPluralOfE, "meervoud -n"},
    {"en", UndoPlural, "meervoud -en"},
    {"dden", UndoPast, "verleden tijd"},
    {"den", UndoPast, "verleden tijd"},
    {"ten", UndoPast, "verleden tijd"},
    {"ares", UndoAres, "vrouwelijke persoon", false},
    {"es", UndoEs, "meervoud -s"},
    {"s", UndoS, "-s"},
    {"t", UndoT, "werkwoord -t"},
    {"d", UndoD, "voltooid deelwoord"},
    {"t", UndoD, "voltooid deelwoord"},
    {"end", UndoPresent, "onvoltooid deelwoord"},
    {"de", UndoPast, "verleden tijd"},
    {"te", UndoPast, "verleden tijd"},
    {"e", UndoE, "-e"},
    {"ing", UndoIng, "zelfstandig naamwoord -ing", false},
    {"ster", UndoSter, "persoon -ster", false},
    {"der", UndoDer, "vergrotende trap"},
    {"er", UndoEr, "-er", false},
    {"heid", UndoHeid, "zelfstandig naamwoord -heid", false},
    {"ig", UndoIg, "bijvoeglijk naamwoord -ig", false},
    {"istisch", UndoIsme, "bijvoeglijk naamwoord -isch", false},
    {"isch", UndoIsch, "bijvoeglijk naamwoord -isch", false},
    {"ief", UndoIef, "bijvoeglijk naamwoord -ief", false},
    {"ioneel", UndoIoneel, "bijvoeglijk naamwoord -ioneel", false},
    {"ematiek", UndoMatiek, "-ematiek", false},
    {"atie", UndoAtie, "zelfstandig naamwoord -atie", false},
    {"ers", (UndoOfUnknown<'r', 1>), "meervoud -s"},
    {"ies", (UndoOfUnknown<'e', 1>), "meervoud -s"},
    {"ingen", (UndoOfUnknown<'g', 2>), "meervoud -en"},
    {"isten", (UndoOfUnknown<'t', 2>), "meervoud -en"},
});

}  // namespace

std::optional<Lemmatizer::Step> Lemmatizer::Next(absl::string_view word) const {
  const DutchLexicon::Entry* entry = lexicon_.Find(word);
  if (entry != nullptr) {
    constexpr uint16_t kFixed = kFlagKeep | kFlagStopWord | kFlagAbbreviation;
    if (entry->lemma != 0) return Step{std::string(lexicon_.LemmaOf(*entry)), "uitzondering", true};
    if ((entry->flags & kFixed) != 0 || ((entry->flags & kFlagName) != 0 && (entry->flags & kFlagWord) == 0))
      return std::nullopt;
  }
  if (word.size() < 4) return std::nullopt;
  const Evidence evidence(lexicon_);
  if (std::string base = UndoGe(word, evidence); !base.empty())
    return Step{std::move(base), "voltooid deelwoord", true};
  for (const Rule& rule : kRules) {
    if (!absl::EndsWith(word, rule.ending)) continue;
    std::string base = rule.undo(word, word.substr(0, word.size() - rule.ending.size()), evidence);
    if (!base.empty() && base != word) return Step{std::move(base), rule.what, rule.inflects};
  }
  return std::nullopt;
}

bool Lemmatizer::IsVerb(absl::string_view word) const {
  const Evidence evidence(lexicon_);
  return (evidence.IsInfinitive(word) || evidence.IsStem(word)) && !evidence.HasDiminutive(word);
}

std::string Lemmatizer::Lemma(absl::string_view word) const {
  std::string lemma(word);
  for (int steps = 0; steps < kMaxSteps; ++steps) {
    std::optional<Step> step = Next(lemma);
    if (!step) break;
    lemma = std::move(step->word);
  }
  return lemma;
}

}  // namespace socialekaart
