#include "indexer/index/facet_counter.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace socialekaart {

void FacetCounter::CountBits(uint64_t bits) {
  for (int bit = 0; bits != 0; ++bit, bits >>= 1) {
    if ((bits & 1) != 0) ++counts_[bit];
  }
}

void FacetCounter::Count(const FactsView& facts) {
  const Facts::Header& header = facts.header();
  switch (facet_) {
    case Facet::kLevel:
      return CountBits(header.gate.levels);
    case Facet::kProblem:
      return CountBits(header.gate.problems);
    case Facet::kAccess:
      return CountBits(header.gate.access);
    case Facet::kKind:
      if (header.gate.kind >= 0) ++counts_[header.gate.kind];
      return;
    case Facet::kMunicipality:
      for (size_t i = 0; i < header.municipalities; ++i) ++counts_[facts.municipality(i)];
      return;
  }
}

std::string FacetCounter::ValueOf(int number, const Taxonomy& taxonomy) const {
  switch (facet_) {
    case Facet::kLevel: {
      const auto* term = taxonomy.FindLevel(static_cast<v1::HelpLevel>(number));
      return term == nullptr ? "" : term->code();
    }
    case Facet::kKind:
      return taxonomy.data().kinds(number).code();
    case Facet::kProblem:
      return taxonomy.data().problems(number).code();
    case Facet::kAccess:
      return taxonomy.data().access(number).code();
    case Facet::kMunicipality:
      return absl::StrCat("GM", absl::Dec(number, absl::kZeroPad4));
  }
  return "";
}

std::vector<FacetCount> FacetCounter::Counts(const Taxonomy& taxonomy) const {
  std::vector<FacetCount> counts;
  for (const auto& [number, count] : counts_) counts.push_back({ValueOf(number, taxonomy), count});
  std::stable_sort(counts.begin(), counts.end(), [](const FacetCount& a, const FacetCount& b) { return a.count > b.count; });
  return counts;
}

}  // namespace socialekaart
