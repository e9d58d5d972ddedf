#include "clients/cli/eval_metrics.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <set>

namespace socialekaart::cli {
namespace {

double Gain(const std::vector<int>& grades) {
  double sum = 0;
  for (size_t i = 0; i < std::min(grades.size(), kEvalDepth); ++i) {
    sum += (std::exp2(grades[i]) - 1) / std::log2(static_cast<double>(i) + 2);
  }
  return sum;
}

// The results that count: none when the server itself says that nothing fits well.
std::vector<std::string> FirstPage(const Answer& answer) {
  if (answer.no_good_match) return {};
  const auto count = static_cast<std::ptrdiff_t>(std::min(answer.results.size(), kEvalDepth));
  return {answer.results.begin(), answer.results.begin() + count};
}

bool HasAnswer(const Judgments& judgments) {
  return !judgments.expect_none && SuccessGrade(judgments) > 0;
}

double YesNo(bool is_true) {
  return is_true ? 1 : 0;
}

std::optional<double> NdcgOf(const Judgments& judgments, const Answer& answer) {
  if (!HasAnswer(judgments)) return std::nullopt;
  std::vector<int> judged;
  for (const auto& [service, grade] : judgments.grades) judged.push_back(grade);
  std::vector<int> found;
  std::set<std::string> seen;
  for (const std::string& service : FirstPage(answer)) {
    const auto grade = judgments.grades.find(service);
    // A service that comes twice helps once.
    found.push_back(seen.insert(service).second && grade != judgments.grades.end() ? grade->second : 0);
  }
  return Ndcg(found, std::move(judged));
}

template <size_t rank>
std::optional<double> SuccessOf(const Judgments& judgments, const Answer& answer) {
  if (!HasAnswer(judgments)) return std::nullopt;
  const auto first = FirstRank(judgments, answer, SuccessGrade(judgments));
  return YesNo(first.has_value() && *first <= rank);
}

std::optional<double> ReciprocalRankOf(const Judgments& judgments, const Answer& answer) {
  if (!HasAnswer(judgments)) return std::nullopt;
  const auto first = FirstRank(judgments, answer, kGoodGrade);
  return first.has_value() ? 1 / static_cast<double>(*first) : 0;
}

std::optional<double> ZeroOf(const Judgments& judgments, const Answer& answer) {
  if (!HasAnswer(judgments)) return std::nullopt;
  return YesNo(FirstPage(answer).empty());
}

std::optional<double> NoneOf(const Judgments& judgments, const Answer& answer) {
  if (!judgments.expect_none) return std::nullopt;
  return YesNo(FirstPage(answer).empty());
}

std::optional<double> HarmOf(const Judgments&, const Answer& answer) {
  return answer.harmful;
}

std::optional<double> JudgedOf(const Judgments& judgments, const Answer& answer) {
  const std::vector<std::string> page = FirstPage(answer);
  if (!HasAnswer(judgments) || page.empty()) return std::nullopt;
  const auto judged = std::count_if(page.begin(), page.end(),
                                    [&](const std::string& service) { return judgments.grades.contains(service); });
  return static_cast<double>(judged) / static_cast<double>(page.size());
}

std::optional<double> MustOf(const Judgments& judgments, const Answer& answer) {
  if (judgments.must.empty()) return std::nullopt;
  const auto held = std::count_if(judgments.must.begin(), judgments.must.end(), [&](const MustPair& pair) {
    const auto rank = RankOf(answer, pair.service);
    return !answer.no_good_match && rank.has_value() && *rank <= static_cast<size_t>(pair.within);
  });
  return static_cast<double>(held) / static_cast<double>(judgments.must.size());
}

}  // namespace

std::optional<double> Ndcg(const std::vector<int>& found, std::vector<int> judged) {
  std::sort(judged.begin(), judged.end(), std::greater<>());
  const double ideal = Gain(judged);
  if (ideal == 0) return std::nullopt;
  return Gain(found) / ideal;
}

int SuccessGrade(const Judgments& judgments) {
  int highest = 0;
  for (const auto& [service, grade] : judgments.grades) highest = std::max(highest, grade);
  return std::min(highest, kBestGrade);
}

std::optional<size_t> FirstRank(const Judgments& judgments, const Answer& answer, int grade) {
  const std::vector<std::string> page = FirstPage(answer);
  for (size_t i = 0; i < page.size(); ++i) {
    const auto judged = judgments.grades.find(page[i]);
    if (judged != judgments.grades.end() && judged->second >= grade) return i + 1;
  }
  return std::nullopt;
}

std::optional<size_t> RankOf(const Answer& answer, const std::string& service) {
  const auto found = std::find(answer.results.begin(), answer.results.end(), service);
  if (found == answer.results.end()) return std::nullopt;
  return static_cast<size_t>(found - answer.results.begin()) + 1;
}

const std::array<Figure, kFigureCount>& Figures() {
  static constexpr std::array<Figure, kFigureCount> kFigures = {{
      {"ndcg", "nDCG@10", false, NdcgOf},
      {"success1", "success@1", false, SuccessOf<1>},
      {"success3", "success@3", false, SuccessOf<3>},
      {"mrr", "MRR", false, ReciprocalRankOf},
      {"zero", "zero", false, ZeroOf},
      {"none", "none", false, NoneOf},
      {"harm", "harm@3", true, HarmOf},
      {"judged", "judged@10", false, JudgedOf},
      {"must", "must", false, MustOf},
  }};
  return kFigures;
}

size_t FigureIndex(const std::string& key) {
  const auto& figures = Figures();
  const auto found = std::find_if(figures.begin(), figures.end(), [&](const Figure& one) { return key == one.key; });
  return static_cast<size_t>(found - figures.begin());
}

}  // namespace socialekaart::cli
