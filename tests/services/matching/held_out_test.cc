#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "indexer/base/codec.h"
#include "tests/services/matching/matcher_fixture.h"

namespace socialekaart {
namespace {

struct Row {
  std::set<std::string> topics;  // none = nothing may be raised for sure
  double age = -1;
  std::string text;
};

// Violence against a child and between adults are one family of help: either is right.
std::string FamilyOf(absl::string_view topic) {
  return topic == "huiselijk-geweld" ? "kindermishandeling" : std::string(topic);
}

std::vector<Row> Rows(const std::string& name) {
  const auto text = ReadFile(absl::StrCat(SOCIALEKAART_SOURCE_DIR, "/tests/services/matching/", name));
  EXPECT_TRUE(text.ok()) << text.status();
  std::vector<Row> rows;
  if (!text.ok()) return rows;
  for (const absl::string_view line : absl::StrSplit(*text, '\n', absl::SkipEmpty())) {
    if (line[0] == '#') continue;
    const std::vector<std::string> columns = absl::StrSplit(line, '\t');
    EXPECT_EQ(columns.size(), 3) << line;
    if (columns.size() != 3) continue;
    Row row{{}, -1, columns[2]};
    if (columns[0] != "-") {
      for (const absl::string_view topic : absl::StrSplit(columns[0], ',')) row.topics.insert(FamilyOf(topic));
    }
    EXPECT_TRUE(columns[1].empty() || absl::SimpleAtod(columns[1], &row.age)) << line;
    rows.push_back(std::move(row));
  }
  return rows;
}

// Texts that nobody saw who wrote the phrases, and that the model was not taught: what a new note may expect. The
// bounds are what was reached, less a little.
TEST(HeldOutTest, SeesRedFlagsItWasNotTaught) {
  int flags = 0, raised = 0, right = 0, others = 0, wrongly = 0;
  for (const Row& row : Rows("held_out.tsv")) {
    const v1::MatchResponse response = AdviseOn(row.text, row.age);
    const bool hard = response.has_safety() && !response.safety().soft();
    if (row.topics.empty()) {
      ++others;
      wrongly += hard ? 1 : 0;  // of what is denied or past a soft notice is right
      continue;
    }
    ++flags;
    raised += hard ? 1 : 0;
    right += hard && std::any_of(response.safety().topics().begin(), response.safety().topics().end(),
                                 [&](const std::string& topic) { return row.topics.contains(FamilyOf(topic)); })
                 ? 1
                 : 0;
  }
  const auto share = [](int part, int of) { return static_cast<double>(part) / std::max(of, 1); };
  EXPECT_GE(flags, 100);
  EXPECT_GE(others, 100);
  EXPECT_GE(share(raised, flags), 0.93);
  EXPECT_GE(share(right, flags), 0.90);
  EXPECT_LE(share(wrongly, others), 0.05);
}

TEST(HeldOutTest, IsNotAmongTheExamples) {
  const auto texts_of = [](const std::string& name) {
    std::set<std::string> texts;
    const auto file = ReadFile(absl::StrCat(SOCIALEKAART_SOURCE_DIR, "/", name));
    EXPECT_TRUE(file.ok()) << file.status();
    for (const absl::string_view line : absl::StrSplit(file.ok() ? *file : "", '\n', absl::SkipEmpty())) {
      if (line[0] != '#') texts.emplace(line.substr(line.rfind('\t') + 1));
    }
    return texts;
  };
  std::set<std::string> taught = texts_of("data/lexicon/flag_examples.tsv");
  taught.merge(texts_of("data/lexicon/level_examples.tsv"));
  EXPECT_GT(taught.size(), 5000U);
  for (const char* held_out : {"tests/services/matching/held_out.tsv", "tests/services/matching/held_out_levels.tsv"}) {
    for (const std::string& text : texts_of(held_out)) EXPECT_FALSE(taught.contains(text)) << text;
  }
}

// The same for levels. The bounds are what was reached, less a little; the goals are 0.90, 0.02 and 0.08.
TEST(HeldOutTest, AdvisesLevelsItWasNotTaught) {
  const auto text = ReadFile(SOCIALEKAART_SOURCE_DIR "/tests/services/matching/held_out_levels.tsv");
  ASSERT_TRUE(text.ok()) << text.status();
  int all = 0, under = 0, over = 0;
  for (const absl::string_view line : absl::StrSplit(*text, '\n', absl::SkipEmpty())) {
    if (line[0] == '#') continue;
    const std::vector<std::string> columns = absl::StrSplit(line, '\t');
    ASSERT_EQ(columns.size(), 6) << line;
    v1::MatchRequest request;
    int lowest = 0, highest = 0;
    double age = 0;
    ASSERT_TRUE(absl::SimpleAtoi(columns[0], &lowest) && absl::SimpleAtoi(columns[1], &highest)) << line;
    if (absl::SimpleAtod(columns[2], &age)) request.set_age_years(age);
    for (const absl::string_view rating : absl::StrSplit(columns[3], ',', absl::SkipWhitespace())) {
      const std::vector<std::string> parts = absl::StrSplit(rating, '=');
      v1::Assessment& assessment = *request.mutable_assessment();
      const auto* field = assessment.GetDescriptor()->FindFieldByName(parts[0]);
      int32_t value = 0;
      ASSERT_TRUE(field != nullptr && parts.size() == 2 && absl::SimpleAtoi(parts[1], &value)) << line;
      assessment.GetReflection()->SetInt32(&assessment, field, value);
    }
    for (const absl::string_view level : absl::StrSplit(columns[4], ',', absl::SkipWhitespace())) {
      int tried = 0;
      ASSERT_TRUE(absl::SimpleAtoi(level, &tried)) << line;
      request.add_tried_levels(static_cast<v1::HelpLevel>(tried));
    }
    request.set_question(columns[5]);
    const auto response = TheMatcher().Advise(request, "");
    ASSERT_TRUE(response.ok()) << response.status();
    ++all;
    under += response->level() < lowest ? 1 : 0;
    over += response->level() > highest ? 1 : 0;
  }
  EXPECT_GE(all, 250);
  EXPECT_LE(under, all * 5 / 100);
  EXPECT_LE(over, all * 10 / 100);
}

// The examples themselves: an everyday note that raises something is a wrong label or a phrase that says too much.
TEST(HeldOutTest, RaisesNothingOnEverydayNotesItWasTaught) {
  int rows = 0, raised = 0;
  for (const Row& row : Rows("no_flags.tsv")) {
    ++rows;
    const v1::MatchResponse response = AdviseOn(row.text, row.age);
    if (!response.has_safety()) continue;
    ++raised;
    RecordProperty(absl::StrCat("raised_", raised), row.text);
  }
  EXPECT_GE(rows, 200);
  EXPECT_EQ(raised, 0);
}

}  // namespace
}  // namespace socialekaart
