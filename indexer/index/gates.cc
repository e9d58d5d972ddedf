#include "indexer/index/gates.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "indexer/record/profile.h"

namespace socialekaart {
namespace {

template <typename Visit>
void ForEachBit(uint64_t bits, Visit visit) {
  for (; bits != 0; bits &= bits - 1) visit(static_cast<size_t>(std::countr_zero(bits)));
}

template <size_t kSize>
DocumentSet AnyOf(const std::array<DocumentSet, kSize>& sets, uint64_t bits) {
  DocumentSet documents;
  ForEachBit(bits, [&](size_t i) { documents |= sets[i]; });
  return documents;
}

}  // namespace

void Gates::Set(Document document, const Facts::Gate& gate) {
  if (document >= gates_.size()) gates_.resize(document + 1);
  Change(document, gates_[document], false);
  gates_[document] = gate;
  Change(document, gate, true);
}

void Gates::Change(Document document, const Facts::Gate& gate, bool add) {
  if (gate.status == v1::SERVICE_STATUS_UNSPECIFIED) return;
  const auto change = [&](auto& sets, uint64_t bits) {
    ForEachBit(bits, [&](size_t i) { sets[i].Change(document, add); });
  };
  change(statuses_, uint64_t{1} << gate.status);
  change(levels_, gate.levels);
  change(access_, gate.access);
  change(problems_, gate.problems);
  change(excluded_problems_, gate.excluded_problems);
  if (gate.kind >= 0) kinds_[static_cast<size_t>(gate.kind)].Change(document, add);
  if (gate.access == 0) no_access_.Change(document, add);
  if (gate.problems == 0) no_problems_.Change(document, add);
  ChangeAges(document, gate, add);
}

void Gates::ChangeAges(Document document, const Facts::Gate& gate, bool add) {
  const auto fits = [&](double age) { return MayFitAge(gate, age); };
  for (size_t year = 0; year < kAges; ++year) {
    const auto begin = static_cast<double>(year);
    const double end = year + 1 < kAges ? begin + 1 : std::numeric_limits<double>::infinity();
    // The ages that fit are all those between two: the first of them in this year tells whether there are any.
    const double first = std::isnan(gate.minimum_age) ? begin : std::max(begin, static_cast<double>(gate.minimum_age));
    if (first < end && fits(first)) some_ages_[year].Change(document, add);
    if (fits(begin) && fits(std::nextafter(end, begin))) all_ages_[year].Change(document, add);
  }
}

// Those with a problem that is asked and not excluded, and those that name none and do not exclude all.
DocumentSet Gates::FittingProblems(uint64_t problems) const {
  DocumentSet documents;
  ForEachBit(problems, [&](size_t i) {
    DocumentSet fitting = problems_[i];
    fitting |= no_problems_;
    fitting -= excluded_problems_[i];
    documents |= fitting;
  });
  return documents;
}

void Gates::CutByAge(const FactsQuery& query, DocumentSet* documents) const {
  const double age = std::max(0.0, *query.age_years);
  const size_t year = std::min(kAges - 1, static_cast<size_t>(std::min(age, static_cast<double>(kAges))));
  *documents &= some_ages_[year];
  // The few with a limit within the year.
  DocumentSet doubtful = *documents;
  doubtful -= all_ages_[year];
  doubtful.ForEach([&](Document document) {
    if (!MayFitAge(gates_[document], *query.age_years)) documents->Remove(document);
  });
}

DocumentSet Gates::WithAccess(uint8_t access) const { return AnyOf(access_, access); }

DocumentSet Gates::Passing(const FactsQuery& query) const {
  DocumentSet documents = AnyOf(statuses_, query.statuses);
  if (query.levels != 0) documents &= AnyOf(levels_, query.levels);
  if (query.kinds != 0) documents &= AnyOf(kinds_, query.kinds);
  if (query.access != 0) documents &= WithAccess(query.access);
  if (query.doors != 0) documents &= WithAccess(query.doors) |= no_access_;
  if (query.problems != 0) documents &= FittingProblems(query.problems);
  if (query.age_years) CutByAge(query, &documents);
  return documents;
}

}  // namespace socialekaart
