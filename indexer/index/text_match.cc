#include "indexer/index/text_match.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

namespace socialekaart {
namespace {

using Document = Words::Document;

constexpr float kImpactStep = 1.0f / 255;

// What was found of one document so far.
struct Found {
  float total = 0;
  float best = 0;      // of the word at hand
  uint32_t words = 0;  // bits
};

// Which of some thousand documents that follow each other were found.
class Stretch {
 public:
  static constexpr Document kDocuments = 4096;

  void Add(Document at) { bits_[at / 64] |= uint64_t{1} << (at % 64); }
  void Join(const Stretch& other) {
    for (size_t i = 0; i < bits_.size(); ++i) bits_[i] |= other.bits_[i];
  }
  template <typename Visit>
  void ForEach(Visit visit) const {
    for (size_t i = 0; i < bits_.size(); ++i) {
      for (uint64_t left = bits_[i]; left != 0; left &= left - 1) visit(static_cast<Document>(i * 64 + static_cast<size_t>(std::countr_zero(left))));
    }
  }

 private:
  std::array<uint64_t, kDocuments / 64> bits_ = {};
};

// The first place from `begin` on whose document is not below `document`: in steps that double, for the next is often near.
size_t SkipTo(absl::Span<const Document> documents, size_t begin, Document document) {
  size_t step = 1, low = begin;
  while (low + step < documents.size() && documents[low + step] < document) {
    low += step;
    step *= 2;
  }
  const auto first = documents.begin() + static_cast<std::ptrdiff_t>(low);
  const auto last = documents.begin() + static_cast<std::ptrdiff_t>(std::min(low + step + 1, documents.size()));
  return static_cast<size_t>(std::lower_bound(first, last, document) - documents.begin());
}

bool Has(const Words::Postings& postings, Document document) {
  return std::binary_search(postings.documents.begin(), postings.documents.end(), document);
}

float StepOf(const QueryWord& word, const Alternative& alternative, const data::v1::Ranking::Text& weights) {
  return static_cast<float>(alternative.weight * (word.weak ? weights.weak() : 1)) * kImpactStep;
}

void Take(float score, uint32_t bit, Found* found) {
  if ((found->words & bit) == 0) {
    found->words |= bit;
    found->best = 0;
  }
  if (score > found->best) {
    found->total += score - found->best;
    found->best = score;
  }
}

// What the words decide together.
class Judge {
 public:
  Judge(const TextQuery& query, const data::v1::Ranking::Text& weights) : some_words_(static_cast<float>(weights.some_words())) {
    for (size_t i = 0; i < query.words.size(); ++i) {
      const uint32_t bit = uint32_t{1} << i;
      if (query.words[i].required) required_ |= bit;
      if (!query.words[i].weak) strong_ |= bit;
      share_.push_back(query.importance > 0 ? static_cast<float>(query.words[i].importance / query.importance) : 0.0f);
    }
  }
  bool Fits(const Found& found) const { return (found.words & strong_) != 0 && (found.words & required_) == required_; }
  float Score(const Found& found) const {
    float share = 0;
    for (uint32_t left = found.words; left != 0; left &= left - 1) share += share_[static_cast<size_t>(std::countr_zero(left))];
    return found.total * (some_words_ + (1 - some_words_) * share);
  }

 private:
  const float some_words_;
  uint32_t required_ = 0, strong_ = 0;
  std::vector<float> share_;
};

double StrengthOf(Alternative::Way way, const data::v1::Ranking::Text& weights) {
  switch (way) {
    case Alternative::Way::kLemma:
      return weights.lemma();
    case Alternative::Way::kSynonym:
      return weights.synonym();
    case Alternative::Way::kPart:
      return weights.part();
    case Alternative::Way::kPrefix:
      return weights.prefix();
    case Alternative::Way::kProblem:
      return weights.problem();
  }
  return 0;
}

void AddExactName(const TextQuery& query, const data::v1::Ranking::Text& weights, std::vector<TextMatch>* matches) {
  if (query.exact_name == nullptr) return;
  for (TextMatch& match : *matches) {
    if (HasExactName(query, match.document)) match.score += static_cast<float>(weights.exact_name());
  }
}

}  // namespace

bool HasExactName(const TextQuery& query, Document document) { return query.exact_name != nullptr && Has(*query.exact_name, document); }

bool IsExcluded(const TextQuery& query, Document document) {
  return std::any_of(query.excluded.begin(), query.excluded.end(), [&](const auto& term) { return term.second != nullptr && Has(*term.second, document); });
}

std::vector<TextMatch> MatchEverywhere(const DocumentSet& candidates, const TextQuery& query, const data::v1::Ranking::Text& weights) {
  // All words for one stretch of documents after the other: what was found of them stays in the processor's nearest memory.
  struct Cursor {
    const Words::Postings* postings;
    float step;
    size_t next = 0;
  };
  std::vector<std::vector<Cursor>> words(query.words.size());
  Document last = 0;
  for (size_t i = 0; i < words.size(); ++i) {
    for (const Alternative& alternative : query.words[i].alternatives) {
      words[i].push_back({alternative.postings, StepOf(query.words[i], alternative, weights)});
      last = std::max(last, alternative.postings->documents.back());
    }
  }
  const Judge judge(query, weights);
  std::vector<TextMatch> matches;
  std::vector<Found> found(Stretch::kDocuments);
  for (Document begin = 0; begin <= last; begin += Stretch::kDocuments) {
    Stretch all;
    for (size_t i = 0; i < words.size(); ++i) {
      Stretch of_word;
      for (Cursor& cursor : words[i]) {
        const Document* documents = cursor.postings->documents.data();
        const size_t size = cursor.postings->size();
        for (; cursor.next < size && documents[cursor.next] < begin + Stretch::kDocuments; ++cursor.next) {
          const Document at = documents[cursor.next] - begin;
          of_word.Add(at);
          found[at].best = std::max(found[at].best, cursor.step * cursor.postings->impacts[cursor.next]);
        }
      }
      of_word.ForEach([&](Document at) {
        found[at].total += std::exchange(found[at].best, 0.0f);
        found[at].words |= uint32_t{1} << i;
      });
      all.Join(of_word);
    }
    all.ForEach([&](Document at) {
      if (candidates.Has(begin + at) && judge.Fits(found[at])) matches.push_back({begin + at, judge.Score(found[at])});
      found[at] = {};
    });
  }
  AddExactName(query, weights, &matches);
  return matches;
}

std::vector<TextMatch> MatchAmong(absl::Span<const Document> candidates, const TextQuery& query, const data::v1::Ranking::Text& weights) {
  constexpr size_t kMuchLonger = 8;
  std::vector<Found> found(candidates.size());
  for (size_t i = 0; i < query.words.size(); ++i) {
    const uint32_t bit = uint32_t{1} << i;
    for (const Alternative& alternative : query.words[i].alternatives) {
      const float step = StepOf(query.words[i], alternative, weights);
      const absl::Span<const Document> documents = alternative.postings->documents;
      const bool skips_candidates = documents.size() * kMuchLonger < candidates.size();
      for (size_t c = 0, d = 0; c < candidates.size() && d < documents.size();) {
        if (candidates[c] == documents[d]) {
          Take(step * alternative.postings->impacts[d], bit, &found[c]);
          ++c, ++d;
        } else if (candidates[c] < documents[d]) {
          c = skips_candidates ? SkipTo(candidates, c, documents[d]) : c + 1;
        } else {
          d = SkipTo(documents, d, candidates[c]);
        }
      }
    }
  }
  const Judge judge(query, weights);
  std::vector<TextMatch> matches;
  for (size_t c = 0; c < candidates.size(); ++c) {
    if (judge.Fits(found[c])) matches.push_back({candidates[c], judge.Score(found[c])});
  }
  AddExactName(query, weights, &matches);
  return matches;
}

std::vector<WordMatch> Explain(const TextQuery& query, Document document, const data::v1::Ranking::Text& weights) {
  std::vector<WordMatch> matches;
  double found = 0;
  for (const QueryWord& word : query.words) {
    WordMatch best{&word, nullptr, 0};
    for (const Alternative& alternative : word.alternatives) {
      const auto& documents = alternative.postings->documents;
      const auto at = std::lower_bound(documents.begin(), documents.end(), document);
      if (at == documents.end() || *at != document) continue;
      const float score = StepOf(word, alternative, weights) * alternative.postings->impacts[static_cast<size_t>(at - documents.begin())];
      if (score > best.score) best = {&word, &alternative, score};
    }
    if (best.alternative != nullptr) found += word.importance;
    matches.push_back(best);
  }
  const double share = query.importance > 0 ? found / query.importance : 0;
  for (WordMatch& match : matches) match.score *= weights.some_words() + (1 - weights.some_words()) * share;
  return matches;
}

double MetShare(const std::vector<WordMatch>& matches, const data::v1::Ranking::Text& weights) {
  double met = 0, asked = 0;
  for (const WordMatch& match : matches) {
    asked += match.word->importance;
    if (match.alternative != nullptr) met += match.word->importance * StrengthOf(match.alternative->way, weights);
  }
  return asked > 0 ? met / (asked * weights.lemma()) : 1;
}

}  // namespace socialekaart
