#include "tests/bench/peers/sqlite.h"

#include <sqlite3.h>

#include <cmath>
#include <functional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "indexer/place/distance.h"

namespace socialekaart::bench {
namespace {

constexpr char kSettings[] =
    "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE; PRAGMA temp_store=MEMORY;"
    "PRAGMA cache_size=-1000000; PRAGMA mmap_size=17179869184;";

constexpr char kSchema[] =
    "CREATE VIRTUAL TABLE texts USING fts5(a, b, c, d, content='', tokenize='unicode61 remove_diacritics 0');"
    "CREATE TABLE services(id INTEGER PRIMARY KEY, name TEXT, kind TEXT, levels INT, minimum_age REAL, maximum_age "
    "REAL);"
    // By gemeente that it serves and level at once.
    "CREATE TABLE serves(municipality INT, level INT, id INT, minimum_age REAL, maximum_age REAL,"
    "  PRIMARY KEY(municipality, level, id)) WITHOUT ROWID;"
    "CREATE TABLE municipalities(id INT, code INT, PRIMARY KEY(id, code)) WITHOUT ROWID;"
    "CREATE VIRTUAL TABLE places USING rtree(id, south, north, west, east, +service INT);"
    "CREATE TABLE words(word TEXT, services INT, PRIMARY KEY(word, services)) WITHOUT ROWID;";

absl::Status SqliteError(sqlite3* database, absl::string_view doing) {
  return absl::InternalError(absl::StrCat("SQLite, ", doing, ": ", sqlite3_errmsg(database)));
}

absl::Status Run(sqlite3* database, const std::string& statements) {
  if (sqlite3_exec(database, statements.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK) return absl::OkStatus();
  return SqliteError(database, statements.substr(0, 60));
}

// distance_m(latitude, longitude, latitude, longitude)
void DistanceFunction(sqlite3_context* context, int, sqlite3_value** values) {
  sqlite3_result_double(context, DistanceM(sqlite3_value_double(values[0]), sqlite3_value_double(values[1]),
                                           sqlite3_value_double(values[2]), sqlite3_value_double(values[3])));
}

class Statement {
 public:
  Statement() = default;
  ~Statement() { sqlite3_finalize(statement_); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  absl::Status Prepare(sqlite3* database, const std::string& sql) {
    database_ = database;
    if (sqlite3_prepare_v3(database, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statement_, nullptr) == SQLITE_OK) {
      return absl::OkStatus();
    }
    return SqliteError(database, sql);
  }
  // Parameters that the statement does not have are passed over.
  void Bind(const char* name, const std::string& text) {
    const int at = sqlite3_bind_parameter_index(statement_, name);
    if (at > 0) sqlite3_bind_text(statement_, at, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
  }
  void Bind(const char* name, double number) {
    const int at = sqlite3_bind_parameter_index(statement_, name);
    if (at > 0) sqlite3_bind_double(statement_, at, number);
  }
  void Bind(const char* name, int number) {
    const int at = sqlite3_bind_parameter_index(statement_, name);
    if (at > 0) sqlite3_bind_int(statement_, at, number);
  }
  absl::Status Run(const std::function<void(const Statement&)>& use = [](const Statement&) {}) {
    int result = SQLITE_ROW;
    while ((result = sqlite3_step(statement_)) == SQLITE_ROW) use(*this);
    const absl::Status status =
        result == SQLITE_DONE ? absl::OkStatus() : SqliteError(database_, sqlite3_sql(statement_));
    sqlite3_reset(statement_);
    return status;
  }
  std::string Text(int column) const {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return text == nullptr ? "" : std::string(text, static_cast<size_t>(sqlite3_column_bytes(statement_, column)));
  }
  int64_t Number(int column) const { return sqlite3_column_int64(statement_, column); }

 private:
  sqlite3* database_ = nullptr;
  sqlite3_stmt* statement_ = nullptr;
};

constexpr char kBm25[] = "bm25(texts, 5, 4, 2, 1)";  // kTextWeights
constexpr char kBox[] = "p.south <= @north AND p.north >= @south AND p.west <= @east AND p.east >= @west";
constexpr char kDistance[] = "distance_m(@latitude, @longitude, p.south, p.west)";

// The statement of a row. Filters are subqueries that run once, and what the text finds is looked up in them: the plus
// keeps SQLite from asking the text once for each service of the filter, which is ten times slower. The rank is
// computed for what passes.
std::string SqlOf(const Row& row) {
  if (row.suggest) {
    return absl::StrCat(
        "SELECT word FROM words WHERE word >= @prefix AND word < @after ORDER BY services DESC, word LIMIT ", kBest);
  }
  if (!row.text) {
    return absl::StrCat(
        "SELECT s.name, min(", kDistance, ") AS d FROM places p JOIN services s ON s.id = p.service WHERE ", kBox,
        " AND s.levels & (1 << @level) AND s.minimum_age <= @age AND s.maximum_age >= @age GROUP BY s.id"
        " HAVING d <= @radius ORDER BY d LIMIT ",
        kBest);
  }
  if (row.facets > 0) {
    std::string sql = absl::StrCat(
        "WITH found AS MATERIALIZED (SELECT s.id, s.name, s.kind, ", kBm25,
        " AS r FROM texts JOIN services s ON s.id = texts.rowid WHERE texts MATCH @text)"
        "SELECT 0, name, 0 FROM (SELECT name FROM found ORDER BY r LIMIT ",
        kBest,
        ")"
        " UNION ALL SELECT 1, '', count(*) FROM found"
        " UNION ALL SELECT 2, code, count(*) FROM found JOIN municipalities m ON m.id = found.id GROUP BY code");
    if (row.facets > 1) sql += " UNION ALL SELECT 3, kind, count(*) FROM found GROUP BY kind";
    return sql;
  }
  std::string sql = "SELECT s.name FROM texts JOIN services s ON s.id = texts.rowid WHERE texts MATCH @text";
  if (row.municipality) {
    sql +=
        " AND +texts.rowid IN (SELECT id FROM serves WHERE municipality = @municipality AND level = @level AND"
        " minimum_age <= @age AND maximum_age >= @age)";
  }
  if (row.near) {
    absl::StrAppend(&sql, " AND +texts.rowid IN (SELECT service FROM places p WHERE ", kBox, " AND ", kDistance,
                    " <= @radius)");
  }
  // Without a filter the table sorts by itself, which is quicker.
  const bool filtered = row.municipality || row.near;
  return absl::StrCat(sql, filtered ? "" : " AND rank MATCH 'bm25(5, 4, 2, 1)'", " ORDER BY ",
                      filtered ? kBm25 : "rank", " LIMIT ", kBest);
}

class Sqlite : public Engine {
 public:
  explicit Sqlite(Stems& stems) : stems_(stems), statements_(kRows.size()), questions_(kRows.size()) {}
  ~Sqlite() override {
    statements_.clear();
    sqlite3_close(database_);
  }
  const char* name() const override { return "SQLite FTS5"; }

  absl::Status Build(const std::string& file, const Directory& directory) {
    if (sqlite3_open(file.c_str(), &database_) != SQLITE_OK) return SqliteError(database_, "opening");
    sqlite3_create_function(database_, "distance_m", 4, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr, DistanceFunction,
                            nullptr, nullptr);
    for (const char* step : {kSettings, kSchema, "BEGIN"}) {
      if (const absl::Status status = Run(database_, step); !status.ok()) return status;
    }
    if (const absl::Status status = Fill(directory); !status.ok()) return status;
    return Run(database_, "COMMIT; INSERT INTO texts(texts) VALUES('optimize'); ANALYZE;");
  }

  absl::Status Prepare(size_t row, const std::vector<Question>& questions) override {
    questions_[row] = questions;
    statements_[row] = std::make_unique<Statement>();
    return statements_[row]->Prepare(database_, SqlOf(kRows[row]));
  }

  absl::StatusOr<Answer> Ask(size_t row, size_t number) override {
    const Row& asked = kRows[row];
    const Question& question = questions_[row][number];
    Statement& statement = *statements_[row];
    BindQuestion(question, asked.all_words ? " " : " OR ", statement);
    Answer answer;
    answer.facets.resize(asked.facets);
    const absl::Status status = statement.Run([&](const Statement& result) {
      const int64_t part = asked.facets == 0 ? 0 : result.Number(0);
      if (part == 0) {
        answer.names.push_back(result.Text(asked.facets == 0 ? 0 : 1));
      } else if (part == 1) {
        answer.total = result.Number(2);
      } else {
        const std::string value = part == 2 ? absl::StrFormat("GM%04d", result.Number(1)) : result.Text(1);
        answer.facets[static_cast<size_t>(part) - 2][value] = result.Number(2);
      }
    });
    if (!status.ok()) return status;
    return answer;
  }

  absl::StatusOr<std::vector<std::string>> Members(const Question& question) override {
    std::string sql = "SELECT s.name FROM services s WHERE 1";
    if (question.municipality) {
      sql += " AND s.id IN (SELECT id FROM serves WHERE municipality = @municipality AND level = @level)";
    }
    if (question.level) {
      sql += " AND s.levels & (1 << @level) AND s.minimum_age <= @age AND s.maximum_age >= @age";
    }
    if (question.near) {
      absl::StrAppend(&sql, " AND s.id IN (SELECT service FROM places p WHERE ", kBox, " AND ", kDistance,
                      " <= @radius)");
    }
    Statement statement;
    if (const absl::Status status = statement.Prepare(database_, sql); !status.ok()) return status;
    BindQuestion(question, "", statement);
    std::vector<std::string> names;
    const absl::Status status = statement.Run([&](const Statement& result) { names.push_back(result.Text(0)); });
    if (!status.ok()) return status;
    return names;
  }

 private:
  std::string StemsOf(const std::string& text) {
    std::string stems;
    for (const std::string& word : WordsOf(text)) {
      if (!stems_.stop_words().contains(word)) absl::StrAppend(&stems, stems_.Of(word), " ");
    }
    return stems;
  }

  void BindQuestion(const Question& question, const char* between, Statement& statement) {
    if (!question.words.empty()) {
      std::vector<std::string> quoted;
      for (const std::string& word : question.words) quoted.push_back(absl::StrCat("\"", stems_.Of(word), "\""));
      statement.Bind("@text", absl::StrJoin(quoted, between));
    }
    if (question.municipality) statement.Bind("@municipality", *question.municipality);
    if (question.level) statement.Bind("@level", *question.level);
    if (question.age) statement.Bind("@age", *question.age);
    if (question.near) {
      const double north = kRadiusM / kEarthRadiusM * 180 / M_PI * 1.001;
      const double east = north / std::cos((std::abs(question.near->latitude) + north) * M_PI / 180);
      statement.Bind("@latitude", question.near->latitude);
      statement.Bind("@longitude", question.near->longitude);
      statement.Bind("@south", question.near->latitude - north);
      statement.Bind("@north", question.near->latitude + north);
      statement.Bind("@west", question.near->longitude - east);
      statement.Bind("@east", question.near->longitude + east);
      statement.Bind("@radius", kRadiusM);
    }
    if (!question.prefix.empty()) {
      statement.Bind("@prefix", question.prefix);
      statement.Bind("@after", question.prefix + "\xff");
    }
  }

  absl::Status Fill(const Directory& directory) {
    Statement text, row, serves, municipality, place, word;
    const std::pair<Statement*, const char*> inserts[] = {
        {&text, "INSERT INTO texts(rowid, a, b, c, d) VALUES(@id, @a, @b, @c, @d)"},
        {&row, "INSERT INTO services VALUES(@id, @name, @kind, @levels, @minimum, @maximum)"},
        {&serves, "INSERT OR IGNORE INTO serves VALUES(@municipality, @level, @id, @minimum, @maximum)"},
        {&municipality, "INSERT OR IGNORE INTO municipalities VALUES(@id, @code)"},
        {&place,
         "INSERT INTO places(south, north, west, east, service) VALUES(@latitude, @latitude, @longitude, @longitude, "
         "@id)"},
        {&word, "INSERT INTO words VALUES(@word, @count)"}};
    for (const auto& [statement, sql] : inserts) {
      if (const absl::Status status = statement->Prepare(database_, sql); !status.ok()) return status;
    }
    for (size_t i = 0; i < directory.services.size(); ++i) {
      const PeerService& service = directory.services[i];
      const int id = static_cast<int>(i) + 1;
      for (Statement* statement : {&text, &row, &serves, &municipality, &place}) {
        statement->Bind("@id", id);
        statement->Bind("@minimum", double{service.minimum_age});
        statement->Bind("@maximum", double{service.maximum_age});
      }
      const char* const columns[] = {"@a", "@b", "@c", "@d"};
      for (size_t group = 0; group < kTextWeights.size(); ++group)
        text.Bind(columns[group], StemsOf(service.texts[group]));
      int levels = 0;
      for (const int level : service.levels) levels |= 1 << level;
      row.Bind("@name", service.name);
      row.Bind("@kind", service.kind);
      row.Bind("@levels", levels);
      for (Statement* statement : {&text, &row}) {
        if (const absl::Status status = statement->Run(); !status.ok()) return status;
      }
      for (const int code : service.serves) {
        for (const int level : service.levels) {
          serves.Bind("@municipality", code);
          serves.Bind("@level", level);
          if (const absl::Status status = serves.Run(); !status.ok()) return status;
        }
      }
      for (const int code : service.municipalities) {
        municipality.Bind("@code", code);
        if (const absl::Status status = municipality.Run(); !status.ok()) return status;
      }
      for (const Point& point : service.points) {
        place.Bind("@latitude", point.latitude);
        place.Bind("@longitude", point.longitude);
        if (const absl::Status status = place.Run(); !status.ok()) return status;
      }
    }
    for (const auto& [name, count] : directory.name_words) {
      word.Bind("@word", name);
      word.Bind("@count", count);
      if (const absl::Status status = word.Run(); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

  sqlite3* database_ = nullptr;
  Stems& stems_;
  std::vector<std::unique_ptr<Statement>> statements_;
  std::vector<std::vector<Question>> questions_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Engine>> MakeSqlite(const std::string& file, const Directory& directory, Stems& stems) {
  auto engine = std::make_unique<Sqlite>(stems);
  if (const absl::Status status = engine->Build(file, directory); !status.ok()) return status;
  return engine;
}

}  // namespace socialekaart::bench
