// A run of judged queries as a file: what a later run is compared with.

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "clients/cli/eval_run.h"
#include "clients/cli/text.h"

namespace socialekaart::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kFormat = 1;

Json Rank(const std::optional<size_t>& rank) {
  return rank.has_value() ? Json(*rank) : Json(nullptr);
}

}  // namespace

std::string SavedRun(const EvalRun& run) {
  Json queries = Json::array();
  for (const Outcome& outcome : run.outcomes) {
    const Judgments& judgments = outcome.query->judgments;
    Json query = {{"id", outcome.query->id}, {"class", outcome.query->query_class}};
    for (const Figure& figure : Figures()) {
      if (const auto value = figure.measure(judgments, outcome.answer)) query[figure.key] = *value;
    }
    query["ranks"] = {{"success", Rank(FirstRank(judgments, outcome.answer, std::max(SuccessGrade(judgments), 1)))},
                      {"good", Rank(FirstRank(judgments, outcome.answer, kGoodGrade))}};
    query["no_good_match"] = outcome.answer.no_good_match;
    query["results"] = outcome.answer.results;
    queries.push_back(std::move(query));
  }
  const Json saved = {{"format", kFormat}, {"revision", run.revision}, {"queries", std::move(queries)}};
  return saved.dump(1) + "\n";
}

absl::StatusOr<std::map<std::string, Answer>> ReadSavedRun(const std::string& content) {
  std::map<std::string, Answer> answers;
  try {
    const Json saved = Json::parse(content);
    if (saved.at("format") != kFormat) return absl::InvalidArgumentError(fmt::format("its format is not {}", kFormat));
    for (const Json& query : saved.at("queries")) {
      // What is measured again, with the judgments of today, and what only the run itself could see.
      answers[query.at("id").get<std::string>()] = {
          .results = query.at("results").get<std::vector<std::string>>(),
          .no_good_match = query.at("no_good_match").get<bool>(),
          .harmful = query.at("harm").get<int>(),
      };
    }
  } catch (const nlohmann::json::exception& error) {
    return absl::InvalidArgumentError(OneLine(error.what()));
  }
  return answers;
}

}  // namespace socialekaart::cli
