#include "indexer/index/columns.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "indexer/index/document.h"
#include "indexer/index/sorted.h"

namespace socialekaart {

void Columns::Update(Document document, absl::string_view bytes, bool add) {
  FactsView facts;
  if (!facts.Set(bytes)) return;
  const auto change = [&](Postings* postings, uint64_t key) {
    std::vector<Document>& documents = (*postings)[key];
    add ? Insert(document, &documents) : Erase(document, &documents);
    if (documents.empty()) postings->erase(key);
  };
  for (size_t i = 0; i < facts.header().areas; ++i) change(&covers_, facts.area(i));
  for (size_t i = 0; i < facts.header().touches; ++i) change(&touches_, facts.touch(i));
  for (size_t i = 0; i < facts.header().points; ++i) {
    const Facts::Point point = facts.point(i);
    for (Grid* grid : {&located_, facts.header().areas == 0 ? &unknown_area_located_ : nullptr}) {
      if (grid == nullptr) continue;
      add ? grid->Add(point.latitude, point.longitude, document) : grid->Remove(point.latitude, point.longitude, document);
    }
  }
  for (size_t i = 0; i < facts.header().contracts; ++i) change(&contracts_, facts.contract(i));
  contracted_.Change(document, add && facts.header().contracts > 0);
  unknown_area_.Change(document, add && facts.header().areas == 0);
  unknown_area_nowhere_.Change(document, add && facts.header().areas == 0 && facts.header().points == 0);
  Municipalities& municipalities = municipalities_[document];
  municipalities.clear();
  for (size_t i = 0; add && i < facts.header().municipalities; ++i) municipalities.push_back(facts.municipality(i));
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
      municipalities_.resize(row.document + 1);
      summaries_.resize(row.document + 1);
    }
    std::string& facts = facts_[row.document];
    auto& summary = summaries_[row.document];
    Update(row.document, facts, false);
    Update(row.document, row.facts, true);
    count_ = count_ + (row.facts.empty() ? 0 : 1) - (facts.empty() ? 0 : 1);
    if (row.document < gates_.end()) CountActive(gates_.Get(row.document), -1);
    FactsView view;
    gates_.Set(row.document, view.Set(row.facts) ? view.header().gate : Facts::Gate{});
    CountActive(gates_.Get(row.document), 1);
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

DocumentSet Columns::Serving(const PlaceCodes& place, const std::optional<v1::LatLng>& point, double unknown_area_radius_m) const {
  DocumentSet serving;
  if (point) {
    serving = unknown_area_nowhere_;
    unknown_area_located_.AddNear(*point, unknown_area_radius_m, &serving);
  } else {
    serving = unknown_area_;
  }
  const auto add = [&](const Postings& postings, const std::string& code) {
    const auto found = postings.find(EncodeArea(code));
    if (found == postings.end()) return;
    for (const Document document : found->second) serving.Add(document);
  };
  for (const std::string& code : place.certain) add(covers_, code);
  for (const std::string& code : place.possible) add(covers_, code);
  for (const std::string& code : place.touches) add(touches_, code);
  return serving;
}

DocumentSet Columns::ContractedElsewhere(uint16_t municipality) const {
  DocumentSet elsewhere = contracted_;
  if (const auto here = contracts_.find(municipality); here != contracts_.end()) {
    for (const Document document : here->second) elsewhere.Remove(document);
  }
  return elsewhere;
}

DocumentSet Columns::Near(const v1::LatLng& point, double radius_m) const {
  DocumentSet near;
  located_.AddNear(point, radius_m, &near);
  return near;
}

}  // namespace socialekaart
