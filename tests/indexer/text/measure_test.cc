#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "tests/indexer/text/dutch.h"

namespace socialekaart {
namespace {

namespace fs = std::filesystem;

// What must be reached: what the directory is held to, not what was measured.
struct Floors {
  double precision = 0, recall = 0;
};

fs::path Own(const char* name) {
  return fs::path(SOCIALEKAART_SOURCE_DIR) / "tests/indexer/text" / name;
}

fs::path Shared(const char* name) {
  const char* folder = std::getenv("SOCIALEKAART_SHARED_DATA");
  return (folder != nullptr ? fs::path(folder) : fs::path(SOCIALEKAART_SOURCE_DIR) / "../shared/data") / "eval" / name;
}

std::vector<std::string> LinesOf(const fs::path& path) {
  std::ifstream file(path);
  EXPECT_TRUE(file) << path;
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty() && line[0] != '#') lines.push_back(line);
  }
  return lines;
}

std::set<size_t> CutsOf(const std::string& word) {
  std::set<size_t> cuts;
  for (const TextToken& token : Dutch().Analyze(word)) {
    // Behind a hyphen everybody can cut.
    for (const TextForm& form : token.forms) {
      if (form.kind == TextForm::Kind::kPart && form.offset > 0 && word[form.offset - 1] != '-')
        cuts.insert(form.offset);
    }
  }
  return cuts;
}

// "gezin|s-begeleiding": the word, where it must be cut, and where it may be.
struct Gold {
  std::string word;
  std::set<size_t> must, may;
};

Gold Parse(const std::string& line) {
  Gold gold;
  for (size_t i = 0; i < line.size(); ++i) {
    if (line[i] != '|' && line[i] != '~') {
      gold.word.push_back(line[i]);
      continue;
    }
    const char mark = line[i];
    size_t link = i + 1;
    while (link < line.size() && absl::ascii_isalpha(static_cast<unsigned char>(line[link]))) ++link;
    if (link < line.size() && line[link] == '-' && link > i + 1 && link <= i + 3) {
      gold.word += line.substr(i + 1, link - i - 1);
      i = link;
    }
    if (gold.word.back() != '-') (mark == '|' ? gold.must : gold.may).insert(gold.word.size());
  }
  return gold;
}

void ExpectCompounds(const fs::path& path, Floors floors) {
  double right = 0, wrong = 0, missed = 0;
  std::string errors;
  for (const std::string& line : LinesOf(path)) {
    const Gold gold = Parse(line);
    const std::set<size_t> cuts = CutsOf(gold.word);
    for (size_t cut : cuts) {
      right += static_cast<double>(gold.must.count(cut));
      const bool is_wrong = gold.must.count(cut) + gold.may.count(cut) == 0;
      wrong += is_wrong ? 1 : 0;
      if (is_wrong) errors += " +" + line;
    }
    for (size_t must : gold.must) {
      missed += cuts.count(must) == 0 ? 1 : 0;
      if (cuts.count(must) == 0) errors += " -" + line;
    }
  }
  const double precision = right / (right + wrong), recall = right / (right + missed);
  std::cout << path.filename().string() << ": precision " << precision << ", recall " << recall << errors << "\n";
  EXPECT_GE(precision, floors.precision);
  EXPECT_GE(recall, floors.recall);
}

void ExpectWhole(const fs::path& path) {
  double count = 0, cut = 0;
  std::string errors;
  for (const std::string& line : LinesOf(path)) {
    for (const std::string& word : std::vector<std::string>(absl::StrSplit(line, ' ', absl::SkipEmpty()))) {
      ++count;
      if (CutsOf(word).empty()) continue;
      ++cut;
      errors += " " + word;
    }
  }
  std::cout << path.filename().string() << ": " << cut << " of " << count << " cut" << errors << "\n";
  EXPECT_GE(count, 100);
  EXPECT_LE(cut / count, 0.03);
}

// The share of pairs of which both words have one lemma.
double ShareOfSame(const char* name, bool is_right) {
  double count = 0, same = 0;
  std::string errors;
  for (const std::string& line : LinesOf(Own(name))) {
    const std::vector<std::string> words = absl::StrSplit(line, '\t');
    ++count;
    const bool is_same = LemmaOf(words[0]) == LemmaOf(words[1]);
    same += is_same ? 1 : 0;
    if (is_same != is_right) errors += " " + words[0] + "/" + words[1];
  }
  std::cout << name << ": " << same << " of " << count << " are one" << errors << "\n";
  return same / count;
}

TEST(MeasureTest, FindsThePartsOfCompounds) {
  ExpectCompounds(Own("compounds.txt"), {0.97, 0.95});
  ExpectCompounds(Own("compounds_held_out.txt"), {0.92, 0.90});
}

TEST(MeasureTest, FindsThePartsOfTheGoldLists) {
  if (!fs::exists(Shared("compounds-gold-100.txt"))) GTEST_SKIP() << "no gold lists in " << Shared("");
  ExpectCompounds(Shared("compounds-gold-100.txt"), {0.97, 0.95});
  ExpectCompounds(Shared("compounds-dev-60.txt"), {0.92, 0.90});
}

TEST(MeasureTest, CutsNothingElse) {
  ExpectWhole(Own("non_compounds.txt"));
  ExpectWhole(Own("non_compounds_held_out.txt"));
}

TEST(MeasureTest, CutsNothingElseInTheGoldList) {
  if (!fs::exists(Shared("non-compounds-114.txt"))) GTEST_SKIP() << "no gold lists in " << Shared("");
  ExpectWhole(Shared("non-compounds-114.txt"));
}

TEST(MeasureTest, BringsFormsOfAWordTogether) {
  EXPECT_GE(ShareOfSame("lemma_pairs.tsv", true), 0.95);
  EXPECT_GE(ShareOfSame("lemma_pairs_held_out.tsv", true), 0.85);
}

TEST(MeasureTest, KeepsOtherWordsApart) {
  EXPECT_LE(ShareOfSame("minimal_pairs.tsv", false), 1.0 / 30);
  EXPECT_LE(ShareOfSame("minimal_pairs_held_out.tsv", false), 1.0 / 30);
}

}  // namespace
}  // namespace socialekaart
