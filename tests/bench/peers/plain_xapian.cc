#include "tests/bench/peers/plain_xapian.h"

#include <xapian.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "indexer/place/distance.h"
#include "tests/bench/peers/costs.h"

namespace socialekaart::bench {
namespace {

using Xapian::Query;

// Value slots.
constexpr Xapian::valueno kSlotMinimumAge = 0, kSlotMaximumAge = 1, kSlotPoints = 2, kSlotKind = 3,
                          kSlotMunicipalities = 4;
// Prefixes of terms.
constexpr char kMunicipality[] = "XM";  // a gemeente that it serves or may serve
constexpr char kLevel[] = "XL";
constexpr char kMunicipalityLevel[] = "XML";  // both at once: the one most selective term
constexpr char kCell[] = "XC";
constexpr char kNameWord[] = "XN";

constexpr Xapian::doccount kCommitEach = 1'000;  // TOOLCHAIN: larger batches are slower

// Cells of about 5.5 km: a circle of 10 km touches some 20.
constexpr double kCellNorth = 0.05, kCellEast = 0.08;
int RowOf(double latitude) {
  return static_cast<int>(std::floor(latitude / kCellNorth));
}
int ColumnOf(double longitude) {
  return static_cast<int>(std::floor(longitude / kCellEast));
}
std::string CellTerm(int row, int column) {
  return absl::StrCat(kCell, row, ":", column);
}

std::string MunicipalityLevelTerm(int municipality, int level) {
  return absl::StrCat(kMunicipalityLevel, municipality, ":", level);
}

std::string MunicipalityName(int number) {
  return absl::StrFormat("GM%04d", number);
}

// Counts the values of a slot that holds a list.
class ListSpy : public Xapian::MatchSpy {
 public:
  void operator()(const Xapian::Document& document, double) override {
    const std::string bytes = document.get_value(kSlotMunicipalities);
    for (size_t at = 0; at + sizeof(uint16_t) <= bytes.size(); at += sizeof(uint16_t)) {
      uint16_t number = 0;
      std::memcpy(&number, bytes.data() + at, sizeof(number));
      ++counts_[number];
    }
  }
  std::map<std::string, int64_t> Counts() const {
    std::map<std::string, int64_t> counts;
    for (const auto& [number, count] : counts_) counts[MunicipalityName(number)] = count;
    return counts;
  }

 private:
  std::map<uint16_t, int64_t> counts_;
};

template <typename Work>
absl::Status Guarded(const char* doing, Work work) {
  try {
    work();
    return absl::OkStatus();
  } catch (const Xapian::Error& error) {
    return absl::InternalError(absl::StrCat("plain Xapian, ", doing, ": ", error.get_description()));
  }
}

Xapian::Document ToDocument(const PeerService& service, Xapian::TermGenerator& generator) {
  Xapian::Document document;
  generator.set_document(document);
  for (size_t group = 0; group < kTextWeights.size(); ++group) {
    generator.index_text_without_positions(service.texts[group], static_cast<Xapian::termcount>(kTextWeights[group]));
  }
  for (const std::string& word : WordsOf(service.texts[0])) document.add_boolean_term(absl::StrCat(kNameWord, word));
  for (const int level : service.levels) document.add_boolean_term(absl::StrCat(kLevel, level));
  for (const int municipality : service.serves) {
    document.add_boolean_term(absl::StrCat(kMunicipality, municipality));
    for (const int level : service.levels) document.add_boolean_term(MunicipalityLevelTerm(municipality, level));
  }
  Xapian::LatLongCoords coordinates;
  for (const Point& point : service.points) {
    document.add_boolean_term(CellTerm(RowOf(point.latitude), ColumnOf(point.longitude)));
    coordinates.append(Xapian::LatLongCoord(point.latitude, point.longitude));
  }
  if (!coordinates.empty()) document.add_value(kSlotPoints, coordinates.serialise());
  document.add_value(kSlotMinimumAge, Xapian::sortable_serialise(service.minimum_age));
  document.add_value(kSlotMaximumAge, Xapian::sortable_serialise(service.maximum_age));
  document.add_value(kSlotKind, service.kind);
  std::string municipalities;
  for (const int municipality : service.municipalities) {
    const auto number = static_cast<uint16_t>(municipality);
    municipalities.append(reinterpret_cast<const char*>(&number), sizeof(number));
  }
  document.add_value(kSlotMunicipalities, municipalities);
  document.set_data(service.name);
  return document;
}

// CPU seconds, without the compaction.
double Build(const std::string& folder, const Directory& directory, const Stems& stems) {
  const double before = ThreadCpuSeconds();
  const std::string raw = absl::StrCat(folder, "-raw");
  Xapian::SimpleStopper stopper(stems.stop_words().begin(), stems.stop_words().end());
  Xapian::TermGenerator generator;
  generator.set_stemmer(Xapian::Stem("dutch"));
  generator.set_stemming_strategy(Xapian::TermGenerator::STEM_ALL);
  generator.set_stopper(&stopper);
  generator.set_stopper_strategy(Xapian::TermGenerator::STOP_ALL);
  Xapian::WritableDatabase database(raw, Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_NO_SYNC);
  for (size_t i = 0; i < directory.services.size(); ++i) {
    database.add_document(ToDocument(directory.services[i], generator));
    if (i % kCommitEach == kCommitEach - 1) database.commit();
  }
  database.close();
  const double seconds = ThreadCpuSeconds() - before;
  Xapian::Database(raw).compact(folder);
  return seconds;
}

class PlainXapian : public Engine {
 public:
  PlainXapian(const std::string& folder, Stems& stems) : database_(folder), stems_(stems) {}
  const char* name() const override { return "plain Xapian"; }

  absl::Status Prepare(size_t row, const std::vector<Question>& questions) override {
    questions_[row] = questions;
    return absl::OkStatus();
  }

  absl::StatusOr<Answer> Ask(size_t row, size_t question) override {
    Answer answer;
    const absl::Status status = Guarded(kRows[row].title, [&] {
      const Question& asked = questions_.at(row)[question];
      answer = kRows[row].suggest ? Suggest(asked.prefix) : Search(kRows[row], asked);
    });
    if (!status.ok()) return status;
    return answer;
  }

  absl::StatusOr<std::vector<std::string>> Members(const Question& question) override {
    std::vector<std::string> names;
    const absl::Status status = Guarded("members", [&] {
      Xapian::Enquire enquire(database_);
      const std::unique_ptr<Xapian::PostingSource> source = NearSource(question);
      enquire.set_query(Filter(question, source.get()));
      enquire.set_weighting_scheme(Xapian::BoolWeight());
      const Xapian::MSet matches = enquire.get_mset(0, database_.get_doccount());
      for (auto match = matches.begin(); match != matches.end(); ++match)
        names.push_back(match.get_document().get_data());
    });
    if (!status.ok()) return status;
    return names;
  }

 private:
  std::unique_ptr<Xapian::PostingSource> NearSource(const Question& question) const {
    if (!question.near) return nullptr;
    const Xapian::LatLongCoords centre(Xapian::LatLongCoord(question.near->latitude, question.near->longitude));
    return std::make_unique<Xapian::LatLongDistancePostingSource>(kSlotPoints, centre,
                                                                  Xapian::GreatCircleMetric(kEarthRadiusM), kRadiusM);
  }

  // The cells that the circle may touch.
  static Query Cells(const Point& near) {
    const double north = kRadiusM / kEarthRadiusM * 180 / M_PI * 1.001;
    const double east = north / std::cos((std::abs(near.latitude) + north) * M_PI / 180);
    std::vector<Query> cells;
    for (int row = RowOf(near.latitude - north); row <= RowOf(near.latitude + north); ++row) {
      for (int column = ColumnOf(near.longitude - east); column <= ColumnOf(near.longitude + east); ++column) {
        cells.emplace_back(CellTerm(row, column));
      }
    }
    return Query(Query::OP_OR, cells.begin(), cells.end());
  }

  // `source`: of NearSource; must outlive the query.
  static Query Filter(const Question& question, Xapian::PostingSource* source) {
    std::vector<Query> parts;
    if (question.municipality && question.level) {
      parts.emplace_back(MunicipalityLevelTerm(*question.municipality, *question.level));
    } else if (question.level) {
      parts.emplace_back(absl::StrCat(kLevel, *question.level));
    } else if (question.municipality) {
      parts.emplace_back(absl::StrCat(kMunicipality, *question.municipality));
    }
    if (question.near) {
      parts.push_back(Cells(*question.near));
      parts.emplace_back(source);
    }
    if (question.age) {
      const std::string age = Xapian::sortable_serialise(*question.age);
      parts.emplace_back(Query::OP_VALUE_LE, kSlotMinimumAge, age);
      parts.emplace_back(Query::OP_VALUE_GE, kSlotMaximumAge, age);
    }
    return Query(Query::OP_AND, parts.begin(), parts.end());
  }

  Answer Search(const Row& row, const Question& question) {
    const std::unique_ptr<Xapian::PostingSource> source = NearSource(question);
    const bool filtered = row.municipality || row.level_and_age || row.near;
    Xapian::Enquire enquire(database_);
    enquire.set_weighting_scheme(Xapian::BM25Weight(1.2, 0, 1, 0.4, 0.5));
    Query query = filtered ? Filter(question, source.get()) : Query();
    if (row.text) {
      std::vector<std::string> terms;
      for (const std::string& word : question.words) terms.push_back(stems_.Of(word));
      const Query text(row.all_words ? Query::OP_AND : Query::OP_OR, terms.begin(), terms.end());
      query = filtered ? Query(Query::OP_FILTER, text, query) : text;
    } else {
      // The source alone has weight: the nearer, the more.
      query = Query(Query::OP_FILTER, Query(source.get()), query);
    }
    enquire.set_query(query);
    std::unique_ptr<ListSpy> municipalities;
    std::unique_ptr<Xapian::ValueCountMatchSpy> kinds;
    if (row.facets > 0) enquire.add_matchspy((municipalities = std::make_unique<ListSpy>()).get());
    if (row.facets > 1) enquire.add_matchspy((kinds = std::make_unique<Xapian::ValueCountMatchSpy>(kSlotKind)).get());
    const Xapian::MSet matches = enquire.get_mset(0, kBest, row.facets > 0 ? database_.get_doccount() : 0);
    Answer answer;
    for (auto match = matches.begin(); match != matches.end(); ++match) {
      answer.names.push_back(match.get_document().get_data());
    }
    if (row.facets > 0) {
      answer.total = matches.get_matches_estimated();
      answer.facets.push_back(municipalities->Counts());
    }
    if (kinds != nullptr) {
      auto& counts = answer.facets.emplace_back();
      for (auto value = kinds->values_begin(); value != kinds->values_end(); ++value) {
        counts[*value] = static_cast<int64_t>(value.get_termfreq());
      }
    }
    return answer;
  }

  Answer Suggest(const std::string& prefix) {
    const std::string start = absl::StrCat(kNameWord, prefix);
    std::vector<std::pair<Xapian::doccount, std::string>> words;
    for (auto term = database_.allterms_begin(start); term != database_.allterms_end(start); ++term) {
      words.emplace_back(term.get_termfreq(), *term);
    }
    const size_t count = std::min(words.size(), static_cast<size_t>(kBest));
    std::partial_sort(
        words.begin(), words.begin() + static_cast<std::ptrdiff_t>(count), words.end(),
        [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
    Answer answer;
    for (size_t i = 0; i < count; ++i) answer.names.push_back(words[i].second.substr(sizeof(kNameWord) - 1));
    return answer;
  }

  Xapian::Database database_;
  Stems& stems_;
  std::map<size_t, std::vector<Question>> questions_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Engine>> MakePlainXapian(const std::string& folder, const Directory& directory,
                                                        Stems& stems, double* cpu_s) {
  std::unique_ptr<Engine> engine;
  const absl::Status status = Guarded("building the index", [&] {
    *cpu_s = Build(folder, directory, stems);
    engine = std::make_unique<PlainXapian>(folder, stems);
  });
  if (!status.ok()) return status;
  return engine;
}

}  // namespace socialekaart::bench
