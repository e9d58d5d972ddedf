#include "indexer/record/taxonomy.h"

#include <tuple>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "indexer/base/codec.h"

namespace socialekaart {

absl::StatusOr<std::unique_ptr<const Taxonomy>> Taxonomy::Load(const std::string& path) {
  auto taxonomy = std::make_unique<Taxonomy>();
  if (absl::Status status = LoadTextproto(path, &taxonomy->data_); !status.ok()) return status;
  if (absl::Status status = taxonomy->BuildIndex(); !status.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": ", status.message()));
  }
  taxonomy->hash_ = Hash(Serialize(taxonomy->data_));
  return taxonomy;
}

absl::Status Taxonomy::BuildIndex() {
  for (const auto& [name, terms, index] : {std::tuple(kTaxonomyLevel, &data_.levels(), &levels_),
                                           std::tuple(kTaxonomyKind, &data_.kinds(), &kinds_),
                                           std::tuple(kTaxonomyProblem, &data_.problems(), &problems_),
                                           std::tuple(kTaxonomyAccess, &data_.access(), &access_)}) {
    if (terms->empty()) return absl::InvalidArgumentError(absl::StrCat("taxonomy ", name, " is empty"));
    if (terms->size() > 64) return absl::InvalidArgumentError(absl::StrCat(name, " has more than 64 terms"));
    for (const auto& term : *terms) {
      if (term.code().empty() || term.display_name().empty()) {
        return absl::InvalidArgumentError(absl::StrCat(name, ": a term lacks its code or display_name"));
      }
      if (!index->emplace(term.code(), &term).second) {
        return absl::InvalidArgumentError(absl::StrCat(name, ": code ", term.code(), " stands twice"));
      }
    }
  }
  for (const auto& term : data_.levels()) {
    if (term.level() == v1::HELP_LEVEL_UNSPECIFIED) {
      return absl::InvalidArgumentError(absl::StrCat("level ", term.code(), " lacks its HelpLevel"));
    }
  }
  for (const auto& map : data_.code_maps()) {
    const std::string key = absl::StrCat(map.system(), ":", map.code());
    if (!codes_.emplace(key, &map).second) return absl::InvalidArgumentError(absl::StrCat(key, " stands twice"));
    for (const std::string& problem : map.problems()) {
      if (FindProblem(problem) == nullptr) {
        return absl::InvalidArgumentError(absl::StrCat(key, " maps to the unknown problem ", problem));
      }
    }
  }
  return absl::OkStatus();
}

const data::v1::Taxonomy::Term* Taxonomy::Find(const Terms& terms, absl::string_view code) {
  const auto found = terms.find(std::string(code));
  return found == terms.end() ? nullptr : found->second;
}

const data::v1::Taxonomy::Term* Taxonomy::FindLevel(v1::HelpLevel level) const {
  for (const auto& term : data_.levels()) {
    if (term.level() == level) return &term;
  }
  return nullptr;
}

const data::v1::Taxonomy::CodeMap* Taxonomy::FindCode(absl::string_view system, absl::string_view code) const {
  const auto found = codes_.find(absl::StrCat(system, ":", absl::AsciiStrToUpper(code)));
  return found == codes_.end() ? nullptr : found->second;
}

const google::protobuf::RepeatedPtrField<data::v1::Taxonomy::Term>* Taxonomy::TermsOf(absl::string_view taxonomy) const {
  if (taxonomy == kTaxonomyLevel) return &data_.levels();
  if (taxonomy == kTaxonomyKind) return &data_.kinds();
  if (taxonomy == kTaxonomyProblem || taxonomy == kTaxonomyExcludedProblem) return &data_.problems();
  if (taxonomy == kTaxonomyAccess) return &data_.access();
  return nullptr;
}

bool Taxonomy::HasSystem(absl::string_view system) const {
  for (const auto& map : data_.code_maps()) {
    if (map.system() == system) return true;
  }
  return false;
}

}  // namespace socialekaart
