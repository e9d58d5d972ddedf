// The checks that a policy passes before it is used, and its compiled form.
#include <algorithm>
#include <array>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "indexer/base/codec.h"
#include "services/matching/policy.h"
#include "services/matching/policy_texts.h"
#include "services/matching/template.h"

namespace socialekaart {
namespace {

using Strings = google::protobuf::RepeatedPtrField<std::string>;

constexpr std::array<absl::string_view, 5> kAspects = {"problem", "age", "area", "access", "contract"};

bool OnLadder(int level) {
  return level >= kLowestLevel && level <= kHighestLevel;
}

template <typename List>
bool Has(const List& list, absl::string_view value) {
  return std::any_of(list.begin(), list.end(), [&](const auto& one) { return one == value; });
}

bool IsMunicipality(absl::string_view code) {
  return code.size() == 6 && absl::StartsWith(code, "GM");
}

}  // namespace

// Compiles while it checks; finds every fault rather than the first.
class PolicyBuilder {
 public:
  PolicyBuilder(const PolicyVocabulary& vocabulary, std::vector<PolicyFault>* faults)
      : vocabulary_(vocabulary), faults_(faults) {}

  std::unique_ptr<const Policy> Build(const PolicyFiles& files) {
    const size_t before = faults_->size();
    if (!text_.Parse(files.policy, &policy_->data_, faults_)) return nullptr;
    if (!overlays_text_.Parse(files.overlays, &policy_->overlays_, faults_)) return nullptr;
    if (data().version().empty()) Add("version", -1, "version: is missing");
    CheckSteps();
    CompileRules();
    CompileNormals();
    CompileStarters();
    CheckQuestions();
    CompileAccess();
    CheckFitTexts();
    CheckOverrideReasons();
    CheckLasting();
    CheckTexts();
    // Ladders are built on the steps, which must be there.
    if (policy_->general_.steps.size() == kHighestLevel) BuildLadders();
    CheckPartnerships();
    if (faults_->size() > before) return nullptr;
    const uint64_t hash = Hash(absl::StrCat(Serialize(policy_->data_), Serialize(policy_->overlays_)));
    policy_->version_ = absl::StrCat(data().version(), "+", absl::Hex(static_cast<uint32_t>(hash), absl::kZeroPad8));
    return std::move(policy_);
  }

 private:
  const data::v1::Policy& data() const { return policy_->data_; }

  void Add(absl::string_view field, int index, absl::string_view what) {
    faults_->push_back(text_.Fault(field, index, what));
  }
  void AddOverlay(absl::string_view field, int index, absl::string_view what) {
    faults_->push_back(overlays_text_.Fault(field, index, what));
  }

  // Numbers of facts, sorted.
  std::vector<int> Intern(const Strings& facts, absl::string_view field, int index, absl::string_view where) {
    std::vector<int> numbers;
    for (const std::string& fact : facts) {
      absl::string_view topic = fact;
      const bool known = fact == kFactSafety || fact == kFactUnclear || Has(vocabulary_.facts, fact) ||
                         (absl::ConsumePrefix(&topic, kFactSafetyTopic) && Has(vocabulary_.topics, topic)) ||
                         (absl::ConsumePrefix(&topic, kFactLikeness) && Has(vocabulary_.likenesses, topic));
      if (!known)
        Add(field, index, absl::StrCat(where, ": \"", fact, "\" is no problem, concept, code, safety topic or likeness"));
      numbers.push_back(policy_->facts_.emplace(fact, static_cast<int>(policy_->facts_.size())).first->second);
    }
    std::sort(numbers.begin(), numbers.end());
    return numbers;
  }

  template <typename Message>
  void CheckAges(const Message& message, absl::string_view field, int index, absl::string_view where) {
    const bool in_range =
        (!message.has_minimum_age() || (message.minimum_age() >= 0 && message.minimum_age() <= 130)) &&
        (!message.has_below_age() || (message.below_age() >= 0 && message.below_age() <= 130));
    if (!in_range) Add(field, index, absl::StrCat(where, ": ages are 0..130 years"));
    if (message.has_minimum_age() && message.has_below_age() && message.minimum_age() >= message.below_age())
      Add(field, index, absl::StrCat(where, ": minimum_age must lie below below_age"));
  }

  template <typename Message, typename Compiled>
  static void CopyAges(const Message& message, Compiled* compiled) {
    if (message.has_minimum_age()) compiled->minimum_age = message.minimum_age();
    if (message.has_below_age()) compiled->below_age = message.below_age();
  }

  void CheckSteps() {
    if (data().steps_size() != kHighestLevel) Add("steps", -1, "steps: must name every level but SAFETY once");
    for (int i = 0; i < data().steps_size(); ++i) {
      const auto& step = data().steps(i);
      const std::string where = absl::StrCat("step ", i + 1);
      if (step.level() != i + kLowestLevel)
        Add("steps", i, absl::StrCat(where, ": steps stand lowest first, each level once"));
      if (step.display_name().empty() || step.description().empty() || step.family_name().empty() ||
          step.enough().empty() || step.next().empty()) {
        Add("steps", i, absl::StrCat(where, ": needs display_name, description, family_name, enough and next"));
      }
      policy_->general_.steps.push_back(
          {step.level(), step.display_name(), step.description(), step.family_name(), true, 0, &step});
    }
  }

  void CompileRules() {
    // Known also when no rule names them: what is raised already is not asked again.
    policy_->facts_.emplace(kFactSafety, 0);
    for (const std::string& topic : vocabulary_.topics) {
      policy_->facts_.emplace(absl::StrCat(kFactSafetyTopic, topic), static_cast<int>(policy_->facts_.size()));
    }
    for (int i = 0; i < data().rules_size(); ++i) CompileRule(i);
  }

  void CompileRule(int i) {
    const auto& data_rule = data().rules(i);
    const std::string where = absl::StrCat("rule ", data_rule.id().empty() ? "without id" : data_rule.id());
    const auto fault = [&](absl::string_view what) { Add("rules", i, absl::StrCat(where, ": ", what)); };
    if (data_rule.id().empty() || !ids_.insert(data_rule.id()).second) fault("needs an id of its own");
    if (data_rule.text().empty() || data_rule.source().empty()) fault("needs a text and a source");
    if (data_rule.at_least() <= kLowestLevel || !OnLadder(data_rule.at_least()))
      fault("at_least must be a step of the ladder above the lowest");
    const auto& when = data_rule.when();
    Policy::Rule rule;
    rule.at_least = data_rule.at_least();
    rule.not_covered = data_rule.not_covered();
    rule.tried = when.tried();
    rule.minimum_problems = when.minimum_problems();
    rule.unless_everyday = data_rule.unless_everyday();
    CheckAges(when, "rules", i, where);
    CopyAges(when, &rule);
    for (const auto& facts : when.has()) {
      if (facts.any_of().empty()) fault("an empty any_of never holds");
      rule.has.push_back(Intern(facts.any_of(), "rules", i, where));
    }
    for (const auto& rating : when.ratings()) {
      const auto index = RatingIndex(rating.field());
      if (!index.has_value()) fault(absl::StrCat("\"", rating.field(), "\" is no rating"));
      if (rating.at_least() < 1 || rating.at_least() > kWorstRating) fault("a rating's at_least must be 1..4");
      rule.ratings.emplace_back(index.value_or(0), rating.at_least());
    }
    if (when.tried() != v1::HELP_LEVEL_UNSPECIFIED && !OnLadder(when.tried()))
      fault("tried must be a step of the ladder");
    if (when.minimum_problems() < 0) fault("minimum_problems must not be negative");
    if (rule.has.empty() && rule.ratings.empty() && rule.tried == 0 && rule.minimum_problems == 0)
      fault("a rule on age alone, or on nothing, would send every child there");
    policy_->rules_.push_back(std::move(rule));
  }

  void CompileNormals() {
    for (int i = 0; i < data().normals_size(); ++i) {
      const auto& normal = data().normals(i);
      const std::string where = absl::StrCat("normal ", normal.id());
      if (normal.id().empty() || !ids_.insert(normal.id()).second)
        Add("normals", i, absl::StrCat(where, ": needs an id of its own"));
      if (normal.text().empty() || normal.source().empty() || normal.concepts().empty())
        Add("normals", i, absl::StrCat(where, ": needs concepts, a text and a source"));
      Policy::Normal compiled;
      CheckAges(normal, "normals", i, where);
      CopyAges(normal, &compiled);
      compiled.facts = Intern(normal.concepts(), "normals", i, where);
      policy_->normals_.push_back(std::move(compiled));
    }
  }

  void CompileStarters() {
    for (int i = 0; i < data().starters_size(); ++i) {
      const auto& starter = data().starters(i);
      const std::string where = absl::StrCat("starter ", i + 1);
      if (starter.text().empty()) Add("starters", i, absl::StrCat(where, ": lacks its text"));
      Policy::Normal compiled;
      CheckAges(starter, "starters", i, where);
      CopyAges(starter, &compiled);
      compiled.facts = Intern(starter.only_with(), "starters", i, where);
      policy_->starters_.push_back(std::move(compiled));
    }
  }

  void CheckQuestions() {
    for (int i = 0; i < data().questions_size(); ++i) {
      const auto& question = data().questions(i);
      const std::string where = absl::StrCat("question ", question.field());
      absl::string_view field = question.field();
      const bool known = field == "age_years" ||
                         (absl::ConsumePrefix(&field, "assessment.") && RatingIndex(field).has_value()) ||
                         (absl::ConsumePrefix(&field, "safety.") && Has(vocabulary_.topics, field));
      if (!known) Add("questions", i, absl::StrCat(where, ": is about no rating, no age and no safety topic"));
      if (question.text().empty()) Add("questions", i, absl::StrCat(where, ": lacks its text"));
      policy_->questions_.push_back(Intern(question.only_with(), "questions", i, where));
    }
  }

  void CompileAccess() {
    policy_->doors_.resize(static_cast<size_t>(v1::RequesterRole_MAX) + 1);
    absl::flat_hash_set<std::string> codes;
    for (int i = 0; i < data().access_size(); ++i) {
      const auto& access = data().access(i);
      const std::string where = absl::StrCat("access ", access.code());
      if (!Has(vocabulary_.access, access.code()))
        Add("access", i, absl::StrCat(where, ": is no code of the taxonomy toegang"));
      if (!codes.insert(access.code()).second) Add("access", i, absl::StrCat(where, ": stands twice"));
      for (const auto* roles : {&access.opens(), &access.unknown()}) {
        for (const int role : *roles) {
          // An enum that proto3 keeps although it does not know it.
          if (!v1::RequesterRole_IsValid(role)) {
            Add("access", i, absl::StrCat(where, ": ", role, " is no role"));
          } else {
            policy_->doors_[static_cast<size_t>(role)].push_back(access.code());
          }
        }
      }
    }
    for (const std::string& code : vocabulary_.access) {
      if (!codes.contains(code)) Add("access", -1, absl::StrCat("access ", code, ": is missing"));
    }
  }

  void CheckFitTexts() {
    for (int i = 0; i < data().fit_texts_size(); ++i) {
      const auto& text = data().fit_texts(i);
      const std::string where = absl::StrCat("fit_text ", text.aspect());
      if (!Has(kAspects, text.aspect())) Add("fit_texts", i, absl::StrCat(where, ": is no aspect of a service"));
      if (text.fit() == v1::FIT_UNSPECIFIED || text.text().empty())
        Add("fit_texts", i, absl::StrCat(where, ": needs a fit and a text"));
    }
  }

  void CheckOverrideReasons() {
    absl::flat_hash_set<std::string> codes;
    for (int i = 0; i < data().override_reasons_size(); ++i) {
      const auto& reason = data().override_reasons(i);
      if (reason.code().empty() || reason.display_name().empty() || !codes.insert(reason.code()).second)
        Add("override_reasons", i,
            absl::StrCat("override_reason ", reason.code(), ": needs a code of its own and a name"));
    }
  }

  void CheckLasting() {
    for (const std::string& problem : data().lasting()) {
      if (!Has(vocabulary_.facts, problem)) Add("lasting", 0, absl::StrCat("lasting: \"", problem, "\" is no problem"));
    }
  }

  void CheckTexts() {
    for (const TextField& field : kTextFields) {
      if (absl::Status status = CheckTemplate(TextOf(data().texts(), field), PlaceholdersOf(field)); !status.ok()) {
        faults_->push_back(
            text_.FaultIn("texts", field.name, absl::StrCat("texts.", field.name, ": ", status.message())));
      }
    }
  }

  void BuildLadders() {
    absl::flat_hash_set<std::string> ids;
    const auto& overlays = policy_->overlays_.overlays();
    for (int i = 0; i < overlays.size(); ++i) {
      const auto& overlay = overlays[i];
      const std::string where = absl::StrCat("overlay ", overlay.id());
      const auto fault = [&](absl::string_view what) { AddOverlay("overlays", i, absl::StrCat(where, ": ", what)); };
      if (overlay.id().empty() || overlay.model().empty() || overlay.source().empty())
        fault("needs id, model and source");
      if (!ids.insert(overlay.id()).second) fault("needs an id of its own");
      if (overlay.municipality_codes().empty()) fault("names no gemeente");
      Ladder ladder = policy_->general_;
      ladder.model = overlay.model();
      ladder.overlay = overlay.id();
      for (const int level : overlay.not_offered()) {
        // The top must stand, or there could be no answer.
        if (!OnLadder(level) || level == kHighestLevel) {
          fault(OnLadder(level) ? "the highest step is offered everywhere"
                                : "not_offered must name steps of the ladder");
        } else {
          ladder.at(level).offered = false;
        }
      }
      for (const auto& cover : overlay.covers()) {
        const bool fits = OnLadder(cover.level()) && OnLadder(cover.by()) && cover.by() < cover.level() &&
                          !ladder.at(cover.level()).offered && ladder.at(cover.by()).offered;
        if (!fits) {
          fault("a cover is by a lower step that is offered, for one that is not");
        } else {
          ladder.at(cover.level()).covered_by = cover.by();
        }
      }
      for (const std::string& code : overlay.municipality_codes()) {
        if (!IsMunicipality(code)) fault(absl::StrCat("\"", code, "\" is no code like GM1859"));
        if (!policy_->ladders_.emplace(code, Named(ladder, overlay, code, fault)).second)
          fault(absl::StrCat(code, " has an overlay already"));
      }
    }
  }

  template <typename Fault>
  static Ladder Named(Ladder ladder, const data::v1::Overlays::Overlay& overlay, const std::string& code,
                      const Fault& fault) {
    for (const auto& name : overlay.names()) {
      if (!OnLadder(name.level()) || name.display_name().empty()) {
        fault("a name needs a step and a display_name");
        continue;
      }
      if (!name.municipality_codes().empty() && !Has(name.municipality_codes(), code)) continue;
      Ladder::Step& step = ladder.at(name.level());
      if (name.family_name().empty()) {
        // How parents know a step everywhere, with the gemeente's own name before it.
        step.family_name = absl::StrCat(name.display_name(), ": ", step.about->family_name());
      } else {
        step.family_name = name.family_name();
      }
      step.display_name = name.display_name();
      if (!name.description().empty()) step.description = name.description();
    }
    return ladder;
  }

  void CheckPartnerships() {
    const auto& partnerships = policy_->overlays_.school_partnerships();
    absl::flat_hash_set<std::string> places;
    for (int i = 0; i < partnerships.size(); ++i) {
      const auto& one = partnerships[i];
      const std::string where = absl::StrCat("school_partnership ", one.code());
      const auto fault = [&](absl::string_view what) {
        AddOverlay("school_partnerships", i, absl::StrCat(where, ": ", what));
      };
      if ((one.sector() != "PO" && one.sector() != "VO") || !absl::StartsWith(one.code(), one.sector()))
        fault("its sector is PO or VO, and its code begins with it");
      if (one.source().empty()) fault("needs a source");
      if (one.municipality_codes().empty() && one.postal_codes4().empty()) fault("names no gemeente and no postcode");
      for (const std::string& code : one.municipality_codes()) {
        if (!IsMunicipality(code)) fault(absl::StrCat("\"", code, "\" is no code like GM1859"));
        if (!places.insert(absl::StrCat(one.sector(), code)).second)
          fault(absl::StrCat(code, " has a partnership of this sector already"));
      }
      for (const std::string& code : one.postal_codes4()) {
        if (code.size() != 4) fault(absl::StrCat("\"", code, "\" is no postcode like 7151"));
        if (!places.insert(absl::StrCat(one.sector(), code)).second)
          fault(absl::StrCat(code, " has a partnership of this sector already"));
      }
    }
  }

  const PolicyVocabulary& vocabulary_;
  std::vector<PolicyFault>* faults_;
  std::unique_ptr<Policy> policy_ = std::make_unique<Policy>();
  PolicyText text_{kPolicyFile}, overlays_text_{kOverlaysFile};
  absl::flat_hash_set<std::string> ids_;
};

std::unique_ptr<const Policy> Policy::Build(const PolicyFiles& files, const PolicyVocabulary& vocabulary,
                                            std::vector<PolicyFault>* faults) {
  return PolicyBuilder(vocabulary, faults).Build(files);
}

}  // namespace socialekaart
