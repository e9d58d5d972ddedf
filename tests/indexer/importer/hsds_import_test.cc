#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "indexer/base/codec.h"
#include "indexer/base/status.h"
#include "indexer/importer/import.h"
#include "tests/indexer/importer/fakes.h"

namespace socialekaart {
namespace {

using nlohmann::json;
using testing::CountsOf;
using ::testing::ElementsAre;
using testing::FakeInput;
using testing::FakeTarget;
using testing::File;
using ::testing::IsEmpty;
using testing::OptionsFor;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

json Service(int number) {
  return {{"id", UuidOf("test", std::to_string(number))},
          {"name", "Dienst " + std::to_string(number)},
          {"status", "active"}};
}

struct Imported {
  absl::StatusOr<v1::ImportReport> report = absl::UnknownError("");
  FakeTarget target;
};

Imported Import(std::vector<File> files, bool strict = false) {
  Imported imported;
  FakeInput input(std::move(files));
  imported.report = RunImport(OptionsFor(v1::IMPORT_FORMAT_HSDS, strict), input, imported.target);
  return imported;
}

TEST(HsdsImportTest, ReadsEveryForm) {
  const std::string one = Service(1).dump(), two = Service(2).dump();
  for (const std::string& text :
       {one + "\n" + two, "[" + one + "," + two + "]", R"({"total_items":2,"contents":[)" + one + "," + two + "]}",
        Service(1).dump(2) + "\n" + Service(2).dump(2)}) {
    const Imported imported = Import({{"x.json", text}});
    ASSERT_TRUE(imported.report.ok()) << imported.report.status();
    EXPECT_EQ(imported.report->read(), 2);
    EXPECT_EQ(imported.report->created(), 2);
    EXPECT_THAT(imported.report->findings(), IsEmpty());
    EXPECT_EQ(imported.target.services[1].service.display_name(), "Dienst 2");
    EXPECT_EQ(imported.target.services[1].file, "x.json");
    EXPECT_GT(imported.target.services[1].line, 0);
  }
}

TEST(HsdsImportTest, HandsOverInBatches) {
  std::string text;
  for (int i = 0; i < 450; ++i) text += Service(i).dump() + "\n";
  const Imported imported = Import({{"x.ndjson", text}});
  EXPECT_EQ(imported.target.services.size(), 450u);
  EXPECT_EQ(imported.target.largest_batch, 200u);
}

TEST(HsdsImportTest, RejectsOnlyWhatIsOfNoUse) {
  json bad_email = Service(2);
  bad_email["email"] = "x";
  json odd_age = Service(3);
  odd_age["minimum_age"] = "4";
  json no_name = Service(4);
  no_name.erase("name");
  const std::string text = Service(1).dump() + "\n" + bad_email.dump() + "\n" + odd_age.dump() + "\n" + no_name.dump() +
                           "\n{\n42\n{\"a\":1}\n";
  const Imported lenient = Import({{"x.ndjson", text}});
  ASSERT_TRUE(lenient.report.ok());
  EXPECT_EQ(lenient.report->read(), 7);
  EXPECT_EQ(lenient.report->rejected(), 4);
  EXPECT_EQ(lenient.target.services.size(), 3u);
  EXPECT_EQ(lenient.target.services[1].service.email(), "");
  EXPECT_EQ(lenient.target.services[2].service.minimum_age(), 4);
  EXPECT_THAT(CountsOf(*lenient.report),
              UnorderedElementsAre(Pair("hsds.email", 1), Pair("hsds.type", 1), Pair("hsds.required", 1),
                                   Pair("json.syntax", 1), Pair("hsds.kind", 2)));
  EXPECT_EQ(lenient.report->warnings(), 6);
  const v1::Finding& first = lenient.report->findings(0);
  EXPECT_EQ(first.line(), 2);
  EXPECT_EQ(first.file(), "x.ndjson");
  EXPECT_EQ(first.path(), "email");
  EXPECT_EQ(first.record(), bad_email["id"]);
  EXPECT_FALSE(first.fix().empty());

  const Imported strict = Import({{"x.ndjson", text}}, true);
  ASSERT_TRUE(strict.report.ok());
  EXPECT_EQ(strict.report->rejected(), 5);
  EXPECT_EQ(strict.target.services.size(), 2u);
}

TEST(HsdsImportTest, KeepsTheFirstFindingsAndCountsAll) {
  json bad = Service(1);
  bad["email"] = "x";
  std::string text;
  for (int i = 0; i < 30; ++i) text += bad.dump() + "\n";
  auto options = OptionsFor(v1::IMPORT_FORMAT_HSDS);
  options.set_max_findings(7);
  FakeInput input({testing::File{"x.ndjson", text}});
  FakeTarget target;
  const auto report = RunImport(options, input, target);
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->findings_size(), 7);
  EXPECT_EQ(report->warnings(), 30);
  EXPECT_THAT(CountsOf(*report), ElementsAre(Pair("hsds.email", 30)));
}

TEST(HsdsImportTest, MakesServicesOfAnOrganization) {
  json organization = {
      {"id", UuidOf("test", "o")}, {"name", "CJG"}, {"description", "d"}, {"legal_status", "Stichting"}};
  json bad = Service(2);
  bad.erase("status");
  organization["services"] = json::array({Service(1), bad, 3, Service(4)});
  const Imported imported = Import({{"x.json", organization.dump()}});
  ASSERT_TRUE(imported.report.ok());
  EXPECT_EQ(imported.report->read(), 4);
  EXPECT_EQ(imported.report->rejected(), 2);
  ASSERT_EQ(imported.target.services.size(), 2u);
  for (const auto& service : imported.target.services) {
    EXPECT_EQ(service.service.organization(), "organizations/" + UuidOf("test", "o"));
    EXPECT_EQ(service.organization->unknown_properties().fields_size(), 0);
  }
  EXPECT_EQ(imported.report->findings(0).path(), "services[1].status");
  organization.erase("services");
  const Imported without = Import({{"x.json", organization.dump()}});
  EXPECT_THAT(CountsOf(*without.report), ElementsAre(Pair("hsds.no-services", 1)));
}

TEST(HsdsImportTest, LetsTheFirstOfTheSameRecordDecide) {
  json one = Service(1), two = Service(2), three = Service(3);
  one["organization"] = {{"id", UuidOf("test", "o")}, {"name", "CJG"}, {"description", "d"}};
  two["organization"] = one["organization"];
  three["organization"] = one["organization"];
  three["organization"]["name"] = "CJG Nieuw";
  json place = {{"id", UuidOf("test", "l")}, {"location_type", "virtual"}};
  one["service_at_locations"] = json::array({{{"id", UuidOf("test", "1")}, {"location", place}}});
  place["name"] = "anders";
  two["service_at_locations"] = json::array({{{"id", UuidOf("test", "2")}, {"location", place}}});
  const Imported imported = Import({{"x.json", json::array({one, two, three}).dump()}});
  ASSERT_TRUE(imported.report.ok());
  EXPECT_THAT(CountsOf(*imported.report), ElementsAre(Pair("hsds.nested-differs", 2)));
  ASSERT_EQ(imported.target.services.size(), 3u);
  EXPECT_TRUE(imported.target.services[1].organization);
  EXPECT_THAT(imported.target.services[1].locations, IsEmpty());
  EXPECT_FALSE(imported.target.services[2].organization);
  EXPECT_FALSE(imported.target.services[2].service.organization().empty());
}

TEST(HsdsImportTest, OnlyChecksOtherObjects) {
  const json term = {{"id", UuidOf("test", "t")}, {"name", "x"}, {"description", ""}, {"taxonomy", "soort"}};
  const Imported imported = Import({{"x.json", json::array({term, Service(1)}).dump()}});
  ASSERT_TRUE(imported.report.ok());
  EXPECT_EQ(imported.report->read(), 1);
  EXPECT_THAT(CountsOf(*imported.report), ElementsAre(Pair("hsds.checked-only", 1)));
}

TEST(HsdsImportTest, RefusesWhatIsNotHsdsAtAll) {
  for (const std::string text : {"", "<html></html>", "naam;plaats\nx;y\n"}) {
    const Imported imported = Import({{"x.txt", text}});
    EXPECT_EQ(imported.report.status().code(), absl::StatusCode::kInvalidArgument) << text;
    EXPECT_EQ(ReasonOf(imported.report.status()), v1::ERROR_REASON_IMPORT_FORMAT_INVALID);
  }
  // After a good file it is a finding.
  const Imported mixed = Import({{"x.json", Service(1).dump()}, {"y.txt", "?"}});
  ASSERT_TRUE(mixed.report.ok());
  EXPECT_THAT(CountsOf(*mixed.report), ElementsAre(Pair("import.format", 1)));
  EXPECT_EQ(mixed.target.services.size(), 1u);
  FakeInput none({});
  FakeTarget target;
  EXPECT_EQ(RunImport({}, none, target).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(HsdsImportTest, KeepsWhatCameBeforeTheStreamBroke) {
  std::string text;
  for (int i = 0; i < 50; ++i) text += Service(i).dump() + "\n";
  FakeInput input({testing::File{"x.ndjson", text}}, 100);
  input.broken_after = text.size() / 2;
  FakeTarget target;
  EXPECT_EQ(RunImport(OptionsFor(v1::IMPORT_FORMAT_HSDS), input, target).status().code(),
            absl::StatusCode::kUnavailable);
  EXPECT_GT(target.services.size(), 20u);
  EXPECT_LT(target.services.size(), 26u);
}

TEST(HsdsImportTest, PassesOnWhatTheTargetSays) {
  FakeInput input({testing::File{"x.ndjson", Service(1).dump()}});
  FakeTarget target;
  target.fails_with = absl::DataLossError("the disk");
  EXPECT_EQ(RunImport(OptionsFor(v1::IMPORT_FORMAT_HSDS), input, target).status(), target.fails_with);
}

// Bytes changed at random must never do more than cost records.
TEST(HsdsImportTest, SurvivesDamage) {
  json service = Service(1);
  service["organization"] = {{"id", UuidOf("test", "o")}, {"name", "CJG"}, {"description", "é"}};
  service["phones"] =
      json::array({{{"id", UuidOf("test", "p")}, {"number", "1"}, {"languages", json::array({{{"code", "nl"}}})}}});
  const std::string text = service.dump() + "\n" + service.dump(1) + "\n[" + service.dump() + "]";
  uint64_t random = 12345;
  for (int i = 0; i < 3000; ++i) {
    std::string damaged = text.substr(static_cast<size_t>(i % 3) * (service.dump().size() + 1));
    for (int k = 0; k < 3; ++k) {
      random = random * 6364136223846793005u + 1442695040888963407u;
      damaged[(random >> 33) % damaged.size()] = "{}[]\",:\\0x\n\xC3"[(random >> 20) % 12];
    }
    for (const bool strict : {false, true}) {
      const Imported imported = Import({{"x.json", damaged}}, strict);
      if (imported.report.ok()) {
        EXPECT_EQ(imported.report->read(), imported.report->created() + imported.report->rejected());
      } else {
        EXPECT_EQ(imported.report.status().code(), absl::StatusCode::kInvalidArgument);
      }
    }
  }
}

}  // namespace
}  // namespace socialekaart
