#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "indexer/place/gazetteer.h"
#include "indexer/record/taxonomy.h"
#include "socialekaart/v1/resources.pb.h"

namespace socialekaart {

// What filtering and ranking need of a service, packed into one value of its document: read once per candidate, without allocation.
struct Facts {
  struct Point {
    float latitude;
    float longitude;
    uint32_t approximate;  // 1 = the centre of the PC4
  };
  struct Header {
    float minimum_age;  // NaN = unknown
    float maximum_age;
    int32_t assured_day;  // days since 1970-01-01; INT32_MIN = unknown
    uint32_t tie;         // decides between equal scores: a hash of the name
    uint64_t problems;    // bit i = problem i of the taxonomy
    uint64_t excluded_problems;
    uint16_t levels;   // bit = number of v1::HelpLevel
    uint8_t access;    // bit i = access i of the taxonomy
    int8_t kind;       // index in the taxonomy; -1 = none
    uint8_t quality;   // parts of a complete record that are there, of kQualityParts
    uint8_t points;    // how many Points follow
    uint8_t areas;     // how many hashes of area codes follow the points
    uint8_t municipalities;  // how many numbers of gemeenten follow those
  };
  static constexpr int kQualityParts = 9;  // and freshness is the tenth
  static constexpr size_t kMaxList = 255;  // a service with more locations or areas than this keeps the first

  Header header{};
  std::vector<Point> points;
  std::vector<uint32_t> areas;            // HashArea of each code of the service area
  std::vector<uint16_t> municipalities;   // 1859 for GM1859: named in the service area, or where a location stands
};

uint32_t HashArea(absl::string_view code);

// `service` with its details, as Assemble gives it.
Facts FactsOf(const v1::Service& service, const Taxonomy& taxonomy, const Gazetteer& gazetteer);

std::string Pack(const Facts& facts);

// Looks at packed facts in place. Valid as long as the bytes are.
class FactsView {
 public:
  // False when the bytes are not whole: a damaged index.
  bool Set(absl::string_view bytes);
  const Facts::Header& header() const { return header_; }
  Facts::Point point(size_t i) const;
  uint32_t area(size_t i) const;
  uint16_t municipality(size_t i) const;

 private:
  Facts::Header header_{};
  absl::string_view lists_;
};

}  // namespace socialekaart
