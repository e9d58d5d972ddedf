#include "services/matching/level.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/matching/template.h"

namespace socialekaart {
namespace {

constexpr size_t kMostQuestions = 5;
constexpr size_t kMostReasons = 3;  // per lower level
constexpr int kAgesToTry = 24;      // years, from 0: the ages of youth help

using State = v1::LadderStep;

v1::Reason ReasonOf(absl::string_view rule, absl::string_view text, int level = v1::HELP_LEVEL_UNSPECIFIED) {
  v1::Reason reason;
  reason.set_rule(std::string(rule));
  reason.set_text(std::string(text));
  reason.set_level(static_cast<v1::HelpLevel>(level));
  return reason;
}

// The rules that exclude `level`, the one that asks least first: that is the nearest explanation.
std::vector<v1::Reason> WhyNotEnough(int level, const std::vector<int>& rules, const Policy& policy) {
  std::vector<int> excluding;
  for (const int rule : rules) {
    if (policy.data().rules(rule).at_least() > level) excluding.push_back(rule);
  }
  std::stable_sort(excluding.begin(), excluding.end(),
                   [&](int a, int b) { return policy.data().rules(a).at_least() < policy.data().rules(b).at_least(); });
  std::vector<v1::Reason> reasons;
  for (size_t i = 0; i < std::min(excluding.size(), kMostReasons); ++i) {
    const auto& rule = policy.data().rules(excluding[i]);
    reasons.push_back(ReasonOf(rule.id(), rule.text(), rule.at_least()));
  }
  return reasons;
}

// Why the advised step: the rules that ask for it, else why the lowest is enough; then what belongs to the age, and
// local matters.
std::vector<v1::Reason> WhyAdvised(const LevelQuestion& question, int floor, int advised, const std::vector<int>& rules,
                                   const Policy& policy, const Ladder& ladder) {
  std::vector<v1::Reason> reasons;
  for (const int index : rules) {
    const auto& rule = policy.data().rules(index);
    if (rule.at_least() == floor) reasons.push_back(ReasonOf(rule.id(), rule.text(), rule.at_least()));
  }
  if (reasons.empty()) reasons.push_back(ReasonOf("laagste", policy.texts().lowest()));
  for (const int index : policy.NormalsOf(question.facts)) {
    const auto& normal = policy.data().normals(index);
    reasons.push_back(ReasonOf(normal.id(), normal.text()));
  }
  const Ladder::Step& step = ladder.at(advised);
  if (advised != floor) {
    reasons.push_back(ReasonOf(
        "model.niet-aangeboden",
        Fill(policy.texts().not_offered(), {{"missing", ladder.at(floor).display_name}, {"step", step.display_name}})));
  }
  return reasons;
}

}  // namespace

v1::HelpLevel LevelOf(const Case& c, const Policy& policy, const Ladder& ladder) {
  return static_cast<v1::HelpLevel>(ladder.OfferedFrom(policy.FloorOf(c)));
}

void ExplainLevel(const LevelQuestion& question, const Policy& policy, const Ladder& ladder,
                  v1::MatchResponse* response) {
  const std::vector<int> rules = policy.RulesOf(question.facts);
  int floor = kLowestLevel;
  for (const int rule : rules) floor = std::max<int>(floor, policy.data().rules(rule).at_least());
  const int advised = ladder.OfferedFrom(floor);
  const int next = advised == kHighestLevel ? 0 : ladder.OfferedFrom(advised + 1);

  response->set_level(static_cast<v1::HelpLevel>(advised));
  for (v1::Reason& reason : WhyAdvised(question, floor, advised, rules, policy, ladder))
    *response->add_reasons() = std::move(reason);

  const auto& texts = policy.texts();
  for (const Ladder::Step& local : ladder.steps) {
    v1::LadderStep& step = *response->add_ladder();
    step.set_level(local.level);
    step.set_display_name(local.display_name);
    const bool tried = std::find(question.tried.begin(), question.tried.end(), local.level) != question.tried.end();
    std::vector<v1::Reason> reasons;
    if (local.level == advised) {
      step.set_state(State::STATE_ADVISED);
      reasons.assign(response->reasons().begin(), response->reasons().end());
      reasons.push_back(ReasonOf("stap.genoeg", local.about->enough()));
    } else if (tried && local.level < advised) {
      step.set_state(State::STATE_TRIED);
      reasons.push_back(ReasonOf("stap.geprobeerd", texts.tried()));
    } else if (!local.offered) {
      step.set_state(State::STATE_NOT_OFFERED);
      reasons.push_back(ReasonOf("model.niet-aangeboden", texts.missing_step()));
    } else if (local.level < advised) {
      step.set_state(State::STATE_NOT_ENOUGH);
    } else if (local.level == next) {
      step.set_state(State::STATE_NEXT);
      reasons.push_back(ReasonOf("stap.volgende", Fill(texts.next_step(), {{"step", local.display_name}})));
      reasons.push_back(ReasonOf("stap.wanneer", local.about->next()));
    } else {
      step.set_state(State::STATE_NOT_NEEDED);
      reasons.push_back(ReasonOf("stap.niet-nodig", texts.not_needed()));
    }
    if (local.level < advised) {
      for (v1::Reason& reason : WhyNotEnough(local.level, rules, policy)) reasons.push_back(std::move(reason));
    }
    if (local.about->stands_here() != v1::REQUESTER_ROLE_UNSPECIFIED && local.about->stands_here() == question.role) {
      reasons.push_back(ReasonOf("rol.hier", Fill(texts.stands_here(), {{"step", local.display_name}})));
    }
    for (v1::Reason& reason : reasons) *step.add_reasons() = std::move(reason);
  }
}

std::vector<v1::OpenQuestion> OpenQuestionsOf(const Case& c, const Policy& policy, const Ladder& ladder) {
  struct Candidate {
    bool safety;
    v1::HelpLevel level;
    int question;
  };
  const v1::HelpLevel now = LevelOf(c, policy, ladder);
  std::vector<Candidate> candidates;
  for (int i = 0; i < policy.data().questions_size(); ++i) {
    if (!policy.Asks(i, c)) continue;
    absl::string_view field = policy.data().questions(i).field();
    Case worst = c;
    v1::HelpLevel level = now;
    bool safety = false;
    if (absl::ConsumePrefix(&field, "assessment.")) {
      auto& rating = worst.ratings[static_cast<size_t>(*RatingIndex(field))];
      if (rating.has_value()) continue;
      rating = kWorstRating;
      level = LevelOf(worst, policy, ladder);
    } else if (absl::ConsumePrefix(&field, "safety.")) {
      safety = true;
      for (const std::string& fact : {std::string(kFactSafety), absl::StrCat(kFactSafetyTopic, field)}) {
        if (const auto number = policy.FactOf(fact); number.has_value()) worst.facts.push_back(*number);
      }
      std::sort(worst.facts.begin(), worst.facts.end());
      // Raised already: then it is advice, no question.
      if (const auto topic = policy.FactOf(absl::StrCat(kFactSafetyTopic, field));
          topic.has_value() && std::binary_search(c.facts.begin(), c.facts.end(), *topic)) {
        continue;
      }
      level = LevelOf(worst, policy, ladder);
    } else if (!c.age_years.has_value()) {
      for (int age = 0; age < kAgesToTry; ++age) {
        worst.age_years = age;
        level = std::max(level, LevelOf(worst, policy, ladder));
      }
    }
    if (level > now || safety) candidates.push_back({safety, level, i});
  }
  std::stable_sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
    return a.safety != b.safety ? a.safety : a.level > b.level;
  });
  std::vector<v1::OpenQuestion> questions;
  for (size_t i = 0; i < std::min(candidates.size(), kMostQuestions); ++i) {
    v1::OpenQuestion& question = questions.emplace_back();
    question.set_field(policy.data().questions(candidates[i].question).field());
    question.set_text(policy.data().questions(candidates[i].question).text());
    question.set_level_if_worst(candidates[i].level);
  }
  return questions;
}

}  // namespace socialekaart
