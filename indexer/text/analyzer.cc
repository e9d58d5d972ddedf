#include "indexer/text/analyzer.h"

#include <xapian.h>

#include <algorithm>
#include <array>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_split.h"
#include "indexer/text/fold.h"

namespace socialekaart {
namespace {

constexpr size_t kMaxTermBytes = 64;  // longer "words" are no words

// Function words of Dutch; authored here.
constexpr absl::string_view kStopWords =
    "aan af al als alle bij dan dat de deze die dit door een en er etc haar hebben heeft hem het hij hun ik in is je kan maar "
    "me met mij mijn na naar nog of om onder ons ook op over te tot uit u uw van veel voor want was we wel werd wij wil "
    "worden wordt ze zich zij zijn zo zonder";

bool IsWordPart(char32_t c) {
  if (c < 0x80) return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return Xapian::Unicode::is_wordchar(c);
}

// Remembers what it stemmed: the same few thousand words make up most text.
const std::string& StemOf(const std::string& word) {
  constexpr size_t kMaxRemembered = 50'000;
  // A stemmer holds buffers: one a thread.
  static thread_local const Xapian::Stem stem("dutch");
  static thread_local absl::flat_hash_map<std::string, std::string> stems;
  if (stems.size() >= kMaxRemembered) stems.clear();
  const auto [entry, is_new] = stems.try_emplace(word);
  if (is_new) entry->second = stem(word);
  return entry->second;
}

template <typename Use>
void ForEachWord(absl::string_view text, Use use) {
  TextToken token;
  for (size_t at = 0; at < text.size();) {
    token.word.clear();
    token.offset = at;
    CodePoint next = NextCodePoint(text.substr(at));
    while (at < text.size() && IsWordPart((next = NextCodePoint(text.substr(at))).value)) {
      AppendFolded(next.value, &token.word);
      at += next.bytes;
    }
    token.length = at - token.offset;
    if (token.length == 0) at += next.bytes;
    if (!token.word.empty() && token.word.size() <= kMaxTermBytes) use(token);
  }
}

class DutchAnalyzer : public Analyzer {
 public:
  std::vector<TextToken> Analyze(absl::string_view text) const override {
    std::vector<TextToken> tokens;
    size_t content_words = 0;
    ForEachWord(text, [&](TextToken& token) {
      content_words += stop_words_.contains(token.word) ? 0 : 1;
      token.term = StemOf(token.word);
      tokens.push_back(token);
    });
    if (content_words > 0) {
      tokens.erase(std::remove_if(tokens.begin(), tokens.end(),
                                  [this](const TextToken& token) { return stop_words_.contains(token.word); }),
                   tokens.end());
    }
    return tokens;
  }

  std::vector<TextToken> Find(absl::string_view text, const std::set<std::string>& terms) const override {
    // A stem begins as its word does: most words need no stemming to be none of them.
    std::array<bool, 256> begins{};
    for (const std::string& term : terms) begins[static_cast<unsigned char>(term.empty() ? 0 : term[0])] = true;
    std::vector<TextToken> tokens;
    if (terms.empty()) return tokens;
    ForEachWord(text, [&](TextToken& token) {
      if (!begins[static_cast<unsigned char>(token.word[0])]) return;
      token.term = StemOf(token.word);
      if (terms.count(token.term) > 0) tokens.push_back(token);
    });
    return tokens;
  }

  std::string version() const override { return "porter-dutch-1"; }

 private:
  const absl::flat_hash_set<std::string> stop_words_ = absl::StrSplit(kStopWords, ' ');
};

}  // namespace

std::unique_ptr<const Analyzer> NewDutchAnalyzer() { return std::make_unique<DutchAnalyzer>(); }

}  // namespace socialekaart
