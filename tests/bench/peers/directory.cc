#include "tests/bench/peers/directory.h"

#include <algorithm>
#include <optional>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "indexer/index/facts.h"
#include "indexer/place/area.h"
#include "indexer/place/distance.h"
#include "indexer/record/profile.h"
#include "indexer/store/catalog.h"
#include "indexer/text/fold.h"

namespace socialekaart::bench {
namespace {

constexpr size_t kPage = 1'000;
constexpr size_t kVocabularySample = 20'000;  // services: enough to rank words by

// A gemeente that is asked about.
struct Asked {
  int number;
  PlaceCodes codes;
  std::optional<v1::LatLng> point;
};

std::string NamesOf(const data::v1::Taxonomy::Term* term) {
  if (term == nullptr) return "";
  std::string names = term->display_name();
  for (const std::string& name : term->alternate_names()) absl::StrAppend(&names, " ", name);
  return names;
}

bool MayServe(const Asked& place, const AreaCodes& areas, const std::vector<Point>& points,
              double unknown_area_radius_m) {
  const v1::Fit fit = AreaFit(areas.codes, place.codes);
  if (fit != v1::FIT_UNKNOWN || !areas.codes.empty() || points.empty() || !place.point) return fit != v1::FIT_NO;
  // Where the area is unknown, distance decides.
  return std::any_of(points.begin(), points.end(), [&](const Point& point) {
    return DistanceM(place.point->latitude(), place.point->longitude(), point.latitude, point.longitude) <=
           unknown_area_radius_m;
  });
}

PeerService ToPeer(const v1::Service& service, const Taxonomy& taxonomy, const Gazetteer& gazetteer,
                   const std::vector<Asked>& asked, double unknown_area_radius_m) {
  const v1::ServiceProfile profile = ProfileOf(service, taxonomy, absl::InfinitePast());
  const Facts facts = FactsOf(service, taxonomy, gazetteer);
  PeerService peer;
  peer.name = service.name();
  peer.texts[0] = service.display_name();
  peer.texts[1] = service.alternate_name();
  for (const auto& code : profile.problems()) absl::StrAppend(&peer.texts[1], " ", NamesOf(taxonomy.FindProblem(code)));
  peer.texts[2] = absl::StrCat(NamesOf(taxonomy.FindKind(profile.kind())), " ",
                               service.organization_detail().display_name(), " ", service.eligibility_description());
  for (const auto& at : service.service_at_locations()) {
    absl::StrAppend(&peer.texts[3], " ", at.location_detail().display_name());
    for (const auto& address : at.location_detail().addresses()) absl::StrAppend(&peer.texts[3], " ", address.city());
  }
  for (const auto& area : service.service_areas()) absl::StrAppend(&peer.texts[3], " ", area.name());
  absl::StrAppend(&peer.texts[3], " ", service.description());
  peer.kind = profile.kind();
  for (const int level : profile.levels()) peer.levels.push_back(level);
  if (service.has_minimum_age()) peer.minimum_age = static_cast<float>(service.minimum_age());
  if (service.has_maximum_age()) peer.maximum_age = static_cast<float>(service.maximum_age());
  for (const Facts::Point& point : facts.points) peer.points.push_back({point.latitude, point.longitude});
  for (const uint16_t code : facts.municipalities) peer.municipalities.push_back(code);
  const AreaCodes areas = AreaCodesOf(service);
  for (const Asked& place : asked) {
    if (MayServe(place, areas, peer.points, unknown_area_radius_m)) peer.serves.push_back(place.number);
  }
  return peer;
}

absl::StatusOr<std::vector<Asked>> ResolveAsked(const Gazetteer& gazetteer,
                                                const std::vector<std::string>& municipalities) {
  std::vector<Asked> asked;
  for (const std::string& code : municipalities) {
    v1::Place place;
    place.set_municipality_code(code);
    const auto resolved = gazetteer.Resolve(place, nullptr);
    if (!resolved.ok()) return resolved.status();
    Asked entry{0, gazetteer.CodesOf(*resolved), {}};
    if (resolved->has_point()) entry.point = resolved->point();
    if (!absl::SimpleAtoi(absl::string_view(code).substr(2), &entry.number)) {
      return absl::InvalidArgumentError(absl::StrCat(code, " is no code of a gemeente"));
    }
    asked.push_back(std::move(entry));
  }
  return asked;
}

}  // namespace

std::vector<std::string> WordsOf(const std::string& text) {
  std::vector<std::string> words(1);
  for (const char c : Fold(text)) {
    // Bytes of what is not ASCII stay together.
    const bool is_word =
        absl::ascii_isalnum(static_cast<unsigned char>(c)) || (static_cast<unsigned char>(c) & 0x80) != 0;
    if (is_word) {
      words.back().push_back(c);
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

absl::StatusOr<Directory> ReadDirectory(const Store& store, const Taxonomy& taxonomy, const Gazetteer& gazetteer,
                                        const std::vector<std::string>& municipalities, double unknown_area_radius_m) {
  const auto asked = ResolveAsked(gazetteer, municipalities);
  if (!asked.ok()) return asked.status();
  Directory directory;
  for (const Asked& place : *asked) directory.asked.push_back(place.number);
  absl::flat_hash_map<std::string, int> name_words;
  for (std::string after;;) {
    const auto records = store.List(RecordKind::kService, after, kPage);
    if (!records.ok()) return records.status();
    if (records->empty()) break;
    after = NameOf(records->back());
    for (const auto& record : *records) {
      const auto service = Assemble(store, record);
      if (!service.ok()) return service.status();
      if (service->status() != v1::SERVICE_STATUS_ACTIVE) continue;
      directory.services.push_back(ToPeer(*service, taxonomy, gazetteer, *asked, unknown_area_radius_m));
      const std::vector<std::string> words = WordsOf(service->display_name());
      for (const auto& word : absl::flat_hash_set<std::string>(words.begin(), words.end())) ++name_words[word];
    }
  }
  directory.name_words.assign(name_words.begin(), name_words.end());
  std::sort(directory.name_words.begin(), directory.name_words.end());
  return directory;
}

std::vector<std::string> VocabularyOf(const Directory& directory) {
  absl::flat_hash_map<std::string, int> counts;
  for (size_t i = 0; i < std::min(kVocabularySample, directory.services.size()); ++i) {
    absl::flat_hash_set<std::string> seen;
    for (const std::string& text : directory.services[i].texts) {
      for (std::string& word : WordsOf(text)) seen.insert(std::move(word));
    }
    for (const std::string& word : seen) ++counts[word];
  }
  std::vector<std::pair<int, std::string>> ranked;
  for (const auto& [word, count] : counts) {
    const bool is_plain = std::all_of(word.begin(), word.end(), [](unsigned char c) { return absl::ascii_islower(c); });
    if (word.size() >= 3 && is_plain) ranked.emplace_back(-count, word);
  }
  std::sort(ranked.begin(), ranked.end());
  std::vector<std::string> words;
  for (auto& [count, word] : ranked) words.push_back(std::move(word));
  return words;
}

}  // namespace socialekaart::bench
