#include "tests/support/small_directory.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "indexer/text/lexicon.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "indexer/base/date.h"
#include "indexer/store/rocksdb_store.h"

namespace socialekaart {
namespace {

template <typename T>
T Must(absl::StatusOr<T> value) {
  EXPECT_TRUE(value.ok()) << value.status();
  if (!value.ok()) std::abort();
  return *std::move(value);
}

}  // namespace

v1::Attribute MakeAttribute(const std::string& taxonomy, const std::string& code) {
  v1::Attribute attribute;
  attribute.mutable_taxonomy_term()->set_taxonomy(taxonomy);
  attribute.mutable_taxonomy_term()->set_code(code);
  attribute.mutable_taxonomy_term()->set_name(code);
  return attribute;
}

SmallDirectory::SmallDirectory() {
  const std::string data = absl::StrCat(SOCIALEKAART_SOURCE_DIR, "/data");
  analyzer_ = Must(LoadDutchAnalyzer(FindLexicon()));
  ranking_ = Must(LoadRanking(data + "/ranking.textproto"));
  taxonomy_ = Must(Taxonomy::Load(data + "/taxonomy.textproto"));
  store_ = Must(OpenRocksDbStore(folder_.path("store")));
  places_ = Must(Places::Load(data, *store_));
  catalog_ = std::make_unique<Catalog>(*store_, *taxonomy_);
  StartIndex();
}

void SmallDirectory::StartIndex() {
  index_ = std::make_unique<Index>(folder_.path("index"), *store_, rules(), places_->gazetteer(),
                                   [](Index::State, bool, const std::string&) {});
  index_->Start();
}

v1::Service SmallDirectory::Add(const Town& town) {
  v1::Service service;
  service.set_display_name(town.name);
  service.set_description(town.description);
  service.set_status(town.status);
  service.set_assured_date(town.assured_date);
  if (town.minimum_age >= 0) service.set_minimum_age(town.minimum_age);
  if (town.maximum_age >= 0) service.set_maximum_age(town.maximum_age);
  const auto add = [&](const char* taxonomy, const std::string& codes) {
    for (const std::string& code : std::vector<std::string>(absl::StrSplit(codes, ' ', absl::SkipEmpty()))) {
      *service.add_attributes() = MakeAttribute(taxonomy, code);
    }
  };
  add(kTaxonomyLevel, town.levels);
  add(kTaxonomyKind, town.kind);
  add(kTaxonomyProblem, town.problems);
  add(kTaxonomyExcludedProblem, town.excluded);
  add(kTaxonomyAccess, town.access);
  add(kTaxonomyContract, town.contracts);
  if (town.waiting_days >= 0) {
    v1::ServiceCapacity* capacity = service.add_capacities();
    capacity->mutable_unit()->set_name("dagen wachttijd");
    capacity->set_available(town.waiting_days);
    capacity->set_updated(absl::StrCat(FormatDate(absl::Now()), "T00:00:00.000Z"));
  }
  if (!town.area.empty()) {
    service.add_service_areas()->set_extent(town.area);
    service.mutable_service_areas(0)->set_extent_type("text");
  }
  if (!town.postal_code.empty() || town.latitude != 0) {
    v1::Location location;
    location.set_location_type(v1::LOCATION_TYPE_PHYSICAL);
    if (town.latitude != 0) {
      location.set_latitude(town.latitude);
      location.set_longitude(town.longitude);
    }
    v1::Address* address = location.add_addresses();
    address->set_address_1("Voorbeeldstraat 1");
    address->set_city("Voorbeeldstad");
    address->set_postal_code(town.postal_code);
    address->set_country("NL");
    address->set_address_type(v1::LOCATION_TYPE_PHYSICAL);
    if (town.confidential) *location.add_attributes() = MakeAttribute(kTaxonomyConfidential, kConfidentialYes);
    service.add_service_at_locations()->set_location(Must(catalog_->Create(location, "", false)).name());
  }
  return Must(catalog_->Create(service, "", false));
}

void SmallDirectory::Settle() {
  const absl::Status status = index_->WaitFor(store_->revision(), absl::Now() + absl::Seconds(30));
  ASSERT_TRUE(status.ok()) << status;
}

std::vector<std::string> SmallDirectory::Find(const IndexQuery& query) {
  Settle();
  std::vector<std::string> names;
  const Hits hits = Must(index_->Search(query));
  for (const Hit& hit : hits.hits) names.push_back(Must(catalog_->Get<v1::Service>(hit.name)).display_name());
  return names;
}

IndexQuery SmallDirectory::Near(const std::string& text) {
  v1::Place place;
  place.set_text(text);
  const v1::ResolvedPlace resolved = Must(places_->Resolve(place));
  IndexQuery query;
  query.place = places_->gazetteer().CodesOf(resolved);
  if (resolved.has_point()) query.point = resolved.point();
  return query;
}

}  // namespace socialekaart
