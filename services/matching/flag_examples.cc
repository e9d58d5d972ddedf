// The text of data/lexicon/flag_examples.tsv.
#include <algorithm>
#include <optional>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "indexer/base/codec.h"
#include "services/matching/flag_trainer.h"

namespace socialekaart {
namespace {

constexpr absl::string_view kNoFlag = "-";
constexpr absl::string_view kOnlyAsked = "?";  // before a topic: a reason to ask, and no red flag
constexpr size_t kColumns = 3;

std::optional<int> TopicOf(const FlagExamples& examples, absl::string_view id) {
  const auto found = std::find(examples.topics.begin(), examples.topics.end(), id);
  if (found == examples.topics.end()) return std::nullopt;
  return static_cast<int>(found - examples.topics.begin());
}

// What is wrong; empty = nothing. A "#" line without a known key is a comment.
std::string ReadSetting(absl::string_view line, FlagExamples* examples) {
  const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(line, absl::MaxSplits(':', 1));
  const absl::string_view key = absl::StripAsciiWhitespace(parts.first);
  const std::vector<std::string> values = absl::StrSplit(parts.second, ' ', absl::SkipWhitespace());
  if (key == "topics") {
    examples->topics = values;
  } else if (key == "alike") {
    if (values.size() != 2) return "names two topics";
    const auto a = TopicOf(*examples, values[0]), b = TopicOf(*examples, values[1]);
    if (!a.has_value() || !b.has_value()) return "names an unknown topic";
    examples->alike.emplace_back(*a, *b);
  } else if (key == "raised_at_most" || key == "refuted_at_most") {
    double* share = key == "raised_at_most" ? &examples->raised_at_most : &examples->refuted_at_most;
    if (values.size() != 1 || !ParseShare(values[0], share))
      return "is a share from 0 to 0.5";
  }
  return "";
}

std::string ReadExample(absl::string_view line, absl::flat_hash_set<std::string>* seen, FlagExamples* examples) {
  const std::vector<absl::string_view> columns = absl::StrSplit(line, '\t');
  if (columns.size() != kColumns) return "needs topics, age and text with tabs between";
  FlagExamples::Example example;
  if (columns[0] != kNoFlag) {
    for (absl::string_view id : absl::StrSplit(columns[0], ',')) {
      const bool only_asked = absl::ConsumePrefix(&id, kOnlyAsked);
      const auto topic = TopicOf(*examples, id);
      if (!topic.has_value()) return absl::StrCat("names the unknown topic \"", id, "\"");
      if (!only_asked) example.topics.push_back(*topic);
    }
  }
  double age = 0;
  if (!columns[1].empty() && (!absl::SimpleAtod(columns[1], &age) || age < 0)) return "has no age in years";
  example.text = std::string(columns[2]);
  if (example.text.empty() || !IsUtf8(example.text)) return "has no text in UTF-8";
  if (!seen->insert(example.text).second) return "stands twice";
  examples->examples.push_back(std::move(example));
  return "";
}

}  // namespace

absl::StatusOr<FlagExamples> FlagExamples::Parse(absl::string_view text, absl::string_view name) {
  FlagExamples examples;
  absl::flat_hash_set<std::string> seen;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    if (line.empty()) continue;
    const std::string fault =
        absl::ConsumePrefix(&line, "#") ? ReadSetting(line, &examples) : ReadExample(line, &seen, &examples);
    if (!fault.empty()) return absl::InvalidArgumentError(absl::StrCat(name, ":", number, ": ", fault));
  }
  if (examples.topics.empty() || examples.examples.empty())
    return absl::InvalidArgumentError(absl::StrCat(name, ": names no topics, or holds no examples"));
  return examples;
}

}  // namespace socialekaart
