#include "services/matching/matcher.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <tuple>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "indexer/base/codec.h"
#include "indexer/base/status.h"
#include "services/matching/level.h"
#include "services/matching/template.h"
#include "services/matching/texts.h"

namespace socialekaart {
namespace {

constexpr size_t kMostQuestionBytes = 4000;
constexpr int kMostCodes = 20;
constexpr int kMostServicesPerLevel = 20;
constexpr double kHighestAge = 130;
constexpr char kParentProblem[] = "ouder";  // the domain to which a parent's own problem belongs

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
  Case facts;
};

absl::StatusOr<std::unique_ptr<const Matcher>> Matcher::Load(const std::string& data_dir) {
  auto matcher = std::make_unique<Matcher>();
  auto taxonomy = Taxonomy::Load(absl::StrCat(data_dir, "/taxonomy.textproto"));
  if (!taxonomy.ok()) return taxonomy.status();
  matcher->taxonomy_ = *std::move(taxonomy);
  auto masker = Masker::Load(absl::StrCat(data_dir, "/lexicon/masking.textproto"));
  if (!masker.ok()) return masker.status();
  matcher->masker_ = *std::move(masker);
  auto lexicon = Lexicon::Load(absl::StrCat(data_dir, "/lexicon"));
  if (!lexicon.ok()) return lexicon.status();
  matcher->lexicon_ = *std::move(lexicon);
  auto safety = Safety::Load(absl::StrCat(data_dir, "/help_lines.textproto"));
  if (!safety.ok()) return safety.status();
  matcher->safety_ = *std::move(safety);
  if (absl::Status status = matcher->Check(); !status.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(data_dir, ": ", status.message()));
  }

  Vocabulary vocabulary;
  for (const auto& problem : matcher->taxonomy_->data().problems()) vocabulary.facts.push_back(problem.code());
  for (const auto& map : matcher->taxonomy_->data().code_maps())
    vocabulary.facts.push_back(absl::StrCat(map.system(), ":", map.code()));
  for (const auto& entry : matcher->lexicon_->problem_data().entries()) vocabulary.facts.push_back(entry.id());
  for (const auto& topic : matcher->safety_->data().topics()) vocabulary.topics.push_back(topic.id());
  for (const auto& access : matcher->taxonomy_->data().access()) vocabulary.access.push_back(access.code());
  auto policy = Policy::Load(absl::StrCat(data_dir, "/policy"), vocabulary);
  if (!policy.ok()) return policy.status();
  matcher->policy_ = *std::move(policy);
  return matcher;
}

// That the files speak of the same things.
absl::Status Matcher::Check() const {
  const auto fault = [](absl::string_view file, absl::string_view where, absl::string_view what) {
    return absl::InvalidArgumentError(absl::StrCat(file, ": ", where, ": ", what));
  };
  for (const auto& entry : lexicon_->problem_data().entries()) {
    if (taxonomy_->FindProblem(entry.problem()) == nullptr)
      return fault("lexicon/problems.textproto", entry.id(), "is of no problem in the taxonomy");
  }
  for (const auto& entry : lexicon_->flag_data().entries()) {
    for (const std::string& topic : entry.topics()) {
      if (!safety_->FindTopic(topic).has_value())
        return fault("lexicon/flags.textproto", topic, "is no topic in help_lines.textproto");
    }
  }
  for (const auto& topic : safety_->data().topics()) {
    if (!topic.problem().empty() && taxonomy_->FindProblem(topic.problem()) == nullptr) {
      return fault("help_lines.textproto", topic.id(), "names a problem that is not in the taxonomy");
    }
  }
  for (const auto& map : taxonomy_->data().code_maps()) {
    if (!map.safety_topic().empty() && !safety_->FindTopic(map.safety_topic()).has_value()) {
      return fault("taxonomy.textproto", absl::StrCat(map.system(), ":", map.code()),
                   "names a safety_topic that is not in help_lines.textproto");
    }
  }
  if (taxonomy_->FindProblem(kParentProblem) == nullptr)
    return fault("taxonomy.textproto", kParentProblem, "must be a problem");
  return absl::OkStatus();
}

// "icpc-1:P22", "ICPC-1:p22", and a sub-code as its code: "icpc-1:P12.01".
const data::v1::Taxonomy::CodeMap* Matcher::FindCode(absl::string_view code) const {
  const std::pair<std::string, std::string> parts = absl::StrSplit(code, absl::MaxSplits(':', 1));
  const std::string system = absl::AsciiStrToLower(parts.first);
  const auto* found = taxonomy_->FindCode(system, parts.second);
  if (found != nullptr) return found;
  const std::pair<std::string, std::string> sub = absl::StrSplit(parts.second, absl::MaxSplits('.', 1));
  return sub.second.empty() ? nullptr : taxonomy_->FindCode(system, sub.first);
}

std::vector<v1::FieldViolation> Matcher::FaultsOf(const v1::MatchRequest& request) const {
  std::vector<v1::FieldViolation> faults;
  const auto add = [&](absl::string_view field, absl::string_view what, absl::string_view expected) {
    faults.push_back(Violation(field, what, expected));
  };
  if (request.question().size() > kMostQuestionBytes) {
    add("question", absl::StrCat("is ", request.question().size(), " bytes long"), "at most 4000 bytes");
  }
  if (!IsUtf8(request.question())) add("question", "is not valid UTF-8", "UTF-8 text");
  if (request.problem_codes_size() > kMostCodes) {
    add("problem_codes", absl::StrCat("holds ", request.problem_codes_size(), " codes"), "at most 20 codes");
  }
  for (int i = 0; i < std::min(request.problem_codes_size(), kMostCodes); ++i) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(request.problem_codes(i), absl::MaxSplits(':', 1));
    const std::string field = absl::StrCat("problem_codes[", i, "]");
    const bool own = absl::AsciiStrToLower(parts.first) == kTaxonomyProblem;
    if (!own && !taxonomy_->HasSystem(absl::AsciiStrToLower(parts.first))) {
      add(field, "has no known system", "a code like \"icpc-1:P22\", \"cap-j:A102\" or \"probleemdomein:angst\"");
    } else if (own ? taxonomy_->FindProblem(parts.second) == nullptr : FindCode(request.problem_codes(i)) == nullptr) {
      add(field, "is not a known code", absl::StrCat("a code of ", absl::AsciiStrToLower(parts.first)));
    }
  }
  if (request.has_age_years() && !(request.age_years() >= 0 && request.age_years() <= kHighestAge)) {
    add("age_years", "is out of range", "0..130 years");
  }
  if (!v1::RequesterRole_IsValid(request.requester_role()))
    add("requester_role", "is not a known role", "a RequesterRole");
  const Ratings ratings = RatingsOf(request.assessment());
  for (size_t i = 0; i < ratings.size(); ++i) {
    if (ratings[i].has_value() && (*ratings[i] < 0 || *ratings[i] > kWorstRating)) {
      add(absl::StrCat("assessment.", kRatingNames[i]), absl::StrCat("is ", *ratings[i]),
          "0..4, where 0 is no problem and 4 the worst");
    }
  }
  for (int i = 0; i < request.tried_levels_size(); ++i) {
    if (request.tried_levels(i) < kLowestLevel || request.tried_levels(i) > kHighestLevel) {
      add(absl::StrCat("tried_levels[", i, "]"), "is no step of the ladder",
          "HELP_LEVEL_SELF_RELIANCE..HELP_LEVEL_RESIDENTIAL");
      break;  // one tells it; a list of thousands would not tell more
    }
  }
  if (request.max_services_per_level() < 0 || request.max_services_per_level() > kMostServicesPerLevel) {
    add("max_services_per_level", absl::StrCat("is ", request.max_services_per_level()), "0..20, where 0 means 3");
  }
  return faults;
}

void Matcher::AddFact(absl::string_view fact, Case* c) const {
  const auto number = policy_->FactOf(fact);
  if (!number.has_value()) return;
  const auto at = std::lower_bound(c->facts.begin(), c->facts.end(), *number);
  if (at == c->facts.end() || *at != *number) c->facts.insert(at, *number);
}

void Matcher::ReadText(const v1::MatchRequest& request, Reading* reading, v1::MatchResponse* response) const {
  Note note = ReadNote(request.question());
  for (v1::MaskedSpan& span : masker_->Mask(&note)) *response->add_masked() = std::move(span);
  const Understanding understood = Understand(note, *lexicon_);
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
        seen.problem.set_about(NameOf(mention.about));
        seen.rank = alarm.soft() ? 0 : v1::HELP_LEVEL_SAFETY;
        reading->items.push_back(std::move(seen));
      }
      reading->alarms.push_back(std::move(alarm));
    }
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
    seen.problem.set_about(NameOf(mention.about));
    if (mention.counts() && (parent || mention.about == About::kChild)) {
      seen.fact = parent ? kParentProblem : entry.id();
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
    AddFact(code, &reading->facts);
    if (map->problems().empty()) add("", map->display_name(), code);
    for (const std::string& problem : map->problems())
      add(problem, taxonomy_->FindProblem(problem)->display_name(), code);
    if (const auto topic = safety_->FindTopic(map->safety_topic()); topic.has_value()) {
      reading->alarms.push_back({*topic, Alarm::Kind::kCode, absl::StrCat(code, " (", map->display_name(), ")")});
    }
  }
}

absl::StatusOr<v1::MatchResponse> Matcher::Advise(const v1::MatchRequest& request,
                                                  absl::string_view municipality_code) const {
  if (std::vector<v1::FieldViolation> faults = FaultsOf(request); !faults.empty())
    return InvalidFields(std::move(faults));

  v1::MatchResponse response;
  Reading reading;
  if (request.has_age_years()) reading.age_years = request.age_years();
  ReadText(request, &reading, &response);
  ReadCodes(request, &reading);
  for (Alarm& alarm : safety_->AlarmsOf(request.assessment())) reading.alarms.push_back(std::move(alarm));

  Case& c = reading.facts;
  c.age_years = reading.age_years;
  c.ratings = RatingsOf(request.assessment());
  c.problems = static_cast<int>(reading.domains.size());
  for (const int level : request.tried_levels()) c.highest_tried = std::max(c.highest_tried, level);
  for (Reading::Item& item : reading.items) {
    if (item.fact.empty()) continue;
    AddFact(item.fact, &c);
    Case alone;
    alone.age_years = c.age_years;
    AddFact(item.fact, &alone);
    item.rank = policy_->FloorOf(alone);
  }
  for (const Alarm& alarm : reading.alarms) {
    if (alarm.soft()) continue;
    AddFact(kFactSafety, &c);
    AddFact(absl::StrCat(kFactSafetyTopic, safety_->data().topics(alarm.topic).id()), &c);
  }

  const Ladder& ladder = policy_->LadderOf(municipality_code);
  LevelQuestion question{c, {}, request.requester_role()};
  for (const int level : request.tried_levels()) question.tried.push_back(static_cast<v1::HelpLevel>(level));
  ExplainLevel(question, *policy_, ladder, &response);
  for (v1::OpenQuestion& open : OpenQuestionsOf(c, *policy_, ladder)) *response.add_open_questions() = std::move(open);
  if (!reading.alarms.empty())
    *response.mutable_safety() = safety_->Advise(reading.alarms, reading.age_years, policy_->texts());

  // Most important first, the same thing once.
  std::stable_sort(reading.items.begin(), reading.items.end(),
                   [](const Reading::Item& a, const Reading::Item& b) { return a.rank > b.rank; });
  std::set<std::tuple<std::string, std::string, std::string, bool, bool, std::string>> seen;
  for (Reading::Item& item : reading.items) {
    const v1::UnderstoodProblem& p = item.problem;
    if (!seen.emplace(p.problem(), p.display_name(), item.fact, p.negated(), p.past(),
                      absl::StrCat(p.about(), p.code()))
             .second)
      continue;
    *response.add_problems() = std::move(item.problem);
  }
  if (reading.age_years.has_value()) response.set_age_years(*reading.age_years);
  response.set_policy_version(policy_->version());
  return response;
}

std::vector<std::string> Matcher::ProblemsOf(const v1::MatchResponse& response) {
  std::vector<std::string> problems;
  for (const v1::UnderstoodProblem& problem : response.problems()) {
    if (problem.problem().empty() || problem.negated() || problem.past()) continue;
    if (problem.about() != NameOf(About::kChild) && problem.about() != NameOf(About::kParent)) continue;
    if (std::find(problems.begin(), problems.end(), problem.problem()) == problems.end())
      problems.push_back(problem.problem());
  }
  return problems;
}

void Matcher::WriteTexts(v1::MatchResponse* response) const {
  std::vector<std::string> steps;
  for (const std::string& topic : response->safety().topics()) {
    if (const auto index = safety_->FindTopic(topic); index.has_value())
      steps.push_back(safety_->data().topics(*index).family_step());
  }
  response->set_record_text(RecordText(*response, *policy_));
  response->set_family_text(FamilyText(*response, *policy_, steps));
}

}  // namespace socialekaart
