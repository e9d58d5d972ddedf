#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "indexer/importer/import.h"
#include "tests/indexer/importer/fakes.h"

namespace socialekaart {
namespace {

using testing::CountsOf;
using ::testing::ElementsAre;
using testing::FakeInput;
using testing::FakeTarget;
using testing::GeneratedInput;
using testing::OptionsFor;
using ::testing::Pair;

absl::StatusOr<v1::ImportReport> Import(const std::string& text, FakeTarget* target) {
  FakeInput input({testing::File{"pc6hnr.csv", text}});
  return RunImport(OptionsFor(v1::IMPORT_FORMAT_CBS_PC6), input, *target);
}

constexpr uint32_t Key(uint32_t digits, char first, char second) {
  return digits * 676 + static_cast<uint32_t>(first - 'A') * 26 + static_cast<uint32_t>(second - 'A');
}

TEST(CbsPc6Test, GathersTheBuurtenOfEachPostcode) {
  FakeTarget target;
  const auto report = Import(
      "PC6;Huisnummer;Buurt2025;Wijk2025;Gemeente2025\n7151AC;1;18590101;185901;1859\n7151AB;1;BU18590100;WK185901;"
      "GM1859\n"
      "7151AB;2;18590100;185901;1859\n7151ab;3;18590101;185901;1859\n1011AB;1;3630400;36304;363\n9999ZZ;1;0014AB01;"
      "0014AB;0014\n",
      &target);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->read(), 6);
  EXPECT_EQ(report->created(), 4);
  ASSERT_TRUE(target.neighbourhoods);
  const auto& n = *target.neighbourhoods;
  EXPECT_THAT(n.keys(),
              ElementsAre(Key(1011, 'A', 'B'), Key(7151, 'A', 'B'), Key(7151, 'A', 'C'), Key(9999, 'Z', 'Z')));
  EXPECT_THAT(n.starts(), ElementsAre(0, 1, 3, 4, 5));
  std::vector<std::string> codes;
  for (const uint32_t index : n.indexes()) codes.push_back(n.codes(static_cast<int>(index)));
  EXPECT_THAT(codes, ElementsAre("BU03630400", "BU18590101", "BU18590100", "BU18590101", "BU0014AB01"));
  EXPECT_THAT(n.source(), ::testing::HasSubstr("2025"));
}

TEST(CbsPc6Test, ReportsFaultyRows) {
  FakeTarget target;
  const auto report = Import(
      "pc6,huisnummer,buurt2031,wijk2031,gemeente2031\n7151AB,1,18590100,185901,1859\n0151AB,1,18590100,,\n7151A,1,"
      "18590100,,\n"
      "7151AB\n7151AB,1,x,,\n7151AB,1,185901000,,\n7151AB,1,,,\n",
      &target);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->read(), 7);
  EXPECT_EQ(report->rejected(), 6);
  EXPECT_THAT(CountsOf(*report), ElementsAre(Pair("cbs.row", 6)));
  EXPECT_EQ(report->findings(0).line(), 3);
}

TEST(CbsPc6Test, RefusesOtherFiles) {
  FakeTarget target;
  for (const std::string text : {"", "a;b\n1;2\n", "PC6;Huisnummer;Buurt2025\n", "PC6;Huisnummer;Buurt2025\nx;1;y\n"}) {
    EXPECT_EQ(Import(text, &target).status().code(), absl::StatusCode::kInvalidArgument) << text;
    EXPECT_FALSE(target.neighbourhoods);
  }
}

// The form and the order of the real file: 50 houses a postcode, now and then a second buurt.
TEST(CbsPc6Test, StreamsALargeFile) {
  constexpr size_t kPostcodes = 4000;
  GeneratedInput input("pc6hnr20250801_gwb.csv", [](size_t i) {
    if (i == 0) return std::string("PC6;Huisnummer;Buurt2025;Wijk2025;Gemeente2025\r\n");
    if (i > kPostcodes) return std::string();
    std::string piece;
    for (size_t house = 1; house <= 50; ++house) {
      const size_t buurt = i / 100 + (i % 10 == 0 && house > 25 ? 1 : 0);
      absl::StrAppend(&piece, absl::StrFormat("%04d%c%c;%d;1859%04d;1859%02d;1859\r\n", 1000 + i / 26, 'A',
                                              static_cast<char>('A' + i % 26), house, buurt, buurt / 100));
    }
    return piece;
  });
  FakeTarget target;
  const auto report = RunImport(OptionsFor(v1::IMPORT_FORMAT_CBS_PC6), input, target);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->read(), 200'000);
  EXPECT_EQ(report->rejected(), 0);
  EXPECT_EQ(target.neighbourhoods->keys_size(), static_cast<int>(kPostcodes));
  EXPECT_EQ(target.neighbourhoods->starts_size(), static_cast<int>(kPostcodes) + 1);
  EXPECT_EQ(target.neighbourhoods->indexes_size(), static_cast<int>(kPostcodes + kPostcodes / 10));
  EXPECT_TRUE(std::is_sorted(target.neighbourhoods->keys().begin(), target.neighbourhoods->keys().end()));
}

}  // namespace
}  // namespace socialekaart
