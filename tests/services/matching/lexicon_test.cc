#include "services/matching/lexicon.h"

#include <set>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "services/matching/understanding.h"
#include "tests/services/matching/reader_fixture.h"

namespace socialekaart {
namespace {

// A text that the phrase must find: its first alternatives, its gaps empty. Nothing for phrases with a word class, or
// in any order: for those see corpus_test.cc.
std::string Example(const std::string& phrase) {
  if (absl::StrContains(phrase, "@") || absl::StrContains(phrase, "&")) return "";
  std::vector<std::string> words;
  for (const absl::string_view part : absl::StrSplit(phrase, ' ', absl::SkipEmpty())) {
    if (part == "~") continue;
    std::string word = std::vector<std::string>(absl::StrSplit(part, '|'))[0];
    if (word[0] == '=' || word[0] == '*') word = word.substr(1);
    if (absl::EndsWith(word, "*")) word.pop_back();
    words.push_back(word);
  }
  return absl::StrJoin(words, " ");
}

TEST(LexiconTest, UnderstandsEachWordingAsItsOwnProblem) {
  int wordings = 0;
  std::set<int> rows;
  for (const auto& entry : TheLexicon().problem_data().entries()) {
    rows.insert(entry.row());
    for (const std::string& phrase : entry.phrases()) {
      const std::string text = Example(phrase);
      if (text.empty()) continue;
      ++wordings;
      const Understanding understood = Understand(ReadNote(text), TheLexicon());
      bool found = false;
      for (const Mention& mention : understood.problems) {
        found = found || (mention.counts() && TheLexicon().problem(mention.entry).problem() == entry.problem());
      }
      // A wording that is a red flag as a whole is said by the flag.
      EXPECT_TRUE(found || !understood.flags.empty()) << entry.id() << ": " << text;
    }
  }
  EXPECT_GE(wordings, 524);
  for (int row = 1; row <= 142; ++row) EXPECT_TRUE(rows.contains(row) || row == 126) << "row " << row;
}

TEST(LexiconTest, RaisesTheTopicOfEachFlagWording) {
  int wordings = 0;
  for (const auto& entry : TheLexicon().flag_data().entries()) {
    for (const std::string& phrase : entry.phrases()) {
      ++wordings;
      const std::string text = Example(phrase);
      if (text.empty()) continue;
      const Flags flags = FlagsOf(text);
      for (const std::string& topic : entry.topics()) {
        EXPECT_TRUE(flags.sure.contains(topic) || flags.soft.contains(topic))
            << topic << ": " << text << " -> " << flags.ToString();
      }
      if (!entry.ask_only()) {
        EXPECT_FALSE(flags.sure.empty()) << text;
      }
    }
  }
  EXPECT_GE(wordings, 1000);
}

}  // namespace
}  // namespace socialekaart
