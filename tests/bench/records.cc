#include "tests/bench/records.h"

#include <array>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "indexer/base/codec.h"
#include "socialekaart/data/v1/gazetteer.pb.h"

namespace socialekaart::bench {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kServicesPerOrganization = 5;
constexpr size_t kLocationsPerOrganization = 4;
constexpr double kPilotShare = 0.15;
constexpr size_t kBeforeProblems = 5;  // the first problem is some seven times as frequent as the last

// What a kind of service looks like: how often it occurs, at which levels it works and how one gets in.
struct Shape {
  const char* kind;
  double share;
  const char* levels;
  const char* access;
};

constexpr auto kShapes = std::to_array<Shape>({
    {"aanbieder", 0.46, "basis specialistisch verblijf poh-jeugd soh-kjp", "verwijzing beschikking"},
    {"school", 0.14, "vrij-toegankelijk", "school"},
    {"opvoedondersteuning", 0.10, "vrij-toegankelijk eigen-kracht", "vrij"},
    {"welzijn", 0.10, "vrij-toegankelijk eigen-kracht", "vrij"},
    {"jgz", 0.06, "vrij-toegankelijk", "vrij"},
    {"huisartsenpraktijk", 0.05, "poh-jeugd soh-kjp", "eigen-huisarts"},
    {"informatie", 0.04, "eigen-kracht", "vrij"},
    {"wijkteam", 0.03, "wijkteam", "vrij"},
    {"crisis", 0.02, "veiligheid", "verwijzing gecertificeerde-instelling"},
});

struct Ages {
  double minimum, maximum;
};

constexpr auto kAges =
    std::to_array<Ages>({{0, 4}, {0, 12}, {0, 18}, {0, 23}, {4, 12}, {4, 18}, {6, 12}, {12, 18}, {12, 23}, {16, 27}});
constexpr auto kLanguages = std::to_array<std::pair<const char*, const char*>>({{"nl", "Nederlands"},
                                                                                {"en", "Engels"},
                                                                                {"ar", "Arabisch"},
                                                                                {"tr", "Turks"},
                                                                                {"pl", "Pools"},
                                                                                {"uk", "Oekraïens"}});
constexpr auto kDays = std::to_array<const char*>({"MO", "TU,TH", "MO,TU,WE,TH,FR", "WE", "FR"});

// A record's ids, each from its own number and a count: the same record gets the same ids.
class Ids {
 public:
  explicit Ids(std::string owner) : owner_(std::move(owner)) {}
  std::string Next(const char* space) {
    return UuidOf(absl::StrCat("bench-", space), absl::StrCat(owner_, "/", count_++));
  }

 private:
  std::string owner_;
  int count_ = 0;
};

Json Attribute(Ids& ids, const char* taxonomy, absl::string_view code, const std::string& name) {
  return {{"id", ids.Next("attribute")},
          {"taxonomy_term",
           {{"id", UuidOf("bench-term", absl::StrCat(taxonomy, "/", code))},
            {"taxonomy", taxonomy},
            {"code", std::string(code)},
            {"name", name},
            {"description", ""}}}};
}

template <typename Terms>
std::string NameOf(const Terms& terms, absl::string_view code) {
  for (const auto& term : terms) {
    if (term.code() == code) return term.display_name();
  }
  return std::string(code);
}

const Shape& PickShape(Random& random) {
  double share = random.Unit();
  for (const auto& shape : kShapes) {
    if ((share -= shape.share) < 0) return shape;
  }
  return kShapes.front();
}

std::string Date(absl::CivilDay day) {
  return absl::FormatCivilTime(day);
}

// The same whichever service it is nested in: an organization and its locations are records of their own.
struct Home {
  Json organization;
  const Municipality* municipality;
  std::vector<Json> locations;
};

Json Location(Ids& ids, Random& random, const Town& town, const std::string& name) {
  const bool is_virtual = random.Chance(0.03);
  Json location = {{"id", ids.Next("location")},
                   {"name", absl::StrCat(name, " ", town.display_name)},
                   {"location_type", is_virtual ? "virtual" : "physical"}};
  if (is_virtual) return location;
  if (random.Chance(0.95)) {
    location["latitude"] = town.latitude + (random.Unit() - 0.5) * 0.02;
    location["longitude"] = town.longitude + (random.Unit() - 0.5) * 0.03;
  }
  location["addresses"] = {{{"id", ids.Next("address")},
                            {"address_1", absl::StrCat("Voorbeeldstraat ", random.Between(1, 199))},
                            {"city", town.display_name},
                            {"state_province", "Gelderland"},
                            {"postal_code", absl::StrFormat("%s %c%c", town.postal_code4, 'A' + random.Between(0, 4),
                                                            'B' + random.Between(0, 3))},
                            {"country", "NL"},
                            {"address_type", "physical"}}};
  return location;
}

Home MakeHome(const Country& country, const Words& words, uint64_t seed, size_t number) {
  Random random(seed ^ (0x5bd1e995u * (number + 1)));
  Ids ids(absl::StrCat("organization-", seed, "-", number));
  Home home;
  home.municipality = &random.Pick(random.Chance(kPilotShare) ? country.pilot : country.others);
  const std::string name = words.Title(random);
  home.organization = {{"id", ids.Next("organization")},
                       {"name", name},
                       {"description", "Verzonnen organisatie, gemaakt om mee te meten."},
                       {"website", absl::StrCat("https://example.nl/o", number)}};
  for (size_t i = 0; i < kLocationsPerOrganization; ++i) {
    home.locations.push_back(Location(ids, random, random.Pick(home.municipality->towns), name));
  }
  return home;
}

// 80 % the gemeente, 8 % one PC4 of it, 2 % the country, 10 % unknown.
void AddArea(Json& service, Ids& ids, Random& random, const Municipality& municipality) {
  const double share = random.Unit();
  if (share >= 0.90) return;
  std::string extent = municipality.code;
  std::string name = absl::StrCat("Gemeente ", municipality.display_name);
  if (share >= 0.88) {
    extent = "NL";
    name = "Heel Nederland";
  } else if (share >= 0.80) {
    const Town& town = random.Pick(municipality.towns);
    extent = absl::StrCat("PC4:", town.postal_code4);
    name = town.display_name;
  }
  service["service_areas"] = {{{"id", ids.Next("area")}, {"name", name}, {"extent", extent}, {"extent_type", "text"}}};
}

void AddLocations(Json& service, Ids& ids, Random& random, const Home& home) {
  Json links = Json::array();
  const size_t first = random.Below(home.locations.size());
  const int count = random.Chance(0.7) ? 1 : random.Between(2, 3);
  for (int i = 0; i < count; ++i) {
    links.push_back({{"id", ids.Next("service-at-location")},
                     {"location", home.locations[(first + static_cast<size_t>(i)) % home.locations.size()]}});
  }
  service["service_at_locations"] = std::move(links);
}

// What only some services tell.
void AddSometimes(Json& service, Ids& ids, Random& random, absl::CivilDay today) {
  if (random.Chance(0.6)) {
    service["capacities"] = {{{"id", ids.Next("capacity")},
                              {"unit", {{"id", UuidOf("bench-unit", "wachttijd")}, {"name", "dagen wachttijd"}}},
                              {"available", random.Between(0, 180)},
                              {"updated", absl::StrCat(Date(today - random.Between(1, 150)), "T00:00:00.000Z")}}};
  }
  if (random.Chance(0.3)) {
    service["schedules"] = {{{"id", ids.Next("schedule")},
                             {"freq", "WEEKLY"},
                             {"byday", random.Pick(kDays)},
                             {"opens_at", "09:00"},
                             {"closes_at", random.Chance(0.5) ? "12:30" : "17:00"}}};
  }
  if (random.Chance(0.2)) {
    const auto& [code, name] = random.Pick(kLanguages);
    service["languages"] = {{{"id", ids.Next("language")}, {"code", code}, {"name", name}}};
  }
  if (random.Chance(0.5)) {
    service["contacts"] = {{{"id", ids.Next("contact")}, {"title", "Aanmelding"}, {"department", "Jeugd"}}};
  }
}

}  // namespace

Records::Records(data::v1::Taxonomy taxonomy, Country country, Words words, uint64_t seed, absl::CivilDay today)
    : taxonomy_(std::move(taxonomy)),
      country_(std::move(country)),
      words_(std::move(words)),
      seed_(seed),
      today_(today) {}

absl::StatusOr<Records> Records::Load(const std::string& data_folder, const std::string& common_words, uint64_t seed,
                                      absl::CivilDay today) {
  data::v1::Taxonomy taxonomy;
  data::v1::Gazetteer gazetteer;
  for (const auto& status : {LoadTextproto(data_folder + "/taxonomy.textproto", &taxonomy),
                             LoadTextproto(data_folder + "/gazetteer.textproto", &gazetteer)}) {
    if (!status.ok()) return status;
  }
  auto country = MakeCountry(gazetteer);
  if (!country.ok()) return country.status();
  auto words = Words::Load(common_words, taxonomy);
  if (!words.ok()) return words.status();
  return Records(std::move(taxonomy), *std::move(country), *std::move(words), seed, today);
}

std::string Records::Line(size_t number) const {
  const Home home = MakeHome(country_, words_, seed_, number / kServicesPerOrganization);
  Random random(seed_ + 0x9e3779b1u * (number + 1));
  Ids ids(absl::StrCat("service-", seed_, "-", number));
  const Shape& shape = PickShape(random);

  Json service = {{"id", ids.Next("service")},
                  {"name", words_.Title(random)},
                  {"status", random.Chance(0.97) ? "active" : "temporarily closed"},
                  {"description", words_.Description(random)},
                  {"application_process", "Bel of mail; binnen drie werkdagen volgt antwoord."}};
  if (random.Chance(0.85)) {
    const Ages& ages = random.Pick(kAges);
    service["minimum_age"] = ages.minimum;
    service["maximum_age"] = ages.maximum;
  }
  const absl::CivilDay checked = today_ - random.Between(1, 700);
  if (random.Chance(0.7)) service["assured_date"] = Date(checked);
  service["last_modified"] = absl::StrCat(Date(checked), "T12:00:00.000Z");
  service["organization"] = home.organization;
  service["phones"] = {
      {{"id", ids.Next("phone")}, {"number", absl::StrFormat("0800 %06d", random.Between(0, 999999))}}};
  AddArea(service, ids, random, *home.municipality);
  AddLocations(service, ids, random, home);
  AddSometimes(service, ids, random, today_);

  Json attributes = Json::array();
  const std::vector<std::string> levels = absl::StrSplit(shape.levels, ' ');
  const std::string& level = random.Pick(levels);
  attributes.push_back(Attribute(ids, "hulpniveau", level, NameOf(taxonomy_.levels(), level)));
  attributes.push_back(Attribute(ids, "soort", shape.kind, NameOf(taxonomy_.kinds(), shape.kind)));
  const size_t first = ZipfRank(random, static_cast<size_t>(taxonomy_.problems().size()), kBeforeProblems);
  for (int problem = random.Between(0, 4); problem > 0; --problem) {
    const auto& term = taxonomy_.problems(static_cast<int>((first + static_cast<size_t>(problem) * 5) %
                                                           static_cast<size_t>(taxonomy_.problems().size())));
    attributes.push_back(Attribute(ids, "probleemdomein", term.code(), term.display_name()));
  }
  for (const absl::string_view access : absl::StrSplit(shape.access, ' ')) {
    attributes.push_back(Attribute(ids, "toegang", access, NameOf(taxonomy_.access(), access)));
  }
  if (level == "specialistisch" && random.Chance(0.5)) {
    attributes.push_back(Attribute(ids, "contract", home.municipality->code, home.municipality->display_name));
  }
  service["attributes"] = std::move(attributes);
  return service.dump();
}

}  // namespace socialekaart::bench
