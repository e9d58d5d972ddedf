#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "indexer/place/gazetteer.h"

namespace socialekaart {

// What a Gazetteer knows, indexed for its questions. Internal to indexer/place.
struct Gazetteer::Data {
  static constexpr int kNone = -1;

  uint64_t hash = 0;  // of what it was built from

  struct Municipality {
    std::string code;  // "" = known by name only
    std::string name;
    std::string province;
    std::string display_name = {};       // "Berkelland"; "Bergen (GM0373)" when another one has the same name
    std::vector<int> postal_codes = {};  // ascending
    int seat = kNone;                    // the locality of the same name
  };

  // A PC4 and a place name in it.
  struct Line {
    int postal_code = 0;
    int locality = kNone;
    int municipality = kNone;
    std::optional<v1::LatLng> point;
  };

  // A place name in one gemeente, with its PC4s.
  struct Locality {
    std::string name;
    std::string display_name = {};  // "Eibergen (Berkelland)"; "Aalten"
    int municipality = kNone;
    std::vector<size_t> lines = {};
  };

  // What a name stands for.
  struct Target {
    bool is_municipality = false;
    int index = kNone;
    friend bool operator==(const Target& a, const Target& b) {
      return a.is_municipality == b.is_municipality && a.index == b.index;
    }
  };

  // A name or PC4 that a prefix may be completed to.
  struct Completion {
    std::string key;  // by NameKey
    bool is_municipality = false;
    PlaceSuggestion suggestion;
  };

  std::vector<Municipality> municipalities;
  std::vector<Line> lines;                   // by PC4
  std::array<uint32_t, 10001> first_line{};  // lines of PC4 p: [first_line[p], first_line[p + 1])
  std::vector<Locality> localities;
  absl::flat_hash_map<std::string, int> municipality_by_code;
  absl::flat_hash_map<std::string, int> locality_by_display_name;  // but those of a gemeente's name
  absl::flat_hash_map<std::string, std::vector<Target>> targets;   // by NameKey
  std::vector<Completion> completions;                             // by key
  data::v1::Neighbourhoods neighbourhoods;
  size_t postal_code_count = 0;

  absl::Span<const Line> LinesOf(int postal_code) const {
    const uint32_t begin = first_line[static_cast<size_t>(postal_code)];
    return absl::MakeSpan(lines).subspan(begin, first_line[static_cast<size_t>(postal_code) + 1] - begin);
  }

  std::vector<Line> LinesOfLocality(int locality) const {
    std::vector<Line> found;
    for (const size_t line : localities[static_cast<size_t>(locality)].lines) found.push_back(lines[line]);
    return found;
  }

  // Gemeenten of the lines, each once, in their order.
  std::vector<int> MunicipalitiesOf(absl::Span<const Line> of) const;

  // The buurten of "7151AB", sorted; empty when not known.
  std::vector<std::string> NeighbourhoodsOf(absl::string_view postal_code6) const;

  // The lines that a point may belong to, nearest first: those hardly further away than the nearest one.
  std::vector<Line> Near(const v1::LatLng& point) const;
};

// Fills `completions` from all else.
void AddCompletions(Gazetteer::Data* data);

// The mean of those points that are known; nothing when there are none.
std::optional<v1::LatLng> Centre(absl::Span<const Gazetteer::Data::Line> lines);

// "7151" -> 7151; nothing for any other form, also for what begins with 0.
std::optional<int> ParsePostalCode4(absl::string_view text);

}  // namespace socialekaart
