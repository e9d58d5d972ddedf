#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "tests/bench/peers/engine.h"

struct pg_conn;

namespace socialekaart::bench {

// PostgreSQL with PostGIS over its unix socket: GIN over the weighted `dutch` text and over gemeente and level, GiST
// over the locations, prepared statements, unlogged tables, vacuumed and analyzed. One connection.
class Postgres : public Engine {
 public:
  // `connection`: as libpq takes it, to an empty database of a server made for this (scripts/bench starts it).
  static absl::StatusOr<std::unique_ptr<Postgres>> Connect(const std::string& connection);
  ~Postgres() override;

  // Those of `words` that its `dutch` dictionary leaves out; the other peers get the same.
  absl::StatusOr<absl::flat_hash_set<std::string>> StopWords(const std::vector<std::string>& words);
  absl::Status Fill(const Directory& directory);

  const char* name() const override { return "PostgreSQL"; }
  absl::Status Prepare(size_t row, const std::vector<Question>& questions) override;
  absl::StatusOr<Answer> Ask(size_t row, size_t question) override;
  absl::StatusOr<std::vector<std::string>> Members(const Question& question) override;

 private:
  explicit Postgres(pg_conn* connection);
  absl::Status Run(const std::string& statements);
  absl::Status Copy(const std::string& table, const std::function<bool(std::string*)>& next_line);

  pg_conn* connection_;
  std::vector<std::vector<std::vector<std::string>>> parameters_;  // by row and question
};

}  // namespace socialekaart::bench
