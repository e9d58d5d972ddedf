#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "socialekaart/data/v1/taxonomy.pb.h"

namespace socialekaart {

// Names of the profile's taxonomies, as they stand in HSDS `taxonomy_term.taxonomy` (PROFILE: taxonomies of the profile).
inline constexpr char kTaxonomyLevel[] = "hulpniveau";
inline constexpr char kTaxonomyKind[] = "soort";
inline constexpr char kTaxonomyProblem[] = "probleemdomein";
inline constexpr char kTaxonomyExcludedProblem[] = "probleemdomein-uitgesloten";
inline constexpr char kTaxonomyAccess[] = "toegang";
inline constexpr char kTaxonomyContract[] = "contract";
inline constexpr char kTaxonomyConfidential[] = "vertrouwelijk";
inline constexpr char kConfidentialYes[] = "ja";
inline constexpr char kAccessFree[] = "vrij";

// The codes of the taxonomies: what exists, what it is called, how other systems' codes map. Immutable.
class Taxonomy {
 public:
  // INVALID_ARGUMENT: file and line, or the term at fault.
  static absl::StatusOr<std::unique_ptr<const Taxonomy>> Load(const std::string& path);

  const data::v1::Taxonomy& data() const { return data_; }
  uint64_t hash() const { return hash_; }  // of the content

  // Null for a code that does not exist. The position of a term is its index in data().
  const data::v1::Taxonomy::Term* FindLevel(absl::string_view code) const { return Find(levels_, code); }
  const data::v1::Taxonomy::Term* FindKind(absl::string_view code) const { return Find(kinds_, code); }
  const data::v1::Taxonomy::Term* FindProblem(absl::string_view code) const { return Find(problems_, code); }
  const data::v1::Taxonomy::Term* FindAccess(absl::string_view code) const { return Find(access_, code); }
  const data::v1::Taxonomy::Term* FindLevel(v1::HelpLevel level) const;
  // `system`: "icpc-1", "cap-j".
  const data::v1::Taxonomy::CodeMap* FindCode(absl::string_view system, absl::string_view code) const;

  // The terms of one of the profile's closed taxonomies by name; null when there is no such taxonomy.
  const google::protobuf::RepeatedPtrField<data::v1::Taxonomy::Term>* TermsOf(absl::string_view taxonomy) const;
  bool HasSystem(absl::string_view system) const;

 private:
  using Terms = absl::flat_hash_map<std::string, const data::v1::Taxonomy::Term*>;
  static const data::v1::Taxonomy::Term* Find(const Terms& terms, absl::string_view code);
  absl::Status BuildIndex();

  data::v1::Taxonomy data_;
  uint64_t hash_ = 0;
  Terms levels_, kinds_, problems_, access_;
  absl::flat_hash_map<std::string, const data::v1::Taxonomy::CodeMap*> codes_;  // "icpc-1:P22"
};

}  // namespace socialekaart
