#include "indexer/index/facet_counter.h"

#include <algorithm>
#include <bit>

#include "absl/strings/str_cat.h"

namespace socialekaart {

void FacetCounter::CountBits(uint64_t bits) {
  for (; bits != 0; bits &= bits - 1) CountOne(static_cast<size_t>(std::countr_zero(bits)));
}

void FacetCounter::CountOne(size_t number) {
  if (number >= counts_.size()) counts_.resize(number + 1);
  ++counts_[number];
}

void FacetCounter::Count(const Facts::Gate& gate, absl::Span<const uint16_t> municipalities) {
  switch (facet_) {
    case Facet::kLevel:
      return CountBits(gate.levels);
    case Facet::kProblem:
      return CountBits(gate.problems);
    case Facet::kAccess:
      return CountBits(gate.access);
    case Facet::kKind:
      if (gate.kind >= 0) CountOne(static_cast<size_t>(gate.kind));
      return;
    case Facet::kMunicipality:
      for (const uint16_t municipality : municipalities) CountOne(municipality);
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
  for (size_t number = 0; number < counts_.size(); ++number) {
    if (counts_[number] > 0) counts.push_back({ValueOf(static_cast<int>(number), taxonomy), counts_[number]});
  }
  std::stable_sort(counts.begin(), counts.end(), [](const FacetCount& a, const FacetCount& b) { return a.count > b.count; });
  return counts;
}

}  // namespace socialekaart
