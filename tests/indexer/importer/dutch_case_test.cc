#include "indexer/importer/dutch_case.h"

#include <gtest/gtest.h>

#include <array>
#include <utility>

namespace socialekaart {
namespace {

TEST(DutchCaseTest, WritesPlacesAsPeopleDo) {
  for (const auto& [given, expected] : std::to_array<std::pair<const char*, const char*>>({
           {"EIBERGEN", "Eibergen"},
           {"'S-HEERENBERG", "'s-Heerenberg"},
           {"'S GRAVENMOER", "'s Gravenmoer"},
           {"S GRAVENHAGE", "'s-Gravenhage"},
           {"'T HARDE", "'t Harde"},
           {"2E EXLOERMOND", "2e Exloermond"},
           {"HENGELO GLD", "Hengelo (Gld)"},
           {"LAREN NH", "Laren (NH)"},
           {"OUDE IJSSELSTREEK", "Oude IJsselstreek"},
           {"IJMUIDEN", "IJmuiden"},
           {"ALPHEN AAN DEN RIJN", "Alphen aan den Rijn"},
           {"DE WIJK", "De Wijk"},
           {"DEN HAAG", "Den Haag"},
           {"WEHE-DEN HOORN", "Wehe-den Hoorn"},
           {"HENDRIK-IDO-AMBACHT", "Hendrik-Ido-Ambacht"},
           {"ST.-ANNAPAROCHIE", "St.-Annaparochie"},
           {"HEI- EN BOEICOP", "Hei- en Boeicop"},
           {"TULL EN 'T WAAL", "Tull en 't Waal"},
           {"BEEK GEM MONTFERLAND", "Beek gem Montferland"},
           {"AALTEN", "Aalten"},
           {"EXLOËRMOND", "Exloërmond"},
           {"'s-Gravenhage", "'s-Gravenhage"},
           {"Meerlo", "Meerlo"},
           {"", ""},
           {"-", "-"},
           {"'", "'"},
           {"S", "S"},
       })) {
    EXPECT_EQ(ToDutchPlaceCase(given), expected);
  }
}

}  // namespace
}  // namespace socialekaart
