#include "indexer/text/spelling.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <utility>

namespace socialekaart {
namespace {

constexpr auto kPairs = std::to_array<std::pair<const char*, const char*>>({
    {"slap", "slaap"},
    {"bell", "bel"},
    {"lev", "leef"},
    {"verwijz", "verwijs"},
    {"wandel", "wandel"},
    {"pest", "pest"},
    {"ocean", "oceaan"},
    {"boz", "boos"},
    {"brill", "bril"},
    {"huiz", "huis"},
    {"stress", "stress"},
    {"schol", "school"},
    {"materal", "materaal"},
    {"idiom", "idioom"},
    {"mix", "mix"},
});

TEST(SpellingTest, ClosesAStem) {
  for (const auto& [open, closed] : kPairs) {
    const auto words = Closed(open);
    EXPECT_NE(std::find(words.begin(), words.end(), closed), words.end()) << open;
  }
  EXPECT_EQ(Closed("slap").front(), "slaap");  // before "slap", of "slappen"
  EXPECT_EQ(Closed("bell").front(), "bel");
}

TEST(SpellingTest, OpensItAgain) {
  for (const auto& [open, closed] : kPairs) {
    const auto words = Opened(closed);
    EXPECT_NE(std::find(words.begin(), words.end(), open), words.end()) << closed;
  }
}

TEST(SpellingTest, TakesAnyBytes) {
  for (const char* text : {"", "a", "e", "b", "aa", "bb", "\xFF", "日本"}) {
    EXPECT_LE(Closed(text).size(), 3u);
    EXPECT_LE(Opened(text).size(), 4u);
  }
}

}  // namespace
}  // namespace socialekaart
