#include <gtest/gtest.h>

#include <array>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "indexer/record/names.h"
#include "indexer/record/profile.h"
#include "indexer/record/taxonomy.h"
#include "indexer/record/validate.h"

namespace socialekaart {
namespace {

const Taxonomy& RealTaxonomy() {
  static const auto* taxonomy = new absl::StatusOr<std::unique_ptr<const Taxonomy>>(
      Taxonomy::Load(absl::StrCat(SOCIALEKAART_SOURCE_DIR, "/data/taxonomy.textproto")));
  if (!taxonomy->ok()) ADD_FAILURE() << taxonomy->status();
  return ***taxonomy;
}

v1::Attribute Attribute(const std::string& taxonomy, const std::string& code) {
  v1::Attribute attribute;
  attribute.mutable_taxonomy_term()->set_taxonomy(taxonomy);
  attribute.mutable_taxonomy_term()->set_code(code);
  return attribute;
}

v1::Service GoodService() {
  v1::Service service;
  service.set_name("services/5d0f2a60-53cb-4d3f-8a39-0c6d3f1c7a10");
  service.set_display_name("Opvoedspreekuur");
  service.set_status(v1::SERVICE_STATUS_ACTIVE);
  return service;
}

std::string FieldsAtFault(const v1::Service& service) {
  std::string fields;
  for (const auto& fault : Faults(service, RealTaxonomy())) fields += (fields.empty() ? "" : " ") + fault.field();
  return fields;
}

TEST(NamesTest, ReadsOnlyOwnNames) {
  EXPECT_EQ(ParseName("services/5D0F2A60-53cb-4d3f-8a39-0c6d3f1c7a10")->id, "5d0f2a60-53cb-4d3f-8a39-0c6d3f1c7a10");
  for (const char* name : {"", "services", "services/", "services/x", "people/5d0f2a60-53cb-4d3f-8a39-0c6d3f1c7a10", "services/../locations/x"}) {
    EXPECT_FALSE(ParseName(name).has_value()) << name;
  }
}

TEST(TaxonomyTest, HasEveryLevelOfTheLadder) {
  for (int level = v1::HELP_LEVEL_SELF_RELIANCE; level <= v1::HELP_LEVEL_SAFETY; ++level) {
    ASSERT_NE(RealTaxonomy().FindLevel(static_cast<v1::HelpLevel>(level)), nullptr) << level;
  }
  EXPECT_EQ(RealTaxonomy().FindLevel("wijkteam")->level(), v1::HELP_LEVEL_LOCAL_TEAM);
  EXPECT_NE(RealTaxonomy().FindCode("icpc-1", "p22"), nullptr);
  EXPECT_EQ(RealTaxonomy().FindCode("icpc-1", "P00"), nullptr);
}

TEST(ProfileTest, ReadsAttributes) {
  v1::Service service = GoodService();
  for (const auto& [taxonomy, code] : std::to_array<std::pair<const char*, const char*>>({
           {"hulpniveau", "wijkteam"}, {"hulpniveau", "vrij-toegankelijk"}, {"soort", "jgz"}, {"probleemdomein", "angst"}, {"cap-j", "A102"},
           {"probleemdomein-uitgesloten", "eten"}, {"toegang", "vrij"}, {"contract", "GM1859"}, {"werkvorm", "groep"}, {"probleemdomein", "bestaat-niet"}})) {
    *service.add_attributes() = Attribute(taxonomy, code);
  }
  const v1::ServiceProfile profile = ProfileOf(service, RealTaxonomy(), absl::Now());
  ASSERT_EQ(profile.levels_size(), 2);
  EXPECT_EQ(profile.levels(0), v1::HELP_LEVEL_COMMUNITY);
  EXPECT_EQ(profile.kind(), "jgz");
  ASSERT_EQ(profile.problems_size(), 1);  // cap-j A102 is angst as well
  EXPECT_EQ(profile.problems(0), "angst");
  EXPECT_EQ(profile.excluded_problems(0), "eten");
  EXPECT_EQ(profile.access(0), "vrij");
  EXPECT_EQ(profile.contracted_by(0), "GM1859");
}

TEST(ProfileTest, ForgetsOldWaitingTimes) {
  absl::Time now;
  std::string error;
  ASSERT_TRUE(absl::ParseTime(absl::RFC3339_full, "2026-11-22T12:00:00Z", &now, &error));
  const auto waiting = [&](const char* updated, double days) {
    v1::Service service = GoodService();
    auto* capacity = service.add_capacities();
    capacity->mutable_unit()->set_name("dagen wachttijd");
    capacity->set_available(days);
    capacity->set_updated(updated);
    const v1::ServiceProfile profile = ProfileOf(service, RealTaxonomy(), now);
    return profile.has_waiting_days() ? std::optional(profile.waiting_days()) : std::nullopt;
  };
  EXPECT_EQ(waiting("2026-11-01T00:00:00.000Z", 3), 3);
  EXPECT_EQ(waiting("2026-08-25T00:00:00Z", 21), 21);           // 89 days
  EXPECT_EQ(waiting("2026-08-23T00:00:00Z", 21), std::nullopt);  // 91 days
  EXPECT_EQ(waiting("ooit", 21), std::nullopt);
  EXPECT_EQ(waiting("2026-11-01", -1), std::nullopt);
}

TEST(ProfileTest, TellsYesNoAndUnknownAges) {
  struct Case {
    std::optional<double> minimum, maximum;
    double age;
    v1::Fit fit;
  };
  for (const Case& c : std::to_array<Case>({
           {4, 12, 8, v1::FIT_YES},
           {4, 12, 12.9, v1::FIT_YES},   // a whole maximum includes that whole year
           {4, 12, 13, v1::FIT_NO},
           {0.5, 1.5, 1.5, v1::FIT_YES},
           {0.5, 1.5, 1.51, v1::FIT_NO},  // a decimal one is exact
           {4, 12, 3.99, v1::FIT_NO},
           {4, std::nullopt, 8, v1::FIT_UNKNOWN},
           {std::nullopt, 12, 8, v1::FIT_UNKNOWN},
           {std::nullopt, 12, 14, v1::FIT_NO},
           {std::nullopt, std::nullopt, 8, v1::FIT_UNKNOWN},
       })) {
    EXPECT_EQ(AgeFit(c.minimum, c.maximum, c.age), c.fit) << c.age;
  }
}

TEST(RedactTest, LeavesNothingThatGivesAConfidentialPlaceAway) {
  v1::Location location;
  location.set_name("locations/5d0f2a60-53cb-4d3f-8a39-0c6d3f1c7a10");
  location.set_display_name("Opvang Geheimstraat");
  location.set_location_type(v1::LOCATION_TYPE_PHYSICAL);
  location.set_latitude(52);
  location.set_longitude(6);
  location.set_description("achter de Geheimstraat");
  location.add_addresses()->set_address_1("Geheimstraat 1");
  location.add_phones()->set_number("0544-Geheimstraat");
  location.set_transportation("bus tot Geheimstraat");
  (*location.mutable_unknown_properties()->mutable_fields())["x"].set_string_value("Geheimstraat");
  v1::Location open = location;
  Redact(&open);
  EXPECT_EQ(open.addresses_size(), 1);
  *location.add_attributes() = Attribute("vertrouwelijk", "ja");
  Redact(&location);
  EXPECT_TRUE(location.confidential());
  EXPECT_FALSE(location.has_latitude());
  EXPECT_EQ(location.SerializeAsString().find("Geheimstraat"), std::string::npos);
  EXPECT_EQ(location.location_type(), v1::LOCATION_TYPE_PHYSICAL);
}

TEST(ValidateTest, AcceptsAGoodService) { EXPECT_EQ(FieldsAtFault(GoodService()), ""); }

TEST(ValidateTest, NamesEveryFaultAtOnce) {
  v1::Service service;
  service.set_email("geen-adres");
  service.set_url("javascript:alert(1)");
  service.set_minimum_age(-1);
  service.set_maximum_age(200);
  service.set_assured_date("01-09-2026");
  service.add_phones();
  service.set_organization("organizations/x");
  service.add_service_at_locations()->set_location("services/5d0f2a60-53cb-4d3f-8a39-0c6d3f1c7a10");
  *service.add_attributes() = Attribute("soort", "bestaat-niet");
  EXPECT_EQ(FieldsAtFault(service),
            "display_name url email minimum_age maximum_age assured_date phones[0].number status organization service_at_locations[0].location "
            "attributes[0].taxonomy_term.code");
}

TEST(ValidateTest, RefusesOneFieldAtATime) {
  const auto with = [](auto change) {
    v1::Service service = GoodService();
    change(&service);
    return FieldsAtFault(service);
  };
  EXPECT_EQ(with([](auto* s) { s->set_display_name(std::string(501, 'x')); }), "display_name");
  EXPECT_EQ(with([](auto* s) { s->set_display_name("   "); }), "display_name");
  EXPECT_EQ(with([](auto* s) { s->set_description(std::string(20'001, 'x')); }), "description");
  EXPECT_EQ(with([](auto* s) { s->set_description(std::string("a\0b", 3)); }), "description");
  EXPECT_EQ(with([](auto* s) { s->set_minimum_age(9), s->set_maximum_age(8); }), "maximum_age");
  EXPECT_EQ(with([](auto* s) { s->set_minimum_age(std::numeric_limits<double>::quiet_NaN()); }), "minimum_age");
  EXPECT_EQ(with([](auto* s) { s->add_contacts()->set_id("1"); }), "contacts[0].id");
  EXPECT_EQ(with([](auto* s) { s->add_schedules()->set_opens_at("25:00"); }), "schedules[0].opens_at");
  EXPECT_EQ(with([](auto* s) {
              *s->add_attributes() = Attribute("soort", "jgz");
              *s->add_attributes() = Attribute("soort", "school");
            }),
            "attributes");
  EXPECT_EQ(with([](auto* s) { *s->add_attributes() = Attribute("werkvorm", "alles mag"); }), "");
  EXPECT_EQ(with([](auto* s) {
              google::protobuf::Value value;
              for (int i = 0; i < 60; ++i) {
                google::protobuf::Value outer;
                *outer.mutable_list_value()->add_values() = value;
                value = outer;
              }
              (*s->mutable_unknown_properties()->mutable_fields())["diep"] = value;
            }),
            "unknown_properties");
}

TEST(ValidateTest, ChecksLocations) {
  v1::Location location;
  location.set_location_type(v1::LOCATION_TYPE_PHYSICAL);
  location.set_latitude(100);
  const auto faults = Faults(location);
  ASSERT_EQ(faults.size(), 2u);
  EXPECT_EQ(faults[0].field(), "latitude");
  EXPECT_EQ(faults[1].field(), "longitude");
}

TEST(ValidateTest, GivesNestedObjectsLastingIds) {
  v1::Service service = GoodService();
  service.add_phones()->set_number("1");
  service.add_phones()->set_number("2");
  service.mutable_phones(1)->add_languages()->set_code("nl");
  v1::Service again = service;
  FillNestedIds(&service, service.name());
  FillNestedIds(&again, again.name());
  EXPECT_EQ(service.SerializeAsString(), again.SerializeAsString());
  EXPECT_NE(service.phones(0).id(), service.phones(1).id());
  EXPECT_FALSE(service.phones(1).languages(0).id().empty());
  EXPECT_EQ(FieldsAtFault(service), "");
}

}  // namespace
}  // namespace socialekaart
