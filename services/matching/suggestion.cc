#include "services/matching/suggestion.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "indexer/base/date.h"
#include "indexer/record/taxonomy.h"
#include "services/matching/template.h"

namespace socialekaart {
namespace {

constexpr int kFresh_days = 365;  // an older check by a person is told apart

template <typename List>
bool Contains(const List& list, absl::string_view value) {
  return std::any_of(list.begin(), list.end(), [&](const std::string& one) { return one == value; });
}

// "800 m", "3,5 km", "12 km"
std::string DistanceWords(int32_t distance_m) {
  if (distance_m < 950) return absl::StrCat((distance_m + 50) / 100 * 100, " m");
  if (distance_m >= 9950) return absl::StrCat((distance_m + 500) / 1000, " km");
  const int tenths = (distance_m + 50) / 100;
  return tenths % 10 == 0 ? absl::StrCat(tenths / 10, " km") : absl::StrCat(tenths / 10, ",", tenths % 10, " km");
}

bool IsFresh(const std::string& assured_date, absl::Time now) {
  const auto day = ParseDate(assured_date);
  return day.has_value() && absl::ToCivilDay(now, absl::UTCTimeZone()) - *day <= kFresh_days;
}

}  // namespace

bool IsUsable(const v1::Suggestion& suggestion) {
  return suggestion.access_fit() != v1::FIT_NO && suggestion.contract_fit() != v1::FIT_NO;
}

void ExplainSuggestion(const data::v1::Policy& policy, absl::Time now, v1::Suggestion* suggestion) {
  const auto add = [&](absl::string_view rule, std::string text) {
    v1::Reason* reason = suggestion->add_reasons();
    reason->set_rule(std::string(rule));
    reason->set_text(std::move(text));
  };
  const std::array<std::pair<absl::string_view, v1::Fit>, 5> fits = {{{"problem", suggestion->problem_fit()},
                                                                      {"age", suggestion->age_fit()},
                                                                      {"area", suggestion->area_fit()},
                                                                      {"access", suggestion->access_fit()},
                                                                      {"contract", suggestion->contract_fit()}}};
  for (const auto& [aspect, fit] : fits) {
    for (const auto& text : policy.fit_texts()) {
      if (text.aspect() == aspect && text.fit() == fit) add(absl::StrCat("fit.", aspect), text.text());
    }
  }
  const auto& texts = policy.texts();
  const v1::Service& service = suggestion->service();
  if (suggestion->has_distance_m())
    add("fit.distance", Fill(texts.distance(), {{"distance", DistanceWords(suggestion->distance_m())}}));
  if (service.profile().has_waiting_days()) {
    add("fit.waiting", Fill(texts.waiting(), {{"days", absl::StrCat(service.profile().waiting_days())},
                                              {"date", service.profile().waiting_measured_date()}}));
  } else if (!Contains(service.profile().access(), kAccessFree)) {
    add("fit.waiting", texts.waiting_unknown());
  }
  if (IsFresh(service.assured_date(), now)) {
    add("fit.assured", Fill(texts.assured(), {{"date", service.assured_date()}}));
  } else {
    add("fit.assured", texts.not_assured());
  }
  if (service.status() == v1::SERVICE_STATUS_TEMPORARILY_CLOSED) add("fit.closed", texts.closed());
}

}  // namespace socialekaart
