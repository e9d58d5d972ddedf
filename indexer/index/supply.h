#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "indexer/index/columns.h"
#include "indexer/index/rules.h"
#include "indexer/place/gazetteer.h"
#include "socialekaart/v1/common.pb.h"

namespace socialekaart {

// The gemeenten of a gazetteer, and over which of them each area lies: as a search for the whole gemeente has it.
// Immutable.
class MunicipalityAreas {
 public:
  using Position = uint16_t;  // in municipalities()

  explicit MunicipalityAreas(const Gazetteer& gazetteer);

  const std::vector<v1::Municipality>& municipalities() const { return municipalities_; }  // by name
  // By code, "GM1859", and by its number, 1859.
  std::optional<Position> Find(absl::string_view code) const;
  std::optional<Position> Find(uint16_t number) const;
  // Those that an area of these facts lies over, or a part of it; ascending.
  std::vector<Position> Served(const FactsView& facts) const;

 private:
  using Areas = absl::flat_hash_map<uint64_t, std::vector<Position>>;  // by EncodeArea

  std::vector<v1::Municipality> municipalities_;
  absl::flat_hash_map<uint16_t, Position> by_number_;
  Areas covers_, touches_;
};

struct SupplyQuery {
  std::string municipality_code = {};    // "GM1859"; "" = the whole directory
  std::optional<double> age_years = {};  // services that do not fit it are left out
  absl::Time now = absl::Now();
};

// How many active services there are, by step and problem.
struct Supply {
  // Until how long ago a check by a person makes a service fresh; and ageing, not yet stale.
  static constexpr int kFresh_days = 180;
  static constexpr int kAging_days = 365;
  static constexpr size_t kStalest = 10;
  static constexpr size_t kLevels = 16;    // by number of v1::HelpLevel
  static constexpr size_t kProblems = 64;  // by position in the taxonomy

  struct Cell {
    int64_t services = 0;
    int64_t general = 0;  // for all problems
    int64_t fresh = 0;
    std::optional<int32_t> shortest_waiting_days = {};
  };
  using Row = std::array<Cell, kLevels>;

  struct Freshness {
    int64_t services = 0, fresh = 0, aging = 0, stale = 0, never = 0, waiting_known = 0;
    std::optional<int32_t> oldest_day = {};  // days since 1970-01-01
    std::vector<std::string> stalest = {};   // names: those never checked, then the longest ago; at most kStalest
  };

  struct Sum {
    int64_t services = 0;
    int64_t fresh = 0;
    std::array<uint64_t, kLevels> problems = {};  // by level: bits of the problems for which there is a service
  };
  struct Municipality {
    v1::Municipality municipality;
    bool named = false;  // by the area of an active service, or the place where it stands
    Sum sum;             // of what serves it
  };

  Row all = {};
  std::array<Row, kProblems> problems = {};
  Freshness freshness = {};
  std::vector<Municipality> municipalities = {};  // all that the gazetteer knows, by name
  int64_t revision = 0;
};

// One look at every service, without reading a record: some milliseconds for 100,000. Does not set the revision.
// NOT_FOUND: a gemeente that the gazetteer does not know.
absl::StatusOr<Supply> SupplyOf(const Columns& columns, const MunicipalityAreas& areas, const SupplyQuery& query,
                                const IndexingRules& rules);

}  // namespace socialekaart
