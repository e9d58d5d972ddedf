#include "tests/bench/words.h"

#include <array>
#include <cmath>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "indexer/base/codec.h"

namespace socialekaart::bench {
namespace {

// About the number of different words in 10,000 descriptions of real services.
constexpr size_t kRareWords = 20'000;
constexpr uint64_t kWordSeed = 7;

// Shares of running text.
constexpr double kCommonShare = 0.62;
constexpr double kDomainShare = 0.14;

// How many words are more used than the first of each list.
constexpr size_t kBeforeCommon = 4;
constexpr size_t kBeforeDomain = 60;
constexpr size_t kBeforeRare = 300;

constexpr auto kOnsets =
    std::to_array<const char*>({"b", "d", "f",   "g",  "h",  "k",   "kl", "l",  "m", "n", "p", "pl",
                                "r", "s", "sch", "sl", "st", "str", "t",  "tr", "v", "w", "z", "zw"});
constexpr auto kNuclei =
    std::to_array<const char*>({"a", "aa", "e", "ee", "i", "ie", "o", "oo", "oe", "u", "ui", "ei"});
constexpr auto kCodas = std::to_array<const char*>({"", "", "k", "l", "m", "n", "ng", "p", "r", "rk", "s", "t"});
constexpr auto kEndings = std::to_array<const char*>({"", "", "en", "ing", "er", "heid", "lijk", "hulp", "groep"});

std::string MakeWord(Random& random) {
  std::string word;
  for (int syllable = random.Between(1, 3); syllable >= 0; --syllable) {
    absl::StrAppend(&word, random.Pick(kOnsets), random.Pick(kNuclei), random.Pick(kCodas));
  }
  return absl::StrCat(word, random.Pick(kEndings));
}

void Capitalize(std::string& text) {
  text[0] = absl::ascii_toupper(static_cast<unsigned char>(text[0]));
}

}  // namespace

size_t ZipfRank(Random& random, size_t n, size_t before) {
  // The sum of 1/k is about ln k, so its inverse turns an even number into a rank.
  const auto first = static_cast<double>(before);
  const double rank = first * std::exp(random.Unit() * std::log((static_cast<double>(n) + first) / first)) - first;
  return std::min(n - 1, static_cast<size_t>(rank));
}

absl::StatusOr<Words> Words::Load(const std::string& common_words, const data::v1::Taxonomy& taxonomy) {
  const auto text = ReadFile(common_words);
  if (!text.ok()) return text.status();

  Words words;
  for (const absl::string_view line : absl::StrSplit(*text, '\n')) {
    if (absl::StartsWith(line, "#")) continue;
    for (const absl::string_view word : absl::StrSplit(line, ' ', absl::SkipWhitespace())) {
      words.common_.emplace_back(word);
    }
  }
  for (const auto& terms : {taxonomy.problems(), taxonomy.kinds(), taxonomy.levels()}) {
    for (const auto& term : terms) {
      for (const auto& name : term.alternate_names()) words.domain_.push_back(absl::AsciiStrToLower(name));
    }
  }
  if (words.common_.empty() || words.domain_.empty()) {
    return absl::InvalidArgumentError(absl::StrCat("no words in ", common_words, " or in the taxonomy"));
  }
  Random random(kWordSeed);
  words.rare_.reserve(kRareWords);
  while (words.rare_.size() < kRareWords) words.rare_.push_back(MakeWord(random));
  return words;
}

const std::string& Words::Any(Random& random) const {
  const double share = random.Unit();
  if (share < kCommonShare) return common_[ZipfRank(random, common_.size(), kBeforeCommon)];
  if (share < kCommonShare + kDomainShare) return domain_[ZipfRank(random, domain_.size(), kBeforeDomain)];
  return Rare(random);
}

const std::string& Words::Rare(Random& random) const {
  return rare_[ZipfRank(random, rare_.size(), kBeforeRare)];
}

std::string Words::Description(Random& random) const {
  std::string text;
  int left = random.Between(60, 150);
  while (left > 0) {
    std::string sentence = Any(random);
    Capitalize(sentence);
    const int length = std::min(left, random.Between(7, 18));
    for (int word = 1; word < length; ++word) absl::StrAppend(&sentence, " ", Any(random));
    absl::StrAppend(&text, text.empty() ? "" : " ", sentence, ".");
    left -= length;
  }
  return text;
}

std::string Words::Title(Random& random) const {
  std::string title = random.Chance(0.5) ? Domain(random) : Rare(random);
  Capitalize(title);
  for (int word = random.Between(1, 4); word > 0; --word) absl::StrAppend(&title, " ", Any(random));
  return title;
}

}  // namespace socialekaart::bench
