#include "services/matching/matcher.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "indexer/base/status.h"
#include "services/matching/level.h"
#include "services/matching/texts.h"

namespace socialekaart {
namespace {

constexpr size_t kMostStarters = 3;

constexpr std::array<const char*, 4> kAbout = {"child", "parent", "sibling", "other"};

const char* NameOf(About about) {
  return kAbout[static_cast<size_t>(about)];
}

// "8 jaar", "2,5 jaar", "18 maanden".
std::string AgeName(double years) {
  if (years < 2) return absl::StrCat(std::lround(years * 12), " maanden");
  return years == std::floor(years)
             ? absl::StrCat(years, " jaar")
             : absl::StrCat(std::floor(years), ",", std::lround((years - std::floor(years)) * 10), " jaar");
}

// Words that mean danger only sometimes, when all that is told around them is everyday. What is denied, past or of
// another was not compared; what only gives a reason to ask is no flag.
bool IsRefutable(const Mention& mention, const data::v1::FlagLexicon::Entry& flag) {
  return !flag.certain() && !flag.ask_only() && mention.counts() && mention.about == About::kChild;
}

}  // namespace

// What is gathered from a request on the way to the answer.
struct Matcher::Reading {
  struct Item {
    v1::UnderstoodProblem problem;
    std::string fact;  // of the policy; empty = no fact
    int rank = 0;      // of importance, highest first
  };
  std::vector<Item> items;
  std::vector<Alarm> alarms;
  std::optional<double> age_years;
  std::set<std::string> domains;
  bool has_words = false;  // besides the age
  Case facts;
};

void Matcher::ReadText(const v1::MatchRequest& request, Reading* reading, v1::MatchResponse* response) const {
  Note note = ReadNote(request.question());
  for (v1::MaskedSpan& span : masker_->Mask(&note)) *response->add_masked() = std::move(span);
  Understanding understood = Understand(note, *lexicon_);
  const NoteFeatures features = NoteFeaturesOf(note, understood.set_aside, *lexicon_, *analyzer_);
  const FlagModel::Likeness likeness = flag_model_->Compare(features);
  const LevelModel::Likeness needed = level_model_->Compare(features);
  if (flag_model_->Refutes(likeness)) {
    std::vector<Mention> refuted;
    for (const Mention& mention : understood.flags) {
      if (IsRefutable(mention, lexicon_->flag(mention.entry))) refuted.push_back(mention);
    }
    if (!refuted.empty()) understood = Understand(note, *lexicon_, refuted);
  }
  const auto words = [&](int offset, int length) {
    // What was masked between the words stays masked in the echo.
    std::string text;
    for (int i = offset; i < offset + length; ++i) {
      const auto at = static_cast<size_t>(i);
      const bool masked = std::any_of(
          response->masked().begin(), response->masked().end(),
          [&](const v1::MaskedSpan& span) { return i >= span.offset() && i < span.offset() + span.length(); });
      absl::StrAppend(
          &text, masked ? "x" : request.question().substr(note.byte_of[at], note.byte_of[at + 1] - note.byte_of[at]));
    }
    return text;
  };
  const auto item = [&](int offset, int length) {
    Reading::Item new_item;
    new_item.problem.set_matched_text(words(offset, length));
    new_item.problem.set_offset(offset);
    new_item.problem.set_length(length);
    new_item.problem.set_about(NameOf(About::kChild));
    return new_item;
  };

  for (const auto& [offset, length] : understood.not_understood) {
    v1::TextSpan* span = response->add_not_understood();
    span->set_offset(offset);
    span->set_length(length);
  }
  for (const Mention& mention : understood.signals) {
    if (mention.counts() && mention.about == About::kChild)
      policy_->AddFact(lexicon_->signal(mention.entry).id(), &reading->facts);
  }
  for (size_t step = 0; step < needed.steps; ++step)
    policy_->AddFact(absl::StrCat(kFactLikeness, level_model_->steps()[step]), &reading->facts);
  reading->facts.everyday = needed.everyday;
  reading->has_words = std::any_of(note.tokens.begin(), note.tokens.end(),
                                   [](const Token& token) { return token.kind == Token::Kind::kWord; });
  if (!reading->age_years.has_value() && understood.age.has_value()) {
    reading->age_years = understood.age->years;
    Reading::Item age = item(understood.age->offset, understood.age->length);
    age.problem.set_display_name(AgeName(understood.age->years));
    age.rank = -1;
    reading->items.push_back(std::move(age));
  }
  for (const Mention& mention : understood.flags) {
    const auto& flag = lexicon_->flag(mention.entry);
    for (Alarm& alarm : safety_->AlarmsOf(mention, flag, reading->age_years, words(mention.offset, mention.length))) {
      const auto& topic = safety_->data().topics(alarm.topic);
      if (!flag.ask_only()) {
        Reading::Item seen = item(mention.offset, mention.length);
        seen.problem.set_problem(topic.problem());
        seen.problem.set_display_name(topic.display_name());
        seen.problem.set_negated(mention.negated);
        seen.problem.set_past(mention.past);
        seen.problem.set_hypothetical(mention.hypothetical);
        seen.problem.set_about(NameOf(mention.about));
        seen.rank = alarm.soft() ? 0 : 2 * v1::HELP_LEVEL_SAFETY;
        reading->items.push_back(std::move(seen));
      }
      reading->alarms.push_back(std::move(alarm));
    }
  }
  for (const FlagModel::Topic& like : likeness.topics) {
    const int index = *safety_->FindTopic(flag_model_->topics()[static_cast<size_t>(like.topic)]);
    const bool said = std::any_of(reading->alarms.begin(), reading->alarms.end(),
                                  [&](const Alarm& alarm) { return alarm.topic == index && !alarm.soft(); });
    if (said) continue;
    const auto& topic = safety_->data().topics(index);
    const Token& last = note.tokens[static_cast<size_t>(like.last)];
    const int offset = note.tokens[static_cast<size_t>(like.first)].offset;
    Reading::Item seen = item(offset, last.offset + last.length - offset);
    seen.problem.set_problem(topic.problem());
    seen.problem.set_display_name(topic.display_name());
    seen.rank = 2 * v1::HELP_LEVEL_SAFETY;
    reading->alarms.push_back({index, Alarm::Kind::kLikeness, seen.problem.matched_text()});
    reading->items.push_back(std::move(seen));
  }
  for (const Mention& mention : understood.problems) {
    const auto& entry = lexicon_->problem(mention.entry);
    Reading::Item seen = item(mention.offset, mention.length);
    // A parent's own problem is help for the parent, whatever it is.
    const bool parent = mention.about == About::kParent;
    seen.problem.set_problem(parent ? kParentProblem : entry.problem());
    seen.problem.set_display_name(taxonomy_->FindProblem(seen.problem.problem())->display_name());
    seen.problem.set_negated(mention.negated);
    seen.problem.set_past(mention.past);
    seen.problem.set_hypothetical(mention.hypothetical);
    seen.problem.set_about(NameOf(mention.about));
    const bool lasting =
        mention.past && !mention.negated && !mention.hypothetical && policy_->IsLasting(entry.problem());
    if ((mention.counts() || lasting) && (parent || mention.about == About::kChild)) {
      seen.fact = parent ? absl::StrCat(kParentProblem, ":", entry.problem()) : entry.id();
      reading->domains.insert(seen.problem.problem());
    }
    reading->items.push_back(std::move(seen));
  }
}

void Matcher::ReadCodes(const v1::MatchRequest& request, Reading* reading) const {
  for (const std::string& given : request.problem_codes()) {
    const auto add = [&](const std::string& problem, const std::string& display_name, const std::string& code) {
      Reading::Item seen;
      seen.problem.set_problem(problem);
      seen.problem.set_display_name(display_name);
      seen.problem.set_matched_text(code);
      seen.problem.set_offset(-1);
      seen.problem.set_about(NameOf(About::kChild));
      seen.problem.set_code(code);
      seen.fact = problem;
      if (!problem.empty()) reading->domains.insert(problem);
      reading->items.push_back(std::move(seen));
    };
    const auto* map = FindCode(given);
    if (map == nullptr) {
      const std::pair<std::string, std::string> parts = absl::StrSplit(given, absl::MaxSplits(':', 1));
      const auto* problem = taxonomy_->FindProblem(parts.second);
      add(problem->code(), problem->display_name(), absl::StrCat(kTaxonomyProblem, ":", problem->code()));
      continue;
    }
    const std::string code = absl::StrCat(map->system(), ":", map->code());
    policy_->AddFact(code, &reading->facts);
    if (map->problems().empty()) add("", map->display_name(), code);
    for (const std::string& problem : map->problems())
      add(problem, taxonomy_->FindProblem(problem)->display_name(), code);
    if (const auto topic = safety_->FindTopic(map->safety_topic()); topic.has_value()) {
      reading->alarms.push_back({*topic, Alarm::Kind::kCode, absl::StrCat(code, " (", map->display_name(), ")")});
    }
  }
}

void Matcher::CollectFacts(const v1::MatchRequest& request, Reading* reading) const {
  Case& c = reading->facts;
  c.age_years = reading->age_years;
  c.ratings = RatingsOf(request.assessment());
  c.problems = static_cast<int>(reading->domains.size());
  for (const int level : request.tried_levels()) c.highest_tried = std::max(c.highest_tried, level);
  c.everyday = c.everyday && request.problem_codes().empty() && c.highest_tried == 0 &&
               std::all_of(reading->alarms.begin(), reading->alarms.end(), [](const Alarm& a) { return a.soft(); }) &&
               std::all_of(c.ratings.begin(), c.ratings.end(), [](const auto& rating) { return rating.value_or(0) == 0; });
  for (Reading::Item& item : reading->items) {
    if (item.fact.empty()) continue;
    Case alone;
    alone.age_years = c.age_years;
    for (Case* to : {&c, &alone}) {
      policy_->AddFact(item.fact, to);
      // What a parent has is also simply a problem of the parent.
      if (item.problem.problem() == kParentProblem) policy_->AddFact(kParentProblem, to);
    }
    // At the same level, what is common at this age or in this event comes after what is not.
    item.rank = 2 * LevelOf(alone, *policy_, policy_->LadderOf("")) + (policy_->NormalsOf(alone).empty() ? 1 : 0);
  }
  for (const Alarm& alarm : reading->alarms) {
    if (alarm.soft()) continue;
    policy_->AddFact(kFactSafety, &c);
    policy_->AddFact(absl::StrCat(kFactSafetyTopic, safety_->data().topics(alarm.topic).id()), &c);
  }
  // An age tells nothing, and what is wrong with another tells nothing of the child. A denial does.
  const bool nothing = reading->alarms.empty() &&
                       std::all_of(reading->items.begin(), reading->items.end(), [](const Reading::Item& item) {
                         const v1::UnderstoodProblem& problem = item.problem;
                         const bool of_another =
                             problem.about() != NameOf(About::kChild) && problem.about() != NameOf(About::kParent);
                         return item.rank < 0 || (of_another && !problem.negated() && !problem.past());
                       });
  if (reading->has_words && nothing) policy_->AddFact(kFactUnclear, &c);
}

Matcher::Reading Matcher::Read(const v1::MatchRequest& request, v1::MatchResponse* response) const {
  Reading reading;
  if (request.has_age_years()) reading.age_years = request.age_years();
  ReadText(request, &reading, response);
  ReadCodes(request, &reading);
  for (Alarm& alarm : safety_->AlarmsOf(request.assessment())) reading.alarms.push_back(std::move(alarm));
  CollectFacts(request, &reading);
  return reading;
}

std::vector<std::string> Matcher::RulesOf(const v1::MatchRequest& request) const {
  std::vector<std::string> names;
  if (!FaultsOf(request).empty()) return names;
  v1::MatchResponse unused;
  const Reading reading = Read(request, &unused);
  for (const int rule : policy_->RulesOf(reading.facts))
    names.push_back(absl::StrCat("rule ", policy_->data().rules(rule).id()));
  for (const int normal : policy_->NormalsOf(reading.facts))
    names.push_back(absl::StrCat("normal ", policy_->data().normals(normal).id()));
  for (const Alarm& alarm : reading.alarms) {
    if (!alarm.soft()) names.push_back(absl::StrCat("topic ", safety_->data().topics(alarm.topic).id()));
  }
  return names;
}

absl::StatusOr<v1::MatchResponse> Matcher::Advise(const v1::MatchRequest& request,
                                                  absl::string_view municipality_code) const {
  LocalPlace place;
  if (!municipality_code.empty()) place.municipality_codes.emplace_back(municipality_code);
  v1::MatchResponse response;
  if (absl::Status status = Advise(request, place, &response); !status.ok()) return status;
  return response;
}

absl::Status Matcher::Advise(const v1::MatchRequest& request, const LocalPlace& place,
                             v1::MatchResponse* response) const {
  if (std::vector<v1::FieldViolation> faults = FaultsOf(request); !faults.empty())
    return InvalidFields(std::move(faults));

  Reading reading = Read(request, response);

  const Ladder& ladder = policy_->LadderOf(place);
  LevelQuestion question{std::move(reading.facts), {}, request.requester_role()};
  for (const int level : request.tried_levels()) question.tried.push_back(static_cast<v1::HelpLevel>(level));
  ExplainLevel(question, *policy_, ladder, response);
  for (v1::OpenQuestion& open : OpenQuestionsOf(question.facts, *policy_, ladder))
    *response->add_open_questions() = std::move(open);
  for (std::string& starter : policy_->StartersOf(question.facts, kMostStarters))
    response->add_conversation_starters(std::move(starter));
  for (v1::SchoolPartnership& partnership : policy_->PartnershipsOf(place, reading.age_years))
    *response->add_school_partnerships() = std::move(partnership);
  if (!reading.alarms.empty())
    *response->mutable_safety() = safety_->Advise(reading.alarms, reading.age_years, policy_->texts());

  if (const int chosen = request.chosen_level();
      chosen != v1::HELP_LEVEL_UNSPECIFIED && chosen != response->level() && ladder.at(chosen).offered) {
    response->set_chosen_level(request.chosen_level());
    response->set_chosen_reason(policy_->FindOverrideReason(request.chosen_reason())->display_name());
  }
  AddProblems(&reading, response);
  if (reading.age_years.has_value()) response->set_age_years(*reading.age_years);
  response->set_model(ladder.model);
  response->set_policy_version(policy_->version());
  return absl::OkStatus();
}

// Most important first, the same thing once.
void Matcher::AddProblems(Reading* reading, v1::MatchResponse* response) {
  std::stable_sort(reading->items.begin(), reading->items.end(),
                   [](const Reading::Item& a, const Reading::Item& b) { return a.rank > b.rank; });
  std::set<std::tuple<std::string, std::string, std::string, bool, bool, bool, std::string>> seen;
  for (Reading::Item& item : reading->items) {
    const v1::UnderstoodProblem& p = item.problem;
    if (!seen.emplace(p.problem(), p.display_name(), item.fact, p.negated(), p.past(), p.hypothetical(),
                      absl::StrCat(p.about(), p.code()))
             .second)
      continue;
    *response->add_problems() = std::move(item.problem);
  }
}

std::vector<std::string> Matcher::ProblemsOf(const v1::MatchResponse& response) {
  std::vector<std::string> problems;
  for (const v1::UnderstoodProblem& problem : response.problems()) {
    if (problem.problem().empty() || problem.negated() || problem.past() || problem.hypothetical()) continue;
    if (problem.about() != NameOf(About::kChild) && problem.about() != NameOf(About::kParent)) continue;
    if (std::find(problems.begin(), problems.end(), problem.problem()) == problems.end())
      problems.push_back(problem.problem());
  }
  return problems;
}

std::vector<Matcher::Wording> Matcher::FindWordings(absl::string_view text) const {
  const Note note = ReadNote(text);
  std::vector<Wording> wordings;
  const auto add = [&](const Mention& mention, const std::string& problem) {
    if (!mention.counts()) return;
    const size_t begin = note.byte_of[static_cast<size_t>(mention.offset)];
    wordings.push_back({problem, begin, note.byte_of[static_cast<size_t>(mention.offset + mention.length)] - begin});
  };
  const Understanding understanding = Understand(note, *lexicon_);
  for (const Mention& mention : understanding.problems) add(mention, lexicon_->problem(mention.entry).problem());
  for (const Mention& mention : understanding.flags) add(mention, "");
  return wordings;
}

void Matcher::WriteTexts(const LocalPlace& place, v1::MatchResponse* response) const {
  std::vector<std::string> steps;
  for (const std::string& topic : response->safety().topics()) {
    if (const auto index = safety_->FindTopic(topic); index.has_value())
      steps.push_back(safety_->data().topics(*index).family_step());
  }
  response->set_record_text(RecordText(*response, *policy_));
  response->set_family_text(FamilyText(*response, *policy_, policy_->LadderOf(place), steps));
}

}  // namespace socialekaart
