#include "indexer/text/splitter.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <tuple>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace socialekaart {
namespace {

constexpr size_t kMinWord = 7;   // unless it is listed as a compound
constexpr size_t kMaxWord = 64;  // DutchLexicon::Cuts has a bit for each byte
constexpr size_t kMaxPart = 32;
constexpr size_t kMinLast = 3;
constexpr size_t kMaxParts = 4;
constexpr int kMaxDepth = 3;
constexpr double kDomainFamily = 60;
constexpr double kNever = std::numeric_limits<double>::infinity();

struct Link {
  absl::string_view letters;
  double cost;
};
constexpr auto kLinks = std::to_array<Link>({{"", 0}, {"s", 0.6}, {"en", 1.2}, {"er", 1.6}, {"e", 2}, {"n", 2}});

// Behind these a compound has an s.
constexpr auto kAlwaysS = std::to_array<absl::string_view>({"ing", "heid", "teit", "schap"});
constexpr auto kOftenS = std::to_array<absl::string_view>({"tie", "sie", "dom"});

// A word that begins with one of these and goes on with another word is derived from that one.
constexpr auto kPrefixes = std::to_array<absl::string_view>(
    {"be",    "ge",    "ver",  "ont",    "her",   "er",     "mis",    "on",     "over",  "onder", "voor",    "op",
     "uit",   "af",    "aan",  "in",     "toe",   "door",   "bij",    "na",     "om",    "tegen", "terug",   "weg",
     "weer",  "mee",   "neer", "achter", "samen", "tussen", "buiten", "binnen", "boven", "rond",  "vooruit", "voort",
     "wan",   "ante",  "anti", "inter",  "re",    "de",     "pro",    "con",    "trans", "sub",   "hyper",   "super",
     "micro", "macro", "mono", "multi",  "neo",   "pseudo", "semi",   "tele",   "ultra"});

constexpr auto kDerivedEndings = std::to_array<absl::string_view>(
    {"lijk", "lijke", "lijks", "zaam", "zame", "loos", "loze", "baar", "bare", "achtig", "achtige", "lijkheid",
     "zaamheid", "loosheid", "baarheid", "achtigheid", "waarts", "gewijs"});

bool EndsWithOneOf(absl::string_view word, const auto& endings) {
  return std::any_of(endings.begin(), endings.end(),
                     [word](absl::string_view ending) { return absl::EndsWith(word, ending); });
}

double LinkCost(absl::string_view part, const Link& link) {
  if (EndsWithOneOf(part, kAlwaysS)) return link.letters == "s" ? -1 : link.cost + 3;
  if (link.letters == "s" && EndsWithOneOf(part, kOftenS)) return -1;
  return link.cost;
}

enum class Role { kFirst, kMiddle, kLast };

double PartCost(const DutchLexicon::Entry* entry, size_t length, Role role) {
  if (entry == nullptr || (entry->flags & kFlagNeverPart) != 0 || (entry->flags & (kFlagWord | kFlagDomain)) == 0)
    return kNever;
  const double left = entry->left, right = entry->right;
  const double listed = role == Role::kFirst  ? left
                        : role == Role::kLast ? right
                                              : std::min(left, right) + 0.3 * std::max(left, right);
  const double family = listed + ((entry->flags & kFlagDomain) != 0 ? kDomainFamily : 0);
  const bool is_short = (entry->flags & kFlagShort) != 0;
  double extra = 0;
  switch (length) {
    case 3:
      if (!is_short || (role == Role::kLast && (entry->flags & kFlagDomain) == 0)) return kNever;
      extra = 2;
      break;
    case 4:
      if (family < 8) return kNever;
      extra = 0.8;
      break;
    case 5:
      if (family < 2) return kNever;
      extra = 0.3;
      break;
    default:
      break;
  }
  return extra - std::log((family + 0.5) / 30000);
}

}  // namespace

bool Splitter::IsDerived(absl::string_view word) const {
  if (EndsWithOneOf(word, kDerivedEndings)) return true;
  if (!lexicon_.IsWord(word)) return false;
  if (lemmatizer_.IsVerb(word)) return true;
  for (const absl::string_view ending : {"ing", "ingen"}) {
    if (absl::EndsWith(word, ending) &&
        lexicon_.IsWord(absl::StrCat(word.substr(0, word.size() - ending.size()), "en"))) {
      return true;
    }
  }
  return false;
}

bool Splitter::HasPrefix(absl::string_view word, absl::string_view first_part) const {
  if (!lexicon_.IsWord(word)) return false;
  return std::any_of(kPrefixes.begin(), kPrefixes.end(), [&](absl::string_view prefix) {
    if (!absl::StartsWith(word, prefix) || word.size() < prefix.size() + 4 ||
        !lexicon_.IsWord(word.substr(prefix.size()))) {
      return false;
    }
    // "aanloop" has the prefix, and "aanloopsnelheid" not, though there is a "loopsnelheid".
    return first_part.size() < prefix.size() + 3 || !lexicon_.IsWord(first_part.substr(prefix.size()));
  });
}

std::vector<Splitter::Part> Splitter::Forced(absl::string_view word, DutchLexicon::Cuts cuts) const {
  std::vector<Part> parts;
  size_t begin = 0;
  for (size_t at = 1; at <= word.size(); ++at) {
    if (at < word.size() && (at >= kMaxWord || (cuts >> at & 1) == 0)) continue;
    Part part{begin, at - begin};
    if (at < word.size() && !lexicon_.IsWord(word.substr(part.begin, part.length))) {
      for (const Link& link : kLinks) {
        const absl::string_view whole = word.substr(part.begin, part.length);
        if (link.letters.empty() || !absl::EndsWith(whole, link.letters)) continue;
        const size_t length = part.length - link.letters.size();
        if (!lexicon_.IsWord(whole.substr(0, length))) continue;
        part.length = length;
        break;
      }
    }
    parts.push_back(part);
    begin = at;
  }
  return parts;
}

std::vector<Splitter::Part> Splitter::Cheapest(absl::string_view word) const {
  struct State {
    double cost = kNever;
    size_t begin = 0;  // of the last part so far, and its length
    size_t length = 0;
  };
  const size_t n = word.size();
  // best[k][i]: the cheapest way to cover the first i bytes with k parts and their links.
  std::array<std::array<State, kMaxWord + 1>, kMaxParts> best;
  best[0][0].cost = 0;
  State last;
  size_t last_count = 0;
  for (size_t begin = 0; begin + kMinLast <= n; ++begin) {
    bool is_reached = false;
    for (size_t k = 0; k < kMaxParts; ++k) is_reached = is_reached || best[k][begin].cost < kNever;
    if (!is_reached) continue;
    const size_t longest = std::min(n - begin, kMaxPart);
    for (size_t length = 3; length <= longest; ++length) {
      if (begin == 0 && length == n) continue;
      const absl::string_view text = word.substr(begin, length);
      const DutchLexicon::Entry* entry = lexicon_.Find(text);
      if (entry == nullptr) continue;
      if (begin + length == n) {
        const double cost = length < kMinLast ? kNever : PartCost(entry, length, Role::kLast);
        for (size_t k = 1; k < kMaxParts; ++k) {
          if (best[k][begin].cost + cost >= last.cost) continue;
          last = {best[k][begin].cost + cost, begin, length};
          last_count = k;
        }
        continue;
      }
      const double cost = PartCost(entry, length, begin == 0 ? Role::kFirst : Role::kMiddle);
      if (cost == kNever) continue;
      for (const Link& link : kLinks) {
        const size_t end = begin + length + link.letters.size();
        if (end + kMinLast > n || !absl::StartsWith(word.substr(begin + length), link.letters)) continue;
        const double whole = cost + LinkCost(text, link);
        for (size_t k = 0; k + 1 < kMaxParts; ++k) {
          if (best[k][begin].cost + whole < best[k + 1][end].cost)
            best[k + 1][end] = {best[k][begin].cost + whole, begin, length};
        }
      }
    }
  }
  std::vector<Part> parts;
  if (last.cost == kNever) return parts;
  parts.push_back({last.begin, last.length});
  size_t end = last.begin;
  for (size_t k = last_count; k > 0; --k) {
    const State& state = best[k][end];
    parts.push_back({state.begin, state.length});
    end = state.begin;
  }
  std::reverse(parts.begin(), parts.end());
  return parts;
}

std::vector<Splitter::Part> Splitter::LikeBase(absl::string_view word, absl::string_view base,
                                               std::vector<Part> parts) {
  if (parts.empty() || parts.back().begin >= word.size()) return {};
  // The parts before the last one stand in both; a participle's do not ("opgevoed").
  if (!absl::StartsWith(word, base.substr(0, parts.back().begin))) return {};
  parts.back().length = word.size() - parts.back().begin;
  return parts;
}

std::vector<Splitter::Part> Splitter::Split(absl::string_view word) const {
  if (word.size() < 2 * kMinLast || word.size() > kMaxWord) return {};
  // A word that the dictionary knows the base form of is split as that is: "drukkers" as "drukker", and not at "kers".
  std::string form(word);
  for (int steps = 0; steps < Lemmatizer::kMaxSteps; ++steps) {
    const DutchLexicon::Entry* entry = lexicon_.Find(form);
    if (entry != nullptr) {
      constexpr uint16_t kWhole = kFlagNoSplit | kFlagAbbreviation | kFlagStopWord;
      if ((entry->flags & kWhole) != 0) return {};
      if ((entry->flags & kFlagName) != 0 && (entry->flags & kFlagWord) == 0) return {};
      if (const DutchLexicon::Cuts cuts = lexicon_.CutsOf(*entry); cuts != 0)
        return LikeBase(word, form, Forced(form, cuts));
    }
    std::optional<Lemmatizer::Step> step = lemmatizer_.Next(form);
    if (!step || !step->inflects) break;
    if (!lexicon_.IsWord(step->word)) break;
    form = std::move(step->word);
  }
  // "vrijwilligheid" as "vrijwillig".
  if (constexpr absl::string_view kHeid = "heid"; absl::EndsWith(form, kHeid)) {
    const std::string base = form.substr(0, form.size() - kHeid.size());
    if (lexicon_.IsWord(base)) return LikeBase(word, base, Split(base));
  }
  if (word.size() < kMinWord || IsDerived(form)) return {};
  std::vector<Part> parts = Cheapest(form);
  if (parts.empty() || HasPrefix(form, absl::string_view(form).substr(0, parts.front().length))) return {};
  return form == word ? parts : LikeBase(word, form, std::move(parts));
}

void Splitter::Collect(absl::string_view word, size_t offset, int depth, std::vector<Part>* parts) const {
  if (depth >= kMaxDepth) return;
  for (const Part& part : Split(word)) {
    parts->push_back({offset + part.begin, part.length});
    Collect(word.substr(part.begin, part.length), offset + part.begin, depth + 1, parts);
  }
}

std::vector<Splitter::Part> Splitter::SplitDeep(absl::string_view word) const {
  std::vector<Part> parts;
  Collect(word, 0, 0, &parts);
  // "jeugd", "hulp", "verlening" hold "jeugdhulp" and "hulpverlening" too.
  const size_t count = parts.size();
  for (size_t i = 0; i < count; ++i) {
    for (size_t k = 0; k < count; ++k) {
      const size_t end = parts[k].begin + parts[k].length;
      if (parts[k].begin <= parts[i].begin || (parts[i].begin == 0 && end == word.size())) continue;
      const Part both{parts[i].begin, end - parts[i].begin};
      if (lexicon_.IsWord(word.substr(both.begin, both.length))) parts.push_back(both);
    }
  }
  std::sort(parts.begin(), parts.end(),
            [](const Part& a, const Part& b) { return std::tuple(a.begin, b.length) < std::tuple(b.begin, a.length); });
  parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
  return parts;
}

}  // namespace socialekaart
