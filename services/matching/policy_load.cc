// The checks that a policy passes before it is used, and its compiled form.
#include <algorithm>
#include <tuple>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/matching/policy.h"
#include "services/matching/template.h"

namespace socialekaart {
namespace {

absl::Status Fault(absl::string_view where, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(where, ": ", what));
}

bool OnLadder(int level) {
  return level >= kLowestLevel && level <= kHighestLevel;
}

bool Has(const std::vector<std::string>& list, absl::string_view value) {
  return std::any_of(list.begin(), list.end(), [&](const std::string& one) { return one == value; });
}

absl::Status CheckAges(absl::string_view where, std::optional<double> minimum, std::optional<double> below) {
  for (const auto& age : {minimum, below}) {
    if (age.has_value() && !(*age >= 0 && *age <= 130)) return Fault(where, "ages are 0..130 years");
  }
  if (minimum.has_value() && below.has_value() && *minimum >= *below)
    return Fault(where, "minimum_age must lie below below_age");
  return absl::OkStatus();
}

}  // namespace

absl::Status Policy::Check(const Vocabulary& vocabulary) {
  if (data_.version().empty()) return Fault("version", "is missing");
  for (const absl::Status& status :
       {CheckSteps(), CompileRules(vocabulary), CheckQuestions(vocabulary), CheckAccess(vocabulary), CheckTexts()}) {
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status Policy::CheckSteps() {
  if (data_.steps_size() != kHighestLevel) return Fault("steps", "must name every level but SAFETY once");
  for (int i = 0; i < data_.steps_size(); ++i) {
    const auto& step = data_.steps(i);
    const std::string where = absl::StrCat("step ", i + 1);
    if (step.level() != i + kLowestLevel) return Fault(where, "steps stand lowest first, each level once");
    if (step.display_name().empty() || step.description().empty() || step.family_name().empty() ||
        step.enough().empty() || step.next().empty()) {
      return Fault(where, "needs display_name, description, family_name, enough and next");
    }
    general_.steps.push_back({step.level(), step.display_name(), true, &step});
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<int>> Policy::Intern(const google::protobuf::RepeatedPtrField<std::string>& facts,
                                                const Vocabulary& vocabulary) {
  std::vector<int> numbers;
  for (const std::string& fact : facts) {
    absl::string_view topic = fact;
    const bool known = fact == kFactSafety || Has(vocabulary.facts, fact) ||
                       (absl::ConsumePrefix(&topic, kFactSafetyTopic) && Has(vocabulary.topics, topic));
    if (!known)
      return absl::InvalidArgumentError(absl::StrCat("\"", fact, "\" is no problem, concept, code or safety topic"));
    numbers.push_back(facts_.emplace(fact, static_cast<int>(facts_.size())).first->second);
  }
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

absl::Status Policy::CompileRules(const Vocabulary& vocabulary) {
  // Known also when no rule names them: what is raised already is not asked again.
  facts_.emplace(kFactSafety, 0);
  for (const std::string& topic : vocabulary.topics)
    facts_.emplace(absl::StrCat(kFactSafetyTopic, topic), static_cast<int>(facts_.size()));
  absl::flat_hash_set<std::string> ids;
  for (const auto& data : data_.rules()) {
    const std::string where = absl::StrCat("rule ", data.id().empty() ? "without id" : data.id());
    if (data.id().empty() || !ids.insert(data.id()).second) return Fault(where, "needs an id of its own");
    if (data.text().empty() || data.source().empty()) return Fault(where, "needs a text and a source");
    if (data.at_least() <= kLowestLevel || !OnLadder(data.at_least())) {
      return Fault(where, "at_least must be a step of the ladder above the lowest");
    }
    const auto& when = data.when();
    Rule rule{data.at_least(), {}, {}, {}, {}, when.tried(), when.minimum_problems()};
    if (when.has_minimum_age()) rule.minimum_age = when.minimum_age();
    if (when.has_below_age()) rule.below_age = when.below_age();
    if (absl::Status status = CheckAges(where, rule.minimum_age, rule.below_age); !status.ok()) return status;
    for (const auto& facts : when.has()) {
      if (facts.any_of().empty()) return Fault(where, "an empty any_of never holds");
      auto numbers = Intern(facts.any_of(), vocabulary);
      if (!numbers.ok()) return Fault(where, numbers.status().message());
      rule.has.push_back(*std::move(numbers));
    }
    for (const auto& rating : when.ratings()) {
      const auto index = RatingIndex(rating.field());
      if (!index.has_value()) return Fault(where, absl::StrCat("\"", rating.field(), "\" is no rating"));
      if (rating.at_least() < 1 || rating.at_least() > kWorstRating)
        return Fault(where, "a rating's at_least must be 1..4");
      rule.ratings.emplace_back(*index, rating.at_least());
    }
    if (when.tried() != v1::HELP_LEVEL_UNSPECIFIED && !OnLadder(when.tried()))
      return Fault(where, "tried must be a step of the ladder");
    if (when.minimum_problems() < 0) return Fault(where, "minimum_problems must not be negative");
    if (rule.has.empty() && rule.ratings.empty() && rule.tried == 0 && rule.minimum_problems == 0) {
      return Fault(where, "a rule on age alone, or on nothing, would send every child there");
    }
    rules_.push_back(std::move(rule));
  }
  for (const auto& normal : data_.normals()) {
    const std::string where = absl::StrCat("normal ", normal.id());
    if (normal.id().empty() || !ids.insert(normal.id()).second) return Fault(where, "needs an id of its own");
    if (normal.text().empty() || normal.source().empty() || normal.concepts().empty()) {
      return Fault(where, "needs concepts, a text and a source");
    }
    Normal compiled;
    if (normal.has_minimum_age()) compiled.minimum_age = normal.minimum_age();
    if (normal.has_below_age()) compiled.below_age = normal.below_age();
    if (absl::Status status = CheckAges(where, compiled.minimum_age, compiled.below_age); !status.ok()) return status;
    auto numbers = Intern(normal.concepts(), vocabulary);
    if (!numbers.ok()) return Fault(where, numbers.status().message());
    compiled.facts = *std::move(numbers);
    normals_.push_back(std::move(compiled));
  }
  return absl::OkStatus();
}

absl::Status Policy::CheckQuestions(const Vocabulary& vocabulary) {
  for (const auto& question : data_.questions()) {
    const std::string where = absl::StrCat("question ", question.field());
    absl::string_view field = question.field();
    const bool known = field == "age_years" ||
                       (absl::ConsumePrefix(&field, "assessment.") && RatingIndex(field).has_value()) ||
                       (absl::ConsumePrefix(&field, "safety.") && Has(vocabulary.topics, field));
    if (!known) return Fault(where, "is about no rating, no age and no safety topic");
    if (question.text().empty()) return Fault(where, "lacks its text");
    auto numbers = Intern(question.only_with(), vocabulary);
    if (!numbers.ok()) return Fault(where, numbers.status().message());
    questions_.push_back(*std::move(numbers));
  }
  return absl::OkStatus();
}

absl::Status Policy::CheckAccess(const Vocabulary& vocabulary) {
  absl::flat_hash_set<std::string> codes;
  for (const auto& access : data_.access()) {
    const std::string where = absl::StrCat("access ", access.code());
    if (!Has(vocabulary.access, access.code())) return Fault(where, "is no code of the taxonomy toegang");
    if (!codes.insert(access.code()).second) return Fault(where, "stands twice");
  }
  for (const std::string& code : vocabulary.access) {
    if (!codes.contains(code)) return Fault(absl::StrCat("access ", code), "is missing");
  }
  return absl::OkStatus();
}

absl::Status Policy::CheckTexts() {
  const auto& t = data_.texts();
  using Names = std::vector<absl::string_view>;
  for (const auto& [name, text, placeholders] : std::vector<std::tuple<const char*, const std::string*, Names>>{
           {"record_question", &t.record_question(), {"problems", "age"}},
           {"record_safety", &t.record_safety(), {"topics", "first_line"}},
           {"record_level", &t.record_level(), {"step", "reason"}},
           {"record_services", &t.record_services(), {"services"}},
           {"record_gap", &t.record_gap(), {"step"}},
           {"record_next", &t.record_next(), {"next"}},
           {"record_version", &t.record_version(), {"version"}},
           {"age_unknown", &t.age_unknown(), {}},
           {"problems_unknown", &t.problems_unknown(), {}},
           {"lowest", &t.lowest(), {}},
           {"not_offered", &t.not_offered(), {"missing", "step"}},
           {"stands_here", &t.stands_here(), {"step"}},
           {"next_step", &t.next_step(), {"step"}},
           {"not_needed", &t.not_needed(), {}},
           {"tried", &t.tried(), {}},
           {"missing_step", &t.missing_step(), {}},
           {"top", &t.top(), {}},
           {"family_intro", &t.family_intro(), {}},
           {"family_safety", &t.family_safety(), {"steps", "lines"}},
           {"family_level", &t.family_level(), {"step", "description"}},
           {"family_services", &t.family_services(), {"services"}},
           {"family_gap", &t.family_gap(), {}},
           {"family_next", &t.family_next(), {"next"}},
           {"family_close", &t.family_close(), {}},
           {"family_top", &t.family_top(), {}},
           {"safety_word", &t.safety_word(), {"topic", "words"}},
           {"safety_code", &t.safety_code(), {"topic", "code"}},
           {"safety_denied", &t.safety_denied(), {"topic", "words"}},
           {"safety_past", &t.safety_past(), {"topic", "words"}},
           {"safety_other", &t.safety_other(), {"topic", "words"}},
           {"safety_ask", &t.safety_ask(), {"topic", "words"}},
           {"safety_soft", &t.safety_soft(), {"topics"}},
       }) {
    if (absl::Status status = CheckTemplate(*text, placeholders); !status.ok()) {
      return Fault(absl::StrCat("texts.", name), status.message());
    }
  }
  return absl::OkStatus();
}

absl::Status Policy::BuildLadders(const data::v1::Overlays& overlays) {
  for (const auto& overlay : overlays.overlays()) {
    const std::string where = absl::StrCat("overlay ", overlay.id());
    if (overlay.id().empty() || overlay.model().empty() || overlay.source().empty())
      return Fault(where, "needs id, model and source");
    Ladder ladder = general_;
    ladder.model = overlay.model();
    for (const int level : overlay.not_offered()) {
      if (!OnLadder(level)) return Fault(where, "not_offered must name steps of the ladder");
      // The top must stand, or there could be no answer.
      if (level == kHighestLevel) return Fault(where, "the highest step is offered everywhere");
      ladder.steps[static_cast<size_t>(level - kLowestLevel)].offered = false;
    }
    for (const std::string& code : overlay.municipality_codes()) {
      Ladder own = ladder;
      for (const auto& name : overlay.names()) {
        if (!OnLadder(name.level()) || name.display_name().empty())
          return Fault(where, "a name needs a step and a display_name");
        const auto& codes = name.municipality_codes();
        if (!codes.empty() && std::find(codes.begin(), codes.end(), code) == codes.end()) continue;
        own.steps[static_cast<size_t>(name.level() - kLowestLevel)].display_name = name.display_name();
      }
      if (code.size() != 6 || !absl::StartsWith(code, "GM"))
        return Fault(where, absl::StrCat("\"", code, "\" is no code like GM1859"));
      if (!ladders_.emplace(code, std::move(own)).second)
        return Fault(where, absl::StrCat(code, " has an overlay already"));
    }
    if (overlay.municipality_codes().empty()) return Fault(where, "names no gemeente");
  }
  return absl::OkStatus();
}

}  // namespace socialekaart
