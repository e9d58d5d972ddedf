#include "indexer/importer/csv_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_join.h"
#include "tests/indexer/hsds/collect.h"
#include "tests/indexer/importer/fakes.h"

namespace socialekaart {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using testing::FakeInput;
using ::testing::IsEmpty;

struct Outcome {
  std::vector<std::string> rows;      // "line:a|b"
  std::vector<std::string> findings;  // "line rule"
  int64_t lost = 0;
};

Outcome Read(const std::string& text, CsvOptions options = {}) {
  FakeInput input({testing::File{"a.csv", text}}, 5);
  (void)input.NextFile();
  ByteReader reader(input);
  Outcome outcome;
  testing::Collected found;
  const auto status = ReadCsv(reader, options, found, &outcome.lost, [&](const CsvRow& row) {
    outcome.rows.push_back(std::to_string(row.line) + ":" + absl::StrJoin(row.fields, "|"));
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
  for (const auto& finding : found.findings)
    outcome.findings.push_back(std::to_string(finding.line()) + " " + finding.rule());
  return outcome;
}

TEST(CsvReaderTest, ReadsRows) {
  struct Case {
    std::string text;
    std::vector<std::string> expected;
  };
  const std::vector<Case> cases = {
      {"a,b\n1,2\n", {"1:a|b", "2:1|2"}},
      {"\xEF\xBB\xBF"
       "a;b\r\n1;2",
       {"1:a|b", "2:1|2"}},
      {"a\tb\n\t2\n", {"1:a|b", "2:|2"}},
      {"a,b\n\n , \n1,\n", {"1:a|b", "4:1|"}},
      {"a,b\n\"x\ny, \"\"z\"\"\",2\n3,4\n", {"1:a|b", "2:x\ny, \"z\"|2", "4:3|4"}},
      {"a,b\nDe \"Vlieger\",2\n", {"1:a|b", "2:De \"Vlieger\"|2"}},
      {"a;b\n x y ; 2\n", {"1:a|b", "2:x y|2"}},
      {"", {}},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.text);
    const Outcome outcome = Read(c.text);
    EXPECT_THAT(outcome.rows, ElementsAreArray(c.expected));
    EXPECT_THAT(outcome.findings, IsEmpty());
  }
}

TEST(CsvReaderTest, TakesQuotesAsTheyAreWhenTold) {
  EXPECT_THAT(Read("\"a\tb\"\n\"x\t2\n", {.delimiter = '\t', .quotes = false}).rows,
              ElementsAre("1:\"a|b\"", "2:\"x|2"));
}

TEST(CsvReaderTest, ReadsWindows1252WhereItIsNoUtf8) {
  const Outcome outcome = Read(
      "a,b\n\x91t Kompas,Oelebr\xF6"
      "d\nMoza\xC3\xAF"
      "ek,\x80\n\x81,1\n");
  EXPECT_THAT(outcome.rows, ElementsAre("1:a|b", "2:‘t Kompas|Oelebröd", "3:MozaÃ¯ek|€", "4:\xEF\xBF\xBD|1"));
  EXPECT_THAT(outcome.findings, ElementsAre("2 csv.encoding", "3 csv.encoding", "4 csv.encoding"));
  EXPECT_THAT(Read("a\n\x91t\n", {.report_encoding = false}).findings, IsEmpty());
  EXPECT_THAT(Read("a\nMoza\xC3\xAF"
                   "ek\n")
                  .rows,
              ElementsAre("1:a", "2:Mozaïek"));
}

TEST(CsvReaderTest, LosesTheRowToItsFault) {
  for (const auto& [row, rule] : std::vector<std::pair<std::string, std::string>>{
           {std::string("x\0y,1", 5), "csv.nul"},
           {std::string(kMaxRowBytes + 9, 'x') + ",1", "csv.row-too-large"},
           {std::string(kMaxRowBytes, 'x') + "," + std::string(9, 'y'), "csv.row-too-large"},
           {"\"" + std::string(kMaxRowBytes + 200000, 'x') + "\",1", "csv.row-too-large"},
       }) {
    SCOPED_TRACE(rule);
    const Outcome outcome = Read("a,b\n" + row + "\n3,4\n");
    EXPECT_THAT(outcome.rows, ElementsAre("1:a|b", "3:3|4"));
    EXPECT_THAT(outcome.findings, ElementsAre("2 " + rule));
    EXPECT_EQ(outcome.lost, 1);
  }
  const Outcome open = Read("a,b\n1,2\n\"3,4\n5,6\n");
  EXPECT_THAT(open.rows, ElementsAre("1:a|b", "2:1|2"));
  EXPECT_THAT(open.findings, ElementsAre("3 csv.unclosed-quote"));
}

TEST(CsvHeaderTest, FindsColumnsByName) {
  const CsvHeader header({.line = 1, .fields = {"Id", "naam", "ID"}});
  const CsvRow row{.line = 2, .fields = {"1"}};
  EXPECT_TRUE(header.Has("NAAM"));
  EXPECT_FALSE(header.Has("X"));
  EXPECT_EQ(header.Value(row, "ID"), "1");
  EXPECT_EQ(header.Value(row, "NAAM"), "");
}

}  // namespace
}  // namespace socialekaart
