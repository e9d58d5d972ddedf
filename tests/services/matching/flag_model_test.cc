#include "services/matching/flag_model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "indexer/base/codec.h"
#include "services/matching/flag_trainer.h"
#include "tests/services/matching/reader_fixture.h"

namespace socialekaart {
namespace {

constexpr char kExamples[] = R"(# topics: geweld vuur
# raised_at_most: 0.1
# refuted_at_most: 0.1
geweld	12	hij bedreigt zijn zus met een keukenmes
geweld	15	ze stak een klasgenoot met een mes
geweld		met een mes achter zijn moeder aan
geweld		heeft een vriend neergestoken met een zakmes
geweld	9	bedreigt de juf met een schaar en een mes
vuur	14	heeft de schuur in brand gestoken
vuur	11	steekt steeds prullenbakken in brand
vuur	13	stak een auto in de fik, alles in brand
vuur		brand gesticht in het park
vuur		zet de container in brand
-	8	hij helpt zijn zus met rekenen
-	15	ze speelt met een klasgenoot in de schuur
-		met een bal achter zijn moeder aan
-		heeft een vriend gevonden op de club
-	9	vraagt de juf om hulp met lezen
-	14	heeft de schuur opgeruimd met opa
-	11	zet steeds de prullenbakken aan de weg
-	13	wil een auto wassen in het park
-		eet het liefst pannenkoeken
-		slaapt goed en gaat graag naar school
)";

FlagExamples Examples(absl::string_view text) {
  const auto examples = FlagExamples::Parse(text, "examples.tsv");
  EXPECT_TRUE(examples.ok()) << examples.status();
  return examples.ok() ? *examples : FlagExamples();
}

NoteReaders TheReaders() { return {TheMasker(), TheLexicon(), TheAnalyzer()}; }

std::string TrainedOn(absl::string_view text) {
  const auto trained = TrainFlags(Examples(text), TheReaders());
  EXPECT_TRUE(trained.ok()) << trained.status();
  return trained.ok() ? trained->model : "";
}

const FlagModel& SmallModel() {
  static const auto* const model = new auto(FlagModel::Read(TrainedOn(kExamples), "small"));
  return OrDie<FlagModel>(*model);
}

const FlagModel& TheModel() {
  static const auto* const model = new auto(FlagModel::Load(FindNoteModel(FlagModel::kFile)));
  return OrDie<FlagModel>(*model);
}

struct Compared {
  FlagModel::Likeness likeness;
  std::vector<std::string> topics;
  std::string words;  // those that weigh most for the likest topic
};

Compared Compare(const FlagModel& model, const std::string& text) {
  Note note = ReadNote(text);
  TheMasker().Mask(&note);
  const Understanding understood = Understand(note, TheLexicon());
  Compared compared{model.Compare(NoteFeaturesOf(note, understood.set_aside, TheLexicon(), TheAnalyzer())), {}, {}};
  for (const FlagModel::Topic& topic : compared.likeness.topics) {
    compared.topics.push_back(model.topics()[static_cast<size_t>(topic.topic)]);
    if (compared.topics.size() > 1) continue;
    for (int i = topic.first; i <= topic.last; ++i)
      absl::StrAppend(&compared.words, " ", note.tokens[static_cast<size_t>(i)].word);
  }
  return compared;
}

TEST(FlagModelTest, RaisesWhatResemblesItsExamples) {
  for (const auto& [text, topic] : std::vector<std::pair<std::string, std::string>>{
           {"zijn broer bedreigde haar met messen", "geweld"},
           {"de fiets van de buren stond in brand, zij had dat gestoken", "vuur"},
           {"gaat graag met opa naar de club", ""},
       }) {
    const Compared compared = Compare(SmallModel(), text);
    EXPECT_EQ(compared.topics.empty() ? "" : compared.topics[0], topic) << text << " " << compared.likeness.score;
  }
}

TEST(FlagModelTest, PointsAtTheWordsThatWeighMost) {
  const Compared compared = Compare(SmallModel(), "eet graag pannenkoeken bij opa en bedreigt de buurman met een mes");
  EXPECT_TRUE(absl::StrContains(compared.words, "mes")) << compared.words;
  EXPECT_FALSE(absl::StrContains(compared.words, "pannenkoeken")) << compared.words;
}

TEST(FlagModelTest, LeavesOutWhatIsSetAside) {
  const Note note = ReadNote("hij is niet suicidaal");
  const NoteFeatures all = NoteFeaturesOf(note, std::vector<bool>(4), TheLexicon(), TheAnalyzer());
  const NoteFeatures some = NoteFeaturesOf(note, {false, false, false, true}, TheLexicon(), TheAnalyzer());
  const auto of_last = [](const NoteFeature& feature) { return feature.last == 3; };
  EXPECT_TRUE(std::any_of(all.features.begin(), all.features.end(), of_last));
  EXPECT_TRUE(std::none_of(some.features.begin(), some.features.end(), of_last));
}

TEST(FlagModelTest, ComparesEverySentenceByItself) {
  const NoteFeatures features =
      NoteFeaturesOf(ReadNote("Ja. Hij slaapt al weken niet goed. Op school, zegt de juf, gaat het prima."),
                     std::vector<bool>(40), TheLexicon(), TheAnalyzer());
  EXPECT_EQ(features.parts, 3);
  for (const NoteFeature& feature : features.features)
    EXPECT_EQ(features.part_of[static_cast<size_t>(feature.first)],
              features.part_of[static_cast<size_t>(feature.last)]);
}

TEST(FlagModelTest, HearsARedFlagInALongNote) {
  const std::string everyday =
      "Hij zit in groep zes en gaat graag naar school. Thuis speelt hij met zijn zusje en op zaterdag voetbalt hij. "
      "Het eten gaat goed, slapen ook, en met rekenen krijgt hij wat hulp van de juf. ";
  EXPECT_LT(Compare(TheModel(), everyday).likeness.score, TheModel().raise());
  const Compared compared = Compare(
      TheModel(),
      absl::StrCat(everyday, "Vanochtend vond moeder onder zijn bed een touw en een brief met vaarwel. ", everyday));
  EXPECT_GE(compared.likeness.score, TheModel().raise());
}

TEST(FlagModelTest, IsTheSameForTheSameExamples) {
  EXPECT_EQ(Hash(TrainedOn(kExamples)), Hash(TrainedOn(kExamples)));
  EXPECT_NE(Hash(TrainedOn(kExamples)), Hash(TrainedOn(absl::StrCat(kExamples, "-\t\teen heel andere dag\n"))));
}

TEST(FlagModelTest, ChoosesItsThresholdsByWhatItWasNotTaught) {
  const auto at = [](absl::string_view raised, absl::string_view refuted) {
    const auto model =
        FlagModel::Read(TrainedOn(absl::StrReplaceAll(
                            kExamples, {{"raised_at_most: 0.1", absl::StrCat("raised_at_most: ", raised)},
                                        {"refuted_at_most: 0.1", absl::StrCat("refuted_at_most: ", refuted)}})),
                        "small");
    return std::pair((*model)->raise(), (*model)->refute());
  };
  EXPECT_GT(at("0", "0").first, at("0.5", "0").first);
  EXPECT_LT(at("0", "0").second, at("0", "0.5").second);
}

TEST(FlagModelTest, RefusesADamagedFile) {
  const std::string whole = TrainedOn(kExamples);
  for (const auto& damage : std::vector<std::function<void(std::string*)>>{
           [](std::string* bytes) { bytes->clear(); },
           [](std::string* bytes) { bytes->resize(20); },
           [](std::string* bytes) { bytes->resize(bytes->size() - 1); },
           [](std::string* bytes) { bytes->push_back('x'); },
           [](std::string* bytes) { (*bytes)[0] = 'x'; },
           [](std::string* bytes) { ++(*bytes)[8]; },   // its format
           [](std::string* bytes) { ++(*bytes)[16]; },  // how many topics
           [](std::string* bytes) { (*bytes)[bytes->size() / 2] ^= 1; },
       }) {
    std::string bytes = whole;
    damage(&bytes);
    const auto model = FlagModel::Read(bytes, "test.model");
    ASSERT_FALSE(model.ok());
    EXPECT_EQ(model.status().code(), absl::StatusCode::kDataLoss);
    EXPECT_TRUE(absl::StrContains(model.status().message(), "test.model")) << model.status();
  }
  EXPECT_EQ(FlagModel::Load("/nergens/flags.model").status().code(), absl::StatusCode::kNotFound);
}

TEST(FlagModelTest, SaysWhichExampleIsAtFault) {
  for (const auto& [text, expected] : std::vector<std::pair<std::string, std::string>>{
           {"", "names no topics"},
           {"# topics: a\n", "holds no examples"},
           {"# topics: a\nb\t\ttekst\n", "examples.tsv:2: names the unknown topic \"b\""},
           {"# topics: a\na\ttekst\n", ":2: needs topics, age and text"},
           {"# topics: a\na\toud\ttekst\n", ":2: has no age"},
           {"# topics: a\na\t\t\n", ":2: has no text"},
           {"# topics: a\n\na\t\ttekst\n-\t4\ttekst\n", ":4: stands twice"},
           {"# topics: a\n# alike: a b\n", ":2: names an unknown topic"},
           {"# topics: a\n# raised_at_most: veel\n", ":2: is a share"},
       }) {
    const auto examples = FlagExamples::Parse(text, "examples.tsv");
    EXPECT_EQ(examples.status().code(), absl::StatusCode::kInvalidArgument) << text;
    EXPECT_TRUE(absl::StrContains(examples.status().message(), expected)) << examples.status();
  }
}

TEST(FlagModelTest, NeedsBothKindsOfExamples) {
  EXPECT_EQ(TrainFlags(Examples("# topics: a\na\t\ttekst\n"), TheReaders()).status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace socialekaart
