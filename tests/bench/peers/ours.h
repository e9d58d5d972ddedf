#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "indexer/index/index.h"
#include "services/places.h"
#include "services/suggest.h"
#include "tests/bench/peers/engine.h"
#include "tests/bench/records.h"

namespace socialekaart::bench {

// The store and index of this project, opened in this process as the server opens them: what a question costs without
// gRPC. Suggestions are those of the server, called as a function.
class Ours : public Engine {
 public:
  // `data_files`: the project's data/. `data_dir`: as of a server.
  static absl::StatusOr<std::unique_ptr<Ours>> Open(const std::string& data_files, const std::string& data_dir);
  ~Ours() override;

  absl::Status Import(const Records& records, size_t services);
  // Starts the index and waits until it has seen every record; builds it when it is not there.
  absl::Status StartIndex();

  const Store& store() const { return *store_; }
  const Taxonomy& taxonomy() const { return *taxonomy_; }
  const Analyzer& analyzer() const { return *analyzer_; }
  const Places& places() const { return *places_; }
  const data::v1::Ranking& ranking() const { return ranking_; }

  const char* name() const override { return "ours"; }
  absl::Status Prepare(size_t row, const std::vector<Question>& questions) override;
  absl::StatusOr<Answer> Ask(size_t row, size_t question) override;
  absl::StatusOr<std::vector<std::string>> Members(const Question& question) override;

 private:
  Ours() = default;
  absl::StatusOr<IndexQuery> ToQuery(const Row& row, const Question& question) const;

  std::unique_ptr<const Taxonomy> taxonomy_;
  std::unique_ptr<const Analyzer> analyzer_;
  data::v1::Ranking ranking_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Places> places_;
  std::unique_ptr<Index> index_;
  std::unique_ptr<const Suggester> suggester_;
  std::vector<std::vector<IndexQuery>> queries_;  // by row and question
  std::vector<std::vector<v1::SuggestTermsRequest>> prefixes_;
};

}  // namespace socialekaart::bench
