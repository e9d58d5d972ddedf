#pragma once

#include <xapian.h>

#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"

namespace socialekaart::bench {

// Words as the peers without a Dutch stemmer of their own take them: stemmed by Xapian, stop words left out.
class Stems {
 public:
  explicit Stems(absl::flat_hash_set<std::string> stop_words) : stop_words_(std::move(stop_words)) {}

  const absl::flat_hash_set<std::string>& stop_words() const { return stop_words_; }
  const std::string& Of(const std::string& word) {
    const auto [entry, is_new] = stems_.try_emplace(word);
    if (is_new) entry->second = stemmer_(word);
    return entry->second;
  }

 private:
  const Xapian::Stem stemmer_{"dutch"};
  const absl::flat_hash_set<std::string> stop_words_;
  absl::flat_hash_map<std::string, std::string> stems_;
};

}  // namespace socialekaart::bench
