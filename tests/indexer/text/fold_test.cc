#include "indexer/text/fold.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <utility>

namespace socialekaart {
namespace {

TEST(FoldTest, MakesSpellingsEqual) {
  for (const auto& [text, folded] : std::to_array<std::pair<const char*, const char*>>({
           {"Suïcidaal", "suicidaal"},
           {"’s-Heerenberg", "'s-heerenberg"},
           {"Ĳsselstreek", "ijsselstreek"},
           {"CAFÉ", "cafe"},
           {"cafe\xCC\x81", "cafe"},
           {"Œuvre", "oeuvre"},
           {"straße", "strasse"},
           {"ﬁets", "fiets"},     // a ligature
           {"ＡＤＨＤ", "adhd"},  // full width
           {"①", "1"},
           {"Ṣalāḥ", "salah"},
           {"Μαρία", "μαρια"},
           {"opvoed\u2011vraag", "opvoed-vraag"},
           {"日本", "日本"},
       })) {
    EXPECT_EQ(Fold(text), folded);
  }
}

TEST(FoldTest, ReplacesWhatIsNoUtf8) {
  for (const char* bytes : {"\xFF", "\xC3", "\xED\xA0\x80", "\xC0\xAF", "\xF4\x90\x80\x80", "\xE2\x82"}) {
    const std::string folded = Fold(bytes);
    ASSERT_FALSE(folded.empty());
    EXPECT_EQ(folded.find_first_not_of("\xEF\xBF\xBD"), std::string::npos);
  }
}

TEST(FoldTest, ChangesNothingTwice) {
  for (const char* text : {"Ĳsselstreek", "①②", "ẞ", "Ǆ", "ﷺ", "İstanbul", "ŉ", "½"}) {
    EXPECT_EQ(Fold(Fold(text)), Fold(text)) << text;
  }
}

}  // namespace
}  // namespace socialekaart
