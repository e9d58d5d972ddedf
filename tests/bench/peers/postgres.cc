#include "tests/bench/peers/postgres.h"

#include <libpq-fe.h>

#include <functional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

namespace socialekaart::bench {
namespace {

constexpr size_t kCopyBytes = 1 << 20;

// The texts wait in a table of their own: what is searched keeps its rows short. And whole: words that stand outside
// the row, as PostgreSQL would put those of a long text, make ranking four times slower.
constexpr char kSchema[] = R"(
  CREATE EXTENSION IF NOT EXISTS postgis;
  DROP TABLE IF EXISTS texts, services, words;
  CREATE UNLOGGED TABLE texts(id int, name text, kind text, levels int[], minimum_age real, maximum_age real, serves int[],
    municipalities int[], places text, a text, b text, c text, d text);
  CREATE UNLOGGED TABLE words(word text COLLATE "C", services int);)";
constexpr char kIndexes[] = R"(
  CREATE UNLOGGED TABLE services WITH (toast_tuple_target = 8160) AS
    SELECT id, name, kind, levels, minimum_age, maximum_age, serves, municipalities, ST_GeogFromText(places) AS places,
      setweight(to_tsvector('dutch', a), 'A') || setweight(to_tsvector('dutch', b), 'B') ||
      setweight(to_tsvector('dutch', c), 'C') || setweight(to_tsvector('dutch', d), 'D') AS words
    FROM texts ORDER BY id;
  DROP TABLE texts;
  ALTER TABLE services ADD PRIMARY KEY(id);
  CREATE INDEX ON services USING gin(words) WITH (fastupdate = off);
  CREATE INDEX ON services USING gin(serves) WITH (fastupdate = off);
  CREATE INDEX ON services USING gist(places);
  CREATE INDEX ON words(word, services);)";

// For each connection. Reading all rows is never the quicker way here, which the planner's guess of costs misses.
constexpr char kSettings[] = R"(
  SET client_min_messages = warning;
  SET jit = off;
  SET max_parallel_workers_per_gather = 0;
  SET enable_seqscan = off;)";

constexpr char kRank[] = "ts_rank('{0.2, 0.4, 0.8, 1}', words, query)";  // kTextWeights / 5, the least first
constexpr int kLevels = 16;

// Gemeente and level as one number of `serves`: one look into the index for both.
int ServesKey(int municipality, int level) {
  return municipality * kLevels + level;
}

// The statement of a row. $1 is the text where there is one.
std::string SqlOf(const Row& row) {
  if (row.suggest) {
    return absl::StrCat("SELECT word FROM words WHERE word >= $1 AND word < $2 ORDER BY services DESC, word LIMIT ",
                        kBest);
  }
  int next = row.text ? 2 : 1;
  const auto parameter = [&next](const char* type) { return absl::StrCat("$", next++, "::", type); };
  std::vector<std::string> conditions;
  if (row.municipality) conditions.push_back(absl::StrCat("serves && ", parameter("int[]")));
  if (row.level_and_age && !row.municipality) conditions.push_back(absl::StrCat("levels && ", parameter("int[]")));
  if (row.level_and_age) {
    const std::string age = parameter("real");
    conditions.push_back(absl::StrCat("minimum_age <= ", age, " AND maximum_age >= ", age));
  }
  std::string table = "services";
  if (row.municipality) {
    // The gemeente is so selective that the text is best read from the rows: OFFSET keeps the planner from asking the
    // index of words too, which takes four times as long.
    table = absl::StrCat("(SELECT name, words FROM services WHERE ", absl::StrJoin(conditions, " AND "),
                         " OFFSET 0) served");
    conditions.clear();
  }
  const std::string point = row.near ? parameter("geography") : "";
  // On the sphere, as ours and the other peers measure.
  if (row.near) conditions.push_back(absl::StrCat("ST_DWithin(places, ", point, ", ", kRadiusM, ", false)"));
  if (row.text) conditions.push_back("words @@ query");
  const std::string from = absl::StrCat(" FROM ", table, row.text ? ", to_tsquery('dutch', $1) query" : "", " WHERE ",
                                        absl::StrJoin(conditions, " AND "));
  if (row.facets == 0) {
    return absl::StrCat("SELECT name", from, " ORDER BY ",
                        row.text ? absl::StrCat(kRank, " DESC") : absl::StrCat("places <-> ", point), " LIMIT ", kBest);
  }
  std::string sql =
      absl::StrCat("WITH found AS MATERIALIZED (SELECT name, kind, municipalities, ", kRank, " AS r", from, ")");
  absl::StrAppend(&sql, " (SELECT 0, name, 0 FROM found ORDER BY r DESC LIMIT ", kBest, ")");
  sql += " UNION ALL SELECT 1, '', count(*) FROM found";
  sql += " UNION ALL SELECT 2, m::text, count(*) FROM found, unnest(municipalities) m GROUP BY m";
  if (row.facets > 1) sql += " UNION ALL SELECT 3, kind, count(*) FROM found GROUP BY kind";
  return sql;
}

std::string PointText(const Point& point) {
  return absl::StrFormat("SRID=4326;POINT(%.17g %.17g)", point.longitude, point.latitude);
}

std::vector<std::string> ParametersOf(const Row& row, const Question& question) {
  if (row.suggest) return {question.prefix, question.prefix + "\x7f"};
  std::vector<std::string> parameters;
  if (row.text) parameters.push_back(absl::StrJoin(question.words, row.all_words ? " & " : " | "));
  if (row.municipality)
    parameters.push_back(absl::StrCat("{", ServesKey(*question.municipality, *question.level), "}"));
  if (row.level_and_age && !row.municipality) parameters.push_back(absl::StrCat("{", *question.level, "}"));
  if (row.level_and_age) parameters.push_back(absl::StrCat(*question.age));
  if (row.near) parameters.push_back(PointText(*question.near));
  return parameters;
}

// A value of a line of COPY.
std::string Escaped(const std::string& text) {
  return absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"\t", " "}, {"\n", " "}, {"\r", " "}});
}

std::string LineOf(size_t id, const PeerService& service) {
  std::vector<int> serves;
  for (const int municipality : service.serves) {
    for (const int level : service.levels) serves.push_back(ServesKey(municipality, level));
  }
  std::string places = "\\N";
  if (!service.points.empty()) {
    places = absl::StrCat("SRID=4326;MULTIPOINT(",
                          absl::StrJoin(service.points, ",",
                                        [](std::string* out, const Point& point) {
                                          absl::StrAppendFormat(out, "%.17g %.17g", point.longitude, point.latitude);
                                        }),
                          ")");
  }
  std::string line =
      absl::StrCat(id, "\t", service.name, "\t", Escaped(service.kind), "\t{", absl::StrJoin(service.levels, ","),
                   "}\t", service.minimum_age, "\t", service.maximum_age, "\t{", absl::StrJoin(serves, ","), "}\t{",
                   absl::StrJoin(service.municipalities, ","), "}\t", places);
  for (const std::string& text : service.texts) absl::StrAppend(&line, "\t", Escaped(text));
  return line;
}

// The result of a statement, and its end.
class Result {
 public:
  explicit Result(PGresult* result) : result_(result) {}
  ~Result() { PQclear(result_); }
  Result(const Result&) = delete;
  Result& operator=(const Result&) = delete;
  ExecStatusType status() const { return PQresultStatus(result_); }
  int rows() const { return PQntuples(result_); }
  std::string Text(int row, int column) const { return PQgetvalue(result_, row, column); }
  int64_t Number(int row, int column) const {
    int64_t number = 0;
    return absl::SimpleAtoi(PQgetvalue(result_, row, column), &number) ? number : 0;
  }

 private:
  PGresult* result_;
};

absl::Status Failed(PGconn* connection, absl::string_view doing) {
  return absl::InternalError(absl::StrCat("PostgreSQL, ", doing, ": ", PQerrorMessage(connection)));
}

std::string StatementName(size_t row) {
  return absl::StrCat("row", row);
}

std::vector<const char*> Pointers(const std::vector<std::string>& texts) {
  std::vector<const char*> pointers;
  for (const std::string& text : texts) pointers.push_back(text.c_str());
  return pointers;
}

}  // namespace

Postgres::Postgres(pg_conn* connection) : connection_(connection), parameters_(kRows.size()) {}

Postgres::~Postgres() {
  PQfinish(connection_);
}

absl::StatusOr<std::unique_ptr<Postgres>> Postgres::Connect(const std::string& connection) {
  std::unique_ptr<Postgres> postgres(new Postgres(PQconnectdb(connection.c_str())));
  if (PQstatus(postgres->connection_) != CONNECTION_OK) return Failed(postgres->connection_, "connecting");
  const absl::Status status = postgres->Run(kSettings);
  if (!status.ok()) return status;
  return postgres;
}

absl::Status Postgres::Run(const std::string& statements) {
  const Result result(PQexec(connection_, statements.c_str()));
  if (result.status() == PGRES_COMMAND_OK || result.status() == PGRES_TUPLES_OK) return absl::OkStatus();
  return Failed(connection_, statements.substr(0, 60));
}

absl::StatusOr<absl::flat_hash_set<std::string>> Postgres::StopWords(const std::vector<std::string>& words) {
  const std::string list = absl::StrCat("{", absl::StrJoin(words, ","), "}");
  const char* const values[] = {list.c_str()};
  const Result result(PQexecParams(connection_,
                                   "SELECT w FROM unnest($1::text[]) w WHERE ts_lexize('dutch_stem', w) = '{}'", 1,
                                   nullptr, values, nullptr, nullptr, 0));
  if (result.status() != PGRES_TUPLES_OK) return Failed(connection_, "stop words");
  absl::flat_hash_set<std::string> stop_words;
  for (int row = 0; row < result.rows(); ++row) stop_words.insert(result.Text(row, 0));
  return stop_words;
}

absl::Status Postgres::Copy(const std::string& table, const std::function<bool(std::string*)>& next_line) {
  {
    const Result result(PQexec(connection_, absl::StrCat("COPY ", table, " FROM STDIN").c_str()));
    if (result.status() != PGRES_COPY_IN) return Failed(connection_, "COPY");
  }
  std::string bytes, line;
  for (bool more = true; more;) {
    more = next_line(&line);
    if (more) absl::StrAppend(&bytes, line, "\n");
    if (bytes.size() < kCopyBytes && more) continue;
    if (PQputCopyData(connection_, bytes.data(), static_cast<int>(bytes.size())) != 1)
      return Failed(connection_, "COPY");
    bytes.clear();
  }
  if (PQputCopyEnd(connection_, nullptr) != 1) return Failed(connection_, "the end of COPY");
  const Result copied(PQgetResult(connection_));
  const Result end(PQgetResult(connection_));
  return copied.status() == PGRES_COMMAND_OK ? absl::OkStatus() : Failed(connection_, absl::StrCat("COPY ", table));
}

absl::Status Postgres::Fill(const Directory& directory) {
  if (const absl::Status status = Run(kSchema); !status.ok()) return status;
  size_t at = 0;
  const absl::Status services = Copy("texts", [&](std::string* line) {
    if (at == directory.services.size()) return false;
    *line = LineOf(at, directory.services[at]);
    ++at;
    return true;
  });
  if (!services.ok()) return services;
  size_t word = 0;
  const absl::Status words = Copy("words", [&](std::string* line) {
    if (word == directory.name_words.size()) return false;
    *line = absl::StrCat(directory.name_words[word].first, "\t", directory.name_words[word].second);
    ++word;
    return true;
  });
  if (!words.ok()) return words;
  if (const absl::Status status = Run(kIndexes); !status.ok()) return status;
  for (const char* table : {"services", "words"}) {
    if (const absl::Status status = Run(absl::StrCat("VACUUM (ANALYZE, FREEZE) ", table)); !status.ok()) return status;
  }
  return Run("CHECKPOINT");
}

absl::Status Postgres::Prepare(size_t row, const std::vector<Question>& questions) {
  parameters_[row].clear();
  for (const Question& question : questions) parameters_[row].push_back(ParametersOf(kRows[row], question));
  const Result result(PQprepare(connection_, StatementName(row).c_str(), SqlOf(kRows[row]).c_str(), 0, nullptr));
  return result.status() == PGRES_COMMAND_OK ? absl::OkStatus() : Failed(connection_, kRows[row].title);
}

absl::StatusOr<Answer> Postgres::Ask(size_t row, size_t question) {
  const std::vector<const char*> values = Pointers(parameters_[row][question]);
  const Result result(PQexecPrepared(connection_, StatementName(row).c_str(), static_cast<int>(values.size()),
                                     values.data(), nullptr, nullptr, 0));
  if (result.status() != PGRES_TUPLES_OK) return Failed(connection_, kRows[row].title);
  Answer answer;
  answer.facets.resize(kRows[row].facets);
  for (int i = 0; i < result.rows(); ++i) {
    const int64_t part = kRows[row].facets == 0 ? 0 : result.Number(i, 0);
    if (part == 0) {
      answer.names.push_back(result.Text(i, kRows[row].facets == 0 ? 0 : 1));
    } else if (part == 1) {
      answer.total = result.Number(i, 2);
    } else {
      const std::string value = part == 2 ? absl::StrFormat("GM%04d", result.Number(i, 1)) : result.Text(i, 1);
      answer.facets[static_cast<size_t>(part) - 2][value] = result.Number(i, 2);
    }
  }
  return answer;
}

absl::StatusOr<std::vector<std::string>> Postgres::Members(const Question& question) {
  std::vector<std::string> conditions = {"true"};
  if (question.municipality) {
    conditions.push_back(absl::StrCat("serves && '{", ServesKey(*question.municipality, *question.level), "}'"));
  }
  if (question.level) conditions.push_back(absl::StrCat("levels && '{", *question.level, "}'"));
  if (question.age)
    conditions.push_back(absl::StrCat("minimum_age <= ", *question.age, " AND maximum_age >= ", *question.age));
  if (question.near) {
    conditions.push_back(
        absl::StrCat("ST_DWithin(places, '", PointText(*question.near), "'::geography, ", kRadiusM, ", false)"));
  }
  const std::string sql = absl::StrCat("SELECT name FROM services WHERE ", absl::StrJoin(conditions, " AND "));
  const Result result(PQexec(connection_, sql.c_str()));
  if (result.status() != PGRES_TUPLES_OK) return Failed(connection_, "members");
  std::vector<std::string> names;
  for (int row = 0; row < result.rows(); ++row) names.push_back(result.Text(row, 0));
  return names;
}

}  // namespace socialekaart::bench
