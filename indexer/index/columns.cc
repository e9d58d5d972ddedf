#include "indexer/index/columns.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

#include "indexer/index/document.h"

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

void Columns::CountActive(const Facts::Gate& gate, int delta) {
  if (gate.status != v1::SERVICE_STATUS_ACTIVE) return;
  const auto change = [delta](uint32_t& count) { count = static_cast<uint32_t>(static_cast<int64_t>(count) + delta); };
  if (gate.kind >= 0) change(kind_counts_[static_cast<size_t>(gate.kind)]);
  for (uint64_t bits = gate.problems; bits != 0; bits &= bits - 1) change(problem_counts_[static_cast<size_t>(std::countr_zero(bits))]);
}

void Columns::Apply(std::vector<Row> rows, const std::vector<Words::Change>& words) {
  // What takes time is done before searches are kept waiting; nobody else writes meanwhile.
  struct Prepared {
    std::unique_ptr<store::v1::IndexedSummary> summary;
    std::vector<std::string> spellings, spellings_before;
  };
  std::vector<Prepared> prepared(rows.size());
  {
    absl::ReaderMutexLock lock(&mutex_);
    for (size_t i = 0; i < rows.size(); ++i) {
      const Row& row = rows[i];
      if (row.document < summaries_.size() && summaries_[row.document] != nullptr) prepared[i].spellings_before = SpellingsOf(*summaries_[row.document]);
      auto summary = std::make_unique<store::v1::IndexedSummary>();
      if (row.summary.empty() || !summary->ParseFromString(row.summary)) continue;
      prepared[i].spellings = SpellingsOf(*summary);
      prepared[i].summary = std::move(summary);
    }
  }
  absl::MutexLock lock(&mutex_);
  for (size_t i = 0; i < rows.size(); ++i) {
    Row& row = rows[i];
    if (row.document >= facts_.size()) {
      facts_.resize(row.document + 1);
      gates_.resize(row.document + 1);
      statuses_.resize(row.document + 1);
      summaries_.resize(row.document + 1);
    }
    std::string& facts = facts_[row.document];
    auto& summary = summaries_[row.document];
    Update(row.document, facts, false);
    Update(row.document, row.facts, true);
    count_ = count_ + (row.facts.empty() ? 0 : 1) - (facts.empty() ? 0 : 1);
    CountActive(gates_[row.document], -1);
    FactsView view;
    gates_[row.document] = view.Set(row.facts) ? view.header().gate : Facts::Gate{};  // status 0: nothing asks for that
    statuses_[row.document] = gates_[row.document].status;
    CountActive(gates_[row.document], 1);
    facts = std::move(row.facts);
    if (summary != nullptr) summary_bytes_ -= summary->ByteSizeLong();
    for (const std::string& word : prepared[i].spellings_before) words_.CountSpelling(word, -1);
    summary.reset();
    if (prepared[i].summary == nullptr || summary_bytes_ + row.summary.size() > kMaxSummaryBytes) continue;
    summary_bytes_ += prepared[i].summary->ByteSizeLong();
    for (const std::string& word : prepared[i].spellings) words_.CountSpelling(word, 1);
    summary = std::move(prepared[i].summary);
  }
  words_.Apply(words);
}

void Columns::SetWords(Words words) {
  absl::MutexLock lock(&mutex_);
  words_ = std::move(words);
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
