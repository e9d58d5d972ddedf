#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "indexer/record/taxonomy.h"
#include "services/matching/flag_model.h"
#include "services/matching/level_model.h"
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
  // Reads taxonomy, lexicon, policy and help lines under `data_dir`, and the model of red flags beside the program
  // (FindNoteModel). Any fault is INVALID_ARGUMENT (or NOT_FOUND, DATA_LOSS) that names the file, and the line or entry:
  // the server must not start without them. Borrows the analyzer.
  static absl::StatusOr<std::unique_ptr<const Matcher>> Load(const std::string& data_dir, const Analyzer& analyzer);

  // The policy as it stands in its folder now, for WithPolicy. INVALID_ARGUMENT with every fault, its file and line.
  absl::StatusOr<std::shared_ptr<const Policy>> ReadPolicy(const std::string& data_dir) const;
  // The same matcher under another policy.
  std::shared_ptr<const Matcher> WithPolicy(std::shared_ptr<const Policy> policy) const;
  // What a policy for this matcher may name.
  PolicyVocabulary vocabulary() const;

  // Everything of the answer but the place, the suggestions with their gaps, and the texts. `place` chooses the local
  // ladder; the place of the request is not looked at. INVALID_ARGUMENT with every fault of the request at once.
  absl::Status Advise(const v1::MatchRequest& request, const LocalPlace& place, v1::MatchResponse* response) const;
  absl::StatusOr<v1::MatchResponse> Advise(const v1::MatchRequest& request, absl::string_view municipality_code) const;

  // The names of what holds for a request, as Advise sees it: "rule boos.floor", "normal leeftijd.donker", "topic
  // psychose". None when the request is at fault.
  std::vector<std::string> RulesOf(const v1::MatchRequest& request) const;

  // The problems under which to look for services, most important first; empty = none understood.
  static std::vector<std::string> ProblemsOf(const v1::MatchResponse& response);

  // Wordings in a text that mean a problem domain or a red flag, in bytes of the text: for a search, which asks no more
  // than this. What is denied or past is left out.
  struct Wording {
    std::string problem;  // empty = a red flag
    size_t offset = 0, length = 0;
  };
  std::vector<Wording> FindWordings(absl::string_view text) const;

  // Fills record_text and family_text; call it when suggestions and gaps are in, with the place of Advise.
  void WriteTexts(const LocalPlace& place, v1::MatchResponse* response) const;
  void WriteTexts(v1::MatchResponse* response) const { WriteTexts(LocalPlace(), response); }

  // Whether who asks can open a door of this service. UNKNOWN: its access is not recorded, or it is a door of another.
  v1::Fit AccessFit(v1::RequesterRole role, const v1::ServiceProfile& profile) const {
    return policy_->AccessFit(role, profile);
  }

  v1::Fit ContractFit(const LocalPlace& place, const v1::ServiceProfile& profile) const {
    return policy_->ContractFit(place, profile);
  }

  // Whether `code` is a code of `probleemdomein`.
  bool HasProblem(absl::string_view code) const { return taxonomy_->FindProblem(code) != nullptr; }

  const Policy& policy() const { return *policy_; }
  const Safety& safety() const { return *safety_; }
  const Masker& masker() const { return *masker_; }

 private:
  struct Reading;

  // The domain to which a parent's own problem belongs; with ":" and a domain, the fact that a parent has that problem.
  static constexpr char kParentProblem[] = "ouder";

  absl::Status Check() const;
  std::vector<v1::FieldViolation> FaultsOf(const v1::MatchRequest& request) const;
  const data::v1::Taxonomy::CodeMap* FindCode(absl::string_view code) const;
  void ReadText(const v1::MatchRequest& request, Reading* reading, v1::MatchResponse* response) const;
  void ReadCodes(const v1::MatchRequest& request, Reading* reading) const;
  Reading Read(const v1::MatchRequest& request, v1::MatchResponse* response) const;
  void CollectFacts(const v1::MatchRequest& request, Reading* reading) const;
  static void AddProblems(Reading* reading, v1::MatchResponse* response);

  const Analyzer* analyzer_ = nullptr;
  // Shared between matchers that differ in their policy.
  std::shared_ptr<const Taxonomy> taxonomy_;
  std::shared_ptr<const Masker> masker_;
  std::shared_ptr<const NoteLexicon> lexicon_;
  std::shared_ptr<const FlagModel> flag_model_;
  std::shared_ptr<const LevelModel> level_model_;
  std::shared_ptr<const Safety> safety_;
  std::shared_ptr<const Policy> policy_;
};

}  // namespace socialekaart
