#include "indexer/text/lexicon_builder.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "indexer/base/codec.h"
#include "indexer/text/evidence.h"
#include "indexer/text/fold.h"
#include "indexer/text/lemma.h"
#include "indexer/text/spelling.h"

namespace socialekaart {
namespace {

constexpr size_t kMaxWord = 63;
constexpr size_t kMinPart = 3;

bool IsLetters(absl::string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(),
                                      [](char c) { return absl::ascii_islower(static_cast<unsigned char>(c)); });
}

bool HasCapital(absl::string_view text) {
  while (!text.empty()) {
    const CodePoint next = NextCodePoint(text);
    if (IsCapital(next.value)) return true;
    text.remove_prefix(next.bytes);
  }
  return false;
}

uint16_t Clamp(uint32_t count) {
  return static_cast<uint16_t>(std::min<uint32_t>(count, std::numeric_limits<uint16_t>::max()));
}

template <typename T>
void Append(const std::vector<T>& values, std::string* bytes) {
  bytes->append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
}

absl::Status Wrong(absl::string_view list, absl::string_view word, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(list, ": \"", word, "\" ", what));
}

}  // namespace

bool LexiconBuilder::IsWord(absl::string_view word) const {
  const auto found = words_.find(word);
  return found != words_.end() && (found->second.flags & kFlagWord) != 0;
}

void LexiconBuilder::AddDictionary(absl::string_view text) {
  std::vector<std::string> names;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    line = absl::StripAsciiWhitespace(line);
    // "burn-out" is found joined; forms with an apostrophe, a space or a figure are the tokenizer's.
    const std::string folded = absl::StrReplaceAll(Fold(line), {{"-", ""}});
    if (!IsLetters(folded) || folded.size() > kMaxWord) continue;
    // "WMO-loket" is a word, "Noord-Holland" a name.
    if (HasCapital(line.substr(line.rfind('-') + 1)) || (HasCapital(line) && !absl::StrContains(line, '-'))) {
      names.push_back(folded);
      continue;
    }
    Word& word = words_[folded];
    word.flags |= kFlagWord;
    word.is_plain = word.is_plain || !absl::StrContains(line, '-');
  }
  for (const std::string& name : names) words_[name].flags |= kFlagName;
  // Languages and peoples are inflected: "Turks, Turkse", "Syriër, Syriërs", "Marokkaan, Marokkanen".
  for (const std::string& name : names) {
    for (const auto& [ending, base] : std::to_array<std::pair<absl::string_view, absl::string_view>>(
             {{"se", "s"}, {"sche", "sch"}, {"iers", "ier"}, {"anen", "aan"}, {"ers", "er"}})) {
      if (!absl::EndsWith(name, ending)) continue;
      const auto found =
          words_.find(absl::StrCat(absl::string_view(name).substr(0, name.size() - ending.size()), base));
      if (found == words_.end()) continue;
      found->second.flags |= kFlagWord | kFlagNoSplit;
      words_[name].flags |= kFlagWord | kFlagNoSplit;
    }
  }
}

void LexiconBuilder::AddWords(const data::v1::WordList& list, WordFlag flag) {
  for (const auto& group : list.groups()) {
    for (const std::string& word : group.words()) words_[Fold(word)].flags |= flag;
  }
}

absl::Status LexiconBuilder::AddParts(const data::v1::Parts& parts) {
  for (const auto& group : parts.groups()) {
    for (const std::string& word : group.words()) {
      const std::string folded = Fold(word);
      if (!IsLetters(folded)) return Wrong("parts", word, "has something else than letters");
      switch (group.use()) {
        case data::v1::Parts::USE_DOMAIN:
          words_[folded].flags |= kFlagDomain | kFlagWord;
          words_[folded].is_plain = true;
          break;
        case data::v1::Parts::USE_SHORT:
          if (folded.size() != kMinPart) return Wrong("parts", word, "has not three letters");
          words_[folded].flags |= kFlagShort | kFlagWord;
          words_[folded].is_plain = true;
          break;
        case data::v1::Parts::USE_NEVER:
          words_[folded].flags |= kFlagNeverPart;
          break;
        default:
          return Wrong("parts", word, "stands in a group without use");
      }
    }
  }
  return absl::OkStatus();
}

void LexiconBuilder::SetLemma(const std::string& word, const std::string& lemma) {
  if (word == lemma) return;
  words_[lemma].flags |= kFlagWord;
  Word& entry = words_[word];
  if (entry.lemma.empty() && (entry.flags & kFlagKeep) == 0) entry.lemma = lemma;
}

// "afspraken" is the plural of "afspraak", though "spraken" is the past of "spreken".
bool LexiconBuilder::IsPluralOfAnother(absl::string_view form, const std::vector<std::string>& verb_forms) const {
  if (!absl::EndsWith(form, "en")) return false;
  const std::vector<std::string> singulars = Closed(form.substr(0, form.size() - 2));
  return std::any_of(singulars.begin(), singulars.end(), [&](const std::string& singular) {
    return IsWord(singular) && std::find(verb_forms.begin(), verb_forms.end(), singular) == verb_forms.end();
  });
}

absl::Status LexiconBuilder::AddVerb(const data::v1::Exceptions::Verb& verb) {
  const std::string infinitive = Fold(verb.infinitive()), participle = Fold(verb.participle());
  const absl::flat_hash_set<std::string> not_alone(verb.not_alone().begin(), verb.not_alone().end());
  if (!absl::StartsWith(verb.participle(), "ge") && !verb.participle().empty())
    return Wrong("exceptions", verb.participle(), "does not begin with ge-");
  std::vector<std::string> forms(verb.past().begin(), verb.past().end());
  forms.insert(forms.end(), verb.present().begin(), verb.present().end());
  // Every listed verb that ends with this one.
  std::vector<std::string> verbs;
  for (const auto& [word, about] : words_) {
    if ((about.flags & kFlagWord) != 0 && absl::EndsWith(word, infinitive) && word != participle &&
        (word == infinitive || IsVerbPrefix(absl::string_view(word).substr(0, word.size() - infinitive.size())))) {
      verbs.push_back(word);
    }
  }
  for (const std::string& whole : verbs) {
    const std::string prefix = whole.substr(0, whole.size() - infinitive.size());
    // "zien", "doen", "gaan": verbs without -en are their own lemma.
    if (infinitive.size() >= 3 && IsVowel(infinitive[infinitive.size() - 2]) &&
        IsVowel(infinitive[infinitive.size() - 3])) {
      words_[whole].flags |= kFlagKeep;
    }
    std::vector<std::string> found;
    for (const std::string& form : forms) {
      if (prefix.empty() && not_alone.contains(form)) continue;
      found.push_back(absl::StrCat(prefix, Fold(form)));
    }
    const size_t past = found.size();
    if (!verb.participle().empty() && !(prefix.empty() && not_alone.contains(verb.participle()))) {
      found.push_back(absl::StrCat(prefix, participle));
      found.push_back(absl::StrCat(found.back(), "e"));
      if (!prefix.empty()) {
        found.push_back(absl::StrCat(prefix, participle.substr(2)));
        found.push_back(absl::StrCat(found.back(), "e"));
      }
    }
    for (size_t i = 0; i < found.size(); ++i) {
      if (i < past && IsPluralOfAnother(found[i], found)) continue;
      if (IsWord(found[i]) && found[i] != whole) SetLemma(found[i], whole);
    }
  }
  return absl::OkStatus();
}

absl::Status LexiconBuilder::AddExceptions(const data::v1::Exceptions& exceptions) {
  for (const auto& keep : exceptions.keeps()) {
    for (const std::string& word : keep.words()) {
      Word& entry = words_[Fold(word)];
      if (!entry.lemma.empty()) return Wrong("exceptions", word, "is kept, and has a lemma");
      entry.flags |= kFlagKeep | kFlagWord;
    }
  }
  for (const auto& lemma : exceptions.lemmas()) {
    for (const std::string& word : lemma.words()) {
      const std::string folded = Fold(word);
      if ((words_[folded].flags & kFlagKeep) != 0) return Wrong("exceptions", word, "has a lemma, and is kept");
      if (!words_[folded].lemma.empty()) return Wrong("exceptions", word, "has two lemmas");
      if (folded == Fold(lemma.lemma())) return Wrong("exceptions", word, "is its own lemma: keep it instead");
      SetLemma(folded, Fold(lemma.lemma()));
    }
  }
  std::vector<std::string> words;
  for (const auto& [word, about] : words_) {
    if ((about.flags & kFlagWord) != 0) words.push_back(word);
  }
  for (const auto& plural : exceptions.plurals()) {
    const std::string many = Fold(plural.plural()), one = Fold(plural.singular());
    SetLemma(many, one);
    for (const std::string& word : words) {
      if (word.size() <= many.size() + 1 || !absl::EndsWith(word, many) || IsWord(absl::StrCat(word, "d"))) continue;
      const std::string singular = absl::StrCat(word.substr(0, word.size() - many.size()), one);
      if (IsWord(singular)) SetLemma(word, singular);
    }
  }
  for (const auto& verb : exceptions.verbs()) {
    if (absl::Status status = AddVerb(verb); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status LexiconBuilder::AddForcedSplits(const data::v1::WordList& splits) {
  for (const auto& group : splits.groups()) {
    for (const std::string& split : group.words()) {
      const std::vector<std::string> parts = absl::StrSplit(Fold(split), '|');
      const std::string word = absl::StrJoin(parts, "");
      if (parts.size() < 2 || !IsLetters(word) || word.size() > kMaxWord)
        return Wrong("forced splits", split, "is no word with boundaries");
      DutchLexicon::Cuts cuts = 0;
      size_t at = 0;
      for (size_t i = 0; i + 1 < parts.size(); ++i) {
        at += parts[i].size();
        cuts |= DutchLexicon::Cuts{1} << at;
      }
      Word& entry = words_[word];
      if (entry.cuts != 0 && entry.cuts != cuts) return Wrong("forced splits", split, "is split in two ways");
      entry.cuts = cuts;
      entry.flags |= kFlagWord;
    }
  }
  return absl::OkStatus();
}

absl::Status LexiconBuilder::CountFamilies() {
  std::vector<std::string> plain;
  for (const auto& [word, about] : words_) {
    if (about.is_plain && word.size() >= 2 * kMinPart) plain.push_back(word);
  }
  const auto part = [this](absl::string_view text) -> Word* {
    const auto found = words_.find(text);
    return found != words_.end() && found->second.is_plain ? &found->second : nullptr;
  };
  for (const std::string& word : plain) {
    const absl::string_view text = word;
    for (size_t at = kMinPart; at + kMinPart <= text.size(); ++at) {
      Word* left = part(text.substr(0, at));
      if (left == nullptr) continue;
      Word* right = part(text.substr(at));
      if (right == nullptr && text[at] == 's' && at + 1 + kMinPart <= text.size()) right = part(text.substr(at + 1));
      if (right == nullptr) continue;
      ++left->left;
      ++right->right;
    }
  }
  // A compound ends with any form of its last part: the forms share what they have.
  const auto bytes = Build("");
  if (!bytes.ok()) return bytes.status();
  const auto lexicon = DutchLexicon::Read(*bytes, "in memory");
  if (!lexicon.ok()) return lexicon.status();
  const Lemmatizer lemmatizer(**lexicon);
  for (const auto& [word, about] : words_) {
    if (about.lemma.empty()) continue;
    std::string lemma = word;
    int steps = 0;
    for (std::optional<Lemmatizer::Step> step; steps < Lemmatizer::kMaxSteps && (step = lemmatizer.Next(lemma));
         ++steps) {
      lemma = std::move(step->word);
    }
    if (steps == Lemmatizer::kMaxSteps) return Wrong("exceptions", word, "goes round in a circle");
  }
  absl::flat_hash_map<std::string, uint32_t> families;
  std::vector<std::pair<Word*, std::string>> lemmas;
  for (auto& [word, about] : words_) {
    if (!about.is_plain) continue;
    lemmas.emplace_back(&about, lemmatizer.Lemma(word));
    uint32_t& most = families[lemmas.back().second];
    most = std::max(most, about.right);
  }
  for (const auto& [about, lemma] : lemmas) about->right = families[lemma];
  return absl::OkStatus();
}

absl::StatusOr<std::string> LexiconBuilder::Build(absl::string_view synonyms) const {
  std::vector<absl::string_view> order;
  order.reserve(words_.size());
  for (const auto& [word, about] : words_) order.push_back(word);
  std::sort(order.begin(), order.end());
  if (order.size() > DutchLexicon::kMaxEntries) return absl::InvalidArgumentError("the lexicon has too many words");
  absl::flat_hash_map<absl::string_view, uint32_t> numbers;
  for (uint32_t i = 0; i < order.size(); ++i) numbers[order[i]] = i;

  std::vector<DutchLexicon::Entry> entries;
  std::vector<DutchLexicon::Cuts> cuts;
  std::string strings;
  size_t slot_count = 1;
  while (slot_count < 2 * order.size() + 2) slot_count *= 2;
  std::vector<uint32_t> slots(slot_count, 0);
  for (uint32_t i = 0; i < order.size(); ++i) {
    const Word& word = words_.find(order[i])->second;
    DutchLexicon::Entry entry;
    entry.text = static_cast<uint32_t>(strings.size());
    entry.length = static_cast<uint32_t>(order[i].size());
    entry.lemma = word.lemma.empty() ? 0 : numbers[word.lemma] + 1;
    entry.left = Clamp(word.left);
    entry.right = Clamp(word.right);
    entry.flags = word.flags;
    if (word.cuts != 0) {
      cuts.push_back(word.cuts);
      if (cuts.size() > std::numeric_limits<uint16_t>::max())
        return absl::InvalidArgumentError("there are too many forced splits");
      entry.cuts = static_cast<uint16_t>(cuts.size());
    }
    absl::StrAppend(&strings, order[i]);
    entries.push_back(entry);
    const uint64_t hash = Hash(order[i]);
    size_t at = hash & (slot_count - 1);
    while (slots[at] != 0) at = (at + 1) & (slot_count - 1);
    slots[at] = DutchLexicon::Slot(i, hash);
  }

  std::string body;
  Append(cuts, &body);
  Append(entries, &body);
  Append(slots, &body);
  absl::StrAppend(&body, synonyms, strings);
  DutchLexicon::Header header{};
  header.magic = DutchLexicon::kMagic;
  header.format = DutchLexicon::kFormat;
  header.entries = static_cast<uint32_t>(entries.size());
  header.slots = static_cast<uint32_t>(slots.size());
  header.cuts = static_cast<uint32_t>(cuts.size());
  header.synonyms = synonyms.size();
  header.strings = strings.size();
  header.checksum = Hash(body);
  std::string bytes(sizeof(header), '\0');
  std::memcpy(bytes.data(), &header, sizeof(header));
  return bytes + body;
}

}  // namespace socialekaart
