// compile_note_models LEXICON FOLDER OUTPUT: the examples of red flags and of levels in FOLDER (data/lexicon) as the tables
// that the server compares notes with, flags.model and levels.model in the folder OUTPUT. LEXICON is what
// compile_lexicon made.

#include <cstdio>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "indexer/base/codec.h"
#include "services/matching/flag_model.h"
#include "services/matching/flag_trainer.h"
#include "services/matching/level_model.h"
#include "services/matching/level_trainer.h"

namespace socialekaart {
namespace {

// Beside it first: a server that starts meanwhile reads a whole file.
absl::Status Write(const std::string& bytes, const std::string& path) {
  const std::string fresh = path + ".new";
  std::ofstream file(fresh, std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file || std::rename(fresh.c_str(), path.c_str()) != 0)
    return absl::UnavailableError(absl::StrCat(path, " cannot be written"));
  return absl::OkStatus();
}

template <typename Examples>
absl::StatusOr<Examples> ReadExamples(const std::string& file) {
  const auto text = ReadFile(file);
  if (!text.ok()) return text.status();
  return Examples::Parse(*text, file);
}

absl::Status Compile(const std::string& lexicon_file, const std::string& folder, const std::string& output) {
  const auto analyzer = LoadDutchAnalyzer(lexicon_file);
  if (!analyzer.ok()) return analyzer.status();
  const auto masker = Masker::Load(absl::StrCat(folder, "/masking.textproto"));
  if (!masker.ok()) return masker.status();
  const auto lexicon = NoteLexicon::Load(folder, analyzer->get());
  if (!lexicon.ok()) return lexicon.status();
  const NoteReaders readers{**masker, **lexicon, **analyzer};

  const auto flag_examples = ReadExamples<FlagExamples>(absl::StrCat(folder, "/flag_examples.tsv"));
  if (!flag_examples.ok()) return flag_examples.status();
  const auto flags = TrainFlags(*flag_examples, readers);
  if (!flags.ok()) return flags.status();
  const auto level_examples = ReadExamples<LevelExamples>(absl::StrCat(folder, "/level_examples.tsv"));
  if (!level_examples.ok()) return level_examples.status();
  const auto levels = TrainLevels(*level_examples, readers);
  if (!levels.ok()) return levels.status();

  if (absl::Status status = Write(flags->model, absl::StrCat(output, "/", FlagModel::kFile)); !status.ok())
    return status;
  if (absl::Status status = Write(levels->model, absl::StrCat(output, "/", LevelModel::kFile)); !status.ok())
    return status;
  std::printf(
      "of notes left out: red flags %.1f%% raised, %.1f%% with the right topic, everyday notes %.1f%% raised; more than "
      "light help %.1f%% raised, light help %.1f%% raised, %.1f%% known as everyday\n",
      100 * flags->recall, 100 * flags->right_topic, 100 * flags->raised, 100 * levels->recall, 100 * levels->raised,
      100 * levels->everyday);
  return absl::OkStatus();
}

}  // namespace
}  // namespace socialekaart

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: compile_note_models LEXICON FOLDER OUTPUT\n");
    return 2;
  }
  const absl::Status status = socialekaart::Compile(argv[1], argv[2], argv[3]);
  if (!status.ok()) std::fprintf(stderr, "compile_note_models: %s\n", status.ToString().c_str());
  return status.ok() ? 0 : 1;
}
