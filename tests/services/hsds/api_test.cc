#include "services/hsds/api.h"

#include <gmock/gmock.h>

#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "indexer/base/codec.h"
#include "tests/services/hsds/hsds_fixture.h"

namespace socialekaart::hsds_api {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

TEST_F(HsdsTest, PagesAddUp) {
  EXPECT_EQ(
      List(Collection::kServices).dump(),
      R"({"total_items":0,"total_pages":0,"page_number":1,"size":0,"first_page":true,"last_page":true,"empty":true,"contents":[]})");
  for (int i = 0; i < 7; ++i) directory_.Add({.name = absl::StrCat("Dienst ", i)});
  std::vector<std::string> names;
  for (int64_t number = 1; number <= 3; ++number) {
    const Json page = List(Collection::kServices, {.page = number, .per_page = 3});
    EXPECT_EQ(page["total_items"], 7);
    EXPECT_EQ(page["total_pages"], 3);
    EXPECT_EQ(page["page_number"], number);
    EXPECT_EQ(page["size"], page["contents"].size());
    EXPECT_EQ(page["first_page"], number == 1);
    EXPECT_EQ(page["last_page"], number == 3);
    EXPECT_EQ(page["empty"], false);
    for (const Json& service : page["contents"]) names.push_back(service["name"]);
  }
  EXPECT_THAT(names, ElementsAre("Dienst 0", "Dienst 1", "Dienst 2", "Dienst 3", "Dienst 4", "Dienst 5", "Dienst 6"));
  const Json beyond = List(Collection::kServices, {.page = 4, .per_page = 3});
  EXPECT_EQ(beyond["size"], 0);
  EXPECT_EQ(beyond["empty"], true);
}

// What a harvester does while others work: everything that is there all the time comes once.
TEST_F(HsdsTest, ACrawlSeesEachRecordOnceWhileOthersWrite) {
  for (const bool filtered : {false, true}) {
    SCOPED_TRACE(filtered);
    std::vector<v1::Service> services;
    for (int i = 0; i < 20; ++i)
      services.push_back(directory_.Add({.name = absl::StrCat("Blijft ", i), .problems = "boos"}));
    Parameters parameters{.per_page = 3};
    if (filtered) parameters.taxonomy_term_id = ProfileTermId("probleemdomein", "boos");
    std::map<std::string, int> seen;
    for (bool is_last = false; !is_last; ++parameters.page) {
      const Json page = List(Collection::kServices, parameters);
      is_last = page["last_page"];
      for (const Json& service : page["contents"]) ++seen[service["id"]];
      if (parameters.page > 6) continue;
      // One before and one behind the crawl goes, one changes and ceases to fit, one comes.
      Delete(services[static_cast<size_t>(parameters.page) - 1]);
      Delete(services[services.size() - static_cast<size_t>(parameters.page)]);
      v1::Service changed = services[6 + static_cast<size_t>(parameters.page)];
      changed.mutable_attributes()->DeleteSubrange(2, 1);
      ASSERT_TRUE(directory_.catalog().Update(changed, {}, false).ok());
      directory_.Add({.name = "Nieuw", .problems = "boos"});
    }
    for (size_t i = 6; i < 14; ++i) EXPECT_EQ(seen[IdOfRecord(services[i].name())], 1) << i;
    for (const auto& [id, times] : seen) EXPECT_EQ(times, 1);
    // The next crawl has no holes.
    parameters.page = 1;
    const Json fresh = List(Collection::kServices, parameters);
    EXPECT_EQ(fresh["size"], 3);
    EXPECT_EQ(fresh["total_pages"], (fresh["total_items"].get<int>() + 2) / 3);
  }
}

TEST_F(HsdsTest, ConditionsAddUp) {
  const v1::Organization cjg = AddOrganization("CJG Voorbeeld");
  const auto near = directory_.Add({.name = "Boos in Eibergen",
                                    .problems = "boos",
                                    .area = "GM1859",
                                    .postal_code = "7151 AB",
                                    .latitude = 52.1021,
                                    .longitude = 6.6425});
  SetOrganization(near, cjg);
  directory_.Add({.name = "Boos in Assen",
                  .problems = "boos",
                  .area = "GM0106",
                  .postal_code = "9401 AB",
                  .latitude = 52.99,
                  .longitude = 6.56});
  directory_.Add({.name = "Slapen", .problems = "slaap", .area = "GM1859"});
  const Uuid boos = ProfileTermId("probleemdomein", "boos");
  const Uuid organization = *ParseUuid(IdOfRecord(cjg.name()));

  EXPECT_THAT(NamesOf(Collection::kServices, {.taxonomy_term_id = boos}),
              ElementsAre("Boos in Eibergen", "Boos in Assen"));
  EXPECT_THAT(NamesOf(Collection::kServices, {.taxonomy_id = TaxonomyId("probleemdomein")}), testing::SizeIs(3));
  EXPECT_THAT(NamesOf(Collection::kServices, {.taxonomy_id = TaxonomyId("contract")}), IsEmpty());
  EXPECT_THAT(NamesOf(Collection::kServices, {.taxonomy_term_id = boos, .organization_id = organization}),
              ElementsAre("Boos in Eibergen"));
  EXPECT_THAT(NamesOf(Collection::kServices, {.postcode = "7151 AB"}), ElementsAre("Boos in Eibergen", "Slapen"));
  EXPECT_THAT(NamesOf(Collection::kServices, {.postcode = "7151AB", .proximity_m = 5000}),
              ElementsAre("Boos in Eibergen"));
  EXPECT_THAT(NamesOf(Collection::kServices, {.postcode = "7151AB", .proximity_m = 1}), IsEmpty());
  EXPECT_THAT(NamesOf(Collection::kServiceAtLocations, {.taxonomy_term_id = boos}),
              ElementsAre("Boos in Eibergen", "Boos in Assen"));
  EXPECT_THAT(NamesOf(Collection::kServiceAtLocations, {.postcode = "7151"}), ElementsAre("Boos in Eibergen"));
  EXPECT_THAT(NamesOf(Collection::kServices, {.search = "slapen"}), ElementsAre("Slapen"));
  EXPECT_THAT(NamesOf(Collection::kServices, {.search = "slapen", .taxonomy_term_id = boos}), IsEmpty());
  EXPECT_THAT(NamesOf(Collection::kServiceAtLocations, {.search = "boos", .organization_id = organization}),
              ElementsAre("Boos in Eibergen"));
  EXPECT_THAT(NamesOf(Collection::kOrganizations, {.taxonomy_term_id = boos}), ElementsAre("CJG Voorbeeld"));
  EXPECT_THAT(NamesOf(Collection::kOrganizations, {.taxonomy_term_id = ProfileTermId("probleemdomein", "slaap")}),
              IsEmpty());
  EXPECT_THAT(NamesOf(Collection::kOrganizations, {.search = "voorbeeld cjg"}), ElementsAre("CJG Voorbeeld"));
  EXPECT_THAT(NamesOf(Collection::kOrganizations, {.search = "voorbeeld ggd"}), IsEmpty());
  EXPECT_THAT(NamesOf(Collection::kTaxonomyTerms, {.search = "boos", .taxonomy_id = TaxonomyId("probleemdomein")}),
              testing::SizeIs(1));
  EXPECT_TRUE(absl::IsInvalidArgument(api_.List(Collection::kServices, {.postcode = "9999 ZZ"}, 0).status()));
}

TEST_F(HsdsTest, WhatChangesInsideAServiceChangesIt) {
  v1::Organization cjg = AddOrganization("CJG");
  SetOrganization(directory_.Add({.name = "Spreekuur"}), cjg);
  directory_.Add({.name = "Anders"});
  const auto modified = [&] {
    return List(Collection::kServices,
                {.organization_id = ParseUuid(IdOfRecord(cjg.name()))})["contents"][0]["last_modified"]
        .get<std::string>();
  };
  const std::string before = modified();
  absl::SleepFor(absl::Milliseconds(3));  // the moments are in milliseconds
  const absl::Time then = absl::Now();
  EXPECT_THAT(NamesOf(Collection::kServices, {.modified_after = then}), IsEmpty());
  cjg.set_description("Anders.");
  cjg.clear_etag();
  absl::SleepFor(absl::Milliseconds(3));
  ASSERT_TRUE(directory_.catalog().Update(cjg, {}, false).ok());
  EXPECT_THAT(NamesOf(Collection::kServices, {.modified_after = then}), ElementsAre("Spreekuur"));
  EXPECT_THAT(NamesOf(Collection::kOrganizations, {.modified_after = then}), ElementsAre("CJG"));
  EXPECT_LT(before, modified());
}

TEST_F(HsdsTest, ShowsAsMuchAsIsAsked) {
  const v1::Organization cjg = AddOrganization("CJG");
  const auto service = directory_.Add({.name = "Spreekuur", .area = "GM1859", .postal_code = "7151 AB"});
  SetOrganization(service, cjg);
  const std::string id = IdOfRecord(service.name());

  const Json single = List(Collection::kServices)["contents"][0];
  EXPECT_FALSE(single.contains("service_areas"));
  EXPECT_EQ(single["organization"]["name"], "CJG");
  const Json whole = List(Collection::kServices, {.full = true})["contents"][0];
  EXPECT_EQ(whole["service_areas"][0]["extent"], "GM1859");
  EXPECT_EQ(whole, Get(Collection::kServices, id));
  const Json least = List(Collection::kServices, {.minimal = true})["contents"][0];
  EXPECT_EQ(least, (Json{{"id", id}, {"modified_date", whole["last_modified"]}}));

  const Json place = List(Collection::kServiceAtLocations, {.full = true})["contents"][0];
  EXPECT_EQ(place["service"]["id"], id);
  EXPECT_FALSE(place["service"].contains("service_at_locations"));
  EXPECT_EQ(place["location"]["addresses"][0]["postal_code"], "7151 AB");
  EXPECT_EQ(place, Get(Collection::kServiceAtLocations, place["id"]));

  const Json organization = Get(Collection::kOrganizations, IdOfRecord(cjg.name()));
  EXPECT_EQ(organization["services"], (Json::array({{{"id", id}, {"name", "Spreekuur"}, {"status", "active"}}})));
  const Json with_services = List(Collection::kOrganizations, {.full_service = true})["contents"][0];
  EXPECT_EQ(with_services["services"][0]["service_areas"][0]["extent"], "GM1859");
  EXPECT_FALSE(List(Collection::kOrganizations)["contents"][0].contains("services"));

  std::vector<std::string> lines;
  ASSERT_TRUE(api_.WriteAll(Collection::kServices, {.full = true},
                            [&](const std::string& line) {
                              lines.push_back(line);
                              return true;
                            })
                  .ok());
  EXPECT_THAT(lines, ElementsAre(whole.dump()));
}

TEST_F(HsdsTest, AConfidentialPlaceHasNoAddressAndNoPoint) {
  directory_.Add(
      {.name = "Opvang", .postal_code = "7151 AB", .latitude = 52.1021, .longitude = 6.6425, .confidential = true});
  const std::string place = List(Collection::kServiceAtLocations, {.full = true}).dump();
  EXPECT_THAT(place, HasSubstr("Opvang"));
  for (const char* secret : {"Voorbeeldstraat", "7151 AB", "52.1021", "latitude"})
    EXPECT_THAT(place, Not(HasSubstr(secret)));
  EXPECT_THAT(NamesOf(Collection::kServiceAtLocations, {.postcode = "7151", .proximity_m = 5000}), IsEmpty());
}

TEST_F(HsdsTest, ATermHasOneIdEverywhere) {
  directory_.Add({.name = "Een", .problems = "boos", .contracts = "GM1859"});
  v1::Service other = directory_.Add({.name = "Twee", .problems = "boos"});
  auto* term = other.add_attributes()->mutable_taxonomy_term();
  term->set_id("00000000-0000-4000-8000-000000000001");
  term->set_taxonomy("doelgroep");
  term->set_code("tieners");
  term->set_name("Tieners");
  other.clear_etag();
  ASSERT_TRUE(directory_.catalog().Update(other, {}, false).ok());
  std::set<std::string> ids;
  const Json page = List(Collection::kServices, {.full = true});
  for (const Json& service : page["contents"]) {
    for (const Json& attribute : service["attributes"]) {
      const Json& shown = attribute["taxonomy_term"];
      if (shown["code"] == "boos") ids.insert(shown["id"]);
      const Json listed = Get(Collection::kTaxonomyTerms, shown["id"]);
      EXPECT_EQ(listed["code"], shown["code"]);
      EXPECT_EQ(listed["taxonomy_id"], shown["taxonomy_id"]);
      EXPECT_EQ(Get(Collection::kTaxonomies, shown["taxonomy_id"])["name"], shown["taxonomy"]);
    }
  }
  EXPECT_THAT(ids, ElementsAre(FormatUuid(ProfileTermId("probleemdomein", "boos"))));
  EXPECT_EQ(Get(Collection::kTaxonomyTerms, term->id())["name"], "Tieners");
}

TEST_F(HsdsTest, WhatIsGoneIsNotFound) {
  const auto service = directory_.Add({.name = "Spreekuur", .postal_code = "7151 AB"});
  const std::string place = List(Collection::kServiceAtLocations)["contents"][0]["id"];
  Delete(service);
  EXPECT_EQ(List(Collection::kServiceAtLocations)["total_items"], 0);
  for (const auto& [collection, id] :
       std::vector<std::pair<Collection, std::string>>{{Collection::kServices, IdOfRecord(service.name())},
                                                       {Collection::kServiceAtLocations, place},
                                                       {Collection::kServices, RandomUuid()},
                                                       {Collection::kOrganizations, RandomUuid()},
                                                       {Collection::kTaxonomies, RandomUuid()},
                                                       {Collection::kTaxonomyTerms, "geen-id"}}) {
    EXPECT_TRUE(absl::IsNotFound(api_.Get(collection, id, {}).status())) << id;
  }
}

}  // namespace
}  // namespace socialekaart::hsds_api
