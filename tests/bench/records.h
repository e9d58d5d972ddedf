#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "socialekaart/data/v1/taxonomy.pb.h"
#include "tests/bench/country.h"
#include "tests/bench/words.h"

namespace socialekaart::bench {

// Made-up services in the project's profile of HSDS. The record with number i depends on the seed, the day and i alone,
// so a directory of 100,000 begins with the same records as one of 10,000.
class Records {
 public:
  // `data_folder`: the project's data/, for the codes and places. `today`: dates of checks and waiting times count back
  // from here.
  static absl::StatusOr<Records> Load(const std::string& data_folder, const std::string& common_words, uint64_t seed,
                                      absl::CivilDay today);

  // One service with its organization and locations, as one line of JSON without the line end.
  std::string Line(size_t number) const;

  const Words& words() const { return words_; }
  const Country& country() const { return country_; }
  const data::v1::Taxonomy& taxonomy() const { return taxonomy_; }

 private:
  Records(data::v1::Taxonomy taxonomy, Country country, Words words, uint64_t seed, absl::CivilDay today);

  data::v1::Taxonomy taxonomy_;
  Country country_;
  Words words_;
  uint64_t seed_;
  absl::CivilDay today_;
};

}  // namespace socialekaart::bench
