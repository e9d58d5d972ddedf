#include <gtest/gtest.h>

#include <array>

#include "tests/indexer/text/dutch.h"

namespace socialekaart {
namespace {

struct Case {
  const char* word;
  const char* lemma;
};

TEST(LemmaTest, TakesEachEndingOff) {
  for (const auto& [word, lemma] : std::to_array<Case>({
           // plurals
           {"klachten", "klacht"},
           {"scholen", "school"},
           {"brillen", "bril"},
           {"huizen", "huis"},
           {"brieven", "brief"},
           {"gemeenten", "gemeente"},
           {"ziekten", "ziekte"},
           {"jongeren", "jongere"},
           {"bacteriën", "bacterie"},
           {"ideeën", "idee"},
           {"moeilijkheden", "moeilijk"},
           {"tijden", "tijd"},
           {"ooms", "oom"},
           {"foto's", "foto"},
           {"fotos", "foto"},
           {"kinderen", "kind"},
           {"pleegkinderen", "pleegkind"},
           {"dagen", "dag"},
           {"werkdagen", "werkdag"},
           {"steden", "stad"},
           {"oceanen", "oceaan"},
           {"coaches", "coach"},
           {"influencers", "influencer"},
           // diminutives
           {"groepje", "groep"},
           {"zoontje", "zoon"},
           {"mannetje", "man"},
           {"boompje", "boom"},
           {"koninkje", "koning"},
           {"omaatje", "oma"},
           {"glaasje", "glas"},
           {"kastje", "kast"},
           {"buurtje", "buurt"},
           {"baantje", "baan"},
           {"taxi'tje", "taxi"},
           {"vriendjes", "vriend"},
           // verbs
           {"slapen", "slaap"},
           {"slaapt", "slaap"},
           {"sliep", "slaap"},
           {"geslapen", "slaap"},
           {"slapend", "slaap"},
           {"werkte", "werk"},
           {"leefde", "leven"},
           {"verhuisde", "verhuis"},
           {"gepest", "pest"},
           {"opgevoed", "opvoed"},
           {"verwaarloosd", "verwaarloos"},
           {"verwezen", "verwijs"},
           {"aangewezen", "aanwijs"},
           {"wegloopt", "wegloop"},
           {"schreeuwt", "schreeuw"},
           {"gaat", "gaat"},
           {"omgegaan", "omgaan"},
           // nouns of verbs
           {"begeleiding", "begeleid"},
           {"begeleider", "begeleid"},
           {"begeleidster", "begeleid"},
           {"verslavingen", "verslaaf"},
           {"motivatie", "motiveer"},
           // adjectives
           {"boze", "boos"},
           {"dove", "doof"},
           {"zwaarder", "zwaar"},
           {"kleiner", "klein"},
           {"angstige", "angst"},
           {"autistische", "autisme"},
           {"pedagogisch", "pedagogie"},
           {"depressieve", "depressie"},
           {"emotionele", "emotie"},
           {"boosheid", "boos"},
           {"harde", "hard"},
           // persons
           {"psychologe", "psycholoog"},
           {"leraressen", "leraar"},
           {"therapeute", "therapeut"},
           {"vrijwilligster", "vrijwilliger"},
           // what a stem, a verb or a vowel looks like a plural of
           {"rekenen", "reken"},
           {"oefeningen", "oefen"},
           {"hulpverleners", "hulpverleen"},
           {"lenen", "leen"},
           {"ziet", "zien"},
           {"voorzien", "voorzien"},
           {"buien", "bui"},
           {"maatjes", "maatje"},
           {"verlegenheid", "verlegen"},
           // compounds, also such as no dictionary has
           {"angststoornissen", "angststoornis"},
           {"slaapproblemen", "slaapprobleem"},
           {"lotgenotengroepjes", "lotgenotengroep"},
       })) {
    EXPECT_EQ(LemmaOf(word), lemma) << word;
  }
}

TEST(LemmaTest, LeavesAloneWhatOnlyLooksInflected) {
  for (const char* word : {"aandacht", "vervoer",
                           "tien",     "heen",
                           "veen",     "arts",
                           "prijs",    "gezin",
                           "gemeente", "jongen",
                           "deken",    "staart",
                           "kust",     "rust",
                           "gedicht",  "geluk",
                           "ouder",    "moeder",
                           "soms",     "mens",
                           "huis",     "kussen",
                           "rekening", "overheid",
                           "veilig",   "handig",
                           "meisje",   "beetje",
                           "rente",    "positief",
                           "adhd",     "x",
                           "qzqzqz",   "opvoedonderstuning"}) {
    EXPECT_EQ(LemmaOf(word), word);
  }
}

}  // namespace
}  // namespace socialekaart
