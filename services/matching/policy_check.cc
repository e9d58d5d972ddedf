#include "services/matching/policy_check.h"

#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/matching/vignettes.h"

namespace socialekaart {
namespace {

constexpr int kAnswers = kWorstRating + 1;

Ratings RatingsAt(int combination) {
  Ratings ratings;
  for (auto& rating : ratings) {
    rating = combination % kAnswers;
    combination /= kAnswers;
  }
  return ratings;
}

std::string Words(const Ratings& ratings) {
  std::string words;
  for (size_t i = 0; i < ratings.size(); ++i)
    absl::StrAppend(&words, i == 0 ? "" : " ", kRatingNames[i], "=", ratings[i].value_or(0));
  return words;
}

// Cases whose ratings are walked: without facts, and with those that rules combine with ratings.
std::vector<Case> CasesToWalk(const Policy& policy, bool all) {
  std::vector<std::vector<std::string>> facts_of = {{}, {kFactSafety}};
  for (const auto& rule : policy.data().rules()) {
    if (rule.when().ratings().empty() || rule.when().has().empty()) continue;
    std::vector<std::string> facts;
    for (const auto& set : rule.when().has()) facts.push_back(set.any_of(0));
    facts_of.push_back(std::move(facts));
  }
  std::vector<Case> cases;
  for (const std::vector<std::string>& facts : facts_of) {
    for (const std::optional<double> age : all ? std::vector<std::optional<double>>{std::nullopt, 2, 9, 15}
                                               : std::vector<std::optional<double>>{std::nullopt}) {
      for (const int tried : all ? std::vector<int>{0, v1::HELP_LEVEL_PRACTICE_SUPPORT} : std::vector<int>{0}) {
        Case& c = cases.emplace_back();
        for (const std::string& fact : facts) policy.AddFact(fact, &c);
        c.age_years = age;
        c.highest_tried = tried;
      }
    }
  }
  return cases;
}

void WalkRatings(const Policy& policy, bool all, v1::CheckPolicyResponse* response) {
  std::vector<std::string> places = {""};
  for (const auto& overlay : policy.overlays().overlays()) {
    if (all) places.push_back(overlay.municipality_codes(0));
  }
  for (const std::string& place : places) {
    for (const Case& c : CasesToWalk(policy, all)) {
      response->set_combinations(response->combinations() + kRatingCombinations);
      const std::string found = FindNotMonotone(policy, policy.LadderOf(place), c);
      if (!found.empty()) response->add_not_monotone(absl::StrCat(place, place.empty() ? "" : ": ", found));
    }
  }
}

void AddVignettes(const Matcher& in_use, const Matcher& matcher, const data::v1::Vignettes& vignettes,
                  v1::CheckPolicyResponse* response) {
  std::vector<v1::VignetteResult> now = RunVignettes(in_use, vignettes);
  std::vector<v1::VignetteResult> results = RunVignettes(matcher, vignettes);
  for (size_t i = 0; i < results.size(); ++i) {
    results[i].set_level_in_use(now[i].level());
    *response->add_vignettes() = std::move(results[i]);
  }
  for (std::string& missing : Unexercised(matcher, vignettes)) response->add_unexercised(std::move(missing));
}

}  // namespace

std::string FindNotMonotone(const Policy& policy, const Ladder& ladder, const Case& c) {
  const std::vector<int> candidates = policy.CandidatesOf(c);
  std::vector<char> levels(kRatingCombinations);
  for (int i = 0; i < kRatingCombinations; ++i)
    levels[static_cast<size_t>(i)] =
        static_cast<char>(policy.LevelAmong(candidates, RatingsAt(i), c.highest_tried, ladder));
  int stride = 1;  // from a combination to the one in which a rating is one worse
  for (size_t rating = 0; rating < kRatingCount; ++rating, stride *= kAnswers) {
    for (int i = 0; i < kRatingCombinations; ++i) {
      if (i / stride % kAnswers == kWorstRating) continue;
      if (levels[static_cast<size_t>(i + stride)] < levels[static_cast<size_t>(i)])
        return absl::StrCat(Words(RatingsAt(i)), ": a worse ", kRatingNames[rating], " lowers the level");
    }
  }
  return "";
}

v1::CheckPolicyResponse CheckPolicyFiles(const Matcher& in_use, const PolicyFiles& files, bool all_ladders) {
  v1::CheckPolicyResponse response;
  std::vector<PolicyFault> faults;
  const std::shared_ptr<const Policy> policy = Policy::Build(files, in_use.vocabulary(), &faults);
  data::v1::Vignettes vignettes;
  const bool readable = ReadVignettes(files.vignettes, &vignettes, &faults);
  for (PolicyFault& fault : faults) {
    v1::PolicyFault* added = response.add_faults();
    added->set_file(std::move(fault.file));
    added->set_line(fault.line);
    added->set_description(std::move(fault.what));
  }
  if (policy == nullptr) return response;
  response.set_version(policy->version());
  const std::shared_ptr<const Matcher> matcher = in_use.WithPolicy(policy);
  if (readable) AddVignettes(in_use, *matcher, vignettes, &response);
  WalkRatings(*policy, all_ladders, &response);
  return response;
}

}  // namespace socialekaart
