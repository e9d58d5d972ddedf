// compile_flag_model LEXICON FOLDER OUTPUT: the examples of red flags in FOLDER (data/lexicon) as the table that the
// server compares notes with. LEXICON is what compile_lexicon made.

#include <cstdio>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "indexer/base/codec.h"
#include "services/matching/flag_trainer.h"

namespace socialekaart {
namespace {

absl::StatusOr<TrainedFlags> Compile(const std::string& lexicon_file, const std::string& folder) {
  const auto analyzer = LoadDutchAnalyzer(lexicon_file);
  if (!analyzer.ok()) return analyzer.status();
  const auto masker = Masker::Load(absl::StrCat(folder, "/masking.textproto"));
  if (!masker.ok()) return masker.status();
  const auto lexicon = NoteLexicon::Load(folder, analyzer->get());
  if (!lexicon.ok()) return lexicon.status();
  const std::string file = absl::StrCat(folder, "/flag_examples.tsv");
  const auto text = ReadFile(file);
  if (!text.ok()) return text.status();
  const auto examples = FlagExamples::Parse(*text, file);
  if (!examples.ok()) return examples.status();
  return TrainFlags(*examples, **masker, **lexicon, **analyzer);
}

}  // namespace
}  // namespace socialekaart

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: compile_flag_model LEXICON FOLDER OUTPUT\n");
    return 2;
  }
  const auto trained = socialekaart::Compile(argv[1], argv[2]);
  if (!trained.ok()) {
    std::fprintf(stderr, "compile_flag_model: %s\n", trained.status().ToString().c_str());
    return 1;
  }
  // Beside it first: a server that starts meanwhile reads a whole file.
  const std::string output = argv[3], fresh = output + ".new";
  std::ofstream file(fresh, std::ios::binary | std::ios::trunc);
  file.write(trained->model.data(), static_cast<std::streamsize>(trained->model.size()));
  file.close();
  if (!file || std::rename(fresh.c_str(), output.c_str()) != 0) {
    std::fprintf(stderr, "compile_flag_model: %s cannot be written\n", output.c_str());
    return 1;
  }
  std::printf(
      "red flags by example, of notes left out: %.1f%% raised, %.1f%% with the right topic; %.1f%% of everyday notes "
      "raised\n",
      100 * trained->recall, 100 * trained->right_topic, 100 * trained->raised);
  return 0;
}
