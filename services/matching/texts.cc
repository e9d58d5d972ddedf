#include "services/matching/texts.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/matching/template.h"

namespace socialekaart {
namespace {

constexpr size_t kMostServices = 3;
constexpr size_t kReasonLimit = 130;  // code points, so that the next step always fits
constexpr size_t kNameLimit = 60;

const v1::LadderStep* StepIn(const v1::MatchResponse& response, v1::LadderStep::State state) {
  for (const v1::LadderStep& step : response.ladder()) {
    if (step.state() == state) return &step;
  }
  return nullptr;
}

const data::v1::Policy::Step& AboutStep(const Policy& policy, v1::HelpLevel level) { return policy.data().steps(level - kLowestLevel); }

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
  if (age < 3 && age != static_cast<int>(age)) return absl::StrCat(static_cast<int>(age), ",", static_cast<int>((age - static_cast<int>(age)) * 10), " jaar");
  return absl::StrCat(static_cast<int>(age), " jaar");
}

std::string Problems(const v1::MatchResponse& response, const Policy& policy) {
  std::vector<std::string> names;
  for (const v1::UnderstoodProblem& problem : response.problems()) {
    if (problem.problem().empty() || problem.negated() || problem.past() || (problem.about() != "child" && problem.about() != "parent")) continue;
    if (std::find(names.begin(), names.end(), problem.display_name()) == names.end()) names.push_back(problem.display_name());
    if (names.size() == kMostServices) break;
  }
  return names.empty() ? policy.texts().problems_unknown() : absl::StrJoin(names, ", ");
}

absl::string_view FirstSentence(absl::string_view text) {
  const size_t end = text.find(". ");
  return end == absl::string_view::npos ? text : text.substr(0, end + 1);
}

}  // namespace

std::string RecordText(const v1::MatchResponse& response, const Policy& policy) {
  const auto& texts = policy.texts();
  const v1::LadderStep* advised = StepIn(response, v1::LadderStep::STATE_ADVISED);
  const v1::LadderStep* next = StepIn(response, v1::LadderStep::STATE_NEXT);
  if (advised == nullptr) return "";

  std::vector<std::string> head;
  if (response.has_safety()) {
    std::vector<std::string> topics(response.safety().topics().begin(), response.safety().topics().end());
    const std::string names = Shorten(absl::StrJoin(topics, ", "), kReasonLimit);
    const std::string first(FirstSentence(response.safety().first_step()));
    head.push_back(response.safety().soft() ? Fill(texts.safety_soft(), {{"topics", names}})
                                            : Fill(texts.record_safety(), {{"topics", names}, {"first_line", Shorten(first, kReasonLimit)}}));
  }
  head.push_back(Fill(texts.record_question(), {{"problems", Shorten(Problems(response, policy), kReasonLimit)}, {"age", Age(response, policy)}}));
  const std::string reason = response.reasons().empty() ? "" : response.reasons(0).text();
  head.push_back(Fill(texts.record_level(), {{"step", Shorten(advised->display_name(), kNameLimit)}, {"reason", Shorten(reason, kReasonLimit)}}));

  std::vector<std::string> tail;
  tail.push_back(Fill(texts.record_next(), {{"next", next == nullptr ? texts.top() : Shorten(next->display_name(), kNameLimit)}}));
  tail.push_back(Fill(texts.record_version(), {{"version", response.policy_version()}}));

  // As many services as there is room for between what must stand there.
  std::vector<std::string> services = Services(*advised);
  for (;; services.pop_back()) {
    std::vector<std::string> parts = head;
    if (!services.empty()) {
      parts.push_back(Fill(texts.record_services(), {{"services", absl::StrJoin(services, "; ")}}));
    } else if (advised->gap()) {
      parts.push_back(Fill(texts.record_gap(), {{"step", advised->display_name()}}));
    }
    parts.insert(parts.end(), tail.begin(), tail.end());
    const std::string text = absl::StrJoin(parts, " ");
    if (services.empty() || CodePoints(text) <= kRecordTextLimit) return Shorten(text, kRecordTextLimit);
  }
}

std::string FamilyText(const v1::MatchResponse& response, const Policy& policy, const std::vector<std::string>& safety_steps) {
  const auto& texts = policy.texts();
  const v1::LadderStep* advised = StepIn(response, v1::LadderStep::STATE_ADVISED);
  const v1::LadderStep* next = StepIn(response, v1::LadderStep::STATE_NEXT);
  if (advised == nullptr) return "";

  // How parents know a step; a gemeente's own name goes before it.
  const auto family_name = [&](const v1::LadderStep& step) {
    const auto& about = AboutStep(policy, step.level());
    if (step.display_name() == about.display_name()) return about.family_name();
    return absl::StrCat(step.display_name(), ": ", about.family_name());
  };

  std::vector<std::string> parts = {texts.family_intro()};
  // What was only denied or past is asked by the practitioner, not printed for the family.
  if (response.has_safety() && !response.safety().soft()) {
    std::vector<std::string> lines;
    for (const v1::HelpLine& line : response.safety().help_lines()) lines.push_back(absl::StrCat("- ", line.display_name(), ": ", line.phone()));
    parts.push_back(Fill(texts.family_safety(), {{"steps", absl::StrJoin(safety_steps, "\n")}, {"lines", absl::StrJoin(lines, "\n")}}));
  }
  parts.push_back(Fill(texts.family_level(), {{"step", family_name(*advised)}, {"description", AboutStep(policy, advised->level()).description()}}));
  const std::vector<std::string> services = Services(*advised);
  if (!services.empty()) {
    parts.push_back(Fill(texts.family_services(), {{"services", absl::StrCat("- ", absl::StrJoin(services, "\n- "))}}));
  } else if (advised->gap()) {
    parts.push_back(texts.family_gap());
  }
  parts.push_back(Fill(texts.family_next(), {{"next", next == nullptr ? texts.family_top() : family_name(*next)}}));
  parts.push_back(texts.family_close());
  return absl::StrJoin(parts, "\n\n");
}

}  // namespace socialekaart
