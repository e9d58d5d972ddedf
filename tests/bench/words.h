#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "socialekaart/data/v1/taxonomy.pb.h"
#include "tests/bench/random.h"

namespace socialekaart::bench {

// The words of generated text: ordinary Dutch ones, the domain's own (from the taxonomy) and a long tail of made-up
// compounds, each drawn by Zipf's law, as real text is.
class Words {
 public:
  // `common_words`: the file with ordinary words, most used first.
  static absl::StatusOr<Words> Load(const std::string& common_words, const data::v1::Taxonomy& taxonomy);

  // One word or phrase of running text.
  const std::string& Any(Random& random) const;
  // One that stands for something: not an ordinary word.
  const std::string& Rare(Random& random) const;
  const std::string& Domain(Random& random) const { return random.Pick(domain_); }
  // 60..150 words, in sentences.
  std::string Description(Random& random) const;
  // 2..5 words, the first with a capital.
  std::string Title(Random& random) const;

 private:
  std::vector<std::string> common_;
  std::vector<std::string> domain_;
  std::vector<std::string> rare_;
};

// A rank 0..n-1 by the law of Zipf and Mandelbrot: rank k about as often as 1/(k + before), where `before` is the
// number of words of the language that are more used than the list's first.
size_t ZipfRank(Random& random, size_t n, size_t before);

}  // namespace socialekaart::bench
