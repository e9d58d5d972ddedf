#include "indexer/hsds/hsds_json.h"

#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/indexer/hsds/collect.h"
#include "tests/indexer/importer/fakes.h"

namespace socialekaart {
namespace {

using nlohmann::json;
using testing::Collected;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kId[] = "5d0f2a60-53cb-4d3f-8a39-0c6d3f1c7a10";
constexpr char kOrganizationId[] = "0a6b1111-53cb-4d3f-8a39-0c6d3f1c7a10";
constexpr char kLocationId[] = "d2001111-53cb-4d3f-8a39-0c6d3f1c7a10";

// A service in the Dutch profile, with a bit of everything.
json Example() {
  return json::parse(R"json({
    "id": "5d0f2a60-53cb-4d3f-8a39-0c6d3f1c7a10", "name": "Opvoedspreekuur Eibergen", "status": "temporarily closed",
    "description": "Gratis spreekuur.", "minimum_age": 0, "maximum_age": 12.5, "assured_date": "2026-09-01",
    "wait_time": "2 weken", "eigen": {"lijst": [1, 2.5, null, "x", {"ja": true}]},
    "phones": [{"id": "11111111-53cb-4d3f-8a39-0c6d3f1c7a10", "number": "0545-123456", "extension": 12, "kleur": "groen"}],
    "organization": {"id": "0a6b1111-53cb-4d3f-8a39-0c6d3f1c7a10", "name": "CJG", "description": "Centrum", "tax_id": "NL1"},
    "capacities": [{"id": "21111111-53cb-4d3f-8a39-0c6d3f1c7a10", "available": 0, "updated": "2026-11-01T00:00:00.000Z",
                    "unit": {"id": "31111111-53cb-4d3f-8a39-0c6d3f1c7a10", "name": "dagen wachttijd"}}],
    "service_at_locations": [{"id": "41111111-53cb-4d3f-8a39-0c6d3f1c7a10", "location": {
      "id": "d2001111-53cb-4d3f-8a39-0c6d3f1c7a10", "location_type": "physical", "name": "Kulturhus", "latitude": 52.1, "longitude": 6,
      "addresses": [{"id": "51111111-53cb-4d3f-8a39-0c6d3f1c7a10", "address_1": "Dorpsplein 1", "city": "Eibergen",
        "state_province": "Gelderland", "postal_code": "7151 AB", "country": "NL", "address_type": "physical"}]}}],
    "attributes": [{"id": "61111111-53cb-4d3f-8a39-0c6d3f1c7a10", "taxonomy_term": {"id": "71111111-53cb-4d3f-8a39-0c6d3f1c7a10",
      "taxonomy": "soort", "code": "opvoedondersteuning", "name": "Opvoedondersteuning", "description": ""}}]
  })json");
}

// What a store would answer: the records back inside each other.
v1::Service WithDetails(const ImportedService& imported) {
  v1::Service service = imported.service;
  if (imported.organization) *service.mutable_organization_detail() = *imported.organization;
  for (auto& item : *service.mutable_service_at_locations()) {
    for (const auto& location : imported.locations) {
      if (location.name() == item.location()) *item.mutable_location_detail() = location;
    }
  }
  return service;
}

TEST(FromHsdsTest, MakesRecordsOfWhatIsNested) {
  Collected found;
  const ImportedService imported = FromHsds(Example(), found);
  EXPECT_THAT(found.All(), IsEmpty());
  const v1::Service& service = imported.service;
  EXPECT_EQ(service.name(), std::string("services/") + kId);
  EXPECT_EQ(service.display_name(), "Opvoedspreekuur Eibergen");
  EXPECT_EQ(service.status(), v1::SERVICE_STATUS_TEMPORARILY_CLOSED);
  EXPECT_TRUE(service.has_minimum_age());
  EXPECT_EQ(service.maximum_age(), 12.5);
  EXPECT_EQ(service.organization(), std::string("organizations/") + kOrganizationId);
  ASSERT_TRUE(imported.organization);
  EXPECT_EQ(imported.organization->display_name(), "CJG");
  EXPECT_EQ(imported.organization->unknown_properties().fields().at("tax_id").string_value(), "NL1");
  ASSERT_EQ(imported.locations.size(), 1u);
  EXPECT_EQ(imported.locations[0].name(), std::string("locations/") + kLocationId);
  EXPECT_EQ(imported.locations[0].addresses(0).address_type(), v1::LOCATION_TYPE_PHYSICAL);
  EXPECT_EQ(service.service_at_locations(0).location(), imported.locations[0].name());
  EXPECT_EQ(service.phones(0).unknown_properties().fields().at("kleur").string_value(), "groen");
  EXPECT_EQ(service.unknown_properties().fields_size(), 2);
}

TEST(ToHsdsJsonTest, WritesWhatWasRead) {
  Collected found;
  const std::string text = ToHsdsJson(WithDetails(FromHsds(Example(), found)));
  EXPECT_EQ(text.find('\n'), std::string::npos);
  EXPECT_EQ(json::parse(text), Example());
  EXPECT_EQ(text.rfind(std::string("{\"id\":\"") + kId + "\",\"name\":\"Opvoedspreekuur Eibergen\"", 0), 0u) << text;
  EXPECT_THAT(text, ::testing::HasSubstr("\"longitude\":6,"));
}

TEST(ToHsdsJsonTest, LeavesOurBookkeepingBehind) {
  Collected found;
  v1::Service service = WithDetails(FromHsds(Example(), found));
  const std::string before = ToHsdsJson(service);
  service.set_etag("e");
  service.set_revision(7);
  service.mutable_provenance()->set_source("s");
  service.mutable_profile()->set_kind("k");
  service.mutable_organization_detail()->set_etag("e");
  service.mutable_service_at_locations(0)->mutable_location_detail()->set_confidential(true);
  EXPECT_EQ(ToHsdsJson(service), before);
}

TEST(ToHsdsJsonTest, WritesAllThatHsdsRequires) {
  v1::Service service;
  service.set_name(std::string("services/") + kId);
  service.set_display_name("x");
  service.set_status(v1::SERVICE_STATUS_ACTIVE);
  service.set_organization(std::string("organizations/") + kOrganizationId);
  service.add_phones()->set_number("1");
  service.add_attributes()->mutable_taxonomy_term()->set_name("n");
  auto* location = service.add_service_at_locations()->mutable_location_detail();
  location->set_name(std::string("locations/") + kLocationId);
  location->add_addresses();
  Collected found;
  FromHsds(json::parse(ToHsdsJson(service)), found);
  EXPECT_THAT(found.All(), IsEmpty());
  EXPECT_EQ(json::parse(ToHsdsJson(service))["organization_id"], kOrganizationId);
}

TEST(FromHsdsTest, LeavesOutOrMendsWhatIsFaulty) {
  struct Case {
    std::string field;
    json value;
    json expected;  // in what is written again; null = not there
  };
  const std::vector<Case> cases = {
      {"minimum_age", "12", 12},
      {"minimum_age", "x", nullptr},
      {"alert", 3, "3"},
      {"alert", json::array(), nullptr},
      {"email", false, nullptr},
      {"email", " a@b.nl ", "a@b.nl"},
      {"url", "www.b.nl/a", "https://www.b.nl/a"},
      {"url", "b/a", nullptr},
      {"assured_date", "2026-09-01T10:00:00Z", "2026-09-01"},
      {"assured_date", "1 september", nullptr},
      {"last_modified", "2026-09-01", "2026-09-01T00:00:00Z"},
      {"phones", json::array({{{"id", kId}}, 4, {{"id", kId}, {"number", 112}}}),
       json::array({{{"id", kId}, {"number", "112"}}})},
      {"phones", {{"id", kId}, {"number", "1"}}, json::array({{{"id", kId}, {"number", "1"}}})},
      {"capacities",
       json::array({{{"id", kId}, {"unit", {{"id", kId}, {"name", "dagen"}}}, {"updated", "2026-11-01T00:00:00Z"}}}),
       nullptr},
      {"program", {{"id", kId}}, nullptr},
      {"schedules", json::array({{{"id", kId}, {"opens_at", "9:00Z"}}}),
       json::array({{{"id", kId}, {"opens_at", "09:00"}}})},
      {"service_at_locations", json::array({3, {{"id", kId}}}), nullptr},
      {"organization", {{"id", kId}, {"description", "zonder naam"}}, nullptr},
      {"onbekend", nullptr, nullptr},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.field + " = " + c.value.dump());
    json service = {{"id", kId}, {"name", "x"}, {"status", "active"}};
    service[c.field] = c.value;
    Collected found;
    const json written = json::parse(ToHsdsJson(WithDetails(FromHsds(service, found))));
    EXPECT_EQ(written.contains(c.field) ? written[c.field] : json(), c.expected);
    EXPECT_EQ(found.All().empty(), c.value.is_null());
    EXPECT_THAT(found.AtLeast(v1::Finding::SEVERITY_FATAL), IsEmpty());
  }
}

TEST(FromHsdsTest, LeavesOutAPointThatIsNone) {
  json service = Example();
  service["service_at_locations"][0]["location"]["latitude"] = 100;
  Collected found;
  const ImportedService imported = FromHsds(service, found);
  EXPECT_THAT(found.All(), ElementsAre("service_at_locations[0].location.latitude hsds.latitude-range"));
  EXPECT_FALSE(imported.locations[0].has_latitude());
  EXPECT_FALSE(imported.locations[0].has_longitude());
}

TEST(FromHsdsTest, KeepsReferencesWithoutTheRecord) {
  json service = {{"id", kId}, {"name", "x"}, {"status", "active"}, {"organization_id", kOrganizationId}};
  service["service_at_locations"] = json::array({{{"id", kId}, {"location_id", kLocationId}}});
  Collected found;
  const ImportedService imported = FromHsds(service, found);
  EXPECT_EQ(imported.service.organization(), std::string("organizations/") + kOrganizationId);
  EXPECT_EQ(imported.service.service_at_locations(0).location(), std::string("locations/") + kLocationId);
  EXPECT_FALSE(imported.service.has_unknown_properties());
  EXPECT_EQ(json::parse(ToHsdsJson(imported.service)), service);
}

TEST(FromHsdsTest, KeepsTheLocationsOfAnOrganizationAsRecords) {
  json service = Example();
  json other = service["service_at_locations"][0]["location"];
  service["organization"]["locations"] = json::array({other});
  other["id"] = kOrganizationId;
  service["organization"]["locations"].push_back(other);
  Collected found;
  const ImportedService imported = FromHsds(service, found);
  EXPECT_THAT(found.All(), IsEmpty());
  ASSERT_EQ(imported.locations.size(), 2u);
  EXPECT_EQ(imported.locations[0].organization_id(), kOrganizationId);
  EXPECT_EQ(imported.locations[1].organization_id(), kOrganizationId);
  // Where a confidential address could hide from whoever redacts locations.
  EXPECT_FALSE(imported.organization->unknown_properties().fields().contains("locations"));
}

TEST(FromHsdsTest, SaysWhenTheSameLocationDiffersWithinOneService) {
  json service = Example();
  json again = service["service_at_locations"][0];
  again["location"]["name"] = "Elders";
  service["service_at_locations"].push_back(again);
  Collected found;
  const ImportedService imported = FromHsds(service, found);
  EXPECT_THAT(found.All(), ElementsAre("service_at_locations[1].location hsds.nested-differs"));
  EXPECT_EQ(imported.locations.size(), 1u);
}

json Nest(int depth) {
  json value = 1;
  for (int i = 1; i < depth; ++i) value = json::array({value});
  return value;
}

TEST(FromHsdsTest, KeepsUnknownPropertiesOnlyAsDeepAsProtobufReadsThem) {
  for (const auto& [depth, kept] : {std::pair(20, true), {21, false}}) {
    // As deep in a service as a property can stand.
    json service = Example();
    json metadata = {{"id", kId},
                     {"last_action_date", "2026-01-01"},
                     {"last_action_type", "u"},
                     {"field_name", "f"},
                     {"previous_value", "p"},
                     {"replacement_value", "r"},
                     {"updated_by", "u"}};
    json objects = 1;
    for (int i = 1; i < depth; ++i) objects = json{{"a", objects}};
    metadata["eigen"] = objects;
    service["service_at_locations"][0]["location"]["contacts"] = json::array(
        {{{"id", kId},
          {"phones",
           json::array({{{"id", kId},
                         {"number", "1"},
                         {"languages",
                          json::array({{{"id", kId},
                                        {"attributes",
                                         json::array({{{"id", kId},
                                                       {"taxonomy_term",
                                                        {{"id", kId},
                                                         {"name", "n"},
                                                         {"description", ""},
                                                         {"taxonomy_detail",
                                                          {{"id", kId},
                                                           {"name", "n"},
                                                           {"description", ""},
                                                           {"metadata", json::array({metadata})}}}}}}})}}})}}})}}});
    Collected found;
    const v1::Service written = WithDetails(FromHsds(service, found));
    EXPECT_EQ(found.All().empty(), kept) << depth;
    v1::Service read;
    EXPECT_TRUE(read.ParseFromString(written.SerializeAsString()));
    EXPECT_EQ(ToHsdsJson(read), ToHsdsJson(written));
  }
}

TEST(FromHsdsTest, SaysWhenANumberLosesDigits) {
  json service = Example();
  service["groot"] = 9007199254740993u;
  Collected found;
  FromHsds(service, found);
  EXPECT_THAT(found.All(), ElementsAre("groot hsds.number-precision"));
}

TEST(FromHsdsTest, SurvivesAnyShape) {
  for (const char* field : {"organization", "service_at_locations", "phones", "attributes", "capacities", "id",
                            "status", "program", "eigen"}) {
    for (const json& value :
         {json(), json(1), json(true), json("x"), json::array(), json::array({1, nullptr}), json::object(), Nest(30),
          json{{"location", 1}}, json::array({{{"location", json::array()}}}), json{{"locations", json::array({1})}},
          json{{"name", 7}, {"locations", 3}}}) {
      json service = Example();
      service[field] = value;
      Collected found;
      ToHsdsJson(WithDetails(FromHsds(service, found)));
    }
  }
  Collected found;
  FromHsds(json::array(), found);
  EXPECT_EQ(found.findings.size(), 1u);
}

TEST(HsdsOfOthersTest, RoundTripsTheOfficialServices) {
  const auto data = testing::SharedData();
  if (!data) GTEST_SKIP() << "no shared data; set SOCIALEKAART_SHARED_DATA";
  for (const char* file : {"hsds-3.0/examples/service_full.json", "hsds-3.1-dev/examples/service_full.json",
                           "hsds-uk-3.0/mocks/Default/service_full.json"}) {
    json original = json::parse(testing::ReadText(*data / "hsds" / file));
    Collected found;
    const ImportedService imported = FromHsds(original, found);
    const json written = json::parse(ToHsdsJson(WithDetails(imported)));
    // No place on earth is at 100 degrees north, and the link of organization and location is kept in the location.
    json& location = original["service_at_locations"][0]["location"];
    location.erase("latitude");
    location.erase("longitude");
    if (original["organization"].contains("locations")) {
      original["organization"].erase("locations");
      location["organization_id"] = original["organization"]["id"];
    }
    EXPECT_EQ(written, original) << json::diff(original, written);
    Collected again;
    const ImportedService reimported = FromHsds(written, again);
    EXPECT_THAT(again.All(), IsEmpty());
    EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(reimported.service, imported.service));
  }
}

}  // namespace
}  // namespace socialekaart
