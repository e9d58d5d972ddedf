#include "indexer/importer/store_target.h"

#include <gtest/gtest.h>

#include "indexer/store/catalog.h"
#include "tests/support/small_directory.h"

namespace socialekaart {
namespace {

constexpr char kService[] = "5d0f2a60-53cb-4d3f-8a39-0c6d3f1c7a10";

class StoreTargetTest : public testing::Test {
 protected:
  ImportedService Imported(const std::string& id = kService) {
    ImportedService imported;
    imported.service.set_name("services/" + id);
    imported.service.set_display_name("Opvoedspreekuur");
    imported.service.set_status(v1::SERVICE_STATUS_ACTIVE);
    imported.service.set_organization("organizations/cjg");
    imported.organization.emplace();
    imported.organization->set_name("organizations/cjg");
    imported.organization->set_display_name("CJG");
    imported.service.add_service_at_locations()->set_location("locations/plein");
    v1::Location& location = imported.locations.emplace_back();
    location.set_name("locations/plein");
    location.set_location_type(v1::LOCATION_TYPE_PHYSICAL);
    location.add_addresses()->set_address_1("Dorpsplein 1");
    return imported;
  }

  v1::ImportReport Import(std::vector<ImportedService> services, const std::string& source = "cjg",
                          bool strict = false) {
    v1::ImportServicesRequest::Options options;
    options.set_source(source);
    options.set_strict(strict);
    v1::ImportReport report;
    const absl::Status status = StoreTarget(directory_.store(), directory_.taxonomy(), options, [] {
                                  return absl::OkStatus();
                                }).PutServices(absl::MakeSpan(services), &report);
    EXPECT_TRUE(status.ok()) << status;
    return report;
  }

  v1::Service Stored(const std::string& id = kService) {
    return *directory_.catalog().Get<v1::Service>("services/" + id);
  }

  SmallDirectory directory_;
};

TEST_F(StoreTargetTest, ChangesNothingTheSecondTime) {
  const v1::ImportReport first = Import({Imported()});
  EXPECT_EQ(first.created(), 1);
  EXPECT_EQ(first.organizations().created(), 1);
  EXPECT_EQ(first.locations().created(), 1);
  const int64_t revision = directory_.store().revision();
  const v1::ImportReport second = Import({Imported()});
  EXPECT_EQ(second.created() + second.updated(), 0);
  EXPECT_EQ(second.unchanged(), 1);
  EXPECT_EQ(directory_.store().revision(), revision);
  EXPECT_TRUE(Stored().provenance().has_import_time());
  EXPECT_EQ(Stored().provenance().external_id(), kService);
}

TEST_F(StoreTargetTest, UpdatesWhatTheSourceChanged) {
  Import({Imported()});
  ImportedService changed = Imported();
  changed.service.set_description("Nieuw");
  const v1::ImportReport report = Import({changed});
  EXPECT_EQ(report.updated(), 1);
  EXPECT_EQ(report.organizations().unchanged(), 1);
  EXPECT_EQ(Stored().description(), "Nieuw");
}

TEST_F(StoreTargetTest, KeepsEditsUntilTheSourceChanges) {
  Import({Imported()});
  v1::Service edited = Stored();
  edited.set_description("hier verbeterd");
  ASSERT_TRUE(directory_.catalog().Update(edited, {}, false).ok());
  EXPECT_EQ(Import({Imported()}).unchanged(), 1);
  EXPECT_EQ(Stored().description(), "hier verbeterd");
  ImportedService changed = Imported();
  changed.service.set_alternate_name("Spreekuur");
  const v1::ImportReport report = Import({changed});
  EXPECT_EQ(report.updated(), 1);
  EXPECT_EQ(report.findings(0).rule(), "import.edited-here");
}

TEST_F(StoreTargetTest, LeavesDeletedServicesAloneUntilTheSourceChangesThem) {
  Import({Imported()});
  const v1::Service service = Stored();
  ASSERT_TRUE(directory_.catalog().Delete<v1::Service>(service.name(), "").ok());
  ASSERT_TRUE(directory_.catalog().Delete<v1::Organization>(service.organization(), "").ok());
  EXPECT_EQ(Import({Imported()}).unchanged(), 1);
  EXPECT_TRUE(absl::IsNotFound(directory_.catalog().Get<v1::Service>(service.name()).status()));
  ImportedService changed = Imported();
  changed.service.set_description("Nieuw");
  const v1::ImportReport report = Import({changed});
  EXPECT_EQ(report.updated(), 1);
  EXPECT_EQ(report.rule_counts(0).rule(), "import.deleted-here");
  EXPECT_EQ(Stored().description(), "Nieuw");
  EXPECT_TRUE(directory_.catalog().Get<v1::Organization>(service.organization()).ok()) << "what it refers to comes back with it";
}

TEST_F(StoreTargetTest, KeepsSourcesApart) {
  Import({Imported()}, "a");
  EXPECT_EQ(Import({Imported()}, "b").created(), 1);
  EXPECT_EQ(directory_.catalog().List<v1::Service>("", 10, false)->records.size(), 2u);
  EXPECT_EQ(Import({Imported()}, "b").unchanged(), 1);
}

TEST_F(StoreTargetTest, SharesRecordsWithinOneBatch) {
  const std::string other = "5d0f2a60-53cb-4d3f-8a39-0c6d3f1c7a11";
  const v1::ImportReport report = Import({Imported(), Imported(other)});
  EXPECT_EQ(report.created(), 2);
  EXPECT_EQ(report.organizations().created(), 1);
  EXPECT_EQ(Stored().organization(), Stored(other).organization());
}

TEST_F(StoreTargetTest, FindsRecordsThatCameEarlier) {
  Import({Imported()});
  ImportedService next = Imported("5d0f2a60-53cb-4d3f-8a39-0c6d3f1c7a11");
  next.organization.reset();
  next.locations.clear();
  Import({next});
  EXPECT_EQ(Stored("5d0f2a60-53cb-4d3f-8a39-0c6d3f1c7a11").organization(), Stored().organization());
  next = Imported("5d0f2a60-53cb-4d3f-8a39-0c6d3f1c7a12");
  next.service.set_organization("organizations/onbekend");
  next.organization.reset();
  const v1::ImportReport report = Import({next});
  EXPECT_EQ(report.findings(0).rule(), "record.reference-missing");
  EXPECT_EQ(Stored("5d0f2a60-53cb-4d3f-8a39-0c6d3f1c7a12").organization(), "");
}

TEST_F(StoreTargetTest, MendsOrRejectsFaultyRecords) {
  ImportedService faulty = Imported();
  faulty.service.set_email("geen adres");
  const v1::ImportReport mended = Import({faulty});
  EXPECT_EQ(mended.created(), 1);
  EXPECT_EQ(mended.findings(0).path(), "email");
  EXPECT_EQ(Stored().email(), "");
  const v1::ImportReport strict = Import({faulty}, "streng", true);
  EXPECT_EQ(strict.rejected(), 1);
  EXPECT_EQ(strict.organizations().created(), 0) << "nothing of a rejected service is written";
  ImportedService nameless = Imported("5d0f2a60-53cb-4d3f-8a39-0c6d3f1c7a11");
  nameless.service.clear_display_name();
  EXPECT_EQ(Import({nameless}).rejected(), 1);
}

TEST_F(StoreTargetTest, LeavesOutOneCodeThatNobodyKnowsAndKeepsTheRest) {
  ImportedService imported = Imported();
  for (const char* code : {"scheid", "quetelet", "rouw", "newton"}) {
    v1::TaxonomyTerm& term = *imported.service.add_attributes()->mutable_taxonomy_term();
    term.set_taxonomy("probleemdomein");
    term.set_code(code);
  }
  const v1::ImportReport report = Import({imported});
  EXPECT_EQ(report.created(), 1);
  ASSERT_EQ(report.findings_size(), 2);
  EXPECT_EQ(report.findings(0).path(), "attributes[1].taxonomy_term.code");
  EXPECT_EQ(report.findings(0).severity(), v1::Finding::SEVERITY_ERROR);
  ASSERT_EQ(Stored().attributes_size(), 2);
  EXPECT_EQ(Stored().attributes(0).taxonomy_term().code(), "scheid");
  EXPECT_EQ(Stored().attributes(1).taxonomy_term().code(), "rouw");
  EXPECT_EQ(Import({imported}, "streng", true).rejected(), 1);
}

TEST_F(StoreTargetTest, NeverWipesOutAConfidentialAddress) {
  ImportedService secret = Imported();
  *secret.locations[0].add_attributes() = MakeAttribute(kTaxonomyConfidential, kConfidentialYes);
  Import({secret});
  const std::string name = Stored().service_at_locations(0).location();
  ImportedService exported = secret;
  exported.locations[0].clear_addresses();
  Import({exported});
  EXPECT_EQ(directory_.store().Get(name)->location().addresses_size(), 1);
}

}  // namespace
}  // namespace socialekaart
