#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "indexer/base/codec.h"
#include "indexer/importer/import.h"
#include "tests/indexer/importer/fakes.h"

namespace socialekaart {
namespace {

using testing::CountsOf;
using ::testing::ElementsAre;
using testing::FakeInput;
using testing::FakeTarget;
using testing::File;
using testing::OptionsFor;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

std::string Id(const std::string& name) {
  return UuidOf("test", name);
}

std::vector<File> SmallPackage() {
  return {
      {"data/phones.csv", absl::StrCat("id,service_id,location_id,number\n", Id("p1"), ",", Id("s1"), ",", Id("l1"),
                                       ",0545-1\n", Id("p2"), ",,", Id("weg"), ",0545-2\n")},
      {"data/services.csv", absl::StrCat("id,organization_id,name,status,minimum_age,eigen\n", Id("s1"), ",", Id("o1"),
                                         ",\"Spreekuur, open\",active,4,ja\n", Id("s2"), ",", Id("o1"),
                                         ",Cursus,active,x,\n", Id("s1"), ",", Id("o1"), ",Dubbel,active,,\n")},
      {"data/organizations.csv",
       absl::StrCat("id;name;description\n", Id("o1"), ";CJG;Centrum\n", Id("o2"), ";Los;Los\n")},
      {"data/service_at_locations.csv",
       absl::StrCat("id,service_id,location_id\n", Id("x1"), ",", Id("s1"), ",", Id("l1"), "\n")},
      {"data/locations.csv", absl::StrCat("id,location_type,latitude,longitude\n", Id("l1"), ",physical,52.1,6.6\n")},
      {"data/attributes.csv",
       absl::StrCat("id,link_id,link_entity,taxonomy_term_id\n", Id("a1"), ",", Id("s1"), ",service,", Id("t1"), "\n")},
      {"data/taxonomy_terms.csv",
       absl::StrCat("id,code,name,description,taxonomy\n", Id("t1"), ",school,School,een,soort\n")},
      {"data/languages.csv", absl::StrCat("id,phone_id,code\n", Id("n1"), ",", Id("p1"), ",nl\n")},
      {"data/rare_table.csv", "id\n1\n"},
      {"data/datapackage.json", "{}"},
  };
}

TEST(HsdsTabularTest, PutsServicesTogetherFromTables) {
  for (const bool strict : {false, true}) {
    FakeInput input(SmallPackage());
    FakeTarget target;
    const auto report = RunImport(OptionsFor(v1::IMPORT_FORMAT_HSDS, strict), input, target);
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_EQ(report->read(), 3);
    EXPECT_EQ(report->rejected(), strict ? 2 : 1);
    EXPECT_THAT(CountsOf(*report),
                UnorderedElementsAre(Pair("csv.foreign-key", 1), Pair("csv.orphan", 2), Pair("csv.duplicate-id", 1),
                                     Pair("hsds.type", 1), Pair("csv.unknown-table", 1), Pair("csv.description", 1)));
    const ImportedService* imported = target.Find("Spreekuur, open");
    ASSERT_NE(imported, nullptr);
    const v1::Service& service = imported->service;
    EXPECT_EQ(imported->file, "data/services.csv");
    EXPECT_EQ(imported->line, 2);
    EXPECT_EQ(service.minimum_age(), 4);
    EXPECT_EQ(service.organization(), "organizations/" + Id("o1"));
    EXPECT_EQ(imported->organization->display_name(), "CJG");
    ASSERT_EQ(service.phones_size(), 1);
    EXPECT_EQ(service.phones(0).languages(0).code(), "nl");
    EXPECT_FALSE(service.phones(0).has_unknown_properties());
    EXPECT_EQ(imported->locations.at(0).latitude(), 52.1);
    EXPECT_EQ(imported->locations.at(0).phones_size(), 1);
    EXPECT_EQ(service.attributes(0).taxonomy_term().code(), "school");
    EXPECT_EQ(service.unknown_properties().fields().at("eigen").string_value(), "ja");
    EXPECT_EQ(service.unknown_properties().fields_size(), 1);
    EXPECT_EQ(target.Find("Cursus") != nullptr, !strict);
  }
}

TEST(HsdsTabularTest, SaysWhereAKeyIsBroken) {
  FakeInput input(SmallPackage());
  FakeTarget target;
  const auto report = RunImport(OptionsFor(v1::IMPORT_FORMAT_HSDS), input, target);
  ASSERT_TRUE(report.ok());
  for (const auto& finding : report->findings()) {
    if (finding.rule() != "csv.foreign-key") continue;
    EXPECT_EQ(finding.file(), "data/phones.csv");
    EXPECT_EQ(finding.line(), 3);
    EXPECT_EQ(finding.path(), "location_id");
    EXPECT_EQ(finding.record(), Id("p2"));
  }
}

TEST(HsdsTabularTest, RejectsAServiceWithTooMuch) {
  std::vector<File> files = SmallPackage();
  for (int i = 0; i < 30000; ++i)
    absl::StrAppend(&files[0].content, Id(absl::StrCat("q", i)), ",", Id("s1"), ",,", i, "\n");
  FakeInput input(files, 1 << 16);
  FakeTarget target;
  const auto report = RunImport(OptionsFor(v1::IMPORT_FORMAT_HSDS), input, target);
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(CountsOf(*report)["import.too-large"], 1);
  EXPECT_EQ(target.Find("Spreekuur, open"), nullptr);
}

TEST(HsdsTabularTest, LeavesNothingBehind) {
  const auto directory = std::filesystem::temp_directory_path() / ("sk-test-" + RandomUuid());
  std::filesystem::create_directory(directory);
  const char* old = std::getenv("TMPDIR");
  const std::string before = old == nullptr ? "" : old;
  setenv("TMPDIR", directory.c_str(), 1);
  FakeInput input(SmallPackage());
  FakeTarget target;
  EXPECT_TRUE(RunImport(OptionsFor(v1::IMPORT_FORMAT_HSDS), input, target).ok());
  EXPECT_TRUE(std::filesystem::is_empty(directory));
  std::filesystem::remove(directory);
  FakeInput again(SmallPackage());
  EXPECT_EQ(RunImport(OptionsFor(v1::IMPORT_FORMAT_HSDS), again, target).status().code(),
            absl::StatusCode::kUnavailable);
  before.empty() ? unsetenv("TMPDIR") : setenv("TMPDIR", before.c_str(), 1);
}

TEST(HsdsTabularTest, RefusesOtherTables) {
  for (const char* name : {"services.csv", "klanten.csv"}) {
    FakeInput input({File{name, "naam,status\nx,active\n"}});
    FakeTarget target;
    EXPECT_EQ(RunImport(OptionsFor(v1::IMPORT_FORMAT_HSDS), input, target).status().code(),
              absl::StatusCode::kInvalidArgument);
  }
}

// The official packages break some of their own keys.
TEST(HsdsTabularOfOthersTest, ListsExactlyTheBrokenKeys) {
  const auto data = testing::SharedData();
  if (!data) GTEST_SKIP() << "no shared data; set SOCIALEKAART_SHARED_DATA";
  const std::vector<std::string> of_30 = {"location.csv organization_id", "contacts.csv organization_id",
                                          "contacts.csv service_at_location_id", "taxonomy_terms.csv taxonomy_id"};
  for (const auto& [version, more] : std::map<std::string, std::vector<std::string>>{
           {"hsds-3.0", {}},
           {"hsds-3.1-dev",
            {"service_areas.csv service_at_location_id", "service_capacity.csv service_id",
             "service_capacity.csv unit_id"}}}) {
    std::vector<File> files;
    for (const auto& entry : std::filesystem::directory_iterator(*data / "hsds" / version / "examples" / "csv")) {
      files.push_back({entry.path().filename().string(), testing::ReadText(entry.path())});
    }
    FakeInput input(files);
    FakeTarget target;
    const auto report = RunImport(OptionsFor(v1::IMPORT_FORMAT_HSDS), input, target);
    ASSERT_TRUE(report.ok()) << report.status();
    std::vector<std::string> broken;
    for (const auto& finding : report->findings()) {
      if (finding.rule() == "csv.foreign-key") broken.push_back(finding.file() + " " + finding.path());
    }
    std::vector<std::string> expected = of_30;
    expected[0] = "locations.csv organization_id";
    expected.insert(expected.end(), more.begin(), more.end());
    EXPECT_THAT(broken, ::testing::UnorderedElementsAreArray(expected)) << version;
    EXPECT_EQ(report->read(), 1);
    ASSERT_EQ(target.services.size(), 1u);
    const ImportedService& imported = target.services[0];
    EXPECT_EQ(imported.service.display_name(), "Community Counselling");
    EXPECT_EQ(imported.organization->display_name(), "Example Organization Inc.");
    EXPECT_EQ(imported.service.contacts(0).phones_size(), 1);
    EXPECT_EQ(imported.locations.at(0).addresses(0).city(), "MyCity");
  }
}

// A format of long ago: much is wrong with it, nothing breaks.
TEST(HsdsTabularOfOthersTest, SurvivesOldTables) {
  const auto data = testing::SharedData();
  if (!data) GTEST_SKIP() << "no shared data; set SOCIALEKAART_SHARED_DATA";
  for (const std::string folder : {"sample-csv", "fixtures"}) {
    for (const bool strict : {false, true}) {
      std::vector<File> files;
      for (const auto& entry : std::filesystem::directory_iterator(*data / "hsds" / "ohana-hsds1" / folder)) {
        files.push_back({entry.path().filename().string(), testing::ReadText(entry.path())});
      }
      FakeInput input(files);
      FakeTarget target;
      const auto report = RunImport(OptionsFor(v1::IMPORT_FORMAT_HSDS, strict), input, target);
      if (!report.ok()) continue;
      EXPECT_EQ(report->read(), report->created() + report->rejected());
      if (folder == "sample-csv") {
        EXPECT_EQ(report->read(), 23);
      }
    }
  }
}

}  // namespace
}  // namespace socialekaart
