#include "services/matching/level_model.h"

#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/matching/level_trainer.h"
#include "tests/services/matching/reader_fixture.h"

namespace socialekaart {
namespace {

constexpr char kSettings[] = R"(# steps: 3 6
# raised_at_most: 0
# refuted_at_most: 0.1
)";

NoteReaders TheReaders() { return {TheMasker(), TheLexicon(), TheAnalyzer()}; }

LevelExamples Examples(absl::string_view text) {
  const auto examples = LevelExamples::Parse(text, "examples.tsv");
  EXPECT_TRUE(examples.ok()) << examples.status();
  return examples.ok() ? *examples : LevelExamples();
}

// Everyday notes about cycling, notes of 3 or 4 about sleeping, notes of 6 or 7 about washing hands.
std::string SmallExamples() {
  std::string text = kSettings;
  for (const char* who : {"onze zoon", "mijn dochter", "hij", "zij", "een leerling", "ons kind"}) {
    for (const char* when : {"op maandag", "in de zomer", "na school"}) {
      absl::StrAppend(&text, "1-2\t8\t", who, " fietst ", when, " met plezier naar de markt en terug\n");
      absl::StrAppend(&text, "3-4\t\t", who, " ligt ", when, " uren wakker en durft niet te gaan slapen\n");
      absl::StrAppend(&text, "6-7\t14\t", who, " wast ", when, " uren de handen tot ze open liggen en bloeden\n");
    }
  }
  return text;
}

const LevelModel& SmallModel() {
  static const auto* const model = new auto([] {
    const auto trained = TrainLevels(Examples(SmallExamples()), TheReaders());
    return trained.ok() ? LevelModel::Read(trained->model, "small") : trained.status();
  }());
  return OrDie<LevelModel>(*model);
}

const LevelModel& TheModel() {
  static const auto* const model = new auto(LevelModel::Load(FindNoteModel(LevelModel::kFile)));
  return OrDie<LevelModel>(*model);
}

LevelModel::Likeness Compare(const LevelModel& model, const std::string& text) {
  return model.Compare(SampleOf(text, TheReaders()).features);
}

TEST(LevelModelTest, KnowsHowFarANoteGoes) {
  for (const auto& [text, steps] : std::vector<std::pair<std::string, size_t>>{
           {"onze dochter fietst op maandag met plezier naar de markt en terug", 0},
           {"mijn broertje ligt elke nacht uren wakker en durft niet te slapen", 1},
           {"mijn broertje wast elke dag uren de handen tot ze bloeden", 2},
       }) {
    EXPECT_EQ(Compare(SmallModel(), text).steps, steps) << text;
  }
}

TEST(LevelModelTest, OnlyANoteThatSaysEnoughIsEveryday) {
  EXPECT_TRUE(Compare(SmallModel(), "onze dochter fietst op maandag met plezier naar de markt en terug").everyday);
  EXPECT_FALSE(Compare(SmallModel(), "fietst met plezier").everyday);
  EXPECT_FALSE(Compare(SmallModel(), "mijn broertje ligt elke nacht uren wakker en durft niet te slapen").everyday);
}

TEST(LevelModelTest, TheServersOwnModelKnowsDayFromNight) {
  EXPECT_TRUE(Compare(TheModel(), "Hij is doodmoe na school en wil dan het liefst even op de bank een boekje lezen.").everyday);
  EXPECT_GE(Compare(TheModel(), "Al een jaar komt hij zijn kamer niet uit, school is gestopt en twee behandelaars weten het niet meer.").steps, 2U);
}

TEST(LevelModelTest, SaysWhichExampleIsAtFault) {
  for (const auto& [text, expected] : std::vector<std::pair<std::string, std::string>>{
           {"", "names no steps"},
           {"# steps: 3\n", "holds no examples"},
           {"# steps: 6 3\n", "examples.tsv:1: \"3\" is no level, or not above the one before it"},
           {"# steps: 9\n", ":1: \"9\" is no level"},
           {"# steps: 3\n1\t\ttekst\n", ":2: has no range"},
           {"# steps: 3\n2-1\t\ttekst\n", ":2: has no range"},
           {"# steps: 3\n1-9\t\ttekst\n", ":2: has no range"},
           {"# steps: 3\n1-2\toud\ttekst\n", ":2: has no age"},
           {"# steps: 3\n1-2\t\t\n", ":2: has no text"},
           {"# steps: 3\n1-2\t\ttekst\n1-2\t\ttekst\n", ":3: stands twice"},
           {"# steps: 3\n# raised_at_most: veel\n", ":2: is a share"},
       }) {
    const auto examples = LevelExamples::Parse(text, "examples.tsv");
    EXPECT_EQ(examples.status().code(), absl::StatusCode::kInvalidArgument) << text;
    EXPECT_TRUE(absl::StrContains(examples.status().message(), expected)) << examples.status();
  }
}

TEST(LevelModelTest, NeedsExamplesOnBothSidesOfAStep) {
  const auto trained = TrainLevels(Examples("# steps: 3\n1-2\t\teen heel gewone dag\n"), TheReaders());
  EXPECT_EQ(trained.status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace socialekaart
