#include "indexer/place/gazetteer.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "indexer/base/codec.h"
#include "indexer/base/status.h"
#include "indexer/place/distance.h"
#include "indexer/place/gazetteer_data.h"
#include "indexer/place/outline.h"
#include "indexer/place/place_name.h"
#include "indexer/place/postal_text.h"

namespace socialekaart {
namespace {

using Data = Gazetteer::Data;

// Fewer PC4s than the country has (some 4,070), and far more than any region.
constexpr size_t kWholeCountry = 3'900;

// No PC4 and no region of ten PC4s (those that share three digits) is as wide as this.
constexpr double kFarM = 20'000;

// A village reaches about this far from its centre.
constexpr double kOutlineMarginM = 1500;
constexpr size_t kPostalCode6Letters = size_t{26} * 26;

absl::Status Fault(absl::string_view list, int index, absl::string_view field, absl::string_view what,
                   absl::string_view expected) {
  return InvalidField(absl::StrCat(list, "[", index, "].", field), what, expected);
}

bool IsOnEarth(double latitude, double longitude) {
  return std::abs(latitude) <= 90 && std::abs(longitude) <= 180;  // false for NaN
}

double Median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

void AddTarget(absl::string_view name, Data::Target target, Data* data) {
  const std::string key = NameKey(name);
  if (key.empty()) return;
  std::vector<Data::Target>& targets = data->targets[key];
  if (std::find(targets.begin(), targets.end(), target) == targets.end()) targets.push_back(target);
}

absl::Status ReadMunicipalities(const data::v1::Gazetteer& places, Data* data) {
  int without_code = 0;
  for (int i = 0; i < places.municipalities_size(); ++i) {
    const auto& municipality = places.municipalities(i);
    if (NameKey(municipality.display_name()).empty())
      return Fault("municipalities", i, "display_name", "empty", "a name");
    const auto code = ParseMunicipalityCode(municipality.code());
    if (municipality.code().empty()) {
      ++without_code;
    } else if (!code.has_value() || *code != municipality.code()) {
      return Fault("municipalities", i, "code", absl::StrCat("\"", municipality.code(), "\" is no code"), "GM1859");
    }
    if (!data->municipality_by_code.emplace(municipality.code(), i).second && !municipality.code().empty()) {
      return Fault("municipalities", i, "code", absl::StrCat(municipality.code(), " stands twice"), "each code once");
    }
    data->municipalities.push_back(
        {.code = municipality.code(), .name = municipality.display_name(), .province = municipality.province_code()});
    AddTarget(municipality.display_name(), {true, i}, data);
    for (const std::string& name : municipality.alternate_names()) AddTarget(name, {true, i}, data);
  }
  // A place without a gemeente code can only be told to lie in the gemeente without one when there is just one.
  if (without_code > 1) data->municipality_by_code[""] = Data::kNone;
  return absl::OkStatus();
}

struct Source {
  Data::Line line;
  int index = 0;  // in places.places
};

absl::StatusOr<std::vector<Source>> ReadLines(const data::v1::Gazetteer& places, const Data& data) {
  std::vector<Source> sources;
  for (int i = 0; i < places.places_size(); ++i) {
    const auto& place = places.places(i);
    const auto postal_code = ParsePostalCode4(place.postal_code4());
    if (!postal_code.has_value()) {
      return Fault("places", i, "postal_code4", absl::StrCat("\"", place.postal_code4(), "\" is no PC4"), "7151");
    }
    if (NameKey(place.display_name()).empty()) return Fault("places", i, "display_name", "empty", "a name");
    const auto municipality = data.municipality_by_code.find(place.municipality_code());
    if (municipality == data.municipality_by_code.end() && !place.municipality_code().empty()) {
      return Fault("places", i, "municipality_code", absl::StrCat(place.municipality_code(), " is not in the list"),
                   "a code of municipalities");
    }
    if (!IsOnEarth(place.latitude(), place.longitude())) {
      return Fault("places", i, "latitude", "no coordinate in WGS84 degrees",
                   "52.099 and 6.641; 0 and 0 when not known");
    }
    Source source = {.line = {}, .index = i};
    source.line.postal_code = *postal_code;
    if (municipality != data.municipality_by_code.end()) source.line.municipality = municipality->second;
    if (place.latitude() != 0 || place.longitude() != 0) {
      source.line.point.emplace();
      source.line.point->set_latitude(place.latitude());
      source.line.point->set_longitude(place.longitude());
    }
    sources.push_back(std::move(source));
  }
  std::stable_sort(sources.begin(), sources.end(),
                   [](const Source& a, const Source& b) { return a.line.postal_code < b.line.postal_code; });
  return sources;
}

// Takes out the lines that lie far from their region while another line of their PC4 does not. `sources` is sorted by
// PC4.
void DropMisplaced(std::vector<Source>* sources) {
  std::vector<Source> kept;
  for (size_t begin = 0, end = 0; begin < sources->size(); begin = end) {
    const int region = (*sources)[begin].line.postal_code / 10;
    std::vector<double> latitudes;
    std::vector<double> longitudes;
    for (; end < sources->size() && (*sources)[end].line.postal_code / 10 == region; ++end) {
      if (!(*sources)[end].line.point.has_value()) continue;
      latitudes.push_back((*sources)[end].line.point->latitude());
      longitudes.push_back((*sources)[end].line.point->longitude());
    }
    const auto is_far = [&](const Source& source) {
      return source.line.point.has_value() && DistanceM(source.line.point->latitude(), source.line.point->longitude(),
                                                        Median(latitudes), Median(longitudes)) > kFarM;
    };
    for (size_t i = begin; i < end; ++i) {
      const bool has_near =
          std::any_of(sources->begin() + static_cast<std::ptrdiff_t>(begin),
                      sources->begin() + static_cast<std::ptrdiff_t>(end), [&](const Source& other) {
                        return other.line.postal_code == (*sources)[i].line.postal_code && !is_far(other);
                      });
      if (!has_near || !is_far((*sources)[i])) kept.push_back(std::move((*sources)[i]));
    }
  }
  *sources = std::move(kept);
}

void AddLines(const data::v1::Gazetteer& places, std::vector<Source> sources, Data* data) {
  absl::flat_hash_map<std::pair<int, std::string>, int> locality_by_name;
  for (Source& source : sources) {
    const auto& place = places.places(source.index);
    Data::Line& line = source.line;
    const auto [entry, is_new] = locality_by_name.emplace(
        std::make_pair(line.municipality, NameKey(place.display_name())), static_cast<int>(data->localities.size()));
    if (is_new) {
      data->localities.push_back({.name = place.display_name(), .municipality = line.municipality});
    }
    line.locality = entry->second;
    data->localities[static_cast<size_t>(line.locality)].lines.push_back(data->lines.size());
    if (line.municipality != Data::kNone) {
      Data::Municipality& municipality = data->municipalities[static_cast<size_t>(line.municipality)];
      if (municipality.postal_codes.empty() || municipality.postal_codes.back() != line.postal_code) {
        municipality.postal_codes.push_back(line.postal_code);
      }
      if (NameKey(municipality.name) == NameKey(BaseName(place.display_name()))) municipality.seat = line.locality;
    }
    if (data->lines.empty() || data->lines.back().postal_code != line.postal_code) ++data->postal_code_count;
    ++data->first_line[static_cast<size_t>(line.postal_code) + 1];
    data->lines.push_back(std::move(line));
  }
  for (size_t i = 1; i < data->first_line.size(); ++i) data->first_line[i] += data->first_line[i - 1];

  for (size_t i = 0; i < sources.size(); ++i) {
    const auto& place = places.places(sources[i].index);
    const Data::Line& line = data->lines[i];
    // The name of a gemeente is the gemeente, with every other name of that place.
    const bool is_seat = line.municipality != Data::kNone &&
                         data->municipalities[static_cast<size_t>(line.municipality)].seat == line.locality;
    const Data::Target target = is_seat ? Data::Target{true, line.municipality} : Data::Target{false, line.locality};
    AddTarget(place.display_name(), target, data);
    AddTarget(BaseName(place.display_name()), target, data);
    for (const std::string& name : place.alternate_names()) AddTarget(name, target, data);
  }
}

// Names as they are shown, and by which they are found again.
void NameAll(Data* data) {
  absl::flat_hash_map<std::string, int> count_by_name;
  for (const Data::Municipality& municipality : data->municipalities) ++count_by_name[NameKey(municipality.name)];
  for (size_t i = 0; i < data->municipalities.size(); ++i) {
    Data::Municipality& municipality = data->municipalities[i];
    municipality.display_name = municipality.name;
    if (count_by_name[NameKey(municipality.name)] == 1) continue;
    // Bergen in Noord-Holland and Bergen in Limburg.
    absl::StrAppend(&municipality.display_name, " (", municipality.code, ")");
    AddTarget(municipality.display_name, {true, static_cast<int>(i)}, data);
  }
  for (size_t i = 0; i < data->localities.size(); ++i) {
    Data::Locality& locality = data->localities[i];
    locality.display_name = locality.name;
    if (locality.municipality != Data::kNone) {
      const Data::Municipality& municipality = data->municipalities[static_cast<size_t>(locality.municipality)];
      if (municipality.seat == static_cast<int>(i)) {
        locality.display_name = municipality.display_name;
        continue;
      }
      locality.display_name = absl::StrCat(BaseName(locality.name), " (", municipality.display_name, ")");
    }
    data->locality_by_display_name.emplace(locality.display_name, static_cast<int>(i));
  }
}

absl::Status CheckNeighbourhoods(const data::v1::Neighbourhoods& neighbourhoods) {
  const auto& starts = neighbourhoods.starts();
  const bool is_sorted = std::adjacent_find(neighbourhoods.keys().begin(), neighbourhoods.keys().end(),
                                            std::greater_equal<>()) == neighbourhoods.keys().end() &&
                         std::is_sorted(starts.begin(), starts.end());
  const bool is_within =
      (starts.empty() || starts[starts.size() - 1] <= static_cast<uint32_t>(neighbourhoods.indexes_size())) &&
      std::all_of(neighbourhoods.indexes().begin(), neighbourhoods.indexes().end(),
                  [&](uint32_t index) { return index < static_cast<uint32_t>(neighbourhoods.codes_size()); });
  const bool is_whole = starts.size() == neighbourhoods.keys_size() || starts.size() == neighbourhoods.keys_size() + 1;
  if (!is_sorted || !is_within || !is_whole) {
    return InvalidField("neighbourhoods", "the lists do not fit together", "import the CBS file again");
  }
  for (int i = 0; i < neighbourhoods.codes_size(); ++i) {
    const AreaCodes parsed = ParseExtent(neighbourhoods.codes(i));
    if (parsed.codes.size() != 1 || parsed.codes[0] != neighbourhoods.codes(i) ||
        parsed.codes[0].substr(0, 2) != "BU") {
      return Fault("neighbourhoods.codes", i, "code", absl::StrCat("\"", neighbourhoods.codes(i), "\" is no buurt"),
                   "BU18590100");
    }
  }
  return absl::OkStatus();
}

}  // namespace

std::optional<int> ParsePostalCode4(absl::string_view text) {
  const PostalText parsed = ParsePostalText(text);
  if (parsed.form != PostalText::Form::kPc4 && parsed.form != PostalText::Form::kPc6) return std::nullopt;
  return std::stoi(parsed.digits);  // four digits
}

std::optional<v1::LatLng> Centre(absl::Span<const Data::Line> lines) {
  double latitude = 0;
  double longitude = 0;
  int count = 0;
  for (const Data::Line& line : lines) {
    if (!line.point.has_value()) continue;
    latitude += line.point->latitude();
    longitude += line.point->longitude();
    ++count;
  }
  if (count == 0) return std::nullopt;
  v1::LatLng centre;
  centre.set_latitude(latitude / count);
  centre.set_longitude(longitude / count);
  return centre;
}

std::vector<int> Data::MunicipalitiesOf(absl::Span<const Line> of) const {
  std::vector<int> found;
  for (const Line& line : of) {
    if (std::find(found.begin(), found.end(), line.municipality) == found.end()) found.push_back(line.municipality);
  }
  return found;
}

std::vector<std::string> Data::NeighbourhoodsOf(absl::string_view postal_code6) const {
  const auto letter = [&](size_t i) { return static_cast<size_t>(postal_code6[i] - 'A'); };
  const size_t digits = static_cast<size_t>(std::stoi(std::string(postal_code6.substr(0, 4))));
  const auto key = static_cast<uint32_t>(digits * kPostalCode6Letters + letter(4) * 26 + letter(5));
  const auto& keys = neighbourhoods.keys();
  const auto found = std::lower_bound(keys.begin(), keys.end(), key);
  if (found == keys.end() || *found != key) return {};
  const int entry = static_cast<int>(found - keys.begin());
  const auto begin = static_cast<int>(neighbourhoods.starts(entry));
  const int end = entry + 1 < neighbourhoods.starts_size() ? static_cast<int>(neighbourhoods.starts(entry + 1))
                                                           : neighbourhoods.indexes_size();
  std::vector<std::string> codes;
  for (int i = begin; i < end; ++i) codes.push_back(neighbourhoods.codes(static_cast<int>(neighbourhoods.indexes(i))));
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  return codes;
}

absl::StatusOr<Gazetteer> Gazetteer::Build(const data::v1::Gazetteer& places, data::v1::Neighbourhoods neighbourhoods) {
  auto data = std::make_shared<Data>();
  absl::Status status = ReadMunicipalities(places, data.get());
  if (!status.ok()) return status;
  absl::StatusOr<std::vector<Source>> sources = ReadLines(places, *data);
  if (!sources.ok()) return sources.status();
  status = CheckNeighbourhoods(neighbourhoods);
  if (!status.ok()) return status;

  DropMisplaced(&*sources);
  AddLines(places, *std::move(sources), data.get());
  NameAll(data.get());
  AddCompletions(data.get());
  data->hash = Hash(Serialize(places)) ^ Hash(Serialize(neighbourhoods));
  data->neighbourhoods = std::move(neighbourhoods);
  return Gazetteer(std::move(data));
}

uint64_t Gazetteer::hash() const {
  return data_->hash;
}

std::optional<std::string> Gazetteer::MunicipalityName(absl::string_view code) const {
  const auto found = data_->municipality_by_code.find(std::string(code));
  if (code.empty() || found == data_->municipality_by_code.end()) return std::nullopt;
  return data_->municipalities[static_cast<size_t>(found->second)].name;
}

std::vector<v1::LatLng> Gazetteer::OutlineOf(absl::string_view municipality_code) const {
  const auto found = data_->municipality_by_code.find(std::string(municipality_code));
  if (municipality_code.empty() || found == data_->municipality_by_code.end()) return {};
  std::vector<v1::LatLng> points;
  for (const int postal_code : data_->municipalities[static_cast<size_t>(found->second)].postal_codes) {
    for (const Data::Line& line : data_->LinesOf(postal_code)) {
      if (line.municipality == found->second && line.point.has_value()) points.push_back(*line.point);
    }
  }
  return OutlineAround(points, kOutlineMarginM);
}

std::vector<v1::Municipality> Gazetteer::Municipalities() const {
  std::vector<v1::Municipality> municipalities;
  for (const Data::Municipality& known : data_->municipalities) {
    if (known.code.empty()) continue;
    v1::Municipality& municipality = municipalities.emplace_back();
    municipality.set_code(known.code);
    municipality.set_display_name(known.display_name);
  }
  return municipalities;
}

std::vector<std::string> Gazetteer::MunicipalityCodesOf(absl::string_view postal_code) const {
  const auto postal_code4 = ParsePostalCode4(postal_code);
  if (!postal_code4.has_value()) return {};
  std::vector<std::string> codes;
  if (const auto postal_code6 = ParsePostalCode6(postal_code)) {
    for (const std::string& code : data_->NeighbourhoodsOf(*postal_code6))
      codes.push_back(absl::StrCat("GM", code.substr(2, 4)));
  }
  if (codes.empty()) {
    for (const int municipality : data_->MunicipalitiesOf(data_->LinesOf(*postal_code4))) {
      if (municipality == Data::kNone) continue;
      const std::string& code = data_->municipalities[static_cast<size_t>(municipality)].code;
      if (!code.empty()) codes.push_back(code);
    }
  }
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  return codes;
}

std::optional<v1::LatLng> Gazetteer::PointOfPostalCode4(absl::string_view postal_code4) const {
  const auto postal_code = ParsePostalCode4(postal_code4);
  if (!postal_code.has_value()) return std::nullopt;
  return Centre(data_->LinesOf(*postal_code));
}

bool Gazetteer::IsComplete() const {
  return data_->postal_code_count >= kWholeCountry;
}

size_t Gazetteer::postal_code_count() const {
  return data_->postal_code_count;
}

}  // namespace socialekaart
