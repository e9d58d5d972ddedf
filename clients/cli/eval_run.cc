#include "clients/cli/eval_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "clients/cli/text.h"

namespace socialekaart::cli {
namespace {

// A whole maximum age includes that year, a decimal one is exact (resources.proto).
bool IsTooOld(const v1::Service& service, double age_years) {
  if (!service.has_maximum_age()) return false;
  const double maximum = service.maximum_age();
  return std::floor(maximum) == maximum ? age_years >= maximum + 1 : age_years > maximum;
}

bool IsOpen(const v1::Service& service, const v1::SearchFilter& filter) {
  return service.status() == v1::SERVICE_STATUS_ACTIVE ||
         (service.status() == v1::SERVICE_STATUS_TEMPORARILY_CLOSED && filter.include_temporarily_closed());
}

// A fit that was asked and is not given hides harm, so it counts as harm.
bool IsUnfit(v1::Fit fit) {
  return fit == v1::FIT_NO || fit == v1::FIT_UNSPECIFIED;
}

int PageSize(const JudgedQuery& query) {
  int size = static_cast<int>(kEvalDepth);
  for (const MustPair& pair : query.judgments.must) size = std::max(size, pair.within);
  return size;
}

Answer ToAnswer(const v1::SearchServicesResponse& response) {
  Answer answer = {.no_good_match = response.no_good_match()};
  for (const v1::SearchResult& result : response.results()) answer.results.push_back(result.service().name());
  return answer;
}

std::vector<HarmfulResult> HarmfulResults(const JudgedQuery& query, const v1::SearchServicesResponse& response) {
  std::vector<HarmfulResult> harmful;
  for (int i = 0; i < std::min(response.results_size(), static_cast<int>(kHarmDepth)); ++i) {
    const v1::SearchResult& result = response.results(i);
    const auto reason = WhyHarmful(query, result);
    if (!reason.has_value()) continue;
    harmful.push_back({.rank = static_cast<size_t>(i) + 1,
                       .service = result.service().name(),
                       .display_name = result.service().display_name(),
                       .reason = *reason});
  }
  return harmful;
}

// The must pairs that fail. Asks again, deeper, when that can tell where they stand.
absl::StatusOr<std::vector<FailedPair>> FailedPairs(const client::Client& client, const JudgedQuery& query,
                                                    const Answer& answer) {
  std::vector<FailedPair> failed;
  for (const MustPair& pair : query.judgments.must) {
    const auto rank = RankOf(answer, pair.service);
    const bool holds = !answer.no_good_match && rank.has_value() && *rank <= static_cast<size_t>(pair.within);
    if (!holds) failed.push_back({.pair = pair, .rank = rank, .no_good_match = answer.no_good_match});
  }
  const bool all_found = std::all_of(failed.begin(), failed.end(), [](const FailedPair& one) { return one.rank; });
  const bool is_whole = answer.results.size() < static_cast<size_t>(PageSize(query));
  if (all_found || is_whole) return failed;
  v1::SearchServicesRequest deeper = query.request;
  deeper.set_page_size(kDeepest);
  const auto response = client.SearchServices(deeper);
  if (!response.ok()) return response.status();
  for (FailedPair& one : failed) {
    if (!one.rank.has_value()) one.rank = RankOf(ToAnswer(*response), one.pair.service);
  }
  return failed;
}

// The services that should be found and no query found, as far as they are not in the directory at all.
absl::StatusOr<std::vector<std::string>> MissingServices(const client::Client& client,
                                                         const std::vector<Outcome>& outcomes) {
  std::map<std::string, const JudgedQuery*> wanted;
  for (const Outcome& outcome : outcomes) {
    const Judgments& judgments = outcome.query->judgments;
    for (const auto& [service, grade] : judgments.grades) {
      if (grade > 0) wanted.emplace(service, outcome.query);
    }
    for (const MustPair& pair : judgments.must) wanted.emplace(pair.service, outcome.query);
  }
  for (const Outcome& outcome : outcomes) {
    for (const std::string& service : outcome.answer.results) wanted.erase(service);
  }
  std::vector<std::string> missing;
  for (const auto& [service, query] : wanted) {
    v1::GetServiceRequest request;
    request.set_name(service);
    const absl::Status status = client.GetService(request).status();
    if (absl::IsNotFound(status) || absl::IsInvalidArgument(status)) {
      missing.push_back(fmt::format("{}, judged in {} of {}, is not in this directory", OneLine(service),
                                    OneLine(query->id), OneLine(query->file)));
    } else if (!status.ok()) {
      return status;
    }
  }
  return missing;
}

}  // namespace

std::optional<std::string> WhyHarmful(const JudgedQuery& query, const v1::SearchResult& result) {
  const v1::SearchServicesRequest& request = query.request;
  const v1::Service& service = result.service();
  const double age = request.age_years();
  const struct {
    bool is_so;
    const char* reason;
  } reasons[] = {
      {query.harm.contains(service.name()), "judged harmful"},
      {!IsOpen(service, request.filter()), "not open"},
      {request.has_age_years() && service.has_minimum_age() && age < service.minimum_age(), "for older ones"},
      {request.has_age_years() && IsTooOld(service, age), "for younger ones"},
      {request.has_age_years() && IsUnfit(result.age_fit()), "age does not fit"},
      {request.has_place() && IsUnfit(result.area_fit()), "not for this place"},
      {result.age_fit() == v1::FIT_NO || result.area_fit() == v1::FIT_NO, "does not fit"},
  };
  for (const auto& [is_so, reason] : reasons) {
    if (is_so) return reason;
  }
  return std::nullopt;
}

absl::StatusOr<EvalRun> RunQueries(const client::Client& client, const std::vector<const JudgedQuery*>& queries,
                                   const std::function<void(size_t)>& progress) {
  EvalRun run;
  for (const JudgedQuery* query : queries) {
    progress(run.outcomes.size());
    v1::SearchServicesRequest request = query->request;
    request.set_page_size(PageSize(*query));
    const auto response = client.SearchServices(request);
    if (absl::IsInvalidArgument(response.status()) || absl::IsNotFound(response.status())) {
      std::string why(response.status().message());
      for (const v1::FieldViolation& violation : client::FieldViolationsOf(response.status()))
        why += fmt::format("; {}: {}", violation.field(), violation.description());
      run.faults.push_back(
          fmt::format("{}: {}: the server refuses it: {}", OneLine(query->file), query->path, OneLine(why)));
      continue;
    }
    if (!response.ok()) return response.status();
    Outcome outcome = {.query = query, .answer = ToAnswer(*response)};
    outcome.harmful = HarmfulResults(*query, *response);
    outcome.answer.harmful = static_cast<int>(outcome.harmful.size());
    auto failed = FailedPairs(client, *query, outcome.answer);
    if (!failed.ok()) return failed.status();
    outcome.failed = *std::move(failed);
    run.outcomes.push_back(std::move(outcome));
    run.revision = response->revision();
    if (response->place().candidates_size() > 0)
      run.remarks.push_back(
          fmt::format("{} of {} asks for a place that may be several", OneLine(query->id), OneLine(query->file)));
  }
  const auto missing = MissingServices(client, run.outcomes);
  if (!missing.ok()) return missing.status();
  run.remarks.insert(run.remarks.end(), missing->begin(), missing->end());
  return run;
}

}  // namespace socialekaart::cli
