#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "indexer/index/document_set.h"
#include "indexer/index/text_query.h"

namespace socialekaart {

// A document that the words of a question find. Phrases are not looked at: they need the index on disk.
struct TextMatch {
  Words::Document document;
  float score;  // >= 0
};

// A document fits when one of the words that are not weak is found, and all that are required. Ascending.
std::vector<TextMatch> MatchEverywhere(const DocumentSet& candidates, const TextQuery& query, const data::v1::Ranking::Text& weights);
// The same for few candidates (ascending), in their order: costs what they cost, however common the words.
std::vector<TextMatch> MatchAmong(absl::Span<const Words::Document> candidates, const TextQuery& query, const data::v1::Ranking::Text& weights);

// What is added for a name that is just what was asked.
bool HasExactName(const TextQuery& query, Words::Document document);
bool IsExcluded(const TextQuery& query, Words::Document document);

// How one document was found: by which term each word, and what that gave; the scores add up to that of its TextMatch, but for the name.
struct WordMatch {
  const QueryWord* word;
  const Alternative* alternative;  // null = the word is not there
  double score;
};
std::vector<WordMatch> Explain(const TextQuery& query, Words::Document document, const data::v1::Ranking::Text& weights);
// 0..1: how much of the question the document meets, by the importance of its words and the ways they were found.
double MetShare(const std::vector<WordMatch>& matches, const data::v1::Ranking::Text& weights);

}  // namespace socialekaart
