#include "indexer/store/catalog.h"

#include <google/protobuf/field_mask.pb.h>
#include <gtest/gtest.h>

#include "indexer/base/status.h"
#include "tests/support/small_directory.h"

namespace socialekaart {
namespace {

constexpr char kId[] = "5d0f2a60-53cb-4d3f-8a39-0c6d3f1c7a10";

class CatalogTest : public testing::Test {
 protected:
  v1::Service Good() {
    v1::Service service;
    service.set_display_name("Opvoedspreekuur");
    service.set_status(v1::SERVICE_STATUS_ACTIVE);
    return service;
  }
  google::protobuf::FieldMask Mask(std::initializer_list<const char*> paths) {
    google::protobuf::FieldMask mask;
    for (const char* path : paths) mask.add_paths(path);
    return mask;
  }
  SmallDirectory directory_;
  Catalog& catalog_ = directory_.catalog();
};

TEST_F(CatalogTest, CreatesOnce) {
  const auto created = catalog_.Create(Good(), kId, false);
  ASSERT_TRUE(created.ok()) << created.status();
  EXPECT_EQ(created->name(), std::string("services/") + kId);
  EXPECT_FALSE(created->etag().empty());
  EXPECT_GT(created->revision(), 0);
  EXPECT_TRUE(created->provenance().has_create_time());
  const auto again = catalog_.Create(Good(), kId, false);
  EXPECT_TRUE(absl::IsAlreadyExists(again.status()));
  EXPECT_TRUE(absl::IsInvalidArgument(catalog_.Create(Good(), "geen-uuid", false).status()));
}

TEST_F(CatalogTest, WritesNothingWhenItOnlyValidates) {
  const auto checked = catalog_.Create(Good(), kId, true);
  ASSERT_TRUE(checked.ok());
  EXPECT_TRUE(checked->etag().empty());
  EXPECT_TRUE(absl::IsNotFound(catalog_.Get<v1::Service>(checked->name()).status()));
}

TEST_F(CatalogTest, ChangesOnlyWhatTheMaskNames) {
  const auto created = catalog_.Create(Good(), kId, false);
  v1::Service change = *created;
  change.set_display_name("Nieuw");
  change.set_description("Nieuw");
  change.set_revision(777);
  const auto updated = catalog_.Update(change, Mask({"display_name", "revision"}), false);
  ASSERT_TRUE(updated.ok()) << updated.status();
  EXPECT_EQ(updated->display_name(), "Nieuw");
  EXPECT_EQ(updated->description(), "");
  EXPECT_EQ(updated->revision(), created->revision() + 1);
  change.clear_etag();
  EXPECT_EQ(catalog_.Update(change, {}, false)->description(), "Nieuw");
  const auto unknown = catalog_.Update(change, Mask({"kleur"}), false);
  EXPECT_TRUE(absl::IsInvalidArgument(unknown.status()));
  EXPECT_EQ(FieldViolationsOf(unknown.status())[0].field(), "update_mask.paths[0]");
}

TEST_F(CatalogTest, RefusesAStaleEtag) {
  const auto created = catalog_.Create(Good(), kId, false);
  ASSERT_TRUE(catalog_.Update(*created, {}, false).ok());
  const auto stale = catalog_.Update(*created, {}, false);
  EXPECT_TRUE(absl::IsAborted(stale.status()));
  EXPECT_EQ(ReasonOf(stale.status()), v1::ERROR_REASON_ETAG_MISMATCH);
  EXPECT_TRUE(absl::IsAborted(catalog_.Delete<v1::Service>(created->name(), created->etag()).status()));
}

TEST_F(CatalogTest, LeavesATombstone) {
  const auto created = catalog_.Create(Good(), kId, false);
  const auto deleted = catalog_.Delete<v1::Service>(created->name(), created->etag());
  ASSERT_TRUE(deleted.ok());
  EXPECT_TRUE(deleted->provenance().has_delete_time());
  const auto gone = catalog_.Get<v1::Service>(created->name());
  EXPECT_TRUE(absl::IsNotFound(gone.status()));
  EXPECT_EQ(ReasonOf(gone.status()), v1::ERROR_REASON_RECORD_DELETED);
  EXPECT_TRUE(absl::IsAlreadyExists(catalog_.Create(Good(), kId, false).status()));
  EXPECT_TRUE(catalog_.List<v1::Service>("", 10, false)->records.empty());
  EXPECT_EQ(catalog_.List<v1::Service>("", 10, true)->records.size(), 1u);
  EXPECT_TRUE(absl::IsNotFound(catalog_.Update(*created, {}, false).status()));
}

TEST_F(CatalogTest, KeepsReferencesWhole) {
  v1::Organization organization;
  organization.set_display_name("CJG");
  const auto owner = catalog_.Create(organization, "", false);
  v1::Service service = Good();
  service.set_organization("organizations/" + std::string(kId));
  const auto dangling = catalog_.Create(service, "", false);
  EXPECT_EQ(ReasonOf(dangling.status()), v1::ERROR_REASON_REFERENCE_MISSING);
  service.set_organization(owner->name());
  const auto created = catalog_.Create(service, "", false);
  ASSERT_TRUE(created.ok());
  const auto in_use = catalog_.Delete<v1::Organization>(owner->name(), "");
  EXPECT_EQ(ReasonOf(in_use.status()), v1::ERROR_REASON_RECORD_IN_USE);
  ASSERT_TRUE(catalog_.Delete<v1::Service>(created->name(), "").ok());
  EXPECT_TRUE(catalog_.Delete<v1::Organization>(owner->name(), "").ok());
}

TEST_F(CatalogTest, PagesThroughEverythingOnce) {
  std::set<std::string> expected, seen;
  for (int i = 0; i < 25; ++i) expected.insert(catalog_.Create(Good(), "", false)->name());
  std::string after;
  do {
    const auto page = catalog_.List<v1::Service>(after, 7, false);
    ASSERT_TRUE(page.ok());
    EXPECT_LE(page->records.size(), 7u);
    for (const auto& record : page->records) EXPECT_TRUE(seen.insert(record.name()).second);
    after = page->next_after;
  } while (!after.empty());
  EXPECT_EQ(seen, expected);
}

TEST_F(CatalogTest, AssemblesWithoutConfidentialAddresses) {
  const v1::Service open = directory_.Add({.name = "Open", .postal_code = "7151 AB"});
  const v1::Service secret = directory_.Add({.name = "Geheim", .postal_code = "7151 AB", .latitude = 52.1, .longitude = 6.6, .confidential = true});
  const auto shown = [&](const v1::Service& service) {
    return Assemble(directory_.store(), *directory_.store().Get(service.name()))->service_at_locations(0).location_detail();
  };
  EXPECT_EQ(shown(open).addresses(0).postal_code(), "7151 AB");
  EXPECT_TRUE(shown(secret).confidential());
  EXPECT_EQ(shown(secret).addresses_size(), 0);
  EXPECT_FALSE(shown(secret).has_latitude());
  EXPECT_EQ(directory_.store().Get(secret.service_at_locations(0).location())->location().addresses_size(), 1) << "the store keeps it whole";
}

}  // namespace
}  // namespace socialekaart
