#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/matching/lexicon.h"
#include "services/matching/understanding.h"
#include "socialekaart/data/v1/help_lines.pb.h"
#include "socialekaart/data/v1/policy.pb.h"
#include "socialekaart/v1/match_service.pb.h"

namespace socialekaart {

// Why a topic of safety is raised.
struct Alarm {
  enum class Kind { kWord, kLikeness, kCode, kRating, kDenied, kPast, kOther, kAsk };
  int topic = 0;  // index in HelpLines.topics
  Kind kind = Kind::kWord;
  std::string said;  // the words, the code, or the text of the rating; of kLikeness the words that weigh most

  // Words that were denied, are past, are about another, or only give a reason to ask, are soft: ask about it.
  bool soft() const { return kind >= Kind::kDenied; }
};

// The topics of safety with their first steps and help lines. National: knows nothing of the directory. Immutable.
class Safety {
 public:
  // INVALID_ARGUMENT with file and line, or the entry at fault: a line without phone, source or a real date, an unknown
  // line or topic.
  static absl::StatusOr<std::unique_ptr<const Safety>> Load(const std::string& path);

  const data::v1::HelpLines& data() const { return data_; }
  // Index of a topic; nothing for an unknown id.
  std::optional<int> FindTopic(absl::string_view id) const;

  // What the words, codes and ratings of a case raise. `said` of words is left to the caller: see SaidBy.
  std::vector<Alarm> AlarmsOf(const Mention& mention, const data::v1::FlagLexicon::Entry& flag,
                              std::optional<double> age_years, absl::string_view words) const;
  std::vector<Alarm> AlarmsOf(const v1::Assessment& assessment) const;

  // The advice on these alarms: most urgent topic first. A topic that is raised for sure makes the soft ones go with
  // it. `alarms` must not be empty.
  v1::SafetyAdvice Advise(const std::vector<Alarm>& alarms, std::optional<double> age_years,
                          const data::v1::Policy::Texts& texts) const;

 private:
  absl::Status Check();

  data::v1::HelpLines data_;
  absl::flat_hash_map<std::string, int> topics_;
  absl::flat_hash_map<std::string, int> lines_;
};

}  // namespace socialekaart
