#pragma once

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "indexer/text/analyzer.h"
#include "indexer/text/lexicon.h"
#include "services/matching/matcher.h"

namespace socialekaart {

// The Dutch analyzer that the project ships, loaded once.
inline const Analyzer& TheAnalyzer() {
  static const auto* const analyzer = new auto(LoadDutchAnalyzer(FindLexicon()));
  if (!analyzer->ok()) {
    ADD_FAILURE() << analyzer->status();
    abort();
  }
  return *analyzer->value();
}

// The matcher on the project's own data, loaded once.
inline const Matcher& TheMatcher() {
  static const auto* const matcher = new auto(Matcher::Load(SOCIALEKAART_SOURCE_DIR "/data", TheAnalyzer()));
  if (!matcher->ok()) {
    ADD_FAILURE() << matcher->status();
    abort();
  }
  return *matcher->value();
}

inline v1::MatchResponse AdviseOn(const v1::MatchRequest& request, absl::string_view municipality_code = "") {
  auto response = TheMatcher().Advise(request, municipality_code);
  if (!response.ok()) ADD_FAILURE() << response.status() << "\n" << request.ShortDebugString();
  return response.ok() ? *std::move(response) : v1::MatchResponse();
}

inline v1::MatchResponse AdviseOn(const std::string& question, double age_years = -1) {
  v1::MatchRequest request;
  request.set_question(question);
  if (age_years >= 0) request.set_age_years(age_years);
  return AdviseOn(request);
}

// "suicidaliteit acuut-gevaar", "soft: suicidaliteit", or "" when there is no flag.
inline std::string SafetyOf(const v1::MatchResponse& response) {
  if (!response.has_safety()) return "";
  return absl::StrCat(response.safety().soft() ? "soft: " : "", absl::StrJoin(response.safety().topics(), " "));
}

}  // namespace socialekaart
