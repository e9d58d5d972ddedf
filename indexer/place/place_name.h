#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace socialekaart {

// What a place name is found by: folded, and letters and digits alone. "'s-Heerenberg", "S HEERENBERG" and
// "sHeerenberg" are the same, as are "Hengelo (Gld)" and "Hengelo Gld", "Oude IJsselstreek" and "oude-ijsselstreek".
std::string NameKey(absl::string_view name);

// The name without what tells it from its namesakes: "Hengelo" of "Hengelo (Gld)". The name itself when it has no such
// part.
absl::string_view BaseName(absl::string_view name);

// Every way to read a text as a name and what tells it from its namesakes: "Beek (Montferland)", "Beek, Montferland"
// and "Beek Montferland" all give {"Beek", "Montferland"}. Most words in the name first.
std::vector<std::pair<std::string, std::string>> QualifiedNames(absl::string_view text);

// "Montferland" of "gemeente Montferland", "gem. Montferland" and "Montferland".
absl::string_view WithoutMunicipalityWord(absl::string_view text);

}  // namespace socialekaart
