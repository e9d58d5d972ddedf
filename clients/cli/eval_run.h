#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/cli/eval_file.h"
#include "clients/cpp/client.h"

namespace socialekaart::cli {

// A result among the first that should not have been shown there.
struct HarmfulResult {
  size_t rank = 0;
  std::string service;
  std::string display_name;
  std::string reason;
};

struct FailedPair {
  MustPair pair;
  std::optional<size_t> rank = {};  // nothing: not among the first kDeepest
  bool no_good_match = false;       // shown, as something that does not fit well
};

// What became of one query.
struct Outcome {
  const JudgedQuery* query = nullptr;
  Answer answer = {};
  std::vector<HarmfulResult> harmful = {};
  std::vector<FailedPair> failed = {};
};

struct EvalRun {
  std::vector<Outcome> outcomes = {};
  std::vector<std::string> faults = {};   // queries that the server refuses: the files are wrong
  std::vector<std::string> remarks = {};  // what makes figures worth less: judged services that do not exist, ...
  int64_t revision = 0;                   // of the directory, at the last query
};

// How far down a must pair that fails is looked for, to say where it stands.
inline constexpr int kDeepest = 100;

// Why a result does harm when it is shown among the first, or nothing: it breaks the age or the area that was asked, it
// is not open, or people judged it harmful. Looks at the record itself where it can: a search engine may be wrong about
// how well its own results fit.
std::optional<std::string> WhyHarmful(const JudgedQuery& query, const v1::SearchResult& result);

// Asks every query; `progress` hears how many were asked. Stops at an error that is not the query's.
absl::StatusOr<EvalRun> RunQueries(const client::Client& client, const std::vector<const JudgedQuery*>& queries,
                                   const std::function<void(size_t)>& progress);

// A run as --save writes it and --baseline reads it: by query its id, class, figures, ranks and results. No text of a
// query.
std::string SavedRun(const EvalRun& run);
// The answers of a saved run, by id of query. INVALID_ARGUMENT for anything else.
absl::StatusOr<std::map<std::string, Answer>> ReadSavedRun(const std::string& content);

}  // namespace socialekaart::cli
