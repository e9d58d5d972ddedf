// The text of data/lexicon/level_examples.tsv.
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "indexer/base/codec.h"
#include "services/matching/level_trainer.h"

namespace socialekaart {
namespace {

constexpr size_t kColumns = 3;
constexpr int kLowest = 1, kHighest = 8;  // HelpLevel

// What is wrong; empty = nothing. A "#" line without a known key is a comment.
std::string ReadSetting(absl::string_view line, LevelExamples* examples) {
  const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(line, absl::MaxSplits(':', 1));
  const absl::string_view key = absl::StripAsciiWhitespace(parts.first), value = absl::StripAsciiWhitespace(parts.second);
  if (key == "steps") {
    examples->steps = absl::StrSplit(value, ' ', absl::SkipWhitespace());
    for (const std::string& step : examples->steps) {
      int level = 0;
      const int before = examples->levels.empty() ? kLowest : examples->levels.back();
      if (!absl::SimpleAtoi(step, &level) || level <= before || level > kHighest)
        return absl::StrCat("\"", step, "\" is no level, or not above the one before it");
      examples->levels.push_back(level);
    }
  } else if (key == "raised_at_most" || key == "refuted_at_most") {
    if (!ParseShare(value, key == "raised_at_most" ? &examples->raised_at_most : &examples->refuted_at_most))
      return "is a share from 0 to 0.5";
  }
  return "";
}

std::string ReadExample(absl::string_view line, absl::flat_hash_set<std::string>* seen, LevelExamples* examples) {
  const std::vector<absl::string_view> columns = absl::StrSplit(line, '\t');
  if (columns.size() != kColumns) return "needs levels, age and text with tabs between";
  LevelExamples::Example example;
  const std::pair<absl::string_view, absl::string_view> range = absl::StrSplit(columns[0], absl::MaxSplits('-', 1));
  if (!absl::SimpleAtoi(range.first, &example.lowest) || !absl::SimpleAtoi(range.second, &example.highest) ||
      example.lowest < kLowest || example.lowest > example.highest || example.highest > kHighest)
    return "has no range of levels like 1-2";
  double age = 0;
  if (!columns[1].empty() && (!absl::SimpleAtod(columns[1], &age) || age < 0)) return "has no age in years";
  example.text = std::string(columns[2]);
  if (example.text.empty() || !IsUtf8(example.text)) return "has no text in UTF-8";
  if (!seen->insert(example.text).second) return "stands twice";
  examples->examples.push_back(std::move(example));
  return "";
}

}  // namespace

absl::StatusOr<LevelExamples> LevelExamples::Parse(absl::string_view text, absl::string_view name) {
  LevelExamples examples;
  absl::flat_hash_set<std::string> seen;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    if (line.empty()) continue;
    const std::string fault =
        absl::ConsumePrefix(&line, "#") ? ReadSetting(line, &examples) : ReadExample(line, &seen, &examples);
    if (!fault.empty()) return absl::InvalidArgumentError(absl::StrCat(name, ":", number, ": ", fault));
  }
  if (examples.steps.empty() || examples.examples.empty())
    return absl::InvalidArgumentError(absl::StrCat(name, ": names no steps, or holds no examples"));
  return examples;
}

}  // namespace socialekaart
