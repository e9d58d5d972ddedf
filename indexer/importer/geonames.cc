#include "indexer/importer/geonames.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <map>
#include <numbers>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "indexer/base/status.h"
#include "indexer/importer/context.h"
#include "indexer/importer/csv_reader.h"

namespace socialekaart {
namespace {

// Columns of a GeoNames postal code file (readme of download.geonames.org/export/zip).
enum Column : size_t {
  kCountry = 0,
  kPostalCode,
  kPlace,
  kProvince,
  kProvinceCode,
  kMunicipality,
  kMunicipalityCode,
  kLatitude = 9,
  kLongitude = 10
};
constexpr size_t kColumns = 11;  // the twelfth, accuracy, may be left out

// GeoNames' codes of the provinces, and those of Statistics Netherlands.
constexpr auto kProvinces = std::to_array<std::pair<absl::string_view, absl::string_view>>({
    {"01", "PV22"},  // Drenthe
    {"02", "PV21"},  // Friesland
    {"03", "PV25"},  // Gelderland
    {"04", "PV20"},  // Groningen
    {"05", "PV31"},  // Limburg
    {"06", "PV30"},  // Noord-Brabant
    {"07", "PV27"},  // Noord-Holland
    {"09", "PV26"},  // Utrecht
    {"10", "PV29"},  // Zeeland
    {"11", "PV28"},  // Zuid-Holland
    {"15", "PV23"},  // Overijssel
    {"16", "PV24"},  // Flevoland
});

constexpr double kSuspectKm = 25;
// Postcodes are given out by region: those at most this far away in number lie near.
constexpr int kNeighbours = 20;

absl::string_view ProvinceOf(absl::string_view code) {
  const auto found =
      std::find_if(kProvinces.begin(), kProvinces.end(), [&](const auto& row) { return row.first == code; });
  return found == kProvinces.end() ? absl::string_view() : found->second;
}

bool IsDigits(absl::string_view text, size_t size) {
  return text.size() == size &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) { return absl::ascii_isdigit(c); });
}

// Good enough within one country.
double DistanceKm(double latitude1, double longitude1, double latitude2, double longitude2) {
  constexpr double kKmPerDegree = 111.2;
  const double north = (latitude1 - latitude2) * kKmPerDegree;
  const double east =
      (longitude1 - longitude2) * kKmPerDegree * std::cos((latitude1 + latitude2) / 2 * std::numbers::pi / 180);
  return std::hypot(north, east);
}

double Median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

std::optional<PostalLine> ToLine(const CsvRow& row) {
  if (row.fields.size() < kColumns || row.fields[kCountry] != "NL") return std::nullopt;
  PostalLine line;
  // The full file of the Netherlands has PC6s; their first four digits say where.
  line.postal_code4 = row.fields[kPostalCode].substr(0, 4);
  line.place = row.fields[kPlace];
  line.municipality = row.fields[kMunicipality];
  line.municipality_code = row.fields[kMunicipalityCode];
  line.province_code = row.fields[kProvinceCode];
  line.line = row.line;
  const bool readable = IsDigits(line.postal_code4, 4) && line.postal_code4[0] != '0' && !line.place.empty() &&
                        (line.municipality_code.empty() || IsDigits(line.municipality_code, 4)) &&
                        absl::SimpleAtod(row.fields[kLatitude], &line.latitude) &&
                        absl::SimpleAtod(row.fields[kLongitude], &line.longitude) && std::abs(line.latitude) <= 90 &&
                        std::abs(line.longitude) <= 180;
  return readable ? std::optional(std::move(line)) : std::nullopt;
}

// By PC4: positions in the list of lines.
using Groups = std::map<int, std::vector<size_t>>;

Groups GroupByPostalCode(const std::vector<PostalLine>& lines) {
  Groups groups;
  for (size_t i = 0; i < lines.size(); ++i) {
    int number = 0;
    if (absl::SimpleAtoi(lines[i].postal_code4, &number)) groups[number].push_back(i);
  }
  return groups;
}

// Distance from a line to where the PC4s around its own lie, as others say.
std::optional<double> DistanceToNeighbours(const std::vector<PostalLine>& lines, const Groups& groups, int postal_code,
                                           size_t self) {
  std::vector<double> latitudes, longitudes;
  const auto end = groups.upper_bound(postal_code + kNeighbours);
  for (auto group = groups.lower_bound(postal_code - kNeighbours); group != end; ++group) {
    if (group->first == postal_code) continue;
    for (const size_t i : group->second) {
      latitudes.push_back(lines[i].latitude);
      longitudes.push_back(lines[i].longitude);
    }
  }
  if (latitudes.empty()) return std::nullopt;
  return DistanceKm(lines[self].latitude, lines[self].longitude, Median(std::move(latitudes)),
                    Median(std::move(longitudes)));
}

// The same line again: same PC4, place and gemeente.
bool IsSame(const data::v1::Gazetteer::Place& place, const PostalLine& line, absl::string_view municipality_code) {
  return place.postal_code4() == line.postal_code4 && place.display_name() == line.place &&
         place.municipality_code() == municipality_code;
}

}  // namespace

std::string MunicipalityName(absl::string_view name) {
  name = absl::StripPrefix(absl::StripAsciiWhitespace(name), "Gemeente ");
  // The word behind the name is misspelt in places: "Municipalty".
  const size_t space = name.rfind(' ');
  if (space != absl::string_view::npos && absl::StartsWith(name.substr(space + 1), "Municipal"))
    name = name.substr(0, space);
  return std::string(absl::StripAsciiWhitespace(name));
}

std::vector<size_t> SuspectLines(const std::vector<PostalLine>& lines) {
  const Groups groups = GroupByPostalCode(lines);
  std::vector<size_t> suspects;
  for (const auto& entry : groups) {
    const int postal_code = entry.first;
    const std::vector<size_t>& group = entry.second;
    const bool far_apart = std::any_of(group.begin(), group.end(), [&](size_t i) {
      return DistanceKm(lines[i].latitude, lines[i].longitude, lines[group[0]].latitude, lines[group[0]].longitude) >
             kSuspectKm;
    });
    if (!far_apart) continue;
    std::vector<size_t> near, far;
    for (const size_t i : group) {
      const auto distance = DistanceToNeighbours(lines, groups, postal_code, i);
      (distance && *distance > kSuspectKm ? far : near).push_back(i);
    }
    for (const size_t i : far) {
      const bool elsewhere = std::none_of(
          near.begin(), near.end(), [&](size_t k) { return lines[k].municipality_code == lines[i].municipality_code; });
      if (!near.empty() && elsewhere) suspects.push_back(i);
    }
  }
  std::sort(suspects.begin(), suspects.end());
  return suspects;
}

data::v1::Gazetteer ToGazetteer(const std::vector<PostalLine>& lines) {
  data::v1::Gazetteer gazetteer;
  gazetteer.set_source("GeoNames (CC BY 4.0)");
  std::map<std::string, data::v1::Gazetteer::Municipality> municipalities;
  for (const PostalLine& line : lines) {
    const std::string code = line.municipality_code.empty() ? "" : "GM" + line.municipality_code;
    const std::string name = MunicipalityName(line.municipality);
    if (!name.empty()) {
      auto& municipality = municipalities[code.empty() ? "name " + name : code];
      municipality.set_code(code);
      if (municipality.display_name().empty()) municipality.set_display_name(name);
      if (municipality.province_code().empty())
        municipality.set_province_code(std::string(ProvinceOf(line.province_code)));
      const auto& others = municipality.alternate_names();
      if (name != municipality.display_name() && std::find(others.begin(), others.end(), name) == others.end()) {
        municipality.add_alternate_names(name);
      }
    }
    // PC6s of one place stand together.
    if (gazetteer.places_size() > 0 && IsSame(gazetteer.places(gazetteer.places_size() - 1), line, code)) continue;
    auto* place = gazetteer.add_places();
    place->set_postal_code4(line.postal_code4);
    place->set_display_name(line.place);
    place->set_municipality_code(code);
    place->set_latitude(line.latitude);
    place->set_longitude(line.longitude);
  }
  for (auto& [key, municipality] : municipalities) *gazetteer.add_municipalities() = std::move(municipality);
  return gazetteer;
}

absl::Status ImportGeoNames(ImportContext& context) {
  std::vector<PostalLine> lines;
  while (true) {
    const auto more = context.NextFile();
    if (!more.ok()) return more.status();
    if (!*more) break;
    ByteReader reader(context.input);
    RecordSink file_sink(context.findings, context.file, 0);
    int64_t lost = 0;
    const absl::Status read =
        ReadCsv(reader, {.delimiter = '\t', .quotes = false}, file_sink, &lost, [&](const CsvRow& row) {
          context.CountRead();
          if (auto line = ToLine(row)) {
            lines.push_back(*std::move(line));
            return absl::OkStatus();
          }
          RecordSink(context.findings, context.file, row.line)
              .Add(MakeFinding(
                  "place.line", v1::Finding::SEVERITY_FATAL, "",
                  "is no line of GeoNames' postal codes of the Netherlands",
                  "Twelve fields between tabs: NL, postcode, place, province, its code, gemeente, its code, ..."));
          context.Reject();
          return absl::OkStatus();
        });
    context.report().set_read(context.report().read() + lost);
    context.report().set_rejected(context.report().rejected() + lost);
    if (!read.ok()) return read;
  }
  if (lines.empty()) {
    return Error(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_IMPORT_FORMAT_INVALID,
                 absl::StrCat("importing ", context.file, ": no line of GeoNames' postal codes of the Netherlands"));
  }
  for (const PostalLine& line : lines) {
    if (!line.municipality_code.empty()) continue;
    RecordSink(context.findings, context.file, line.line, line.postal_code4)
        .Add(MakeFinding("place.municipality-code-empty", v1::Finding::SEVERITY_WARNING, "admin2 code",
                         absl::StrCat(line.postal_code4, " ", line.place,
                                      " has no code of a gemeente; it is found by name and PC4 only"),
                         "Add the code."));
  }
  const std::vector<size_t> suspects = SuspectLines(lines);
  for (auto suspect = suspects.rbegin(); suspect != suspects.rend(); ++suspect) {
    const auto line = lines.begin() + static_cast<std::ptrdiff_t>(*suspect);
    RecordSink(context.findings, context.file, line->line, line->postal_code4)
        .Add(MakeFinding(
            "place.postal-code-suspect", v1::Finding::SEVERITY_ERROR, "postal code",
            absl::StrCat(line->place, " lies far from where ", line->postal_code4, " lies; the line is left out"),
            "Correct the postcode."));
    context.Reject();
    lines.erase(line);
  }
  context.report().set_created(static_cast<int64_t>(lines.size()));
  return context.options.dry_run() ? absl::OkStatus() : context.target.PutGazetteer(ToGazetteer(lines));
}

}  // namespace socialekaart
