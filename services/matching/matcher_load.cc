// The files of the data directory, and that they speak of the same things.
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/matching/matcher.h"

namespace socialekaart {

absl::StatusOr<std::unique_ptr<const Matcher>> Matcher::Load(const std::string& data_dir, const Analyzer& analyzer) {
  auto matcher = std::make_unique<Matcher>();
  auto taxonomy = Taxonomy::Load(absl::StrCat(data_dir, "/taxonomy.textproto"));
  if (!taxonomy.ok()) return taxonomy.status();
  matcher->taxonomy_ = *std::move(taxonomy);
  auto masker = Masker::Load(absl::StrCat(data_dir, "/lexicon/masking.textproto"));
  if (!masker.ok()) return masker.status();
  matcher->masker_ = *std::move(masker);
  auto lexicon = NoteLexicon::Load(absl::StrCat(data_dir, "/lexicon"), &analyzer);
  if (!lexicon.ok()) return lexicon.status();
  matcher->lexicon_ = *std::move(lexicon);
  auto flag_model = FlagModel::Load(FindNoteModel(FlagModel::kFile));
  if (!flag_model.ok()) return flag_model.status();
  matcher->flag_model_ = *std::move(flag_model);
  auto level_model = LevelModel::Load(FindNoteModel(LevelModel::kFile));
  if (!level_model.ok()) return level_model.status();
  matcher->level_model_ = *std::move(level_model);
  matcher->analyzer_ = &analyzer;
  auto safety = Safety::Load(absl::StrCat(data_dir, "/help_lines.textproto"));
  if (!safety.ok()) return safety.status();
  matcher->safety_ = *std::move(safety);
  if (absl::Status status = matcher->Check(); !status.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(data_dir, ": ", status.message()));
  }

  auto policy = matcher->ReadPolicy(data_dir);
  if (!policy.ok()) return policy.status();
  matcher->policy_ = *std::move(policy);
  return matcher;
}

absl::StatusOr<std::shared_ptr<const Policy>> Matcher::ReadPolicy(const std::string& data_dir) const {
  const std::string directory = absl::StrCat(data_dir, "/policy");
  const auto files = ReadPolicyFiles(directory);
  if (!files.ok()) return files.status();
  std::vector<PolicyFault> faults;
  std::shared_ptr<const Policy> policy = Policy::Build(*files, vocabulary(), &faults);
  if (policy == nullptr) return absl::InvalidArgumentError(absl::StrCat(directory, "/\n", ToText(faults)));
  return policy;
}

PolicyVocabulary Matcher::vocabulary() const {
  PolicyVocabulary vocabulary;
  for (const auto& problem : taxonomy_->data().problems()) {
    vocabulary.facts.push_back(problem.code());
    vocabulary.facts.push_back(absl::StrCat(kParentProblem, ":", problem.code()));
  }
  for (const auto& map : taxonomy_->data().code_maps())
    vocabulary.facts.push_back(absl::StrCat(map.system(), ":", map.code()));
  for (const auto& entry : lexicon_->problem_data().entries()) vocabulary.facts.push_back(entry.id());
  for (const auto& entry : lexicon_->signal_data().entries()) vocabulary.facts.push_back(entry.id());
  for (const auto& topic : safety_->data().topics()) vocabulary.topics.push_back(topic.id());
  for (const std::string& step : level_model_->steps()) vocabulary.likenesses.push_back(step);
  for (const auto& access : taxonomy_->data().access()) vocabulary.access.push_back(access.code());
  return vocabulary;
}

std::shared_ptr<const Matcher> Matcher::WithPolicy(std::shared_ptr<const Policy> policy) const {
  auto matcher = std::make_shared<Matcher>(*this);
  matcher->policy_ = std::move(policy);
  return matcher;
}

// That the files speak of the same things.
absl::Status Matcher::Check() const {
  const auto fault = [](absl::string_view file, absl::string_view where, absl::string_view what) {
    return absl::InvalidArgumentError(absl::StrCat(file, ": ", where, ": ", what));
  };
  for (const auto& entry : lexicon_->problem_data().entries()) {
    if (taxonomy_->FindProblem(entry.problem()) == nullptr)
      return fault("lexicon/problems.textproto", entry.id(), "is of no problem in the taxonomy");
  }
  for (const auto& entry : lexicon_->flag_data().entries()) {
    for (const std::string& topic : entry.topics()) {
      if (!safety_->FindTopic(topic).has_value())
        return fault("lexicon/flags.textproto", topic, "is no topic in help_lines.textproto");
    }
  }
  for (const std::string& topic : flag_model_->topics()) {
    if (!safety_->FindTopic(topic).has_value())
      return fault("lexicon/flag_examples.tsv", topic, "is no topic in help_lines.textproto");
  }
  for (const auto& topic : safety_->data().topics()) {
    if (!topic.problem().empty() && taxonomy_->FindProblem(topic.problem()) == nullptr) {
      return fault("help_lines.textproto", topic.id(), "names a problem that is not in the taxonomy");
    }
  }
  for (const auto& map : taxonomy_->data().code_maps()) {
    if (!map.safety_topic().empty() && !safety_->FindTopic(map.safety_topic()).has_value()) {
      return fault("taxonomy.textproto", absl::StrCat(map.system(), ":", map.code()),
                   "names a safety_topic that is not in help_lines.textproto");
    }
  }
  if (taxonomy_->FindProblem(kParentProblem) == nullptr)
    return fault("taxonomy.textproto", kParentProblem, "must be a problem");
  return absl::OkStatus();
}

}  // namespace socialekaart
