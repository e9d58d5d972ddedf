#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "indexer/base/codec.h"
#include "indexer/base/status.h"
#include "indexer/store/rocksdb_store.h"
#include "tests/support/temporary_folder.h"

namespace socialekaart {
namespace {

Put MakePut(const std::string& id, const std::string& display_name, int64_t expected = 0) {
  Put put{.name = absl::StrCat("services/", id), .record = {}, .expected_revision = expected};
  put.record.mutable_service()->set_name(put.name);
  put.record.mutable_service()->set_display_name(display_name);
  return put;
}

Put MakeOrganization(const std::string& id) {
  Put put{.name = absl::StrCat("organizations/", id), .record = {}};
  put.record.mutable_organization()->set_name(put.name);
  return put;
}

Put Deletion(Put put, int64_t expected) {
  put.expected_revision = expected;
  put.record.mutable_provenance()->mutable_delete_time()->set_seconds(1);
  return put;
}

std::unique_ptr<Store> Open(const TemporaryFolder& folder) {
  auto store = OpenRocksDbStore(folder.path("store"));
  EXPECT_TRUE(store.ok()) << store.status();
  return store.ok() ? *std::move(store) : nullptr;
}

TEST(StoreTest, KeepsWhatItStored) {
  const TemporaryFolder folder;
  {
    const auto store = Open(folder);
    EXPECT_EQ(store->revision(), 0);
    Put puts[] = {MakePut("a", "een"), MakePut("b", "twee")};
    EXPECT_EQ(*store->Commit(puts), 2);
  }
  const auto store = Open(folder);
  EXPECT_EQ(store->revision(), 2);
  EXPECT_EQ(store->Get("services/b")->service().display_name(), "twee");
  EXPECT_EQ(store->Get("services/b")->revision(), 2);
  EXPECT_TRUE(absl::IsNotFound(store->Get("services/c").status()));
  const auto changes = *store->ReadChanges(0, 10);
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes[0].revision, 1);
  EXPECT_EQ(changes[1].change.name(), "services/b");
}

TEST(StoreTest, CommitsAllOrNothing) {
  const TemporaryFolder folder;
  const auto store = Open(folder);
  Put first = MakePut("a", "een");
  ASSERT_TRUE(store->Commit(absl::MakeSpan(&first, 1)).ok());
  Put puts[] = {MakePut("b", "twee"), MakePut("a", "stale", 99)};
  const auto failed = store->Commit(puts);
  EXPECT_TRUE(absl::IsAborted(failed.status()));
  EXPECT_EQ(ReasonOf(failed.status()), v1::ERROR_REASON_ETAG_MISMATCH);
  EXPECT_TRUE(absl::IsNotFound(store->Get("services/b").status()));
  EXPECT_EQ(store->revision(), 1);
}

TEST(StoreTest, ListsInOrderFromAnywhere) {
  const TemporaryFolder folder;
  const auto store = Open(folder);
  for (const char* id : {"c", "a", "b"}) {
    Put put = MakePut(id, id);
    ASSERT_TRUE(store->Commit(absl::MakeSpan(&put, 1)).ok());
  }
  const auto names = [&](const std::string& after, size_t limit) {
    std::string text;
    const auto records = store->List(RecordKind::kService, after, limit);
    for (const auto& record : *records) text += record.service().display_name();
    return text;
  };
  EXPECT_EQ(names("", 10), "abc");
  EXPECT_EQ(names("", 2), "ab");
  EXPECT_EQ(names("services/a", 10), "bc");
  EXPECT_EQ(names("services/aa", 10), "bc");
  EXPECT_EQ(names("services/c", 10), "");
}

TEST(StoreTest, MovesSecondaryKeysWithTheRecord) {
  const TemporaryFolder folder;
  const auto store = Open(folder);
  Put owners[] = {MakeOrganization("x"), MakeOrganization("y")};
  ASSERT_TRUE(store->Commit(owners).ok());
  Put put = MakePut("a", "een");
  put.record.mutable_service()->set_organization("organizations/x");
  put.record.mutable_provenance()->set_source("duo");
  put.record.mutable_provenance()->set_external_id("12AB00");
  ASSERT_TRUE(store->Commit(absl::MakeSpan(&put, 1)).ok());
  EXPECT_EQ(store->Referrers("organizations/x")->size(), 1u);
  EXPECT_EQ(**store->FindExternal(RecordKind::kService, "duo", "12AB00"), "services/a");
  EXPECT_FALSE(store->FindExternal(RecordKind::kLocation, "duo", "12AB00")->has_value());

  Put moved = put;
  moved.expected_revision = 3;
  moved.record.mutable_service()->set_organization("organizations/y");
  ASSERT_TRUE(store->Commit(absl::MakeSpan(&moved, 1)).ok());
  EXPECT_TRUE(store->Referrers("organizations/x")->empty());
  EXPECT_EQ(store->Referrers("organizations/y")->at(0), "services/a");

  Put deleted = moved;
  deleted.expected_revision = 4;
  deleted.record.mutable_provenance()->mutable_delete_time()->set_seconds(1);
  ASSERT_TRUE(store->Commit(absl::MakeSpan(&deleted, 1)).ok());
  EXPECT_TRUE(store->Referrers("organizations/y")->empty());
  EXPECT_TRUE(store->FindExternal(RecordKind::kService, "duo", "12AB00")->has_value());
}

TEST(StoreTest, KeepsReferencesWhole) {
  const TemporaryFolder folder;
  const auto store = Open(folder);
  Put service = MakePut("a", "een");
  service.record.mutable_service()->set_organization("organizations/x");
  EXPECT_EQ(ReasonOf(store->Commit(absl::MakeSpan(&service, 1)).status()), v1::ERROR_REASON_REFERENCE_MISSING);

  Put together[] = {service, MakeOrganization("x")};
  ASSERT_TRUE(store->Commit(together).ok());
  Put owner_gone = Deletion(MakeOrganization("x"), 2);
  EXPECT_EQ(ReasonOf(store->Commit(absl::MakeSpan(&owner_gone, 1)).status()), v1::ERROR_REASON_RECORD_IN_USE);
  EXPECT_EQ(store->revision(), 2);

  // Both may leave in one commit; after that nothing can refer to either.
  Put both_gone[] = {owner_gone, Deletion(service, 1)};
  ASSERT_TRUE(store->Commit(both_gone).ok());
  Put late = MakePut("b", "twee");
  late.record.mutable_service()->add_service_at_locations()->set_location("organizations/x");
  EXPECT_EQ(ReasonOf(store->Commit(absl::MakeSpan(&late, 1)).status()), v1::ERROR_REASON_REFERENCE_MISSING);
}

TEST(StoreTest, LetsARecordGoThatNobodyUsesAnyMore) {
  const TemporaryFolder folder;
  const auto store = Open(folder);
  Put service = MakePut("a", "een");
  service.record.mutable_service()->set_organization("organizations/x");
  Put together[] = {MakeOrganization("x"), service};
  ASSERT_TRUE(store->Commit(together).ok());
  Put free = MakePut("a", "een", 2);
  Put moved_on[] = {free, Deletion(MakeOrganization("x"), 1)};
  EXPECT_TRUE(store->Commit(moved_on).ok());
}

TEST(StoreTest, GivesEachOfManyWritersItsOwnRevision) {
  const TemporaryFolder folder;
  const auto store = Open(folder);
  constexpr int kWriters = 4, kEach = 50;
  std::vector<std::thread> writers;
  for (int w = 0; w < kWriters; ++w) {
    writers.emplace_back([&, w] {
      for (int i = 0; i < kEach; ++i) {
        Put put = MakePut(absl::StrCat(w, "-", i), "x");
        EXPECT_TRUE(store->Commit(absl::MakeSpan(&put, 1)).ok());
      }
    });
  }
  for (auto& writer : writers) writer.join();
  EXPECT_EQ(store->revision(), kWriters * kEach);
  const auto changes = *store->ReadChanges(0, 1000);
  ASSERT_EQ(changes.size(), static_cast<size_t>(kWriters * kEach));
  for (size_t i = 0; i < changes.size(); ++i) EXPECT_EQ(changes[i].revision, static_cast<int64_t>(i + 1));
}

TEST(StoreTest, WakesThoseWhoWait) {
  const TemporaryFolder folder;
  const auto store = Open(folder);
  EXPECT_FALSE(store->WaitForChange(0, absl::Now() + absl::Milliseconds(10)));
  std::thread writer([&] {
    Put put = MakePut("a", "een");
    EXPECT_TRUE(store->Commit(absl::MakeSpan(&put, 1)).ok());
  });
  EXPECT_TRUE(store->WaitForChange(0, absl::Now() + absl::Seconds(10)));
  writer.join();
  std::atomic<bool> ended{false};
  std::thread waiter([&] {
    EXPECT_FALSE(store->WaitForChange(1, absl::InfiniteFuture()));
    ended = true;
  });
  while (!ended) store->Wake();
  waiter.join();
}

TEST(StoreTest, RefusesASecondOpening) {
  const TemporaryFolder folder;
  const auto store = Open(folder);
  const auto second = OpenRocksDbStore(folder.path("store"));
  EXPECT_TRUE(absl::IsFailedPrecondition(second.status())) << second.status();
  EXPECT_NE(second.status().message().find("in use"), absl::string_view::npos);
}

TEST(StoreTest, RefusesWhatItCannotRead) {
  const TemporaryFolder folder;
  std::filesystem::create_directories(folder.path("store"));
  std::FILE* file = std::fopen(folder.path("store/vakantiefoto.jpg").c_str(), "w");
  std::fputs("x", file);
  std::fclose(file);
  EXPECT_FALSE(OpenRocksDbStore(folder.path("store")).ok());

  const TemporaryFolder damaged;
  { Open(damaged); }
  std::filesystem::resize_file(damaged.path("store/CURRENT"), 0);
  const auto store = OpenRocksDbStore(damaged.path("store"));
  EXPECT_TRUE(absl::IsDataLoss(store.status())) << store.status();
}

TEST(StoreTest, KeepsBlobs) {
  const TemporaryFolder folder;
  const auto store = Open(folder);
  EXPECT_TRUE(absl::IsNotFound(store->GetBlob("gazetteer").status()));
  ASSERT_TRUE(store->PutBlob("gazetteer", std::string("a\0b", 3)).ok());
  EXPECT_EQ(*store->GetBlob("gazetteer"), std::string("a\0b", 3));
}

}  // namespace
}  // namespace socialekaart
