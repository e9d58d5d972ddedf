#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "indexer/record/taxonomy.h"
#include "services/matching/lexicon.h"
#include "services/matching/masking.h"
#include "services/matching/policy.h"
#include "services/matching/safety.h"
#include "socialekaart/v1/match_service.pb.h"

namespace socialekaart {

// From a question to the lowest appropriate level of help, with safety before everything. Pure: knows the files of the
// data directory and nothing of the records, so that an answer about level and safety never waits for the index.
// Immutable, safe for several threads, and keeps nothing of a question.
class Matcher {
 public:
  // Reads taxonomy, lexicon, policy and help lines under `data_dir`. Any fault is INVALID_ARGUMENT (or NOT_FOUND) that
  // names the file, and the line or entry: the server must not start without them.
  static absl::StatusOr<std::unique_ptr<const Matcher>> Load(const std::string& data_dir);

  // Everything of the answer but the place, the suggestions with their gaps, and the texts. `municipality_code`
  // ("GM1859", or empty) chooses the local ladder. INVALID_ARGUMENT with every fault of the request at once; `place` is
  // not looked at.
  absl::StatusOr<v1::MatchResponse> Advise(const v1::MatchRequest& request, absl::string_view municipality_code) const;

  // The problems under which to look for services, most important first; empty = none understood.
  static std::vector<std::string> ProblemsOf(const v1::MatchResponse& response);

  // Fills record_text and family_text; call it when suggestions and gaps are in.
  void WriteTexts(v1::MatchResponse* response) const;

  // Whether who asks can open a door of this service. UNKNOWN: its access is not recorded, or it is a door of another.
  v1::Fit AccessFit(v1::RequesterRole role, const v1::ServiceProfile& profile) const {
    return policy_->AccessFit(role, profile);
  }

  const Policy& policy() const { return *policy_; }
  const Safety& safety() const { return *safety_; }

 private:
  struct Reading;

  absl::Status Check() const;
  std::vector<v1::FieldViolation> FaultsOf(const v1::MatchRequest& request) const;
  const data::v1::Taxonomy::CodeMap* FindCode(absl::string_view code) const;
  void ReadText(const v1::MatchRequest& request, Reading* reading, v1::MatchResponse* response) const;
  void ReadCodes(const v1::MatchRequest& request, Reading* reading) const;
  void AddFact(absl::string_view fact, Case* c) const;

  std::unique_ptr<const Taxonomy> taxonomy_;
  std::unique_ptr<const Masker> masker_;
  std::unique_ptr<const Lexicon> lexicon_;
  std::unique_ptr<const Safety> safety_;
  std::unique_ptr<const Policy> policy_;
};

}  // namespace socialekaart
