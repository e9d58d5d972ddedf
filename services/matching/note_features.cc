#include "services/matching/note_features.h"

#include <algorithm>
#include <array>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace socialekaart {
namespace {

enum Kind : uint32_t { kWord, kLemma, kSynonym, kClass, kLetters, kLemmas, kClasses, kClassLemma, kLemmaClass };

constexpr std::array<float, 9> kWeights = {1, 1, 1, 1, 0.6F, 1, 0.5F, 0.5F, 0.5F};

constexpr absl::string_view kSentenceEnds = ".;!?\n";
constexpr int kShortestPart = 6;  // words: what is shorter says too little by itself
constexpr int kReach = 2;         // words from the first of a pair to its second
constexpr size_t kShortestLetters = 3, kLongestLetters = 5;

// A number says how much, roughly: ages of a baby, toddler, child and teenager, and amounts.
constexpr std::array<double, 6> kSteps = {2, 5, 12, 18, 24, 100};

uint32_t Mix(uint64_t value) {
  value *= 0x9E3779B97F4A7C15;
  return static_cast<uint32_t>(value >> 32);
}

uint32_t HashOf(absl::string_view text) {
  uint32_t hash = 2166136261;  // FNV-1a
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619;
  return hash;
}

struct Word {
  int token = 0;
  bool ends_run = false;  // a sentence's end, or something set aside: no pair goes over it
  uint32_t lemma = 0;
  std::vector<uint32_t> classes;
};

class Collector {
 public:
  explicit Collector(size_t tokens) { features_.reserve(tokens * 24); }

  void Add(Kind kind, uint32_t a, uint32_t b, int first, int last) {
    const uint64_t key = (uint64_t{a} << 32 | b) + kind * uint64_t{0xD1B54A32D192ED03};
    features_.push_back({Mix(key), kWeights[kind], first, last});
  }

  // Every run of three to five letters; '^' and '$' stand for the ends of the word.
  void AddLetters(absl::string_view word, int token) {
    const std::string marked = absl::StrCat("^", word, "$");
    for (size_t begin = 0; begin + kShortestLetters <= marked.size(); ++begin) {
      uint32_t hash = HashOf({});
      for (size_t i = begin; i < std::min(marked.size(), begin + kLongestLetters); ++i) {
        hash = (hash ^ static_cast<unsigned char>(marked[i])) * 16777619;
        if (i + 1 >= begin + kShortestLetters) Add(kLetters, hash, 0, token, token);
      }
    }
  }

  void AddPair(const Word& a, const Word& b, uint32_t distance) {
    Add(kLemmas, a.lemma, b.lemma + distance, a.token, b.token);
    for (const uint32_t first : a.classes) {
      Add(kClassLemma, first, b.lemma, a.token, b.token);
      for (const uint32_t second : b.classes) Add(kClasses, first, second, a.token, b.token);
    }
    for (const uint32_t second : b.classes) Add(kLemmaClass, a.lemma, second, a.token, b.token);
  }

  std::vector<NoteFeature> Take() { return std::move(features_); }

 private:
  std::vector<NoteFeature> features_;
};

Word NumberWord(const Token& token, int index, Collector* collector) {
  const auto step = std::find_if(kSteps.begin(), kSteps.end(), [&](double end) { return token.number < end; });
  Word word{index, false, HashOf(absl::StrCat("#", step - kSteps.begin())), {}};
  collector->Add(kLemma, word.lemma, 0, index, index);
  return word;
}

Word ReadWord(const Token& token, int index, const NoteLexicon& lexicon, const Analyzer& analyzer,
              Collector* collector) {
  Word word{index, false, HashOf(token.word), {}};
  collector->Add(kWord, word.lemma, 0, index, index);
  absl::string_view lemma;
  const std::vector<TextToken> analyzed = analyzer.Analyze(token.word);
  for (const TextToken& part : analyzed) {
    for (const TextForm& form : part.forms) {
      if (form.kind == TextForm::Kind::kSynonym) {
        collector->Add(kSynonym, HashOf(form.term), 0, index, index);
        continue;
      }
      // The parts of a compound count as words: "keukenmes" is also a "mes".
      if (lemma.empty()) {
        lemma = form.term;
        word.lemma = HashOf(lemma);
      }
      collector->Add(kLemma, HashOf(form.term), 0, index, index);
    }
  }
  if (lemma.empty()) collector->Add(kLemma, word.lemma, 0, index, index);
  for (const uint32_t word_class : lexicon.ClassesOf(token.word, lemma)) {
    word.classes.push_back(word_class);
    collector->Add(kClass, word_class, 0, index, index);
  }
  collector->AddLetters(token.word, index);
  return word;
}

}  // namespace

NoteFeatures NoteFeaturesOf(const Note& note, const std::vector<bool>& set_aside, const NoteLexicon& lexicon,
                            const Analyzer& analyzer) {
  NoteFeatures result;
  Collector collector(note.tokens.size());
  std::vector<Word> words;
  words.reserve(note.tokens.size());
  int part = 0, words_in_part = 0;
  for (size_t i = 0; i < note.tokens.size(); ++i) {
    const Token& token = note.tokens[i];
    const int index = static_cast<int>(i);
    result.part_of.push_back(part);
    if (token.kind == Token::Kind::kBoundary) {
      if (!absl::StrContains(kSentenceEnds, token.boundary)) continue;
      words.push_back({index, true, 0, {}});
      if (words_in_part >= kShortestPart) {
        ++part;
        words_in_part = 0;
      }
      continue;
    }
    ++words_in_part;
    if (set_aside[i]) {
      words.push_back({index, true, 0, {}});
    } else if (token.kind == Token::Kind::kNumber) {
      words.push_back(NumberWord(token, index, &collector));
    } else {
      words.push_back(ReadWord(token, index, lexicon, analyzer, &collector));
    }
  }
  for (size_t i = 0; i < words.size(); ++i) {
    if (words[i].ends_run) continue;
    for (size_t j = i + 1; j <= i + kReach && j < words.size() && !words[j].ends_run; ++j)
      collector.AddPair(words[i], words[j], static_cast<uint32_t>(j - i));
  }
  result.words =
      static_cast<int>(std::count_if(words.begin(), words.end(), [](const Word& word) { return !word.ends_run; }));
  result.features = collector.Take();
  result.parts = part + 1;
  return result;
}

}  // namespace socialekaart
