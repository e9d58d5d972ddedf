#include "clients/cli/text.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "clients/cli/command.h"
#include "clients/cli/privacy.h"
#include "clients/cli/table.h"
#include "clients/cli/words.h"
#include "gtest/gtest.h"

namespace socialekaart::cli {
namespace {

using Strings = std::vector<std::string>;

TEST(TextTest, CountsColumns) {
  EXPECT_EQ(DisplayWidth(""), 0U);
  EXPECT_EQ(DisplayWidth("Mariënvelde"), 11U);
  EXPECT_EQ(DisplayWidth("Marie\u0308nvelde"), 11U);
  EXPECT_EQ(DisplayWidth("\u0308"), 1U);
  EXPECT_EQ(DisplayWidth("abc…"), 4U);
}

TEST(TextTest, PadsAndTruncatesByColumns) {
  EXPECT_EQ(Pad("Ré", 4), "Ré  ");
  EXPECT_EQ(Pad("lang", 2), "lang");
  EXPECT_EQ(Truncate("Mariënvelde", 11), "Mariënvelde");
  EXPECT_EQ(Truncate("Mariënvelde", 6), "Marië…");
  EXPECT_EQ(Truncate("Marie\u0308nvelde", 6), "Marie\u0308…");
  EXPECT_EQ(Truncate("abc", 1), "…");
  EXPECT_EQ(Truncate("abc", 0), "");
}

TEST(TextTest, WrapsAtSpaces) {
  EXPECT_EQ(Wrap("een twee drie", 8), (Strings{"een twee", "drie"}));
  EXPECT_EQ(Wrap("een\n\ntwee", 8), (Strings{"een", "", "twee"}));
  EXPECT_EQ(Wrap("meervoudigeproblematiek nu", 8), (Strings{"meervoudigeproblematiek", "nu"}));
  EXPECT_EQ(Wrap("", 8), Strings{""});
}

TEST(TextTest, LetsNoRecordSteerTheTerminal) {
  EXPECT_EQ(OneLine("a\tb\nc\x1b[31md\x7f"), "a b c [31md ");
  EXPECT_EQ(OneLine("a\u009b31mb\u00a0c"), "a 31mb\u00a0c");
  EXPECT_EQ(WithoutControls("a\nb\rc"), "a\nb c");
}

TEST(TextTest, ReadsASnippet) {
  EXPECT_EQ(FromSnippet("bij <mark>scheiding</mark> &lt;b&gt; &amp;amp; &quot;x&quot; it&#39;s", "[", "]"),
            "bij [scheiding] <b> &amp; \"x\" it's");
}

TEST(TextTest, GuessesWhatWasMeant) {
  const Strings commands = {"search", "match", "get", "list"};
  EXPECT_EQ(DidYouMean("serch", commands), "search");
  EXPECT_EQ(DidYouMean("mathc", commands), "match");
  EXPECT_EQ(DidYouMean("banana", commands), "");
  EXPECT_EQ(DidYouMean("gte", commands), "");
}

TEST(TableTest, FitsItsWidth) {
  const Table table = {.header = {"naam", "niveau"},
                       .rows = {{"Opvoedspreekuur Mariënvelde", "basis"}, {"CJG\tx\ny", "wijkteam"}, {"kort"}}};
  EXPECT_EQ(table.ToText(100),
            "naam                         niveau\n"
            "Opvoedspreekuur Mariënvelde  basis\n"
            "CJG x y                      wijkteam\n"
            "kort\n");
  EXPECT_EQ(table.ToText(22),
            "naam          niveau\n"
            "Opvoedspree…  basis\n"
            "CJG x y       wijkteam\n"
            "kort\n");
  EXPECT_EQ(table.ToTsv(), "Opvoedspreekuur Mariënvelde\tbasis\nCJG x y\twijkteam\nkort\n");
  EXPECT_EQ((Table{.header = {"naam"}}).ToTsv(), "");
}

TEST(TableTest, LeavesOutWhatPeopleCanMiss) {
  const Table table = {.header = {"naam", "aanbieder", "telefoon"},
                       .rows = {{"Opvoedspreekuur", "Centrum voor Jeugd", "0545 000 106"}},
                       .dispensable = {1}};
  EXPECT_EQ(table.ToText(49),
            "naam             aanbieder           telefoon\n"
            "Opvoedspreekuur  Centrum voor Jeugd  0545 000 106\n");
  EXPECT_EQ(table.ToText(48),
            "naam             telefoon\n"
            "Opvoedspreekuur  0545 000 106\n");
}

TEST(WordsTest, ReadBackWhatIsShown) {
  for (const std::string& code : LevelCodes()) {
    ASSERT_TRUE(ParseLevel(code).has_value()) << code;
    EXPECT_EQ(LevelCode(*ParseLevel(code)), code);
    EXPECT_NE(LevelName(*ParseLevel(code)), "");
  }
  EXPECT_EQ(LevelCodes().size(), 9U);
  EXPECT_EQ(ParseLevel("hoog"), std::nullopt);
  EXPECT_EQ(LevelName(v1::HELP_LEVEL_UNSPECIFIED), "");
  for (const std::string& code : RoleCodes()) EXPECT_TRUE(ParseRole(code).has_value()) << code;
  EXPECT_EQ(ParseRole("buurvrouw"), std::nullopt);
}

TEST(WordsTest, SayDistancesAndAges) {
  EXPECT_EQ(DistanceText(0, false), "0 m");
  EXPECT_EQ(DistanceText(999, false), "999 m");
  EXPECT_EQ(DistanceText(4'249, false), "4,2 km");
  EXPECT_EQ(DistanceText(23'600, true), "ca. 24 km");
  v1::SearchResult result;
  EXPECT_EQ(DistanceText(result), "");
  result.set_distance_m(0);
  EXPECT_EQ(DistanceText(result), "0 m");

  v1::Service service;
  EXPECT_EQ(AgesText(service), "");
  service.set_minimum_age(0.5);
  EXPECT_EQ(AgesText(service), "vanaf 0,5 jaar");
  service.set_maximum_age(12);
  EXPECT_EQ(AgesText(service), "0,5 t/m 12 jaar");
  service.clear_minimum_age();
  EXPECT_EQ(AgesText(service), "t/m 12 jaar");
}

TEST(WordsTest, ReadADistance) {
  for (const auto& [text, metres] : std::to_array<std::pair<std::string, std::optional<int>>>({
           {"10km", 10'000},
           {"2.5 km", 2'500},
           {"2,5km", 2'500},
           {"800m", 800},
           {"500km", 500'000},
           {"501km", std::nullopt},
           {"0m", std::nullopt},
           {"10", std::nullopt},
           {"-1km", std::nullopt},
           {"km", std::nullopt},
           {"10 miles", std::nullopt},
           {"", std::nullopt},
       })) {
    EXPECT_EQ(ParseRadius(text), metres) << text;
  }
}

TEST(WordsTest, ReadAPlace) {
  EXPECT_EQ(ToPlace("7151 AB").text(), "7151 AB");
  EXPECT_EQ(ToPlace("Beek, Montferland").text(), "Beek, Montferland");
  EXPECT_DOUBLE_EQ(ToPlace("52.1,6.65").point().latitude(), 52.1);
  EXPECT_DOUBLE_EQ(ToPlace(" 52.1 , -6.65 ").point().longitude(), -6.65);
  EXPECT_EQ(ToPlace("52,6").text(), "52,6");
}

TEST(PrivacyTest, FindsABsn) {
  for (const auto& [text, is_there] : std::to_array<std::pair<std::string, bool>>({
           {"111222333", true},  // passes the eleven-test, given to no one
           {"jongen 8 jaar, bsn 123456782, boos", true},
           {"8 111222333", true},
           {"1112.22.333", true},
           {"111 222 333", true},
           {"111222334", false},
           {"000000000", false},
           {"0612345678", false},  // a phone number
           {"1112223330", false},
           {"7151 AB, 8 jaar", false},
           {"", false},
       })) {
    EXPECT_EQ(HoldsBsn(text), is_there) << text;
  }
}

}  // namespace
}  // namespace socialekaart::cli
