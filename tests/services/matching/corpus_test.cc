#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "indexer/base/codec.h"
#include "tests/services/matching/reader_fixture.h"

namespace socialekaart {
namespace {

// Notes as people write them, with what must be understood: the .tsv files beside this one. They say how good the
// lexicon is as a whole; what a rule does stands in the other tests.
using Row = std::vector<std::string>;

std::vector<Row> Rows(const std::string& name, size_t columns) {
  const auto text = ReadFile(SOCIALEKAART_SOURCE_DIR "/tests/services/matching/" + name);
  EXPECT_TRUE(text.ok()) << text.status();
  std::vector<Row> rows;
  if (!text.ok()) return rows;
  for (const absl::string_view line : absl::StrSplit(*text, '\n', absl::SkipEmpty())) {
    if (line[0] == '#') continue;
    Row row = absl::StrSplit(line, '\t');
    EXPECT_EQ(row.size(), columns) << name << ": " << line;
    if (row.size() == columns) rows.push_back(std::move(row));
  }
  return rows;
}

TEST(CorpusTest, MissesNoRedFlag) {
  int rows = 0;
  for (const Row& row : Rows("red_flags.tsv", 3)) {
    ++rows;
    const Flags flags = FlagsOf(row[2]);
    EXPECT_TRUE(flags.sure.contains(row[0])) << row[0] << " in: " << row[2] << " -> " << flags.ToString();
  }
  EXPECT_GE(rows, 200);
}

TEST(CorpusTest, RaisesNoFlagOnEverydayNotes) {
  int rows = 0;
  for (const Row& row : Rows("no_flags.tsv", 3)) {
    ++rows;
    double age = -1;
    ASSERT_TRUE(row[1].empty() || absl::SimpleAtod(row[1], &age)) << row[1];
    EXPECT_EQ(FlagsOf(row[2], row[1].empty() ? std::nullopt : std::optional(age)).ToString(), "") << row[2];
    Note note = ReadNote(row[2]);
    EXPECT_TRUE(TheMasker().Mask(&note).empty()) << "masks what is no personal data: " << row[2];
  }
  EXPECT_GE(rows, 200);
}

TEST(CorpusTest, UnderstandsProblems) {
  int rows = 0;
  for (const Row& row : Rows("problem_notes.tsv", 2)) {
    ++rows;
    const std::set<std::string> found = DomainsOf(row[1]);
    std::set<std::string> must, may;
    for (const absl::string_view word : absl::StrSplit(row[0], ' ')) {
      if (word == "-") continue;
      may.emplace(absl::StripPrefix(word, "?"));
      if (word[0] != '?') must.emplace(word);
    }
    EXPECT_TRUE(std::includes(found.begin(), found.end(), must.begin(), must.end()) &&
                std::includes(may.begin(), may.end(), found.begin(), found.end()))
        << row[0] << " in: " << row[1] << " -> " << absl::StrJoin(found, " ");
  }
  EXPECT_GE(rows, 120);
}

TEST(CorpusTest, MasksPersonalDataAndNothingElse) {
  int rows = 0;
  for (const Row& row : Rows("masking_notes.tsv", 3)) {
    ++rows;
    Note note = ReadNote(row[2]);
    std::multiset<std::string> found, expected;
    for (const v1::MaskedSpan& span : TheMasker().Mask(&note)) {
      const size_t begin = note.byte_of[static_cast<size_t>(span.offset())];
      const size_t end = note.byte_of[static_cast<size_t>(span.offset() + span.length())];
      found.insert(absl::StrCat(span.kind(), " ", row[2].substr(begin, end - begin)));
    }
    if (row[0] != "-") {
      const std::vector<std::string> kinds = absl::StrSplit(row[0], ' ');
      const std::vector<std::string> parts = absl::StrSplit(row[1], '|');
      ASSERT_EQ(kinds.size(), parts.size()) << row[2];
      for (size_t i = 0; i < kinds.size(); ++i) expected.insert(absl::StrCat(kinds[i], " ", parts[i]));
    }
    EXPECT_EQ(absl::StrJoin(found, ", "), absl::StrJoin(expected, ", ")) << row[2];
  }
  EXPECT_GE(rows, 60);
}

}  // namespace
}  // namespace socialekaart
