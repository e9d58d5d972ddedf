#include "services/matching/lexicon.h"

#include <array>
#include <optional>
#include <tuple>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "indexer/base/codec.h"

namespace socialekaart {
namespace {

using Phrases = google::protobuf::RepeatedPtrField<std::string>;

absl::Status Fault(absl::string_view path, absl::string_view where, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(path, ": ", where, ": ", what));
}

absl::Status AddAll(const Phrases& phrases, int value, const WordClasses& classes, Vocabulary* vocabulary,
                    PatternSet* set) {
  for (const std::string& phrase : phrases) {
    if (absl::Status status = set->Add(phrase, value, classes, vocabulary); !status.ok()) return status;
  }
  return absl::OkStatus();
}

std::optional<About> ToAbout(absl::string_view about) {
  constexpr std::array<std::pair<const char*, About>, 4> kNames = {
      {{"child", About::kChild}, {"parent", About::kParent}, {"sibling", About::kSibling}, {"other", About::kOther}}};
  for (const auto& [name, value] : kNames) {
    if (about == name) return value;
  }
  return std::nullopt;
}

}  // namespace

absl::Status NoteLexicon::LoadWords(const std::string& path, WordClasses* classes) {
  data::v1::Words words;
  if (absl::Status status = LoadTextproto(path, &words); !status.ok()) return status;
  for (const auto& word_class : words.classes()) {
    std::vector<std::string>& into = (*classes)[word_class.id()];
    for (const std::string& word : word_class.words()) {
      // Of a class only single words count; "dood gaan" is said by the phrases that need it.
      const std::vector<std::string> parts = PhraseWords(word);
      if (parts.size() != 1) continue;
      into.push_back(absl::StrCat(absl::StartsWith(word, "=") ? "=" : "", parts[0]));
      std::vector<uint32_t>& of = classes_of_[parts[0]];
      const auto number = static_cast<uint32_t>(Hash(word_class.id()));
      if (of.empty() || of.back() != number) of.push_back(number);
    }
    if (into.empty()) return Fault(path, absl::StrCat("class ", word_class.id()), "has no words");
  }
  for (const auto& [name, phrases, set] : std::vector<std::tuple<const char*, const Phrases*, PatternSet*>>{
           {"not_negators", &words.not_negators(), &not_negators},
           {"denials", &words.denials(), &denials},
           {"past", &words.past(), &past},
           {"not_past", &words.not_past(), &not_past},
           {"reporting", &words.reporting(), &reporting},
           {"harmless", &words.harmless(), &harmless},
           {"fiction_before", &words.fiction_before(), &fiction_before},
           {"fiction_after", &words.fiction_after(), &fiction_after},
           {"hypothetical", &words.hypothetical(), &hypothetical},
           {"feared", &words.feared(), &feared},
           {"age_before", &words.age_before(), &age_before}}) {
    if (absl::Status status = AddAll(*phrases, 0, *classes, &vocabulary_, set); !status.ok())
      return Fault(path, name, status.message());
  }
  for (const auto& [list, set] :
       std::vector<std::pair<const Phrases*, Set*>>{{&words.scope_ends(), &scope_ends},
                                                    {&words.transparent(), &transparent},
                                                    {&words.past_ends(), &past_ends},
                                                    {&words.prepositions(), &prepositions},
                                                    {&words.determiners(), &determiners},
                                                    {&words.subject_ends(), &subject_ends},
                                                    {&words.not_age_before(), &not_age_before},
                                                    {&words.subjects(), &subjects},
                                                    {&words.objects(), &objects},
                                                    {&words.gap_ends(), &gap_ends},
                                                    {&words.plain(), &plain},
                                                    {&words.not_age_after(), &not_age_after}}) {
    for (const std::string& word : *list) {
      if (PhraseWords(word) != std::vector<std::string>{word}) return Fault(path, word, "must be one folded word");
      set->insert(word);
    }
  }
  for (const auto& negator : words.negators()) negators[negator.word()] = negator;
  for (const auto& number : words.numbers()) numbers[number.word()] = number.value();
  for (const auto& unit : words.age_units()) {
    for (const std::string& word : unit.words()) age_units[word] = {unit.years(), unit.at_most()};
  }
  for (const auto& person : words.persons()) {
    const auto about = ToAbout(person.about());
    if (!about.has_value()) return Fault(path, person.about(), "is not child, parent, sibling or other");
    for (const std::string& word : person.words()) persons[word] = *about;
  }
  for (const auto& variant : words.variants()) {
    for (const std::string& written : variant.written()) {
      if (PhraseWords(written) != std::vector<std::string>{written})
        return Fault(path, written, "must be one folded word");
      vocabulary_.AddVariant(written, variant.word());
      if (const auto negator = negators.find(variant.word()); negator != negators.end())
        negators.try_emplace(written, data::v1::Words::Negator(negator->second));
      if (const auto person = persons.find(variant.word()); person != persons.end())
        persons.try_emplace(written, About(person->second));
    }
  }
  if (negators.empty() || persons.empty() || numbers.empty() || age_units.empty() || harmless.empty()) {
    return Fault(path, "words", "negators, persons, numbers, age_units and harmless must not be empty");
  }
  return absl::OkStatus();
}

absl::Span<const uint32_t> NoteLexicon::ClassesOf(absl::string_view word, absl::string_view lemma) const {
  auto found = classes_of_.find(word);
  if (found == classes_of_.end()) found = classes_of_.find(lemma);
  return found == classes_of_.end() ? absl::Span<const uint32_t>() : absl::MakeConstSpan(found->second);
}

absl::StatusOr<std::unique_ptr<const NoteLexicon>> NoteLexicon::Load(const std::string& directory,
                                                                     const Analyzer* analyzer) {
  auto lexicon = std::make_unique<NoteLexicon>(analyzer);
  WordClasses classes;
  if (absl::Status status = lexicon->LoadWords(absl::StrCat(directory, "/words.textproto"), &classes); !status.ok())
    return status;

  const std::string problems = absl::StrCat(directory, "/problems.textproto");
  if (absl::Status status = LoadTextproto(problems, &lexicon->problem_data_); !status.ok()) return status;
  Set ids;
  for (int i = 0; i < lexicon->problem_data_.entries_size(); ++i) {
    const auto& entry = lexicon->problem_data_.entries(i);
    if (!absl::StartsWith(entry.id(), absl::StrCat(entry.problem(), "."))) {
      return Fault(problems, entry.id(),
                   absl::StrCat("an id is the problem, a dot and a name; the problem is \"", entry.problem(), "\""));
    }
    if (!ids.insert(entry.id()).second) return Fault(problems, entry.id(), "stands twice");
    if (entry.phrases().empty()) return Fault(problems, entry.id(), "has no phrases");
    if (absl::Status status = AddAll(entry.phrases(), i, classes, &lexicon->vocabulary_, &lexicon->problems);
        !status.ok()) {
      return Fault(problems, entry.id(), status.message());
    }
  }

  const std::string flags = absl::StrCat(directory, "/flags.textproto");
  if (absl::Status status = LoadTextproto(flags, &lexicon->flag_data_); !status.ok()) return status;
  for (int i = 0; i < lexicon->flag_data_.entries_size(); ++i) {
    const auto& entry = lexicon->flag_data_.entries(i);
    const std::string where =
        absl::StrCat("entry ", i + 1, entry.phrases().empty() ? "" : absl::StrCat(" (\"", entry.phrases(0), "\")"));
    if (entry.topics().empty() || entry.phrases().empty()) return Fault(flags, where, "needs topics and phrases");
    if (absl::Status status = AddAll(entry.phrases(), i, classes, &lexicon->vocabulary_, &lexicon->flags);
        !status.ok()) {
      return Fault(flags, where, status.message());
    }
  }

  const std::string signals = absl::StrCat(directory, "/signals.textproto");
  if (absl::Status status = LoadTextproto(signals, &lexicon->signal_data_); !status.ok()) return status;
  for (int i = 0; i < lexicon->signal_data_.entries_size(); ++i) {
    const auto& entry = lexicon->signal_data_.entries(i);
    if (!absl::StartsWith(entry.id(), "signaal.") || entry.phrases().empty()) {
      return Fault(signals, entry.id(), "needs an id like \"signaal.lang\", and phrases");
    }
    if (!ids.insert(entry.id()).second) return Fault(signals, entry.id(), "stands twice");
    if (absl::Status status = AddAll(entry.phrases(), i, classes, &lexicon->vocabulary_, &lexicon->signals);
        !status.ok()) {
      return Fault(signals, entry.id(), status.message());
    }
  }
  if (ids.empty() || lexicon->flags.empty()) return Fault(directory, "lexicon", "holds no problems or no flags");
  return lexicon;
}

}  // namespace socialekaart
