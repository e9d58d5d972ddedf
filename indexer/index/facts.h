#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "indexer/place/gazetteer.h"
#include "indexer/record/taxonomy.h"
#include "socialekaart/v1/resources.pb.h"

namespace socialekaart {

// What filtering and ranking need of a service, packed: it stands in a value of the document on disk, and in Columns in memory, where it is
// read in place without allocation.
struct Facts {
  struct Point {
    float latitude;
    float longitude;
    uint32_t approximate;  // 1 = the centre of the PC4
  };
  // What most documents are decided by, in one cache line; Columns keeps these side by side.
  struct Gate {
    uint64_t problems;  // bit i = problem i of the taxonomy
    uint64_t excluded_problems;
    uint64_t area;  // the first code of the service area; 0 = no readable one
    float minimum_age;  // NaN = unknown
    float maximum_age;
    float latitude;  // of the first point; NaN = none
    float longitude;
    int32_t assured_day;  // days since 1970-01-01; INT32_MIN = unknown
    int32_t waiting_measured_day;  // and when the waiting time was measured
    uint32_t tie;         // decides between equal scores: a hash of the name
    uint16_t levels;      // bit = number of v1::HelpLevel
    uint16_t waiting_days;  // UINT16_MAX = unknown
    uint8_t access;       // bit i = access i of the taxonomy
    int8_t kind;          // index in the taxonomy; -1 = none
    uint8_t status;       // v1::ServiceStatus
    uint8_t quality;      // parts of a complete record that are there, of kQualityParts
    bool approximate;     // the first point is the centre of the PC4
    bool has_more;        // further points or areas stand in the lists
  };
  struct Header {
    Gate gate;
    std::array<unsigned char, 16> id;  // UUID of the service
    // Lengths of the lists that follow, in this order.
    uint16_t areas;           // codes of the service area, by EncodeArea
    uint16_t touches;         // those and what they lie in
    uint16_t points;
    uint16_t municipalities;  // 1859 for GM1859: named in the service area, or where a location stands
    uint16_t languages;       // two letters each
    uint16_t contracts;       // with gemeenten: 1859 for GM1859
    // What is left is opening hours (schedule.h).
  };
  static constexpr int kQualityParts = 9;  // and freshness is the tenth

  Header header{};
  std::vector<uint64_t> areas;
  std::vector<uint64_t> touches;
  std::vector<Point> points;
  std::vector<uint16_t> municipalities;
  std::vector<uint16_t> languages;
  std::vector<uint16_t> contracts;
  std::string schedule;
};

// 1859 of "GM1859"; 0 for what is no such code.
uint16_t EncodeMunicipality(absl::string_view code);

// A code of a service area as a number: different codes give different numbers. 0 for what is no code.
uint64_t EncodeArea(absl::string_view code);
// "nl" as a number; 0 for what is not two letters.
uint16_t EncodeLanguage(absl::string_view code);

// `service` with its details, as Assemble gives it.
Facts FactsOf(const v1::Service& service, const Taxonomy& taxonomy, const Gazetteer& gazetteer);

std::string Pack(const Facts& facts);

// Looks at packed facts in place. Valid as long as the bytes are.
class FactsView {
 public:
  // False when the bytes are not whole: a damaged index.
  bool Set(absl::string_view bytes);
  const Facts::Header& header() const { return header_; }
  uint64_t area(size_t i) const { return Read<uint64_t>(i * sizeof(uint64_t)); }
  uint64_t touch(size_t i) const { return Read<uint64_t>((header_.areas + i) * sizeof(uint64_t)); }
  Facts::Point point(size_t i) const { return Read<Facts::Point>(PointsAt() + i * sizeof(Facts::Point)); }
  uint16_t municipality(size_t i) const { return Read<uint16_t>(MunicipalitiesAt() + i * sizeof(uint16_t)); }
  uint16_t language(size_t i) const { return Read<uint16_t>(MunicipalitiesAt() + (header_.municipalities + i) * sizeof(uint16_t)); }
  uint16_t contract(size_t i) const { return Read<uint16_t>(MunicipalitiesAt() + (size_t{header_.municipalities} + header_.languages + i) * sizeof(uint16_t)); }
  absl::string_view schedule() const { return lists_.substr(ScheduleAt()); }
  std::string name() const;  // "services/..."

 private:
  template <typename Value>
  Value Read(size_t offset) const;
  size_t PointsAt() const { return (size_t{header_.areas} + header_.touches) * sizeof(uint64_t); }
  size_t MunicipalitiesAt() const { return PointsAt() + header_.points * sizeof(Facts::Point); }
  size_t ScheduleAt() const { return MunicipalitiesAt() + (size_t{header_.municipalities} + header_.languages + header_.contracts) * sizeof(uint16_t); }

  Facts::Header header_{};
  absl::string_view lists_;
};

}  // namespace socialekaart
