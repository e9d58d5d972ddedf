#pragma once

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "indexer/place/gazetteer.h"
#include "indexer/record/taxonomy.h"
#include "indexer/store/store.h"

namespace socialekaart::bench {

struct Point {
  double latitude;
  double longitude;
};

// Text of a service in four groups, and how much a word counts in each.
inline constexpr auto kTextWeights = std::to_array<int>({5, 4, 2, 1});

// A service as the peers index it: worked out beforehand, so that a peer needs no rule of ours at query time.
struct PeerService {
  std::string name;                                    // "services/..."
  std::array<std::string, kTextWeights.size()> texts;  // name; problems; kind and organization; places and description
  std::string kind;
  std::vector<int> levels;  // numbers of v1::HelpLevel
  float minimum_age = 0;    // unknown = 0
  float maximum_age = 200;  // unknown = 200; a whole one includes that year, which whole ages compare right with
  std::vector<Point> points;
  std::vector<int> serves;          // of Directory::asked: the gemeenten that it serves or may serve
  std::vector<int> municipalities;  // as the facet counts them
};

// What the peers are filled with: all that a search may find. What is temporarily closed is left out, which spares the
// peers a filter that ours has to pass.
struct Directory {
  std::vector<PeerService> services;
  std::vector<int> asked;  // gemeenten that questions are about: 1859 for GM1859
  std::vector<std::pair<std::string, int>>
      name_words;  // each word of a name, lower case, with the services that have it
};

// `municipalities`: codes ("GM1859") that will be asked about. `unknown_area_radius_m`: up to how far from a place a
// service of unknown area counts as serving it.
absl::StatusOr<Directory> ReadDirectory(const Store& store, const Taxonomy& taxonomy, const Gazetteer& gazetteer,
                                        const std::vector<std::string>& municipalities, double unknown_area_radius_m);

// The words of a text, lower case and without accents.
std::vector<std::string> WordsOf(const std::string& text);

// The words of the directory that consist of three ASCII letters or more, those of most services first.
std::vector<std::string> VocabularyOf(const Directory& directory);

}  // namespace socialekaart::bench
