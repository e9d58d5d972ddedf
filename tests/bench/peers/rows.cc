#include "tests/bench/peers/rows.h"

#include <algorithm>
#include <cmath>

#include "indexer/base/codec.h"

namespace socialekaart::bench {
namespace {

constexpr size_t kFirstRank = 5, kLastRank = 3'000;
constexpr int kOldest = 17;
constexpr size_t kLongestPrefix = 6;

const std::string& PickWord(absl::Span<const std::string> vocabulary, Random& random) {
  const size_t last = std::min(kLastRank, vocabulary.size() - 1);
  const double spread = std::log(static_cast<double>(last) / static_cast<double>(kFirstRank));
  const double rank = static_cast<double>(kFirstRank) * std::exp(random.Unit() * spread);
  return vocabulary[std::min(last, static_cast<size_t>(rank))];
}

// A service in one of the gemeenten that are asked about.
const PeerService& PickService(const Directory& directory, Random& random) {
  while (true) {
    const PeerService& service = random.Pick(directory.services);
    const bool is_known = std::any_of(service.municipalities.begin(), service.municipalities.end(), [&](int code) {
      return std::find(directory.asked.begin(), directory.asked.end(), code) != directory.asked.end();
    });
    if (is_known && !service.points.empty() && !service.levels.empty()) return service;
  }
}

}  // namespace

std::vector<Question> MakeQuestions(const Row& row, const Directory& directory,
                                    absl::Span<const std::string> vocabulary, size_t count) {
  Random random(Hash(row.title));
  std::vector<Question> questions;
  while (questions.size() < count) {
    Question question;
    const PeerService& model = PickService(directory, random);
    while (row.text && question.words.size() < 2) {
      const std::string& word = PickWord(vocabulary, random);
      if (question.words.empty() || question.words[0] != word) question.words.push_back(word);
    }
    if (row.municipality) question.municipality = random.Pick(directory.asked);
    if (row.level_and_age) {
      question.level = model.levels[0];
      question.age = random.Between(0, kOldest);
    }
    if (row.near) question.near = random.Pick(model.points);
    if (row.suggest) {
      const std::string& word = random.Pick(directory.name_words).first;
      question.prefix = word.substr(0, 1 + random.Below(std::min(kLongestPrefix, word.size())));
    }
    questions.push_back(std::move(question));
  }
  return questions;
}

Question FiltersOf(Question question) {
  question.words.clear();
  return question;
}

}  // namespace socialekaart::bench
