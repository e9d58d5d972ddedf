// Merge: the shipped and the imported gazetteer as one.

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "indexer/place/gazetteer.h"
#include "indexer/place/place_name.h"

namespace socialekaart {
namespace {

using google::protobuf::RepeatedPtrField;
using Municipality = data::v1::Gazetteer::Municipality;
using Place = data::v1::Gazetteer::Place;

void AddName(const std::string& name, const std::string& display_name, RepeatedPtrField<std::string>* names) {
  const auto is_same = [&](const std::string& other) { return NameKey(other) == NameKey(name); };
  if (!is_same(display_name) && std::none_of(names->begin(), names->end(), is_same)) *names->Add() = name;
}

void MergeMunicipality(const Municipality& imported, Municipality* municipality) {
  AddName(imported.display_name(), municipality->display_name(), municipality->mutable_alternate_names());
  for (const std::string& name : imported.alternate_names()) {
    AddName(name, municipality->display_name(), municipality->mutable_alternate_names());
  }
  if (municipality->province_code().empty()) municipality->set_province_code(imported.province_code());
}

}  // namespace

data::v1::Gazetteer Merge(const data::v1::Gazetteer& shipped, const data::v1::Gazetteer& imported) {
  data::v1::Gazetteer merged;
  merged.set_version(absl::StrCat(shipped.version(), "+", imported.version()));
  merged.set_source(absl::StrCat(shipped.source(), "; ", imported.source()));

  *merged.mutable_municipalities() = shipped.municipalities();
  absl::flat_hash_map<std::string, int> by_code;
  absl::flat_hash_map<std::string, int> by_name;
  for (int i = 0; i < merged.municipalities_size(); ++i) {
    by_code.emplace(merged.municipalities(i).code(), i);
    by_name.emplace(NameKey(merged.municipalities(i).display_name()), i);
  }
  int without_code = 0;
  std::string code_of_none;  // of the imported gemeente without a code
  for (const Municipality& municipality : imported.municipalities()) {
    const auto same_name = by_name.find(NameKey(municipality.display_name()));
    const auto same_code = by_code.find(municipality.code());
    int same = -1;
    if (municipality.code().empty()) {
      ++without_code;
      if (same_name != by_name.end()) same = same_name->second;
      code_of_none = same < 0 ? "" : merged.municipalities(same).code();
    } else if (same_code != by_code.end()) {
      same = same_code->second;
    }
    if (same < 0) {
      *merged.add_municipalities() = municipality;
    } else {
      MergeMunicipality(municipality, merged.mutable_municipalities(same));
    }
  }
  // Places without a code lie in the gemeente without one, when there is just one.
  if (without_code != 1) code_of_none.clear();

  absl::flat_hash_map<std::pair<std::string, std::string>, const Place*> shipped_places;
  for (const Place& place : shipped.places()) {
    shipped_places.emplace(std::make_pair(place.postal_code4(), NameKey(place.display_name())), &place);
  }
  absl::flat_hash_set<std::string> imported_postal_codes;
  for (const Place& place : imported.places()) {
    imported_postal_codes.insert(place.postal_code4());
    Place* added = merged.add_places();
    *added = place;
    if (place.municipality_code().empty()) added->set_municipality_code(code_of_none);
    const auto found = shipped_places.find({place.postal_code4(), NameKey(place.display_name())});
    if (found == shipped_places.end()) continue;
    for (const std::string& name : found->second->alternate_names()) {
      AddName(name, added->display_name(), added->mutable_alternate_names());
    }
  }
  for (const Place& place : shipped.places()) {
    if (!imported_postal_codes.contains(place.postal_code4())) *merged.add_places() = place;
  }
  return merged;
}

}  // namespace socialekaart
