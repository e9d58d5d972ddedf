#include "indexer/hsds/rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/indexer/hsds/collect.h"
#include "tests/indexer/importer/fakes.h"

namespace socialekaart::hsds {
namespace {

using nlohmann::json;
using testing::Collected;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr char kId[] = "5d0f2a60-53cb-4d3f-8a39-0c6d3f1c7a10";

json Service() {
  return {{"id", kId}, {"name", "Opvoedspreekuur"}, {"status", "active"}};
}

// What the rules find when `field` of a good service is `value`.
std::vector<std::string> FindingsWith(const std::string& field, json value) {
  json service = Service();
  service[field] = std::move(value);
  Collected found;
  Check(service, ObjectKind::kService, found);
  return found.All();
}

TEST(RulesTest, FindNothingInAGoodService) {
  Collected found;
  Check(Service(), ObjectKind::kService, found);
  EXPECT_THAT(found.All(), IsEmpty());
}

TEST(RulesTest, FindEachFaultOfAValue) {
  struct Case {
    std::string field;
    json value;
    std::vector<std::string> expected;
  };
  const std::vector<Case> cases = {
      {"id", nullptr, {"id hsds.required"}},
      {"id", "12", {"id hsds.uuid"}},
      {"id", 12, {"id hsds.uuid"}},
      {"name", "", {"name hsds.required"}},
      {"name", 3, {"name hsds.type"}},
      {"name", json::object(), {"name hsds.type"}},
      {"status", "Active", {"status hsds.enum"}},
      {"status", "open", {"status hsds.enum"}},
      {"status", "temporarily closed", {}},
      {"email", "email@example.com", {}},
      {"email", "email-example_com", {"email hsds.email"}},
      {"email", false, {"email hsds.type"}},
      {"email", "", {}},
      {"email", nullptr, {}},
      {"url", "http://example.com/a", {}},
      {"url", "www.example.com", {"url hsds.uri"}},
      {"url", "example/counselling", {"url hsds.uri"}},
      {"url", "http://", {"url hsds.uri"}},
      {"assured_date", "2026-09-01", {}},
      {"assured_date", "2026-02-30", {"assured_date hsds.date"}},
      {"assured_date", "01-09-2026", {"assured_date hsds.date"}},
      {"last_modified", "2023-03-15T10:30:45.123Z", {}},
      {"last_modified", "2024-09-25T14:23:06.5+01:00", {}},
      {"last_modified", "2024-09-25", {"last_modified hsds.date-time"}},
      {"last_modified", "yesterday", {"last_modified hsds.date-time"}},
      {"minimum_age", 4.5, {}},
      {"minimum_age", "12", {"minimum_age hsds.type"}},
      {"minimum_age", "twelve", {"minimum_age hsds.type"}},
      {"minimum_age", true, {"minimum_age hsds.type"}},
      {"description", std::string("a\0b", 3), {"description hsds.control-character"}},
      {"phones", json::array({{{"id", kId}, {"number", ""}}}), {"phones[0].number hsds.required"}},
      {"phones", json::array({7}), {"phones[0] hsds.type"}},
      {"phones", "0541-123456", {"phones hsds.type"}},
      {"schedules",
       json::array({{{"id", kId}, {"opens_at", "9:00"}, {"freq", "DAILY"}}}),
       {"schedules[0].freq hsds.enum", "schedules[0].opens_at hsds.time"}},
      {"organization", "Stichting", {"organization hsds.type"}},
      {"capacities",
       json::array({{{"id", kId}, {"available", 3}, {"updated", "2026-11-01T00:00:00Z"}}}),
       {"capacities[0].unit hsds.required"}},
      {"of_our_own", json::array({1, false}), {}},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.field + " = " + c.value.dump());
    EXPECT_THAT(FindingsWith(c.field, c.value), ::testing::UnorderedElementsAreArray(c.expected));
  }
}

TEST(RulesTest, SayHowBadItIs) {
  const json service = {{"id", kId},
                        {"name", "x"},
                        {"status", "open"},
                        {"minimum_age", "4"},
                        {"email", "x"},
                        {"attributes", json::array({{{"id", kId}, {"taxonomy_term", {{"id", kId}, {"name", "n"}}}}})}};
  Collected found;
  Check(service, ObjectKind::kService, found);
  EXPECT_THAT(found.AtLeast(v1::Finding::SEVERITY_FATAL), ElementsAre("status hsds.enum"));
  EXPECT_THAT(found.Errors(), UnorderedElementsAre("status hsds.enum", "email hsds.email"));
  EXPECT_THAT(found.All(), UnorderedElementsAre("status hsds.enum", "email hsds.email", "minimum_age hsds.type",
                                                "attributes[0].taxonomy_term.description hsds.required"));
}

TEST(RulesTest, DoNotQuoteWhatMayBePersonal) {
  json service = Service();
  service["email"] = "jan de vries thuis";
  Collected found;
  Check(service, ObjectKind::kService, found);
  ASSERT_EQ(found.findings.size(), 1u);
  EXPECT_THAT(found.findings[0].ShortDebugString(), ::testing::Not(::testing::HasSubstr("vries")));
}

TEST(RulesTest, LookIntoPages) {
  const json page = {{"contents", json::array({Service(), {{"id", kId}, {"status", "active"}}})}};
  EXPECT_EQ(DetectKind(page), ObjectKind::kService);
  Collected found;
  Check(page, ObjectKind::kService, found);
  EXPECT_THAT(found.Errors(), ElementsAre("contents[1].name hsds.required"));
}

TEST(RulesTest, TellTheObjectsApart) {
  const std::vector<std::pair<json, ObjectKind>> cases = {
      {Service(), ObjectKind::kService},
      {{{"id", kId}, {"name", "x"}, {"legal_status", "Stichting"}}, ObjectKind::kOrganization},
      {{{"id", kId}, {"location_type", "physical"}}, ObjectKind::kLocation},
      {{{"id", kId}, {"location", json::object()}}, ObjectKind::kServiceAtLocation},
      {{{"id", kId}, {"name", "x"}, {"taxonomy", "soort"}}, ObjectKind::kTaxonomyTerm},
      {{{"id", kId}, {"name", "x"}, {"version", "1"}}, ObjectKind::kTaxonomy},
      {{{"version", "HSDS-UK-3.0"}, {"openapi_url", "https://x.nl"}}, ObjectKind::kApiDetails},
      {json::object(), ObjectKind::kUnknown},
      {json::array(), ObjectKind::kUnknown},
      {7, ObjectKind::kUnknown},
      {{{"contents", json::array()}}, ObjectKind::kUnknown},
  };
  for (const auto& [value, kind] : cases) EXPECT_EQ(DetectKind(value), kind) << value;
}

TEST(RulesTest, SurviveAnyShape) {
  for (const json& value :
       {json(), json(1), json::array({json::array()}), json("x"), json{{"contents", 3}}, json{{"id", {{"a", 1}}}}}) {
    for (const auto kind :
         {ObjectKind::kService, ObjectKind::kOrganization, ObjectKind::kApiDetails, ObjectKind::kUnknown}) {
      Collected found;
      Check(value, kind, found);
    }
  }
}

// The official examples and the mocks of the UK validator.
class RulesOfOthersTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!data_) GTEST_SKIP() << "no shared data; set SOCIALEKAART_SHARED_DATA";
  }
  Collected CheckFile(const std::string& file, ObjectKind kind) const {
    const json value = json::parse(testing::ReadText(*data_ / "hsds" / file));
    EXPECT_EQ(DetectKind(value), kind) << file;
    Collected found;
    Check(value, kind, found);
    return found;
  }
  const std::optional<std::filesystem::path> data_ = testing::SharedData();
};

const std::vector<std::pair<std::string, ObjectKind>> kExamples = {
    {"service_full", ObjectKind::kService},
    {"service_list", ObjectKind::kService},
    {"organization_full", ObjectKind::kOrganization},
    {"organization_list", ObjectKind::kOrganization},
    {"service_at_location_full", ObjectKind::kServiceAtLocation},
    {"service_at_location_list", ObjectKind::kServiceAtLocation},
    {"taxonomy", ObjectKind::kTaxonomy},
    {"taxonomy_list", ObjectKind::kTaxonomy},
    {"taxonomy_term", ObjectKind::kTaxonomyTerm},
    {"taxonomy_term_list", ObjectKind::kTaxonomyTerm},
};

TEST_F(RulesOfOthersTest, FindNoErrorInTheOfficialExamples) {
  for (const std::string version : {"hsds-3.0", "hsds-3.1-dev"}) {
    auto examples = kExamples;
    examples.emplace_back("location", ObjectKind::kLocation);
    examples.emplace_back("base", ObjectKind::kApiDetails);
    for (const auto& [name, kind] : examples) {
      SCOPED_TRACE(version + " " + name);
      EXPECT_THAT(CheckFile(version + "/examples/" + name + ".json", kind).Errors(), IsEmpty());
    }
    EXPECT_THAT(CheckFile(version + "/examples/location.json", ObjectKind::kLocation).All(),
                ElementsAre("latitude hsds.latitude-range"));
  }
}

TEST_F(RulesOfOthersTest, PassWarnAndFailTheMocks) {
  auto examples = kExamples;
  examples.emplace_back("api_details", ObjectKind::kApiDetails);
  const std::map<std::string, std::vector<std::string>> errors = {
      {"Fail/api_details", {"profile hsds.required"}},
      {"Fail/service_full", {"email hsds.email"}},
      {"Fail/service_list",
       {"contents[0].name hsds.required", "contents[0].email hsds.email", "contents[1].name hsds.required",
        "contents[1].email hsds.email", "contents[2].name hsds.required", "contents[2].email hsds.type",
        "contents[3].name hsds.required", "contents[3].email hsds.type"}},
  };
  for (const std::string folder : {"Default", "Warn", "Fail"}) {
    for (const auto& [name, kind] : examples) {
      SCOPED_TRACE(folder + " " + name);
      const Collected found = CheckFile("hsds-uk-3.0/mocks/" + folder + "/" + name + ".json", kind);
      const auto expected = errors.find(folder + "/" + name);
      EXPECT_THAT(found.Errors(), ::testing::UnorderedElementsAreArray(
                                      expected == errors.end() ? std::vector<std::string>() : expected->second));
      if (folder != "Default" && name == "taxonomy_term") {
        EXPECT_THAT(found.All(), ::testing::Contains("description hsds.required"));
      }
    }
  }
}

}  // namespace
}  // namespace socialekaart::hsds
