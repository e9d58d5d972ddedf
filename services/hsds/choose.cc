#include "services/hsds/choose.h"

#include <algorithm>
#include <numeric>
#include <optional>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "indexer/base/status.h"
#include "indexer/place/distance.h"
#include "indexer/text/fold.h"

namespace socialekaart::hsds_api {
namespace {

// A place to be served at, as asked.
struct Target {
  PlaceCodes codes;
  std::optional<v1::LatLng> point;
  int64_t radius_m = 0;  // 0 = any distance

  bool IsNear(const RosterState::PlaceEntry& place) const {
    return place.has_point && DistanceM(point->latitude(), point->longitude(), place.latitude, place.longitude) <=
                                  static_cast<double>(radius_m);
  }
};

absl::StatusOr<std::optional<Target>> TargetOf(const Parameters& parameters, const Places& places) {
  if (parameters.postcode.empty()) return std::nullopt;
  v1::Place asked;
  asked.set_postal_code(parameters.postcode);
  const auto place = places.Resolve(asked);
  if (absl::IsInvalidArgument(place.status())) return InvalidField("postcode", "has another form", "7151 AB or 7151");
  if (absl::IsNotFound(place.status()))
    return InvalidField("postcode", "is not known here", "a postcode of the gazetteer of this server");
  if (!place.ok()) return place.status();
  Target target{.codes = places.gazetteer().CodesOf(*place), .point = std::nullopt, .radius_m = parameters.proximity_m};
  if (place->has_point()) target.point = place->point();
  if (target.radius_m > 0 && !target.point)
    return InvalidField("proximity", "has no point to measure from", "a postcode with a known point");
  return target;
}

// The conditions of a request on the entries of a roster. An id that nothing has fits nothing.
class Conditions {
 public:
  Conditions(const RosterState& state, const Parameters& parameters, std::optional<Target> target)
      : state_(state), parameters_(parameters), target_(std::move(target)) {}

  bool Fits(const RosterState::ServiceEntry& service) const {
    return service.alive && IsRecent(service.modified_ms) && HasTerms(service.terms) &&
           (!parameters_.organization_id || service.organization == *parameters_.organization_id) && Serves(service);
  }
  bool IsNear(const RosterState::ServiceEntry& service) const {
    return !HasRadius() || std::any_of(service.places.begin(), service.places.end(),
                                       [&](uint32_t place) { return target_->IsNear(state_.places[place]); });
  }
  bool IsNear(const RosterState::PlaceEntry& place) const { return !HasRadius() || target_->IsNear(place); }

  bool Fits(const RosterState::OrganizationEntry& organization) const {
    return organization.alive && IsRecent(organization.modified_ms);
  }
  bool Fits(const Terms::TermEntry& term) const {
    return (!parameters_.taxonomy_id || TaxonomyOf(term) == *parameters_.taxonomy_id) &&
           (!parameters_.parent_id || term.parent == *parameters_.parent_id) &&
           (!parameters_.top_only || term.parent == 0);
  }
  bool HasTerms(const std::vector<uint32_t>& terms) const {
    const auto any = [&](const auto& fits) {
      return std::any_of(terms.begin(), terms.end(), [&](uint32_t term) { return fits(state_.terms.terms()[term]); });
    };
    return (!parameters_.taxonomy_term_id ||
            any([&](const auto& term) { return term.id == *parameters_.taxonomy_term_id; })) &&
           (!parameters_.taxonomy_id ||
            any([&](const auto& term) { return TaxonomyOf(term) == *parameters_.taxonomy_id; }));
  }

 private:
  Uuid TaxonomyOf(const Terms::TermEntry& term) const {
    return term.taxonomy == Terms::kNoTaxonomy ? Uuid{0} : state_.terms.taxonomies()[term.taxonomy].id;
  }
  bool IsRecent(int64_t modified_ms) const {
    return !parameters_.modified_after || absl::FromUnixMillis(modified_ms) >= *parameters_.modified_after;
  }
  bool HasRadius() const { return target_ && target_->radius_m > 0; }
  bool Serves(const RosterState::ServiceEntry& service) const {
    return !target_ || state_.AreaFitOf(service, target_->codes) != v1::FIT_NO;
  }

  const RosterState& state_;
  const Parameters& parameters_;
  const std::optional<Target> target_;
};

std::vector<uint32_t> UpTo(size_t count) {
  std::vector<uint32_t> all(count);
  std::iota(all.begin(), all.end(), 0u);
  return all;
}

// All words of the search stand in the text.
class WordSearch {
 public:
  explicit WordSearch(const std::string& search)
      : words_(absl::StrSplit(Fold(search), absl::ByAnyChar(" \t\r\n,;"), absl::SkipEmpty())) {}
  bool Finds(const std::string& folded) const {
    return std::all_of(words_.begin(), words_.end(),
                       [&](const std::string& word) { return absl::StrContains(folded, word); });
  }

 private:
  const std::vector<std::string> words_;
};

std::vector<uint32_t> ChooseOrganizations(const RosterState& state, const Parameters& parameters,
                                          const Conditions& conditions) {
  const bool by_term = parameters.taxonomy_term_id || parameters.taxonomy_id;
  absl::flat_hash_set<Uuid> with_terms;
  for (const auto& service : state.services) {
    if (by_term && service.alive && conditions.HasTerms(service.terms)) with_terms.insert(service.organization);
  }
  const WordSearch words(parameters.search);
  std::vector<uint32_t> chosen = UpTo(state.organizations.size());
  std::erase_if(chosen, [&](uint32_t index) {
    const auto& organization = state.organizations[index];
    return !conditions.Fits(organization) || !words.Finds(organization.text) ||
           (by_term && !conditions.HasTerms(organization.terms) && !with_terms.contains(organization.id));
  });
  return chosen;
}

std::vector<uint32_t> ChooseServices(const RosterState& state, const Conditions& conditions,
                                     const std::optional<std::vector<uint32_t>>& found) {
  std::vector<uint32_t> chosen = found ? *found : UpTo(state.services.size());
  std::erase_if(chosen, [&](uint32_t index) { return !conditions.Fits(state.services[index]); });
  return chosen;
}

std::vector<uint32_t> ChoosePlaces(const RosterState& state, const Conditions& conditions,
                                   const std::optional<std::vector<uint32_t>>& found) {
  std::vector<uint32_t> chosen;
  if (!found) {
    chosen = UpTo(state.places.size());
  } else {
    for (const uint32_t service : *found) {
      const auto& places = state.services[service].places;
      chosen.insert(chosen.end(), places.begin(), places.end());
    }
  }
  std::erase_if(chosen, [&](uint32_t index) {
    const auto& place = state.places[index];
    return !place.alive || !conditions.Fits(state.services[place.service]) || !conditions.IsNear(place);
  });
  return chosen;
}

template <typename Entries, typename TextOf, typename Fits>
std::vector<uint32_t> ChooseNamed(const Entries& entries, const std::string& search, TextOf text_of, Fits fits) {
  const WordSearch words(search);
  std::vector<uint32_t> chosen = UpTo(entries.size());
  std::erase_if(chosen,
                [&](uint32_t index) { return !fits(entries[index]) || !words.Finds(Fold(text_of(entries[index]))); });
  return chosen;
}

}  // namespace

absl::StatusOr<std::vector<uint32_t>> Choose(Collection collection, const Parameters& parameters, const Roster& roster,
                                             const Places& places, const ServiceFinder& find) {
  auto target = TargetOf(parameters, places);
  if (!target.ok()) return target.status();
  const bool of_services = collection == Collection::kServices || collection == Collection::kServiceAtLocations;
  std::optional<std::vector<std::string>> names;
  if (of_services && !parameters.search.empty()) {
    auto found = find(parameters.search);
    if (!found.ok()) return found.status();
    names = *std::move(found);
  }
  return roster.Read([&](const RosterState& state) {
    std::optional<std::vector<uint32_t>> found;
    if (names) {
      found.emplace();
      for (const std::string& name : *names) {
        const auto at = state.service_index.find(ParseUuid(IdOf(name)).value_or(0));
        if (at != state.service_index.end()) found->push_back(at->second);
      }
    }
    const Conditions conditions(state, parameters, *std::move(target));
    switch (collection) {
      case Collection::kServices: {
        std::vector<uint32_t> chosen = ChooseServices(state, conditions, found);
        std::erase_if(chosen, [&](uint32_t index) { return !conditions.IsNear(state.services[index]); });
        return chosen;
      }
      case Collection::kServiceAtLocations:
        return ChoosePlaces(state, conditions, found);
      case Collection::kOrganizations:
        return ChooseOrganizations(state, parameters, conditions);
      case Collection::kTaxonomies:
        return ChooseNamed(
            state.terms.taxonomies(), parameters.search,
            [](const auto& one) { return absl::StrCat(one.name, " ", one.description); },
            [](const auto&) { return true; });
      case Collection::kTaxonomyTerms:
        return ChooseNamed(
            state.terms.terms(), parameters.search,
            [](const auto& one) { return absl::StrCat(one.code, " ", one.name); },
            [&](const auto& one) { return conditions.Fits(one); });
    }
    return std::vector<uint32_t>();
  });
}

}  // namespace socialekaart::hsds_api
