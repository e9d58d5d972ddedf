#include "services/matching/texts.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/matching/template.h"

namespace socialekaart {
namespace {

constexpr size_t kMostServices = 3;
constexpr size_t kNameLimit = 60;                                 // code points
constexpr std::array<size_t, 4> kPartLimits = {130, 90, 60, 40};  // of topics, problems and reason, until all fits

const v1::LadderStep* StepIn(const v1::MatchResponse& response, v1::LadderStep::State state) {
  for (const v1::LadderStep& step : response.ladder()) {
    if (step.state() == state) return &step;
  }
  return nullptr;
}

// The step that is taken: the advised one, or what was chosen instead.
const v1::LadderStep* TakenStep(const v1::MatchResponse& response) {
  for (const v1::LadderStep& step : response.ladder()) {
    if (step.level() == response.chosen_level()) return &step;
  }
  return StepIn(response, v1::LadderStep::STATE_ADVISED);
}

// What comes when the taken step does not help: never less than was advised. Null = there is nothing higher.
const v1::LadderStep* StepAfter(const v1::LadderStep& taken, const v1::MatchResponse& response) {
  if (taken.state() == v1::LadderStep::STATE_ADVISED) return StepIn(response, v1::LadderStep::STATE_NEXT);
  for (const v1::LadderStep& step : response.ladder()) {
    if (step.level() > taken.level() && step.level() >= response.level() &&
        step.state() != v1::LadderStep::STATE_NOT_OFFERED)
      return &step;
  }
  return nullptr;
}

// "Opvoedspreekuur (0545-123456)"
std::string NameAndPhone(const v1::Service& service) {
  const std::string name = Shorten(service.display_name(), kNameLimit);
  const std::string phone = service.phones().empty() ? "" : service.phones(0).number();
  return phone.empty() ? name : absl::StrCat(name, " (", phone, ")");
}

std::vector<std::string> Services(const v1::LadderStep& step) {
  std::vector<std::string> services;
  for (const v1::Suggestion& suggestion : step.suggestions()) {
    if (services.size() == kMostServices) break;
    services.push_back(NameAndPhone(suggestion.service()));
  }
  return services;
}

// "8 jaar", "1,5 jaar", "7 maanden"
std::string Age(const v1::MatchResponse& response, const Policy& policy) {
  if (!response.has_age_years()) return policy.texts().age_unknown();
  const double age = response.age_years();
  if (age < 1) return absl::StrCat(static_cast<int>(age * 12 + 0.5), " maanden");
  if (age < 3 && age != static_cast<int>(age))
    return absl::StrCat(static_cast<int>(age), ",", static_cast<int>((age - static_cast<int>(age)) * 10), " jaar");
  return absl::StrCat(static_cast<int>(age), " jaar");
}

std::string Problems(const v1::MatchResponse& response, const Policy& policy) {
  std::vector<std::string> names;
  for (const v1::UnderstoodProblem& problem : response.problems()) {
    if (problem.problem().empty() || problem.negated() || problem.past() || problem.hypothetical() ||
        (problem.about() != "child" && problem.about() != "parent"))
      continue;
    if (std::find(names.begin(), names.end(), problem.display_name()) == names.end())
      names.push_back(problem.display_name());
    if (names.size() == kMostServices) break;
  }
  return names.empty() ? policy.texts().problems_unknown() : absl::StrJoin(names, ", ");
}

absl::string_view FirstSentence(absl::string_view text) {
  const size_t end = text.find(". ");
  return end == absl::string_view::npos ? text : text.substr(0, end + 1);
}

// The note with no part longer than `limit` and these services.
std::string RecordWith(const v1::MatchResponse& response, const Policy& policy, size_t limit,
                       const std::vector<std::string>& services) {
  const auto& texts = policy.texts();
  const v1::LadderStep& advised = *StepIn(response, v1::LadderStep::STATE_ADVISED);
  const v1::LadderStep& taken = *TakenStep(response);
  const v1::LadderStep* next = StepAfter(taken, response);
  std::vector<std::string> parts;
  if (response.has_safety()) {
    const std::string topics = Shorten(absl::StrJoin(response.safety().topics(), ", "), limit);
    const std::string first = Shorten(FirstSentence(response.safety().first_step()), limit);
    parts.push_back(response.safety().soft()
                        ? Fill(texts.safety_soft(), {{"topics", topics}})
                        : Fill(texts.record_safety(), {{"topics", topics}, {"first_line", first}}));
  }
  parts.push_back(Fill(texts.record_question(),
                       {{"problems", Shorten(Problems(response, policy), limit)}, {"age", Age(response, policy)}}));
  if (response.problems().empty() && !response.not_understood().empty()) parts.push_back(texts.not_understood());
  if (response.has_place_fault()) parts.push_back(texts.record_place_fault());
  const std::string reason = response.reasons().empty() ? "" : response.reasons(0).text();
  parts.push_back(Fill(texts.record_level(),
                       {{"step", Shorten(advised.display_name(), kNameLimit)}, {"reason", Shorten(reason, limit)}}));
  const std::string step = Shorten(taken.display_name(), kNameLimit);
  if (&taken != &advised)
    parts.push_back(Fill(texts.record_chosen(), {{"step", step}, {"reason", response.chosen_reason()}}));
  if (!services.empty()) {
    parts.push_back(Fill(texts.record_services(), {{"services", absl::StrJoin(services, "; ")}}));
  } else if (taken.gap()) {
    parts.push_back(Fill(texts.record_gap(), {{"step", step}}));
  }
  parts.push_back(
      Fill(texts.record_next(), {{"next", next == nullptr ? texts.top() : Shorten(next->display_name(), kNameLimit)}}));
  parts.push_back(Fill(texts.record_version(), {{"version", response.policy_version()}}));
  return absl::StrJoin(parts, " ");
}

}  // namespace

std::string RecordText(const v1::MatchResponse& response, const Policy& policy) {
  const v1::LadderStep* taken = TakenStep(response);
  if (taken == nullptr) return "";
  std::string text;
  for (const size_t limit : kPartLimits) {
    // First fewer services, then shorter parts: what was decided and what comes next must stand there.
    std::vector<std::string> services = Services(*taken);
    while (true) {
      text = RecordWith(response, policy, limit, services);
      if (CodePoints(text) <= kRecordTextLimit) return text;
      if (services.empty()) break;
      services.pop_back();
    }
  }
  return Shorten(text, kRecordTextLimit);
}

std::string FamilyText(const v1::MatchResponse& response, const Policy& policy, const Ladder& ladder,
                       const std::vector<std::string>& safety_steps) {
  const auto& texts = policy.texts();
  const v1::LadderStep* taken = TakenStep(response);
  if (taken == nullptr) return "";
  const v1::LadderStep* next = StepAfter(*taken, response);

  std::vector<std::string> parts = {texts.family_intro()};
  // What was only denied or past is asked by the practitioner, not printed for the family.
  if (response.has_safety() && !response.safety().soft()) {
    std::vector<std::string> lines;
    for (const v1::HelpLine& line : response.safety().help_lines())
      lines.push_back(absl::StrCat("- ", line.display_name(), ": ", line.phone()));
    parts.push_back(Fill(texts.family_safety(),
                         {{"steps", absl::StrJoin(safety_steps, "\n")}, {"lines", absl::StrJoin(lines, "\n")}}));
  }
  parts.push_back(Fill(texts.family_level(),
                       {{"step", ladder.at(taken->level()).family_name}, {"description", taken->description()}}));
  const std::vector<std::string> services = Services(*taken);
  if (!services.empty()) {
    parts.push_back(Fill(texts.family_services(), {{"services", absl::StrCat("- ", absl::StrJoin(services, "\n- "))}}));
  } else if (taken->gap()) {
    parts.push_back(texts.family_gap());
  }
  parts.push_back(Fill(texts.family_next(),
                       {{"next", next == nullptr ? texts.family_top() : ladder.at(next->level()).family_name}}));
  parts.push_back(texts.family_close());
  return absl::StrJoin(parts, "\n\n");
}

}  // namespace socialekaart
