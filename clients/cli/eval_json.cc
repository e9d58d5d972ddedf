#include <algorithm>
#include <nlohmann/json.hpp>

#include "clients/cli/eval_text.h"

namespace socialekaart::cli {
namespace {

using Json = nlohmann::ordered_json;

Json ToJson(const FigureResult& result) {
  Json json = {{"queries", result.queries}};
  if (result.value.has_value()) json["value"] = *result.value;
  if (result.interval.has_value()) {
    json["low"] = result.interval->low;
    json["high"] = result.interval->high;
  }
  if (const auto& comparison = result.comparison) {
    json["compared"] = comparison->queries;
    json["baseline"] = comparison->baseline;
    json["difference"] = comparison->difference;
    json["p"] = comparison->p;
  }
  return json;
}

Json ToJson(const Group& group) {
  Json figures = Json::object();
  for (size_t i = 0; i < kFigureCount; ++i) {
    if (group.figures[i].value.has_value()) figures[Figures()[i].key] = ToJson(group.figures[i]);
  }
  return {{"kind", group.kind}, {"name", group.name}, {"queries", group.queries}, {"figures", std::move(figures)}};
}

Json ToJson(const Bar& bar, const EvalReport& report, const std::vector<MissedBar>& missed) {
  const bool is_missed =
      std::any_of(missed.begin(), missed.end(), [&](const MissedBar& one) { return one.bar.figure == bar.figure; });
  const auto& value = report.groups.front().figures[bar.figure].value;
  return {{"flag", bar.flag},
          {"figure", Figures()[bar.figure].key},
          {"limit", bar.limit},
          {"value", value.has_value() ? Json(*value) : Json(nullptr)},
          {"reached", !is_missed}};
}

}  // namespace

std::string ToJsonText(const EvalSummary& summary, bool is_indented) {
  const EvalReport& report = summary.report;
  Json json = {{"revision", summary.run.revision},
               {"resamples", summary.draws.resamples},
               {"seed", summary.draws.seed},
               {"compared", report.compared}};
  for (const char* list : {"groups", "bars", "changed", "harm", "must_failed"}) json[list] = Json::array();
  json["remarks"] = summary.run.remarks;
  for (const Group& group : report.groups) json["groups"].push_back(ToJson(group));
  for (const Bar& bar : summary.bars) json["bars"].push_back(ToJson(bar, report, summary.missed));
  for (const Change& change : report.changes) {
    json["changed"].push_back({{"id", change.query->id},
                               {"class", change.query->query_class},
                               {"before", change.before},
                               {"after", change.after}});
  }
  for (const Outcome& outcome : summary.run.outcomes) {
    for (const HarmfulResult& one : outcome.harmful) {
      json["harm"].push_back({{"id", outcome.query->id},
                              {"class", outcome.query->query_class},
                              {"rank", one.rank},
                              {"service", one.service},
                              {"display_name", one.display_name},
                              {"why", one.reason}});
    }
    for (const FailedPair& one : outcome.failed) {
      json["must_failed"].push_back({{"id", outcome.query->id},
                                     {"class", outcome.query->query_class},
                                     {"service", one.pair.service},
                                     {"display_name", one.pair.display_name},
                                     {"within", one.pair.within},
                                     {"rank", one.rank.has_value() ? Json(*one.rank) : Json(nullptr)},
                                     {"no_good_match", one.no_good_match}});
    }
  }
  return json.dump(is_indented ? 2 : -1) + "\n";
}

}  // namespace socialekaart::cli
