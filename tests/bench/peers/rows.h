#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "tests/bench/peers/directory.h"
#include "tests/bench/random.h"

namespace socialekaart::bench {

inline constexpr double kRadiusM = 10'000;  // of every question about what is near
inline constexpr int kBest = 10;            // how many answers every question wants

// A kind of question, and what issue 3 wants of it at 100,000 services; 0 = nothing.
struct Row {
  const char* title;
  // What it asks.
  bool text = false;  // two words
  bool all_words = false;
  bool municipality = false;
  bool level_and_age = false;
  bool near = false;  // without text: nearest first
  size_t facets = 0;  // of kPeerFacets, with exact counts
  bool suggest = false;
  // How many times the time of ours a peer must take, at p50.
  double postgres_times = 0;
  double xapian_times = 0;
  double echo_times = 0;  // how many times the echo ours through gRPC may take, at p50
};

inline constexpr auto kPeerFacets = std::to_array<const char*>({"municipality", "kind"});

inline constexpr auto kRows = std::to_array<Row>({
    {.title = "two words, either, ranked", .text = true, .postgres_times = 50, .echo_times = 4},
    {.title = "two words, both, ranked", .text = true, .all_words = true, .echo_times = 4},
    {.title = "either word + gemeente + level + age",
     .text = true,
     .municipality = true,
     .level_and_age = true,
     .postgres_times = 5,
     .xapian_times = 3,
     .echo_times = 2.5},
    {.title = "either word + within 10 km",
     .text = true,
     .near = true,
     .postgres_times = 5,
     .xapian_times = 3,
     .echo_times = 2.5},
    {.title = "within 10 km + level + age, nearest first",
     .level_and_age = true,
     .near = true,
     .postgres_times = 5,
     .xapian_times = 3,
     .echo_times = 2.5},
    {.title = "either word + one exact facet", .text = true, .facets = 1, .xapian_times = 3, .echo_times = 4},
    {.title = "either word + two exact facets", .text = true, .facets = 2, .xapian_times = 3, .echo_times = 4},
    {.title = "suggestions for a prefix", .suggest = true},
});

// One question; only the parts of its row are set.
struct Question {
  std::vector<std::string> words = {};   // lower case, letters only
  std::optional<int> municipality = {};  // 1859 for GM1859
  std::optional<int> level = {};         // number of v1::HelpLevel
  std::optional<int> age = {};
  std::optional<Point> near = {};
  std::string prefix = {};  // lower case
};

// `count` questions of a row, the same for the same directory. Words are drawn from `vocabulary` (most frequent first),
// log-uniformly over ranks 5 to 3,000; places from the nine gemeenten that the gazetteer knows.
std::vector<Question> MakeQuestions(const Row& row, const Directory& directory,
                                    absl::Span<const std::string> vocabulary, size_t count);

// The same without the text: its filters alone.
Question FiltersOf(Question question);

}  // namespace socialekaart::bench
