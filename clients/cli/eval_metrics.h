#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace socialekaart::cli {

// The figures of search quality, each of one query. They know names and grades alone: no server, no files.

inline constexpr size_t kEvalDepth = 10;  // results that count: the first page
inline constexpr size_t kHarmDepth = 3;   // results that must not do harm
inline constexpr int kBestGrade = 3;
inline constexpr int kGoodGrade = 2;

// "This query must have this service among its first `within` results."
struct MustPair {
  std::string service;
  std::string display_name;
  int within = 3;
};

// What a query should find.
struct Judgments {
  std::map<std::string, int> grades = {};  // by service: 0 no, 1 marginal, 2 good, 3 the answer
  bool expect_none = false;                // nothing in the directory answers it, and the answer should say so
  std::vector<MustPair> must = {};
};

// What a query found.
struct Answer {
  std::vector<std::string> results = {};  // services, best first; the first page at least
  bool no_good_match = false;             // the server says that nothing fits well: counts as an answer without results
  int harmful = 0;                        // of the first kHarmDepth results, whatever the server says of them
};

// Discounted gain of the grades found, best result first, over that of the best order of all grades judged: gain
// 2^grade - 1, discount log2(rank + 1), kEvalDepth deep. Nothing when no grade judged is above 0.
std::optional<double> Ndcg(const std::vector<int>& found, std::vector<int> judged);

// The lowest grade that counts as success: 3, or the highest judged when that is less. 0 when there is no answer.
int SuccessGrade(const Judgments& judgments);

// Rank, from 1, of the first result of at least `grade`, among the first kEvalDepth.
std::optional<size_t> FirstRank(const Judgments& judgments, const Answer& answer, int grade);

// Rank of a service among all results of the answer.
std::optional<size_t> RankOf(const Answer& answer, const std::string& service);

struct Figure {
  const char* key;    // in JSON and TSV
  const char* label;  // for people
  bool is_total;      // a count, summed over queries; the others are means
  std::optional<double> (*measure)(const Judgments&, const Answer&);  // nothing: says nothing about this query
};

// nDCG@10, success@1 and @3, MRR, zero results, rightly none, harm@3, judged@10, must.
inline constexpr size_t kFigureCount = 9;
const std::array<Figure, kFigureCount>& Figures();

// The place of a figure in that table; kFigureCount when there is none.
size_t FigureIndex(const std::string& key);

}  // namespace socialekaart::cli
