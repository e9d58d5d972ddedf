#include "services/supply.h"

#include <bit>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "indexer/base/status.h"

namespace socialekaart {
namespace {

constexpr double kHighestAge = 130;

std::string FormatDay(int32_t day) {
  return absl::FormatCivilTime(absl::CivilDay(1970, 1, 1) + day);
}

// The one gemeente in which a place lies.
absl::StatusOr<std::string> MunicipalityOf(const v1::ResolvedPlace& place) {
  if (place.municipalities_size() == 1 && place.candidates().empty()) return place.municipalities(0).code();
  return InvalidField("place", "dit ligt in meer dan een gemeente, of kan op meer plaatsen liggen",
                      "een gemeente (GM1859 of Berkelland)", v1::ERROR_REASON_PLACE_INVALID);
}

void AddLevels(const Ladder& ladder, v1::DescribeSupplyResponse* response) {
  for (const Ladder::Step& step : ladder.steps) {
    v1::SupplyLevel* level = response->add_levels();
    level->set_level(step.level);
    level->set_display_name(step.display_name);
    level->set_offered(step.offered);
  }
}

void AddRow(const std::string& problem, const std::string& display_name, const Supply::Row& counts,
            const Ladder& ladder, v1::DescribeSupplyResponse* response) {
  v1::SupplyRow* row = response->add_rows();
  row->set_problem(problem);
  row->set_display_name(display_name);
  for (const Ladder::Step& step : ladder.steps) {
    const Supply::Cell& count = counts[static_cast<size_t>(step.level)];
    v1::SupplyCell* cell = row->add_cells();
    cell->set_services(count.services);
    cell->set_general_services(count.general);
    cell->set_fresh_services(count.fresh);
    cell->set_gap(step.offered && count.services == 0);
    if (count.shortest_waiting_days) cell->set_shortest_waiting_days(*count.shortest_waiting_days);
  }
}

v1::SupplyFreshness ToFreshness(const Supply::Freshness& counts) {
  v1::SupplyFreshness freshness;
  freshness.set_services(counts.services);
  freshness.set_fresh(counts.fresh);
  freshness.set_aging(counts.aging);
  freshness.set_stale(counts.stale);
  freshness.set_never(counts.never);
  freshness.set_waiting_known(counts.waiting_known);
  if (counts.oldest_day) freshness.set_oldest_checked_date(FormatDay(*counts.oldest_day));
  freshness.mutable_stalest_services()->Add(counts.stalest.begin(), counts.stalest.end());
  return freshness;
}

// Pairs of a problem and a step that is offered, without a service.
int GapsOf(const Supply::Sum& sum, const Ladder& ladder, int problems) {
  const uint64_t all = problems == 64 ? ~uint64_t{0} : (uint64_t{1} << problems) - 1;
  int gaps = 0;
  for (const Ladder::Step& step : ladder.steps) {
    if (step.offered) gaps += std::popcount(all & ~sum.problems[static_cast<size_t>(step.level)]);
  }
  return gaps;
}

}  // namespace

absl::StatusOr<v1::DescribeSupplyResponse> DescribeSupply(const v1::DescribeSupplyRequest& request,
                                                          const SupplySources& sources, absl::Time now) {
  if (request.has_age_years() && !(request.age_years() >= 0 && request.age_years() <= kHighestAge)) {
    return InvalidField("age_years", "is out of range", "0 to 130 years");
  }
  v1::DescribeSupplyResponse response;
  SupplyQuery query{.now = now};
  if (request.has_age_years()) query.age_years = request.age_years();
  if (request.has_place()) {
    auto place = sources.places.Resolve(request.place());
    if (!place.ok()) return place.status();
    auto municipality = MunicipalityOf(*place);
    if (!municipality.ok()) return municipality.status();
    query.municipality_code = *std::move(municipality);
    v1::Place whole;
    whole.set_municipality_code(query.municipality_code);
    place = sources.places.Resolve(whole);
    if (!place.ok()) return place.status();
    *response.mutable_place() = *std::move(place);
  }
  const auto supply = sources.index.CountSupply(query);
  if (!supply.ok()) return supply.status();

  const Ladder& ladder = sources.policy.LadderOf(query.municipality_code);
  const auto& problems = sources.taxonomy.data().problems();
  AddLevels(ladder, &response);
  AddRow("", "", supply->all, ladder, &response);
  for (int i = 0; i < problems.size(); ++i) {
    AddRow(problems[i].code(), problems[i].display_name(), supply->problems[static_cast<size_t>(i)], ladder, &response);
  }
  *response.mutable_freshness() = ToFreshness(supply->freshness);
  for (const Supply::Municipality& one : supply->municipalities) {
    if (!one.named) continue;
    v1::MunicipalitySupply* municipality = response.add_municipalities();
    *municipality->mutable_municipality() = one.municipality;
    municipality->set_services(one.sum.services);
    municipality->set_fresh_services(one.sum.fresh);
    municipality->set_gaps(GapsOf(one.sum, sources.policy.LadderOf(one.municipality.code()), problems.size()));
  }
  response.set_revision(supply->revision);
  return response;
}

}  // namespace socialekaart
