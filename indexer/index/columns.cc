#include "indexer/index/columns.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace socialekaart {
namespace {

constexpr double kMetresPerDegree = 111'320;
// A cell is 1/8 by 1/8 degree: about 14 by 9 km here.
constexpr double kCellsPerDegree = 8;
constexpr int32_t kCellOffset = 4096;

uint64_t CellKey(int32_t row, int32_t column) {
  return static_cast<uint64_t>(row + kCellOffset) << 32 | static_cast<uint64_t>(column + kCellOffset);
}

int32_t CellOf(double degrees) { return static_cast<int32_t>(std::floor(degrees * kCellsPerDegree)); }

using Documents = std::vector<Columns::Document>;

void Change(Documents* documents, Columns::Document document, bool add) {
  const auto at = std::lower_bound(documents->begin(), documents->end(), document);
  const bool there = at != documents->end() && *at == document;
  if (add && !there) documents->insert(at, document);
  if (!add && there) documents->erase(at);
}

}  // namespace

void Columns::Update(Document document, absl::string_view bytes, bool add) {
  FactsView facts;
  if (!facts.Set(bytes)) return;
  const auto change = [&](Postings* postings, uint64_t key) {
    Documents& documents = (*postings)[key];
    Change(&documents, document, add);
    if (documents.empty()) postings->erase(key);
  };
  for (size_t i = 0; i < facts.header().areas; ++i) change(&covers_, facts.area(i));
  for (size_t i = 0; i < facts.header().touches; ++i) change(&touches_, facts.touch(i));
  if (facts.header().areas > 0) return;
  for (size_t i = 0; i < facts.header().points; ++i) {
    const Facts::Point point = facts.point(i);
    change(&unknown_area_cells_, CellKey(CellOf(point.latitude), CellOf(point.longitude)));
  }
  if (facts.header().points == 0) Change(&unknown_area_nowhere_, document, add);
}

void Columns::Apply(std::vector<Row> rows) {
  absl::MutexLock lock(&mutex_);
  for (Row& row : rows) {
    if (row.document >= facts_.size()) {
      facts_.resize(row.document + 1);
      gates_.resize(row.document + 1);
      summaries_.resize(row.document + 1);
    }
    Update(row.document, facts_[row.document], false);
    Update(row.document, row.facts, true);
    FactsView facts;
    gates_[row.document] = facts.Set(row.facts) ? facts.header().gate : Facts::Gate{};  // status 0: nothing asks for that
    facts_[row.document] = std::move(row.facts);
    summary_bytes_ -= summaries_[row.document].size();
    if (summary_bytes_ + row.summary.size() > kMaxSummaryBytes) row.summary.clear();
    summary_bytes_ += row.summary.size();
    summaries_[row.document] = std::move(row.summary);
  }
}

bool Columns::HasRoomForSummaries() const {
  absl::ReaderMutexLock lock(&mutex_);
  constexpr size_t kRoomForOne = 16 << 10;
  return summary_bytes_ + kRoomForOne < kMaxSummaryBytes;
}

std::vector<Columns::Document> Columns::ServingCandidates(const PlaceCodes& place, const std::optional<v1::LatLng>& point,
                                                          double unknown_area_radius_m) const {
  // One bit a document: each counts once, and they come out in order.
  std::vector<uint64_t> bits(facts_.size() / 64 + 1);
  const auto add_all = [&](const Documents& documents) {
    for (const Document document : documents) bits[document / 64] |= uint64_t{1} << (document % 64);
  };
  const auto add = [&](const Postings& postings, uint64_t key) {
    const auto found = postings.find(key);
    if (found != postings.end()) add_all(found->second);
  };
  for (const std::string& code : place.certain) add(covers_, EncodeArea(code));
  for (const std::string& code : place.possible) add(covers_, EncodeArea(code));
  for (const std::string& code : place.touches) add(touches_, EncodeArea(code));
  add_all(unknown_area_nowhere_);
  if (point) {
    const double rows = unknown_area_radius_m / kMetresPerDegree;
    const double columns = rows / std::max(0.01, std::cos(point->latitude() * M_PI / 180));
    for (int32_t row = CellOf(point->latitude() - rows); row <= CellOf(point->latitude() + rows); ++row) {
      for (int32_t column = CellOf(point->longitude() - columns); column <= CellOf(point->longitude() + columns); ++column) {
        add(unknown_area_cells_, CellKey(row, column));
      }
    }
  } else {
    for (const auto& [cell, documents] : unknown_area_cells_) add_all(documents);
  }
  Documents candidates;
  for (size_t word = 0; word < bits.size(); ++word) {
    for (uint64_t left = bits[word]; left != 0; left &= left - 1) {
      candidates.push_back(static_cast<Document>(word * 64 + static_cast<size_t>(std::countr_zero(left))));
    }
  }
  return candidates;
}

}  // namespace socialekaart
