#include "services/override_log.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "indexer/base/codec.h"
#include "indexer/base/date.h"
#include "indexer/base/status.h"

namespace socialekaart {
namespace {

constexpr int kMostCounts = 50'000;  // of a month
constexpr int kMostMonths = 120;

std::string KeyOf(const std::string& month) {
  return absl::StrCat("overrides/", month);
}

std::optional<absl::CivilMonth> ParseMonth(const std::string& text) {
  const auto day = ParseDate(absl::StrCat(text, "-01"));
  return day.has_value() ? std::optional(absl::CivilMonth(*day)) : std::nullopt;
}

std::string FormatMonth(absl::CivilMonth month) {
  return absl::FormatCivilTime(month);
}

auto PlaceOf(const v1::OverrideCount& count) {
  return std::make_tuple(count.municipality_code(), count.advised_level(), count.chosen_level(), count.reason(),
                         count.problem(), count.level_without_advice());
}

}  // namespace

absl::StatusOr<v1::CountOverridesResponse> OverrideLog::Read(const std::string& month) const {
  v1::CountOverridesResponse counts;
  const auto bytes = store_.GetBlob(KeyOf(month));
  if (absl::IsNotFound(bytes.status())) return counts;
  if (!bytes.ok()) return bytes.status();
  if (!counts.ParseFromString(*bytes)) {
    return Error(absl::StatusCode::kDataLoss, v1::ERROR_REASON_STORE_FAILED,
                 absl::StrCat("the overrides of ", month, " cannot be read"));
  }
  return counts;
}

absl::Status OverrideLog::Add(const v1::RecordOverrideRequest& request, const std::string& month) {
  std::vector<std::string> problems = {""};
  problems.insert(problems.end(), request.problems().begin(), request.problems().end());
  absl::MutexLock lock(&mutex_);
  auto counts = Read(month);
  if (!counts.ok()) return counts.status();
  for (const std::string& problem : problems) {
    v1::OverrideCount wanted;
    wanted.set_month(month);
    wanted.set_municipality_code(request.municipality_code());
    wanted.set_advised_level(request.advised_level());
    wanted.set_chosen_level(request.chosen_level());
    wanted.set_reason(request.reason());
    wanted.set_problem(problem);
    wanted.set_level_without_advice(request.level_without_advice());
    auto* all = counts->mutable_counts();
    const auto found =
        std::find_if(all->begin(), all->end(), [&](const auto& count) { return PlaceOf(count) == PlaceOf(wanted); });
    if (found != all->end()) {
      found->set_count(found->count() + 1);
    } else if (all->size() < kMostCounts) {
      wanted.set_count(1);
      *all->Add() = std::move(wanted);
    } else {
      return Error(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_TOO_MANY_REQUESTS,
                   absl::StrCat("too many different overrides in ", month));
    }
  }
  return store_.PutBlob(KeyOf(month), Serialize(*counts));
}

absl::StatusOr<v1::CountOverridesResponse> OverrideLog::Count(const v1::CountOverridesRequest& request,
                                                              const std::string& this_month) const {
  const auto to = ParseMonth(request.to_month().empty() ? this_month : request.to_month());
  if (!to.has_value()) return InvalidField("to_month", "is no month", "a month like 2026-11");
  const auto from =
      request.from_month().empty() ? std::optional(*to - (kMostMonths - 1)) : ParseMonth(request.from_month());
  if (!from.has_value()) return InvalidField("from_month", "is no month", "a month like 2026-01");
  if (*from > *to || *to - *from >= kMostMonths)
    return InvalidField("from_month", "does not lie in the ten years before to_month", "an earlier month, or none");
  v1::CountOverridesResponse all;
  absl::MutexLock lock(&mutex_);
  for (absl::CivilMonth month = *from; month <= *to; ++month) {
    auto counts = Read(FormatMonth(month));
    if (!counts.ok()) return counts.status();
    for (v1::OverrideCount& count : *counts->mutable_counts()) *all.add_counts() = std::move(count);
  }
  return all;
}

}  // namespace socialekaart
