#include "services/matching/level.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/matching/template.h"

namespace socialekaart {
namespace {

constexpr size_t kMostQuestions = 5;
constexpr size_t kMostReasons = 3;  // per lower level
constexpr size_t kMostWhen = 2;     // that would make the next step the advice
constexpr int kMostWorse = 2;       // ratings' steps that "would" may take
constexpr int kAgesToTry = 18;      // years, from 0: the ages of youth help

using State = v1::LadderStep;

v1::Reason ReasonOf(absl::string_view rule, absl::string_view text, int level = v1::HELP_LEVEL_UNSPECIFIED) {
  v1::Reason reason;
  reason.set_rule(std::string(rule));
  reason.set_text(std::string(text));
  reason.set_level(static_cast<v1::HelpLevel>(level));
  return reason;
}

// One explanation at work: the rules that hold, and where each of them leads here.
class Explainer {
 public:
  Explainer(const LevelQuestion& question, const Policy& policy, const Ladder& ladder)
      : question_(question), policy_(policy), ladder_(ladder), candidates_(policy.CandidatesOf(question.facts)) {
    advised_ = ladder.OfferedFrom(kLowestLevel);
    for (const int rule : candidates_) {
      if (!policy.RatingsHold(rule, question.facts.ratings)) continue;
      const int step = policy.StepFor(rule, question.facts, ladder);
      rules_.push_back({rule, step});
      advised_ = std::max(advised_, step);
    }
    next_ = advised_ == kHighestLevel ? 0 : ladder.OfferedFrom(advised_ + 1);
  }

  void Run(v1::MatchResponse* response) {
    response->set_level(static_cast<v1::HelpLevel>(advised_));
    AddAdvised(response);
    for (const Ladder::Step& local : ladder_.steps) AddStep(local, response);
  }

 private:
  struct Holding {
    int rule;
    int step;
  };

  const data::v1::Policy::Rule& rule(int index) const { return policy_.data().rules(index); }

  // The rules that ask for it, else why the lowest is enough; then what belongs to the age, and local matters.
  void AddAdvised(v1::MatchResponse* response) const {
    int asked = kLowestLevel;
    for (const Holding& holding : rules_) {
      if (holding.step != advised_) continue;
      asked = std::max<int>(asked, rule(holding.rule).at_least());
      *response->add_reasons() = Because(holding.rule);
    }
    if (response->reasons().empty()) *response->add_reasons() = ReasonOf("laagste", policy_.texts().lowest());
    for (const int index : policy_.NormalsOf(question_.facts)) {
      const auto& normal = policy_.data().normals(index);
      *response->add_reasons() = ReasonOf(normal.id(), normal.text());
    }
    if (!ladder_.at(asked).offered) {
      const bool covered = advised_ < asked;
      *response->add_reasons() =
          ReasonOf(covered ? "model.vervangt" : "model.niet-aangeboden",
                   Fill(covered ? policy_.texts().covered() : policy_.texts().not_offered(),
                        {{"missing", ladder_.at(asked).display_name}, {"step", ladder_.at(advised_).display_name}}));
    }
  }

  void AddStep(const Ladder::Step& local, v1::MatchResponse* response) const {
    const auto& texts = policy_.texts();
    v1::LadderStep& step = *response->add_ladder();
    step.set_level(local.level);
    step.set_display_name(local.display_name);
    step.set_description(local.description);
    const auto add = [&](absl::string_view id, const std::string& text) { *step.add_reasons() = ReasonOf(id, text); };
    const bool tried = std::find(question_.tried.begin(), question_.tried.end(), local.level) != question_.tried.end();
    if (local.level == advised_) {
      step.set_state(State::STATE_ADVISED);
      *step.mutable_reasons() = response->reasons();
      add("stap.genoeg", local.about->enough());
      if (tried) add("stap.geprobeerd", Fill(texts.tried_here(), {{"step", local.display_name}}));
    } else if (tried && local.level < advised_) {
      step.set_state(State::STATE_TRIED);
      add("stap.geprobeerd", texts.tried());
    } else if (!local.offered) {
      step.set_state(State::STATE_NOT_OFFERED);
      add("model.niet-aangeboden", texts.missing_step());
    } else if (local.level < advised_) {
      step.set_state(State::STATE_NOT_ENOUGH);
    } else if (local.level == next_) {
      step.set_state(State::STATE_NEXT);
      add("stap.volgende", Fill(texts.next_step(), {{"step", local.display_name}}));
      add("stap.nog-niet", texts.not_yet());
      add("stap.wanneer", local.about->next());
      AddWhen(&step);
    } else {
      step.set_state(State::STATE_NOT_NEEDED);
      add("stap.niet-nodig", texts.not_needed());
    }
    if (local.level < advised_) AddWhyNotEnough(local, &step);
    if (local.about->stands_here() != v1::REQUESTER_ROLE_UNSPECIFIED && local.about->stands_here() == question_.role)
      add("rol.hier", Fill(texts.stands_here(), {{"step", local.display_name}}));
  }

  // The rules that exclude a lower step, the one that asks least first: that is the nearest explanation.
  void AddWhyNotEnough(const Ladder::Step& local, v1::LadderStep* step) const {
    std::vector<Holding> excluding;
    for (const Holding& holding : rules_) {
      if (holding.step > local.level) excluding.push_back(holding);
    }
    std::stable_sort(excluding.begin(), excluding.end(), [&](const Holding& a, const Holding& b) {
      return rule(a.rule).at_least() < rule(b.rule).at_least();
    });
    for (size_t i = 0; i < std::min(excluding.size(), kMostReasons); ++i)
      *step->add_reasons() = Because(excluding[i].rule);
    if (local.offered && step->state() == State::STATE_NOT_ENOUGH)
      *step->add_reasons() =
          ReasonOf("stap.ondertussen", Fill(policy_.texts().meanwhile(), {{"step", local.display_name}}));
  }

  // The rules about ratings that lead to the next step and lack least.
  void AddWhen(v1::LadderStep* step) const {
    std::vector<std::pair<int, int>> near;  // how far away, rule
    for (const int candidate : candidates_) {
      if (policy_.StepFor(candidate, question_.facts, ladder_) != next_) continue;
      int away = 0;
      for (const auto& rating : rule(candidate).when().ratings()) {
        const int now = question_.facts.ratings[static_cast<size_t>(*RatingIndex(rating.field()))].value_or(0);
        away += std::max(0, rating.at_least() - now);
      }
      near.emplace_back(away, candidate);
    }
    std::stable_sort(near.begin(), near.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (size_t i = 0; i < std::min(near.size(), kMostWhen); ++i) {
      if (i > 0 && near[i].first > near[0].first + kMostWorse) break;
      const auto& because = rule(near[i].second);
      *step->add_reasons() =
          ReasonOf(because.id(), Fill(policy_.texts().when(), {{"reason", because.text()}}), because.at_least());
    }
  }

  v1::Reason Because(int index) const { return ReasonOf(rule(index).id(), rule(index).text(), rule(index).at_least()); }

  const LevelQuestion& question_;
  const Policy& policy_;
  const Ladder& ladder_;
  const std::vector<int> candidates_;
  std::vector<Holding> rules_;
  int advised_ = 0;
  int next_ = 0;
};

// What the answers to one question would make of the level.
struct Worth {
  bool safety = false;
  int raised = 0;  // over all answers together
  int worst = 0;   // the level at the worst answer
  int question = 0;
};

}  // namespace

v1::HelpLevel LevelOf(const Case& c, const Policy& policy, const Ladder& ladder) {
  return static_cast<v1::HelpLevel>(policy.LevelAmong(policy.CandidatesOf(c), c.ratings, c.highest_tried, ladder));
}

void ExplainLevel(const LevelQuestion& question, const Policy& policy, const Ladder& ladder,
                  v1::MatchResponse* response) {
  Explainer(question, policy, ladder).Run(response);
}

std::vector<v1::OpenQuestion> OpenQuestionsOf(const Case& c, const Policy& policy, const Ladder& ladder) {
  const std::vector<int> candidates = policy.CandidatesOf(c);
  const int now = policy.LevelAmong(candidates, c.ratings, c.highest_tried, ladder);
  // A rating that tells of trouble makes the note no everyday one.
  Case told = c;
  told.everyday = false;
  const std::vector<int> candidates_told = policy.CandidatesOf(told);
  std::vector<Worth> worths;
  for (int i = 0; i < policy.data().questions_size(); ++i) {
    if (!policy.Asks(i, c)) continue;
    absl::string_view field = policy.data().questions(i).field();
    Worth worth{.worst = now, .question = i};
    if (absl::ConsumePrefix(&field, "assessment.")) {
      Ratings answered = c.ratings;
      auto& rating = answered[static_cast<size_t>(*RatingIndex(field))];
      if (rating.has_value()) continue;
      for (int answer = 1; answer <= kWorstRating; ++answer) {
        rating = answer;
        worth.worst = policy.LevelAmong(candidates_told, answered, c.highest_tried, ladder);
        worth.raised += worth.worst - now;
      }
    } else if (absl::ConsumePrefix(&field, "safety.")) {
      const std::string topic = absl::StrCat(kFactSafetyTopic, field);
      const auto number = policy.FactOf(topic);
      // Raised already: then it is advice, no question.
      if (number.has_value() && std::binary_search(c.facts.begin(), c.facts.end(), *number)) continue;
      Case raised = told;
      policy.AddFact(kFactSafety, &raised);
      policy.AddFact(topic, &raised);
      worth.safety = true;
      worth.worst = LevelOf(raised, policy, ladder);
      worth.raised = worth.worst - now;
    } else if (!c.age_years.has_value()) {
      Case aged = c;
      for (int age = 0; age < kAgesToTry; ++age) {
        aged.age_years = age;
        const int level = LevelOf(aged, policy, ladder);
        worth.worst = std::max(worth.worst, level);
        // An age may also tell that nothing is wrong: that is worth as much.
        worth.raised = std::max(worth.raised, std::abs(level - now) * kWorstRating);
      }
    }
    if (worth.raised > 0 || worth.safety) worths.push_back(worth);
  }
  std::stable_sort(worths.begin(), worths.end(), [](const Worth& a, const Worth& b) {
    return a.safety != b.safety ? a.safety : a.raised > b.raised;
  });
  std::vector<v1::OpenQuestion> questions;
  for (size_t i = 0; i < std::min(worths.size(), kMostQuestions); ++i) {
    const auto& data = policy.data().questions(worths[i].question);
    v1::OpenQuestion& question = questions.emplace_back();
    question.set_field(data.field());
    question.set_text(data.text());
    question.set_level_if_worst(static_cast<v1::HelpLevel>(worths[i].worst));
    question.set_consequence(Fill(policy.texts().if_worst(), {{"step", ladder.at(worths[i].worst).display_name}}));
  }
  return questions;
}

}  // namespace socialekaart
