#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "indexer/text/lexicon.h"
#include "services/matching/lexicon.h"
#include "services/matching/masking.h"
#include "services/matching/safety.h"
#include "services/matching/understanding.h"

namespace socialekaart {

// What reads a note, on the project's own data, loaded once: masking, understanding and safety, without policy and
// levels.
template <typename T>
const T& OrDie(const absl::StatusOr<std::unique_ptr<const T>>& loaded) {
  if (!loaded.ok()) {
    ADD_FAILURE() << loaded.status();
    abort();
  }
  return **loaded;
}

inline const Masker& TheMasker() {
  static const auto* const masker = new auto(Masker::Load(SOCIALEKAART_SOURCE_DIR "/data/lexicon/masking.textproto"));
  return OrDie<Masker>(*masker);
}

inline const Analyzer& TheAnalyzer() {
  static const auto* const analyzer = new auto(LoadDutchAnalyzer(FindLexicon()));
  return OrDie<Analyzer>(*analyzer);
}

inline const NoteLexicon& TheLexicon() {
  static const auto* const lexicon =
      new auto(NoteLexicon::Load(SOCIALEKAART_SOURCE_DIR "/data/lexicon", &TheAnalyzer()));
  return OrDie<NoteLexicon>(*lexicon);
}

inline const Safety& TheSafety() {
  static const auto* const safety = new auto(Safety::Load(SOCIALEKAART_SOURCE_DIR "/data/help_lines.textproto"));
  return OrDie<Safety>(*safety);
}

inline Understanding UnderstandingOf(const std::string& text) {
  Note note = ReadNote(text);
  TheMasker().Mask(&note);
  return Understand(note, TheLexicon());
}

struct Flags {
  std::set<std::string> sure, soft;
  std::string ToString() const {
    return absl::StrCat(absl::StrJoin(sure, " "), soft.empty() ? "" : " soft: ", absl::StrJoin(soft, " "));
  }
};

inline Flags FlagsOf(const std::string& text, std::optional<double> age_years = std::nullopt) {
  const Understanding understood = UnderstandingOf(text);
  if (!age_years.has_value() && understood.age.has_value()) age_years = understood.age->years;
  Flags flags;
  for (const Mention& mention : understood.flags) {
    for (const Alarm& alarm : TheSafety().AlarmsOf(mention, TheLexicon().flag(mention.entry), age_years, "")) {
      (alarm.soft() ? flags.soft : flags.sure).insert(TheSafety().data().topics(alarm.topic).id());
    }
  }
  for (const std::string& topic : flags.sure) flags.soft.erase(topic);
  return flags;
}

// The problem domains that count: what is a parent's own trouble is "ouder".
inline std::set<std::string> DomainsOf(const std::string& text) {
  std::set<std::string> domains;
  for (const Mention& mention : UnderstandingOf(text).problems) {
    if (!mention.counts()) continue;
    if (mention.about == About::kChild) domains.insert(TheLexicon().problem(mention.entry).problem());
    if (mention.about == About::kParent) domains.insert("ouder");
  }
  return domains;
}

}  // namespace socialekaart
