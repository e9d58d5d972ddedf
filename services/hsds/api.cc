#include "services/hsds/api.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "indexer/base/codec.h"
#include "indexer/base/status.h"
#include "indexer/store/catalog.h"

namespace socialekaart::hsds_api {
namespace {

// What one answer may weigh: it is held in memory.
constexpr size_t kMaxAnswerBytes = 32u << 20;

std::string Dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

View ViewOfList(const Parameters& parameters) {
  return {.full = parameters.full || parameters.full_service,
          .full_organization = parameters.full_organization,
          .full_service = parameters.full_service,
          .minimal = parameters.minimal};
}

// What the pages of one crawl have in common: everything asked save the page.
uint64_t ListingOf(Collection collection, const Parameters& asked, uint64_t client) {
  const auto id = [](const std::optional<Uuid>& uuid) { return uuid ? FormatUuid(*uuid) : std::string(); };
  return Hash(absl::StrCat(InfoOf(collection).path, "\n", asked.search, "\n", asked.per_page, "\n",
                           id(asked.taxonomy_term_id), "\n", id(asked.taxonomy_id), "\n", id(asked.organization_id),
                           "\n", id(asked.parent_id), "\n",
                           asked.modified_after ? absl::ToUnixNanos(*asked.modified_after) : 0, "\n", asked.postcode,
                           "\n", asked.proximity_m, "\n", asked.top_only, asked.minimal, asked.full, asked.full_service,
                           asked.full_organization, "\n", client));
}

absl::Status NotThere(Collection collection) {
  return Error(absl::StatusCode::kNotFound, v1::ERROR_REASON_RECORD_NOT_FOUND,
               absl::StrCat("there is no ", InfoOf(collection).object, " with this id"));
}

absl::Status TooMuch(const Parameters& parameters) {
  return InvalidField(parameters.ndjson() ? "format" : "per_page", "asks for more than 32 MiB at once",
                      parameters.ndjson() ? "ndjson by GET, or pages" : "fewer, or format=ndjson by GET");
}

// The object of a page, with the `contents` written already.
std::string PageJson(const Parameters& parameters, int64_t total, int64_t pages, int64_t size,
                     absl::string_view contents) {
  const bool is_last = parameters.page >= pages;
  const Json page = {{"total_items", total},
                     {"total_pages", pages},
                     {"page_number", parameters.page},
                     {"size", size},
                     {"first_page", parameters.page == 1},
                     {"last_page", is_last},
                     // A page whose records were all deleted during a crawl is not the end of it.
                     {"empty", size == 0 && is_last}};
  const std::string head = Dump(page);
  return absl::StrCat(head.substr(0, head.size() - 1), ",\"contents\":[", contents, "]}");
}

}  // namespace

absl::StatusOr<v1::Service> HsdsApi::Read(absl::string_view name) const {
  const auto record = store_.Get(name);
  if (!record.ok()) return record.status();
  if (IsDeleted(*record)) return NotThere(Collection::kServices);
  return Assemble(store_, *record);
}

absl::StatusOr<HsdsApi::Rendered> HsdsApi::RenderService(Uuid id, const View& view) const {
  const auto service = Read(Name(RecordKind::kService, FormatUuid(id)));
  if (!service.ok()) return service.status();
  return Rendered{ServiceJson(*service, profile_, view), ModifiedOf(*service)};
}

absl::StatusOr<HsdsApi::Rendered> HsdsApi::RenderPlace(Uuid place, Uuid service_id, const View& view) const {
  const auto service = Read(Name(RecordKind::kService, FormatUuid(service_id)));
  if (!service.ok()) return service.status();
  Rendered rendered{PlaceJson(*service, place, profile_, view), ModifiedOf(*service)};
  if (rendered.json.is_null()) return NotThere(Collection::kServiceAtLocations);
  return rendered;
}

absl::StatusOr<HsdsApi::Rendered> HsdsApi::RenderOrganization(Uuid id, const View& view) const {
  const std::string name = Name(RecordKind::kOrganization, FormatUuid(id));
  const auto record = store_.Get(name);
  if (!record.ok()) return record.status();
  if (IsDeleted(*record)) return NotThere(Collection::kOrganizations);
  const auto organization = ToResource<v1::Organization>(*record);
  Rendered rendered{{}, ModifiedOf(organization)};
  std::vector<v1::Service> services;
  if (view.full) {
    const auto referrers = store_.Referrers(name);
    if (!referrers.ok()) return referrers.status();
    for (const std::string& referrer : *referrers) {
      auto service = Read(referrer);
      if (absl::IsNotFound(service.status())) continue;
      if (!service.ok()) return service.status();
      rendered.modified = std::max(rendered.modified, ModifiedOf(*service));
      services.push_back(*std::move(service));
    }
  }
  rendered.json = OrganizationJson(organization, services, profile_, view);
  return rendered;
}

absl::StatusOr<HsdsApi::Rendered> HsdsApi::Render(Collection collection, uint32_t index, const View& view) const {
  struct Found {
    Uuid id, service;
    Json json;
    absl::Time changed;
  };
  // Under the lock of the roster as little as can be: records are read after it.
  const Found found = roster_.Read([&](const RosterState& state) -> Found {
    switch (collection) {
      case Collection::kServices:
        return {state.services[index].id, 0, {}, {}};
      case Collection::kOrganizations:
        return {state.organizations[index].id, 0, {}, {}};
      case Collection::kServiceAtLocations:
        return {state.places[index].id, state.services[state.places[index].service].id, {}, {}};
      case Collection::kTaxonomies:
        return {0, 0, state.terms.TaxonomyJson(index), state.changed};
      case Collection::kTaxonomyTerms:
        return {0, 0, state.terms.TermJson(index), state.changed};
    }
    return {};
  });
  if (collection == Collection::kServices) return RenderService(found.id, view);
  if (collection == Collection::kOrganizations) return RenderOrganization(found.id, view);
  if (collection == Collection::kServiceAtLocations) return RenderPlace(found.id, found.service, view);
  return Rendered{found.json, found.changed};
}

absl::StatusOr<HsdsApi::Answer> HsdsApi::List(Collection collection, const Parameters& parameters, uint64_t client) {
  if (absl::Status status = roster_.CatchUp(); !status.ok()) return status;
  const uint64_t listing = ListingOf(collection, parameters, client);
  const auto pages_of = [&](size_t count) {
    return parameters.ndjson() ? 1 : (static_cast<int64_t>(count) + parameters.per_page - 1) / parameters.per_page;
  };
  const absl::Time now = absl::Now();
  Crawls::Choice choice;
  if (parameters.page > 1 && !parameters.ndjson()) choice = crawls_.Continue(listing, parameters.page, now);
  if (choice == nullptr) {
    auto chosen = Choose(collection, parameters, roster_, places_, find_);
    if (!chosen.ok()) return chosen.status();
    const int64_t count = pages_of(chosen->size());
    // A page that is asked out of the blue belongs to no crawl.
    choice = crawls_.Begin(listing, *std::move(chosen), parameters.page == 1 ? count : 1, now);
  }

  const int64_t pages = pages_of(choice->size());
  const auto begin = parameters.ndjson() ? 0
                                         : std::min<int64_t>((parameters.page - 1) * parameters.per_page,
                                                             static_cast<int64_t>(choice->size()));
  const auto end = parameters.ndjson()
                       ? static_cast<int64_t>(choice->size())
                       : std::min<int64_t>(begin + parameters.per_page, static_cast<int64_t>(choice->size()));
  int64_t total = 0;
  absl::Time changed;
  roster_.Read([&](const RosterState& state) {
    changed = state.changed;
    total =
        std::count_if(choice->begin(), choice->end(), [&](uint32_t index) { return state.IsAlive(collection, index); });
    return 0;
  });
  std::string contents;
  int64_t size = 0;
  for (int64_t at = begin; at < end; ++at) {
    const auto rendered = Render(collection, (*choice)[static_cast<size_t>(at)], ViewOfList(parameters));
    if (absl::IsNotFound(rendered.status())) continue;  // deleted since it was chosen
    if (!rendered.ok()) return rendered.status();
    if (parameters.ndjson()) {
      absl::StrAppend(&contents, Dump(rendered->json), "\n");
    } else {
      absl::StrAppend(&contents, size == 0 ? "" : ",", Dump(rendered->json));
    }
    ++size;
    if (contents.size() > kMaxAnswerBytes) return TooMuch(parameters);
  }
  if (parameters.ndjson()) return Answer{std::move(contents), changed};
  return Answer{PageJson(parameters, total, pages, size, contents), changed};
}

absl::Status HsdsApi::WriteAll(Collection collection, const Parameters& parameters,
                               const std::function<bool(const std::string& line)>& write) {
  if (absl::Status status = roster_.CatchUp(); !status.ok()) return status;
  const auto chosen = Choose(collection, parameters, roster_, places_, find_);
  if (!chosen.ok()) return chosen.status();
  for (const uint32_t index : *chosen) {
    const auto rendered = Render(collection, index, ViewOfList(parameters));
    if (absl::IsNotFound(rendered.status())) continue;
    if (!rendered.ok()) return rendered.status();
    if (!write(Dump(rendered->json))) return absl::CancelledError("nobody takes the answer any more");
  }
  return absl::OkStatus();
}

absl::StatusOr<HsdsApi::Answer> HsdsApi::Get(Collection collection, absl::string_view id,
                                             const Parameters& parameters) {
  const auto uuid = ParseUuid(id);
  if (!uuid) return NotThere(collection);
  if (absl::Status status = roster_.CatchUp(); !status.ok()) return status;
  const std::optional<uint32_t> index = roster_.Read([&](const RosterState& state) -> std::optional<uint32_t> {
    const auto find = [&](const RosterState::IndexById& by_id) -> std::optional<uint32_t> {
      const auto found = by_id.find(*uuid);
      if (found == by_id.end()) return std::nullopt;
      return found->second;
    };
    switch (collection) {
      case Collection::kServices:
        return find(state.service_index);
      case Collection::kOrganizations:
        return find(state.organization_index);
      case Collection::kServiceAtLocations:
        return find(state.place_index);
      case Collection::kTaxonomies:
        return find(state.terms.taxonomy_index());
      case Collection::kTaxonomyTerms:
        return find(state.terms.term_index());
    }
    return std::nullopt;
  });
  if (!index) return NotThere(collection);
  const auto rendered = Render(collection, *index, {.full_service = parameters.full_service});
  if (absl::IsNotFound(rendered.status())) return NotThere(collection);
  if (!rendered.ok()) return rendered.status();
  return Answer{Dump(rendered->json), rendered->modified};
}

}  // namespace socialekaart::hsds_api
