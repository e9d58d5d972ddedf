#include "indexer/text/analyzer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tests/indexer/text/dutch.h"

namespace socialekaart {
namespace {

TEST(AnalyzerTest, GivesLemmaThenParts) {
  for (const auto& [text, forms] : std::to_array<std::pair<const char*, const char*>>({
           {"De opvoeding van een kind", "de opvoed van een kind"},
           {"jeugdgezondheidszorg", "jeugdgezondheidszorg/jeugdgezond/jeugd/gezondheidszorg/gezond/zorg"},
           {"eetstoornissen", "eetstoornis/eet/stoornis"},
           {"echtscheidingsproblematiek",
            "echtscheidingsprobleem/echtscheidingsproblematiek/echtscheid/echt/scheid/probleem"},
           {"8-jarige", "8/8jarige jaar"},
           {"ADHD", "adhd"},
           {"", ""},
           {" - / . ", ""},
           {"\xFF\xFE kind \xC3", "kind"},
       })) {
    EXPECT_EQ(FormsOf(text), forms) << text;
  }
}

TEST(AnalyzerTest, FindsWhatIsWrittenTogetherApartAndOtherwise) {
  for (const auto& [text, forms] : std::to_array<std::pair<const char*, const char*>>({
           {"IB'er", "iber"},
           {"IB’ers", "iber"},
           {"KOPP/KVO", "kopp/koppkvo kvo"},
           {"poh-jeugd", "poh/pohjeugd jeugd"},
           {"'s-Heerenberg", "heerenberg/sheerenberg"},
           {"en/of", "en of"},
           {"g.g.z.", "ggz"},
           {"baby's", "baby"},
           {"MindUp", "mindup/mind/up"},
           {"burn-outklachten", "burn/burnoutklacht/burnoutklachten/burnout/klacht outklachten"},
       })) {
    EXPECT_EQ(FormsOf(text), forms) << text;
  }
}

// Whether each word of `asked` that says something has a form of `text`.
bool Meets(const char* asked, const char* text) {
  std::set<std::string> there;
  for (const TextToken& token : Dutch().Analyze(text)) {
    for (const TextForm& form : token.forms) there.insert(form.term);
  }
  for (const TextToken& token : Dutch().Analyze(asked)) {
    bool found = token.is_stop_word;
    for (const TextForm& form : token.forms) found = found || there.count(form.term) > 0;
    if (!found) return false;
  }
  return true;
}

TEST(AnalyzerTest, MeetsHoweverItIsWritten) {
  for (const auto& [asked, text] : std::to_array<std::pair<const char*, const char*>>({
           {"scheiding", "echtscheidingsproblematiek"},
           {"bed plassen", "bedplassen"},
           {"bedplassen", "bed plassen"},
           {"opvoeding ondersteuning", "opvoedondersteuning"},
           {"school maatschappelijk werk", "schoolmaatschappelijk werk"},
           {"schoolmaatschappelijk", "school maatschappelijk"},
           {"iber", "IB'er"},
           {"ib'er", "iber"},
           {"kopp", "KOPP/KVO"},
           {"koppkvo", "KOPP/KVO-groep"},
           {"heerenberg", "'s-Heerenberg"},
           {"'s heerenberg", "’s-Heerenberg"},
           {"burnout", "burn-out"},
           {"boze kinderen", "boos kind"},
           {"gepest", "pesten"},
           {"veldhoven", "in Veldhoven"},
       })) {
    EXPECT_TRUE(Meets(asked, text)) << asked << " | " << text;
  }
  EXPECT_FALSE(Meets("beleid", "begeleiding"));
  EXPECT_FALSE(Meets("zin", "gezin"));
}

TEST(AnalyzerTest, KnowsWhereEachFormStands) {
  const std::string text = "Hulp bij suïcidepreventie-avond";
  const auto tokens = Dutch().Analyze(text);
  ASSERT_EQ(tokens.size(), 4u);
  EXPECT_TRUE(tokens[1].is_stop_word);
  std::set<std::string> seen;
  for (const TextForm& form : tokens[2].forms) seen.insert(form.term + "=" + text.substr(form.offset, form.length));
  for (const char* form : {"suicidepreventie=suïcidepreventie", "suicide=suïcide", "preventie=preventie",
                           "suicidepreventieavond=suïcidepreventie-avond"}) {
    EXPECT_EQ(seen.count(form), 1u) << form;
  }
}

// Every text of the sample region, asked for forms of its own and of the text before it.
TEST(AnalyzerTest, FindsTheSameTokensAsItMakes) {
  std::ifstream file(SOCIALEKAART_SOURCE_DIR "/data/sample/services.ndjson");
  std::vector<TextToken> before;
  int found = 0;
  for (std::string line; std::getline(file, line);) {
    std::vector<TextToken> tokens = Dutch().Analyze(line);
    absl::flat_hash_set<absl::string_view> terms;
    for (const auto& [from, step] : {std::pair(&tokens, size_t{17}), std::pair(&before, size_t{11})}) {
      for (size_t i = 0; i < from->size(); i += step) terms.insert((*from)[i].forms.back().term);
    }
    std::vector<TextToken> expected;
    for (const TextToken& token : tokens) {
      const auto is_wanted = [&](const TextForm& form) { return terms.contains(form.term); };
      if (std::any_of(token.forms.begin(), token.forms.end(), is_wanted)) expected.push_back(token);
    }
    const std::vector<TextToken> actual = Dutch().Find(line, terms);
    ASSERT_EQ(actual.size(), expected.size()) << line;
    for (size_t i = 0; i < expected.size(); ++i) {
      ASSERT_EQ(actual[i].offset, expected[i].offset) << line;
      ASSERT_EQ(actual[i].forms, expected[i].forms) << expected[i].word << " in " << line;
    }
    found += static_cast<int>(expected.size());
    before = tokens;
  }
  EXPECT_GT(found, 10'000);
  EXPECT_TRUE(Dutch().Find("", {"kind"}).empty());
  EXPECT_TRUE(Dutch().Find("kinderen", {}).empty());
}

TEST(AnalyzerTest, LeavesNamesAndAbbreviationsWhole) {
  for (const auto& [text, forms] : std::to_array<std::pair<const char*, const char*>>({
           {"bij mevrouw Zonneveldt", "bij mevrouw zonneveldt"},
           {"bij mevrouw Zorgweiden", "bij mevrouw zorgweiden"},  // would be split, and inflected
           {"in veldhoven", "in veldhoven"},                      // the dictionary knows it as a name
           {"het JOTS en de SOZA", "het jots en de soza"},
           {"de lvb", "de lvb"},
           {"bij CJG Opvoedspreekuur", "bij cjg opvoedspreekuur/opvoed/spreekuur"},  // of the field: no name
       })) {
    EXPECT_EQ(FormsOf(text), forms) << text;
  }
}

TEST(AnalyzerTest, TellsTypingErrorsFromWords) {
  for (const char* word :
       {"scheiding", "opvoedvragen", "gezinscoaches", "ggz", "veldhoven", "8", "b12", "niet", "kinderen", "ib'er"}) {
    EXPECT_TRUE(Dutch().IsKnown(word)) << word;
    EXPECT_TRUE(Dutch().Analyze(word).front().is_known) << word;
  }
  for (const char* word : {"scheidng", "opveodvragen", "weerbarheid", "pestetn", "qzx", "dyslecsie", "angsst"}) {
    EXPECT_FALSE(Dutch().IsKnown(word)) << word;
    EXPECT_FALSE(Dutch().Analyze(word).front().is_known) << word;
  }
  EXPECT_FALSE(Dutch().IsKnown(""));
  EXPECT_FALSE(Dutch().IsKnown(std::string(1000, 'a')));
}

TEST(AnalyzerTest, ExplainsWhatItDid) {
  const auto steps = Dutch().Explain("De Kinderen");
  ASSERT_GE(steps.size(), 4u);
  EXPECT_EQ(steps[0], (AnalysisStep{"De", "vouwen", "de"}));
  EXPECT_EQ(steps[1], (AnalysisStep{"de", "stopwoord", "de"}));
  EXPECT_EQ(steps[3], (AnalysisStep{"kinderen", "uitzondering", "kind"}));
  const auto split = Dutch().Explain("eetstoornis");
  EXPECT_NE(std::find(split.begin(), split.end(), (AnalysisStep{"eetstoornis", "splitsing", "stoornis"})), split.end());
}

void ExpectSound(const std::string& text) {
  size_t last = 0;
  for (const TextToken& token : Dutch().Analyze(text)) {
    EXPECT_FALSE(token.word.empty());
    EXPECT_LE(last, token.offset);
    last = token.offset + token.length;
    ASSERT_LE(last, text.size());
    ASSERT_FALSE(token.forms.empty());
    EXPECT_EQ(token.forms.front().kind, TextForm::Kind::kLemma);
    std::set<std::string> terms;
    for (size_t i = 0; i < token.forms.size(); ++i) {
      const TextForm& form = token.forms[i];
      EXPECT_FALSE(form.term.empty());
      EXPECT_TRUE(terms.insert(form.term).second) << form.term;
      EXPECT_GT(form.length, 0u);
      EXPECT_LE(form.offset + form.length, text.size());
      if (i > 0) {
        EXPECT_LE(token.forms[i - 1].kind, form.kind);
      }
    }
  }
  Dutch().Explain(text);
}

TEST(AnalyzerPropertyTest, TakesAnyBytes) {
  std::mt19937_64 random(7);
  const std::vector<std::string> pieces = {"kind", "'",  "’",    "-",    "/",        ".",        " ",
                                           "S",    "ï",  "\xC3", "\xFF", "\xE2\x80", "opvoed",   "7",
                                           "A",    "\n", "\0x",  "ß",    "ﬁ",        "\xCC\x81", "gezinsbegeleiding",
                                           "IB",   "s"};
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (size_t i = random() % 12; i > 0; --i) {
      if (random() % 4 == 0) {
        text.push_back(static_cast<char>(random() % 256));
      } else {
        text += pieces[random() % pieces.size()];
      }
    }
    ExpectSound(text);
  }
}

TEST(AnalyzerPropertyTest, GivesALemmaItself) {
  for (
      const char* text :
      {"opvoeden begeleiding jeugdgezondheidszorg pleegkinderen angststoornissen verwezen psychologen jongeren ouderen",
       "slaapproblemen echtscheidingsproblematiek motivatie autistische depressieve boosheid verslaafden huisartsen"}) {
    for (const TextToken& token : Dutch().Analyze(text)) {
      for (const TextForm& form : token.forms) {
        // What is spelled as it stands is there for names.
        if (form.kind == TextForm::Kind::kSynonym || form.term == token.word) continue;
        EXPECT_EQ(LemmaOf(form.term), form.term) << token.word;
      }
    }
  }
}

TEST(AnalyzerTest, ServesSeveralThreads) {
  const auto expected = Dutch().Analyze("opvoedvragen bij een scheiding");
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&expected] {
      for (int round = 0; round < 200; ++round) EXPECT_EQ(Dutch().Analyze("opvoedvragen bij een scheiding"), expected);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(AnalyzerTest, IsFoundAsTwoAnalyzersOfOneThread) {
  // What one remembers is nothing to the other.
  const auto other = LoadDutchAnalyzer(FindLexicon());
  ASSERT_TRUE(other.ok());
  EXPECT_EQ((*other)->Analyze("gezinscoaches"), Dutch().Analyze("gezinscoaches"));
  EXPECT_EQ((*other)->version(), Dutch().version());
}

}  // namespace
}  // namespace socialekaart
