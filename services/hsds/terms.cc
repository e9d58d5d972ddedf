#include "services/hsds/terms.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "indexer/base/codec.h"

namespace socialekaart::hsds_api {
namespace {

struct ProfileTaxonomy {
  const char* name;
  const char* description;
};
// What each says (PROFILE). Their terms stand in data/taxonomy.textproto; those of `contract` are the gemeenten that
// records name.
constexpr auto kProfile = std::to_array<ProfileTaxonomy>({
    {kTaxonomyLevel, "Op welke treden van hulp een voorziening werkt."},
    {kTaxonomyKind, "Wat voor voorziening het is."},
    {kTaxonomyProblem, "Waarbij een voorziening helpt; geen term betekent: algemeen."},
    {kTaxonomyExcludedProblem, "Waarvoor een voorziening niet is bedoeld."},
    {kTaxonomyAccess, "Hoe een gezin bij een voorziening terechtkan; geen term betekent: niet bekend."},
    {kTaxonomyContract, "Gemeenten die een voorziening hebben gecontracteerd, met hun CBS-code."},
    {kTaxonomyConfidential, "Of het adres van een locatie geheim is; dan wordt het nergens getoond."},
    {"icpc-1", "Klachten en problemen in de codes van huisartsen (ICPC-1-NL)."},
    {"cap-j", "Problemen van jeugdigen in de codes van het NJi (CAP-J)."},
});

Uuid Derived(absl::string_view space, absl::string_view name) {
  return *ParseUuid(UuidOf(space, name));
}

// By what a term is told from the others of its taxonomy.
absl::string_view CodeOf(const v1::TaxonomyTerm& term) {
  return term.code().empty() ? term.name() : term.code();
}

std::string TextOf(const nlohmann::ordered_json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

bool IsOfProfile(absl::string_view taxonomy, const Taxonomy& profile) {
  return profile.TermsOf(taxonomy) != nullptr || profile.HasSystem(taxonomy) ||
         std::any_of(kProfile.begin(), kProfile.end(),
                     [&](const ProfileTaxonomy& one) { return one.name == taxonomy; });
}

Uuid TaxonomyId(absl::string_view taxonomy) {
  return Derived("hsds.taxonomy", taxonomy);
}

Uuid ProfileTermId(absl::string_view taxonomy, absl::string_view code) {
  return Derived("hsds.taxonomy_term", absl::StrCat(taxonomy, "/", code));
}

void SetTermIds(const Taxonomy& profile, nlohmann::ordered_json* record) {
  if (!record->is_structured()) return;
  for (auto& value : *record) SetTermIds(profile, &value);
  const auto found = record->is_object() ? record->find("taxonomy_term") : record->end();
  if (found == record->end() || !found->is_object()) return;
  const std::string taxonomy = TextOf(*found, "taxonomy");
  if (taxonomy.empty()) return;
  std::string code = TextOf(*found, "code");
  if (code.empty()) code = TextOf(*found, "name");
  if (!IsOfProfile(taxonomy, profile)) {
    if (!found->contains("taxonomy_id") && !found->contains("taxonomy_detail"))
      (*found)["taxonomy_id"] = FormatUuid(TaxonomyId(taxonomy));
    return;
  }
  const std::string id = FormatUuid(ProfileTermId(taxonomy, code));
  (*found)["id"] = id;
  (*found)["taxonomy_id"] = FormatUuid(TaxonomyId(taxonomy));
  if (record->contains("taxonomy_term_id")) (*record)["taxonomy_term_id"] = id;
}

Terms::Terms(const Taxonomy& profile) : profile_(profile) {
  for (const ProfileTaxonomy& one : kProfile) {
    const std::string name(one.name);
    const uint32_t taxonomy =
        AddTaxonomy({TaxonomyId(name), name, std::string(one.description), "", profile.data().version()});
    const auto* const terms = profile.TermsOf(name);
    for (int i = 0; terms != nullptr && i < terms->size(); ++i) {
      AddTerm({ProfileTermId(name, terms->Get(i).code()), taxonomy, terms->Get(i).code(), terms->Get(i).display_name(),
               ""});
    }
    for (const auto& map : profile.data().code_maps()) {
      if (map.system() == name)
        AddTerm({ProfileTermId(name, map.code()), taxonomy, map.code(), map.display_name(), ""});
    }
  }
  const uint32_t confidential = taxonomy_index_.at(TaxonomyId(kTaxonomyConfidential));
  AddTerm({ProfileTermId(kTaxonomyConfidential, kConfidentialYes), confidential, kConfidentialYes,
           "Vertrouwelijk adres", ""});
}

uint32_t Terms::AddTaxonomy(TaxonomyEntry taxonomy) {
  const auto [at, is_new] = taxonomy_index_.try_emplace(taxonomy.id, static_cast<uint32_t>(taxonomies_.size()));
  if (is_new) taxonomies_.push_back(std::move(taxonomy));
  return at->second;
}

uint32_t Terms::AddTerm(TermEntry term) {
  const auto [at, is_new] = term_index_.try_emplace(term.id, static_cast<uint32_t>(terms_.size()));
  if (is_new) terms_.push_back(std::move(term));
  return at->second;
}

uint32_t Terms::Add(const v1::TaxonomyTerm& term) {
  const bool of_profile = IsOfProfile(term.taxonomy(), profile_);
  const auto given = ParseUuid(term.id());
  if (!of_profile && !given) return kNoTerm;
  const Uuid id = of_profile ? ProfileTermId(term.taxonomy(), CodeOf(term)) : *given;
  if (const auto known = term_index_.find(id); known != term_index_.end()) return known->second;
  uint32_t taxonomy = kNoTaxonomy;
  if (!term.taxonomy().empty()) {
    const v1::Taxonomy& detail = term.taxonomy_detail();
    const auto named = ParseUuid(term.has_taxonomy_detail() ? detail.id() : term.taxonomy_id());
    taxonomy = AddTaxonomy({of_profile || !named ? TaxonomyId(term.taxonomy()) : *named, term.taxonomy(),
                            detail.description(), detail.uri(), detail.version()});
  }
  return AddTerm({id, taxonomy, term.code(), term.name(), term.description(), ParseUuid(term.parent_id()).value_or(0)});
}

nlohmann::ordered_json Terms::TaxonomyJson(uint32_t taxonomy) const {
  const TaxonomyEntry& entry = taxonomies_[taxonomy];
  nlohmann::ordered_json json = {
      {"id", FormatUuid(entry.id)}, {"name", entry.name}, {"description", entry.description}};
  if (!entry.uri.empty()) json["uri"] = entry.uri;
  if (!entry.version.empty()) json["version"] = entry.version;
  return json;
}

nlohmann::ordered_json Terms::TermJson(uint32_t term) const {
  const TermEntry& entry = terms_[term];
  nlohmann::ordered_json json = {{"id", FormatUuid(entry.id)}};
  if (!entry.code.empty()) json["code"] = entry.code;
  json["name"] = entry.name;
  json["description"] = entry.description;
  if (entry.parent != 0) json["parent_id"] = FormatUuid(entry.parent);
  if (entry.taxonomy == kNoTaxonomy) return json;
  json["taxonomy"] = taxonomies_[entry.taxonomy].name;
  json["taxonomy_detail"] = TaxonomyJson(entry.taxonomy);
  json["taxonomy_id"] = FormatUuid(taxonomies_[entry.taxonomy].id);
  return json;
}

}  // namespace socialekaart::hsds_api
