#include "services/matching/safety.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "indexer/base/codec.h"
#include "indexer/base/date.h"
#include "services/matching/ratings.h"
#include "services/matching/template.h"

namespace socialekaart {
namespace {

absl::Status Fault(absl::string_view where, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(where, ": ", what));
}

using Kind = Alarm::Kind;

const std::string& TextOf(Kind kind, const data::v1::Policy::Texts& texts) {
  switch (kind) {
    case Kind::kLikeness:
      return texts.safety_likeness();
    case Kind::kCode:
      return texts.safety_code();
    case Kind::kDenied:
      return texts.safety_denied();
    case Kind::kPast:
      return texts.safety_past();
    case Kind::kOther:
      return texts.safety_other();
    case Kind::kAsk:
      return texts.safety_ask();
    case Kind::kRating:
    case Kind::kWord:
      break;
  }
  return texts.safety_word();
}

}  // namespace

absl::StatusOr<std::unique_ptr<const Safety>> Safety::Load(const std::string& path) {
  auto safety = std::make_unique<Safety>();
  if (absl::Status status = LoadTextproto(path, &safety->data_); !status.ok()) return status;
  if (absl::Status status = safety->Check(); !status.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": ", status.message()));
  }
  return safety;
}

absl::Status Safety::Check() {
  for (int i = 0; i < data_.lines_size(); ++i) {
    const auto& line = data_.lines(i);
    const std::string where = absl::StrCat("line ", line.id().empty() ? absl::StrCat(i + 1) : line.id());
    if (line.id().empty() || line.display_name().empty()) return Fault(where, "lacks its id or display_name");
    if (line.phone().empty()) return Fault(where, "lacks its phone");
    if (line.source().empty()) return Fault(where, "lacks its source");
    if (!ParseDate(line.checked_date()).has_value()) return Fault(where, "checked_date is no date like 2026-11-01");
    if (!lines_.emplace(line.id(), i).second) return Fault(where, "stands twice");
  }
  for (int i = 0; i < data_.topics_size(); ++i) {
    const auto& topic = data_.topics(i);
    const std::string where = absl::StrCat("topic ", topic.id());
    if (topic.id().empty() || topic.display_name().empty()) return Fault(where, "lacks its id or display_name");
    if (topic.first_step().empty() || topic.soft_step().empty() || topic.family_step().empty()) {
      return Fault(where, "needs first_step, soft_step and family_step");
    }
    if (topic.steps().empty()) return Fault(where, "needs steps");
    if (topic.needs_report_code() && data_.report_steps().empty())
      return Fault(where, "needs report_steps, and there are none");
    if (topic.lines().empty()) return Fault(where, "names no help line");
    for (const std::string& line : topic.lines()) {
      if (!lines_.contains(line)) return Fault(where, absl::StrCat("names the unknown help line ", line));
    }
    if (!topics_.emplace(topic.id(), i).second) return Fault(where, "stands twice");
  }
  for (const auto& topic : data_.topics()) {
    if (!topic.parent_topic().empty() && !topics_.contains(topic.parent_topic())) {
      return Fault(absl::StrCat("topic ", topic.id()),
                   absl::StrCat("names the unknown parent_topic ", topic.parent_topic()));
    }
  }
  for (const auto& rating : data_.rating_topics()) {
    const std::string where = absl::StrCat("rating_topics ", rating.rating());
    if (!RatingIndex(rating.rating()).has_value()) return Fault(where, "is no rating");
    if (rating.at_least() < 1 || rating.at_least() > kWorstRating) return Fault(where, "at_least must be 1..4");
    if (!topics_.contains(rating.topic()))
      return Fault(where, absl::StrCat("names the unknown topic ", rating.topic()));
    if (rating.text().empty()) return Fault(where, "lacks its text");
  }
  if (topics_.empty()) return Fault("topics", "there are none");
  return absl::OkStatus();
}

std::optional<int> Safety::FindTopic(absl::string_view id) const {
  const auto found = topics_.find(std::string(id));
  return found == topics_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<Alarm> Safety::AlarmsOf(const Mention& mention, const data::v1::FlagLexicon::Entry& flag,
                                    std::optional<double> age_years, absl::string_view words) const {
  if (age_years.has_value() && ((flag.has_minimum_age() && *age_years < flag.minimum_age()) ||
                                (flag.has_below_age() && *age_years >= flag.below_age()))) {
    return {};
  }
  std::vector<Alarm> alarms;
  for (const std::string& id : flag.topics()) {
    const auto found = FindTopic(id);
    if (!found.has_value()) continue;  // refused at load
    Alarm alarm{*found, Kind::kWord, std::string(words)};
    const auto& topic = data_.topics(*found);
    if (mention.about == About::kParent && !topic.parent_topic().empty()) {
      alarm.topic = topics_.at(topic.parent_topic());
    } else if (mention.about != About::kChild && !topic.about_anyone()) {
      alarm.kind = Kind::kOther;
    }
    if (flag.ask_only() || mention.hypothetical) alarm.kind = Kind::kAsk;
    if (mention.past) alarm.kind = Kind::kPast;
    if (mention.negated) alarm.kind = Kind::kDenied;
    alarms.push_back(std::move(alarm));
  }
  return alarms;
}

std::vector<Alarm> Safety::AlarmsOf(const v1::Assessment& assessment) const {
  const Ratings ratings = RatingsOf(assessment);
  std::vector<Alarm> alarms;
  for (const auto& rule : data_.rating_topics()) {
    const auto& rating = ratings[static_cast<size_t>(*RatingIndex(rule.rating()))];
    if (rating.has_value() && *rating >= rule.at_least()) {
      alarms.push_back({topics_.at(rule.topic()), Kind::kRating, rule.text()});
    }
  }
  return alarms;
}

v1::SafetyAdvice Safety::Advise(const std::vector<Alarm>& alarms, std::optional<double> age_years,
                                const data::v1::Policy::Texts& texts) const {
  v1::SafetyAdvice advice;
  std::set<int> sure, soft;  // in the order of the data: most urgent first
  for (const Alarm& alarm : alarms) (alarm.soft() ? soft : sure).insert(alarm.topic);
  advice.set_soft(sure.empty());
  for (const int topic : sure) soft.erase(topic);

  std::vector<std::string> steps, later_steps;
  bool needs_report_code = false;
  std::set<std::string> listed, said;
  for (const bool hard : {true, false}) {
    for (const int index : hard ? sure : soft) {
      const auto& topic = data_.topics(index);
      advice.add_topics(topic.id());
      steps.push_back(hard ? topic.first_step() : topic.soft_step());
      if (hard) later_steps.insert(later_steps.end(), topic.steps().begin(), topic.steps().end());
      needs_report_code = needs_report_code || topic.needs_report_code();
      for (const std::string& id : topic.lines()) {
        const auto& line = data_.lines(lines_.at(id));
        if (age_years.has_value() && ((line.has_minimum_age() && *age_years < line.minimum_age()) ||
                                      (line.has_below_age() && *age_years >= line.below_age()))) {
          continue;
        }
        if (!listed.insert(id).second) continue;
        v1::HelpLine& out = *advice.add_help_lines();
        out.set_display_name(line.display_name());
        out.set_phone(line.phone());
        out.set_url(line.url());
        out.set_description(line.description());
        out.set_checked_date(line.checked_date());
      }
      for (const Alarm& alarm : alarms) {
        if (alarm.topic != index) continue;
        v1::Reason reason;
        reason.set_rule(absl::StrCat("veiligheid.", topic.id()));
        reason.set_text(alarm.kind == Kind::kRating
                            ? alarm.said
                            : Fill(TextOf(alarm.kind, texts),
                                   {{"topic", topic.display_name()}, {"words", alarm.said}, {"code", alarm.said}}));
        if (said.insert(reason.text()).second) *advice.add_reasons() = std::move(reason);
      }
    }
  }
  advice.set_first_step(absl::StrJoin(steps, "\n"));
  for (const auto* list : {&steps, &later_steps}) {
    for (const std::string& step : *list) advice.add_steps(step);
  }
  if (needs_report_code) *advice.mutable_report_steps() = data_.report_steps();
  return advice;
}

}  // namespace socialekaart
