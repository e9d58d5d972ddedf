#include "tests/bench/peers/ours.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "indexer/importer/import.h"
#include "indexer/importer/store_target.h"
#include "indexer/store/rocksdb_store.h"
#include "indexer/text/lexicon.h"
#include "services/search_request.h"

namespace socialekaart::bench {
namespace {

namespace fs = std::filesystem;

constexpr absl::Duration kIndexTimeout = absl::Hours(2);
constexpr absl::Duration kPoll = absl::Milliseconds(5);
constexpr auto kFacets = std::to_array<Facet>({Facet::kMunicipality, Facet::kKind});  // kPeerFacets

// Made-up services as a file of NDJSON that is never written.
class RecordsInput : public ImportInput {
 public:
  RecordsInput(const Records& records, size_t services) : records_(records), services_(services) {}
  absl::StatusOr<std::optional<std::string>> NextFile() override {
    if (std::exchange(opened_, true)) return std::nullopt;
    return "services.ndjson";
  }
  absl::StatusOr<size_t> Read(char* buffer, size_t size) override {
    while (rest_.size() < size && next_ < services_) absl::StrAppend(&rest_, records_.Line(next_++), "\n");
    const size_t count = rest_.copy(buffer, std::min(size, rest_.size()));
    rest_.erase(0, count);
    return count;
  }

 private:
  const Records& records_;
  const size_t services_;
  size_t next_ = 0;
  bool opened_ = false;
  std::string rest_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Ours>> Ours::Open(const std::string& data_files, const std::string& data_dir) {
  std::unique_ptr<Ours> ours(new Ours);
  auto taxonomy = Taxonomy::Load(data_files + "/taxonomy.textproto");
  if (!taxonomy.ok()) return taxonomy.status();
  ours->taxonomy_ = *std::move(taxonomy);
  auto analyzer = LoadDutchAnalyzer(FindLexicon());
  if (!analyzer.ok()) return analyzer.status();
  ours->analyzer_ = *std::move(analyzer);
  auto ranking = LoadRanking(data_files + "/ranking.textproto");
  if (!ranking.ok()) return ranking.status();
  ours->ranking_ = *std::move(ranking);
  auto store = OpenRocksDbStore(data_dir + "/store");
  if (!store.ok()) return store.status();
  ours->store_ = *std::move(store);
  auto places = Places::Load(data_files, *ours->store_);
  if (!places.ok()) return places.status();
  ours->places_ = *std::move(places);
  const IndexingRules rules{*ours->analyzer_, *ours->taxonomy_, ours->ranking_};
  ours->index_ = std::make_unique<Index>(data_dir + "/index", *ours->store_, rules, ours->places_->gazetteer(),
                                         [](Index::State, bool, const std::string&) {});
  ours->suggester_ = std::make_unique<const Suggester>(rules);
  ours->queries_.resize(kRows.size());
  ours->prefixes_.resize(kRows.size());
  return ours;
}

Ours::~Ours() {
  if (store_ != nullptr) store_->Wake();
}

absl::Status Ours::Import(const Records& records, size_t services) {
  v1::ImportServicesRequest::Options options;
  options.set_format(v1::IMPORT_FORMAT_HSDS);
  options.set_source("bench");
  RecordsInput input(records, services);
  StoreTarget target(*store_, *taxonomy_, options, [] { return absl::OkStatus(); });
  const auto report = RunImport(options, input, target);
  if (!report.ok()) return report.status();
  if (report->created() == static_cast<int64_t>(services)) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat("not every service was created: ", report->ShortDebugString()));
}

absl::Status Ours::StartIndex() {
  index_->Start();
  const absl::Time deadline = absl::Now() + kIndexTimeout;
  if (const absl::Status status = index_->WaitFor(store_->revision(), deadline); !status.ok()) return status;
  while (index_->state() != Index::State::kReady) {
    if (absl::Now() > deadline) return absl::DeadlineExceededError("the index is not ready");
    absl::SleepFor(kPoll);
  }
  return absl::OkStatus();
}

absl::StatusOr<IndexQuery> Ours::ToQuery(const Row& row, const Question& question) const {
  IndexQuery query;
  query.text = absl::StrJoin(question.words, " ");
  query.count = kBest;
  query.require_all_words = row.all_words;
  if (question.municipality) {
    v1::Place place;
    place.set_municipality_code(absl::StrFormat("GM%04d", *question.municipality));
    const auto resolved = places_->Resolve(place);
    if (!resolved.ok()) return resolved.status();
    SetPlace(*resolved, places_->gazetteer(), &query);
  }
  if (question.near) {
    query.point.emplace();
    query.point->set_latitude(question.near->latitude);
    query.point->set_longitude(question.near->longitude);
    query.radius_m = static_cast<int32_t>(kRadiusM);
  }
  if (question.level) query.levels = {static_cast<v1::HelpLevel>(*question.level)};
  if (question.age) query.age_years = *question.age;
  query.facets.assign(kFacets.begin(), kFacets.begin() + static_cast<std::ptrdiff_t>(row.facets));
  return query;
}

absl::Status Ours::Prepare(size_t row, const std::vector<Question>& questions) {
  for (const Question& question : questions) {
    auto query = ToQuery(kRows[row], question);
    if (!query.ok()) return query.status();
    queries_[row].push_back(*std::move(query));
    v1::SuggestTermsRequest& prefix = prefixes_[row].emplace_back();
    prefix.set_text(question.prefix);
    prefix.set_page_size(kBest);
  }
  return absl::OkStatus();
}

absl::StatusOr<Answer> Ours::Ask(size_t row, size_t question) {
  Answer answer;
  if (kRows[row].suggest) {
    auto response = suggester_->Suggest(prefixes_[row][question], *index_, *places_);
    if (!response.ok()) return response.status();
    for (auto& suggestion : *response->mutable_suggestions())
      answer.names.push_back(std::move(*suggestion.mutable_text()));
    return answer;
  }
  auto hits = index_->Search(queries_[row][question]);
  if (!hits.ok()) return hits.status();
  for (Hit& hit : hits->hits) answer.names.push_back(std::move(hit.name));
  answer.total = hits->total;
  for (const auto& facet : hits->facets) {
    auto& counts = answer.facets.emplace_back();
    for (const FacetCount& count : facet) counts[count.value] = count.count;
  }
  return answer;
}

absl::StatusOr<std::vector<std::string>> Ours::Members(const Question& question) {
  auto query = ToQuery({}, question);
  if (!query.ok()) return query.status();
  query->count = SIZE_MAX / 2;
  auto hits = index_->Search(*query);
  if (!hits.ok()) return hits.status();
  std::vector<std::string> names;
  for (Hit& hit : hits->hits) names.push_back(std::move(hit.name));
  return names;
}

}  // namespace socialekaart::bench
