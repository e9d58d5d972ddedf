#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "indexer/text/analyzer.h"
#include "indexer/text/lexicon.h"

namespace socialekaart {

// The analyzer over the lexicon that was built with the tests; loaded once.
inline const Analyzer& Dutch() {
  static const auto* const analyzer = [] {
    auto loaded = LoadDutchAnalyzer(FindLexicon());
    EXPECT_TRUE(loaded.ok()) << loaded.status();
    return loaded->release();
  }();
  return *analyzer;
}

// The lemma of a single word.
inline std::string LemmaOf(absl::string_view word) {
  const auto tokens = Dutch().Analyze(word);
  return tokens.empty() ? "" : tokens.front().forms.front().term;
}

// What a text is found by: the forms of each word joined by "/", synonyms left out.
inline std::string FormsOf(absl::string_view text) {
  std::string all;
  for (const TextToken& token : Dutch().Analyze(text)) {
    if (!all.empty()) all += " ";
    std::string forms;
    for (const TextForm& form : token.forms) {
      if (form.kind != TextForm::Kind::kSynonym) forms += (forms.empty() ? "" : "/") + form.term;
    }
    all += forms;
  }
  return all;
}

}  // namespace socialekaart
