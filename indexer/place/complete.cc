// Gazetteer::Complete: names and PC4s that begin with what was typed.

#include <algorithm>
#include <tuple>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "indexer/place/gazetteer_data.h"
#include "indexer/place/place_name.h"

namespace socialekaart {
namespace {

using Data = Gazetteer::Data;

PlaceSuggestion SuggestionOf(const Data::Target& target, const Data& data) {
  const auto index = static_cast<size_t>(target.index);
  if (target.is_municipality)
    return {.text = data.municipalities[index].display_name, .municipality_code = data.municipalities[index].code};
  const Data::Locality& locality = data.localities[index];
  if (locality.municipality == Data::kNone) return {.text = locality.display_name, .municipality_code = ""};
  return {.text = locality.display_name,
          .municipality_code = data.municipalities[static_cast<size_t>(locality.municipality)].code};
}

}  // namespace

void AddCompletions(Data* data) {
  for (const auto& [key, targets] : data->targets) {
    for (const Data::Target& target : targets) {
      data->completions.push_back({key, target.is_municipality, SuggestionOf(target, *data)});
    }
  }
  int last = Data::kNone;
  for (const Data::Line& line : data->lines) {
    if (std::exchange(last, line.postal_code) == line.postal_code) continue;
    const Data::Locality& locality = data->localities[static_cast<size_t>(line.locality)];
    PlaceSuggestion suggestion = SuggestionOf({false, line.locality}, *data);
    suggestion.text = absl::StrCat(line.postal_code, " ", BaseName(locality.name));
    data->completions.push_back({absl::StrCat(line.postal_code), false, std::move(suggestion)});
  }
  std::sort(data->completions.begin(), data->completions.end(),
            [](const Data::Completion& a, const Data::Completion& b) {
              return std::tie(a.key, a.suggestion.text) < std::tie(b.key, b.suggestion.text);
            });
}

std::vector<PlaceSuggestion> Gazetteer::Complete(absl::string_view prefix, size_t limit) const {
  const std::string key = NameKey(prefix);
  if (key.empty()) return {};
  std::vector<const Data::Completion*> found;
  for (auto it = std::lower_bound(data_->completions.begin(), data_->completions.end(), key,
                                  [](const Data::Completion&a, const std::string&b) { return a.key < b; });
       it != data_->completions.end() && absl::StartsWith(it->key, key); ++it) {
    found.push_back(&*it);
  }
  std::sort(found.begin(), found.end(), [](const Data::Completion* a, const Data::Completion* b) {
    return std::make_tuple(!a->is_municipality, a->key.size(), std::cref(a->suggestion.text)) <
           std::make_tuple(!b->is_municipality, b->key.size(), std::cref(b->suggestion.text));
  });
  std::vector<PlaceSuggestion> suggestions;
  for (const Data::Completion* completion : found) {
    if (suggestions.size() == limit) break;
    // A place is found by each of its names.
    const bool is_there = std::any_of(suggestions.begin(), suggestions.end(), [&](const PlaceSuggestion& other) {
      return other.text == completion->suggestion.text &&
             other.municipality_code == completion->suggestion.municipality_code;
    });
    if (!is_there) suggestions.push_back(completion->suggestion);
  }
  return suggestions;
}

}  // namespace socialekaart
