#include "indexer/place/place_name.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

namespace socialekaart {
namespace {

TEST(PlaceNameTest, IsTheSameInEverySpelling) {
  for (const std::vector<std::string>& spellings : std::to_array<std::vector<std::string>>({
           {"'s-Heerenberg", "'S-HEERENBERG", "’s-Heerenberg", "s Heerenberg", "sHeerenberg"},
           {"Oude IJsselstreek", "oude ijsselstreek", "Oude-IJsselstreek", "Oude Ĳsselstreek"},
           {"Hengelo (Gld)", "hengelo gld", "Hengelo (Gld.)"},
           {"Mariënvelde", "Marienvelde", "Marie\u0308nvelde", "MARIËNVELDE"},
           {"Sûdwest-Fryslân", "Sudwest Fryslan"},
       })) {
    for (const std::string& spelling : spellings) EXPECT_EQ(NameKey(spelling), NameKey(spellings[0])) << spelling;
  }
  EXPECT_NE(NameKey("Beek"), NameKey("Beek en Donk"));
  EXPECT_EQ(NameKey(" ,-' "), "");
  EXPECT_NE(NameKey("Хенгело"), "");
}

TEST(PlaceNameTest, HasABase) {
  EXPECT_EQ(BaseName("Hengelo (Gld)"), "Hengelo");
  EXPECT_EQ(BaseName("Eibergen"), "Eibergen");
  EXPECT_EQ(BaseName("(Gld)"), "(Gld)");
  EXPECT_EQ(BaseName("Hengelo (Gld) Noord"), "Hengelo (Gld) Noord");
}

TEST(PlaceNameTest, IsReadWithWhatTellsItFromItsNamesakes) {
  using Names = std::vector<std::pair<std::string, std::string>>;
  for (const auto& [text, names] : std::to_array<std::pair<std::string, Names>>({
           {"Beek (Montferland)", {{"Beek", "Montferland"}, {"Beek", "Montferland"}}},
           {"Beek, Montferland", {{"Beek,", "Montferland"}, {"Beek", "Montferland"}}},
           {"Beek gem. Montferland", {{"Beek gem.", "Montferland"}, {"Beek", "Montferland"}}},
           {"Beek", {}},
           {"", {}},
       })) {
    EXPECT_EQ(QualifiedNames(text), names) << text;
  }
}

}  // namespace
}  // namespace socialekaart
