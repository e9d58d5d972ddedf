#pragma once

#include <cstddef>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace socialekaart {

// A word of a text as it is searched for, and where it stands.
struct TextToken {
  std::string term;   // what is indexed: folded and stemmed
  std::string word;   // folded only
  size_t offset = 0;  // bytes in the text
  size_t length = 0;
};

// Dutch text -> tokens; the same at index and query time. Safe for use by several threads at once.
class Analyzer {
 public:
  virtual ~Analyzer() = default;
  virtual std::vector<TextToken> Analyze(absl::string_view text) const = 0;
  // The tokens of `text` whose term is one of `terms`, stop words too: cheaper than filtering Analyze.
  virtual std::vector<TextToken> Find(absl::string_view text, const std::set<std::string>& terms) const = 0;
  // An index that was made by another version is rebuilt.
  virtual std::string version() const = 0;
};

// Folding and Xapian's Dutch (Porter) stemmer; stop words are left out unless nothing else is left.
std::unique_ptr<const Analyzer> NewDutchAnalyzer();

}  // namespace socialekaart
