#include "services/matching/understanding.h"

#include <algorithm>

#include "services/matching/age_mention.h"

namespace socialekaart {
namespace {

constexpr int kFictionWords = 6;
constexpr int kDenialReach = 9;  // tokens
constexpr absl::string_view kSentenceEnds = ".;!?\n";

class Reader {
 public:
  Reader(const Note& note, const NoteLexicon& lexicon, const std::vector<Mention>& refuted)
      : refuted_(refuted),
        note_(note),
        tokens_(note.tokens),
        lexicon_(lexicon),
        words_(lexicon.Read(note)),
        marks_(tokens_.size()) {}

  Understanding Read() {
    if (tokens_.empty()) return {};
    const std::vector<PatternHit> harmless = lexicon_.harmless.Match(words_);
    MarkFiction();
    // "stel dat" is no stealing.
    for (const PatternHit& hit : lexicon_.hypothetical.Match(words_)) {
      for (const int word : hit.words) At(word).cue = true;
    }
    flags_ = AcceptFlags(harmless);
    problems_ = AcceptProblems(harmless);
    for (const auto* hits : {&flags_, &problems_}) {
      for (const PatternHit& hit : *hits) {
        for (const int word : hit.words) At(word).taken = true;
      }
    }
    for (const PatternHit& hit : lexicon_.not_negators.Match(words_)) {
      for (const int word : hit.words) At(word).no_negator = true;
    }
    for (const PatternHit& hit : lexicon_.reporting.Match(words_)) At(hit.first).reports = true;
    for (const PatternHit& hit : lexicon_.denials.Match(words_)) At(hit.first).denies = true;
    for (const PatternHit& hit : lexicon_.past.Match(words_)) {
      for (int i = hit.first; i <= hit.last; ++i) At(i).past = true;
    }
    for (const PatternHit& hit : lexicon_.not_past.Match(words_)) {
      for (int i = hit.first; i <= hit.last; ++i) At(i).past = false;
    }
    for (const auto& [cues, mark] :
         {std::pair{&lexicon_.hypothetical, &Mark::hypothetical}, {&lexicon_.feared, &Mark::feared}}) {
      for (const PatternHit& hit : cues->Match(words_)) {
        for (int i = hit.first + 1;
             i < size() &&
             (i <= hit.last || (!words_.words[static_cast<size_t>(i)].stops_range && !Is(i, lexicon_.past_ends)));
             ++i)
          At(i).*mark = true;
      }
    }
    Understanding understood;
    for (const PatternHit& hit : flags_)
      understood.flags.push_back(ToMention(hit, true, lexicon_.flag(hit.value).subject_named()));
    understood.set_aside = SetAside(harmless, understood.flags);
    for (const PatternHit& hit : problems_) {
      understood.problems.push_back(ToMention(hit, false, lexicon_.problem(hit.value).whole_family()));
    }
    std::vector<PatternHit> signals = lexicon_.signals.Match(words_);
    for (const PatternHit& hit : signals) {
      understood.signals.push_back(ToMention(hit, false, lexicon_.signal(hit.value).whole_family()));
      for (const int word : hit.words) At(word).said = true;
    }
    understood.age = ReadAge(note_, words_, lexicon_);
    for (const PatternHit& hit : harmless) {
      for (const int word : hit.words) At(word).said = true;
    }
    understood.not_understood = NotUnderstood(understood.age);
    return understood;
  }

 private:
  // What is known of each token.
  struct Mark {
    bool fiction = false;
    bool taken = false;  // a word of an accepted hit
    bool no_negator = false;
    bool reports = false;
    bool denies = false;  // begins "die zijn er niet": denies what stands before it
    bool past = false;
    bool hypothetical = false;
    bool feared = false;
    bool cue = false;   // a word of "stel dat"
    bool said = false;  // a word of something else that is understood: a figure of speech, a signal
  };

  int size() const { return static_cast<int>(tokens_.size()); }
  const Token& Get(int i) const { return tokens_[static_cast<size_t>(i)]; }
  Mark& At(int i) { return marks_[static_cast<size_t>(i)]; }
  const Mark& At(int i) const { return marks_[static_cast<size_t>(i)]; }
  bool IsBoundary(int i) const { return Get(i).kind == Token::Kind::kBoundary; }
  bool Is(int i, const NoteLexicon::Set& set) const { return set.contains(Get(i).word); }

  void MarkFiction() {
    const auto mark = [&](int from, int step) {
      for (int i = from, words = 0; i >= 0 && i < size() && words < kFictionWords; i += step, ++words) {
        if (IsBoundary(i) || Is(i, lexicon_.scope_ends)) break;
        At(i).fiction = true;
      }
    };
    for (const PatternHit& hit : lexicon_.fiction_before.Match(words_)) mark(hit.last + 1, 1);
    for (const PatternHit& hit : lexicon_.fiction_after.Match(words_)) mark(hit.first - 1, -1);
  }

  static bool Covered(const PatternHit& hit, const PatternHit& by) {
    return std::includes(by.words.begin(), by.words.end(), hit.words.begin(), hit.words.end());
  }

  // A figure of speech takes the words away from what is not longer (a problem: shorter), unless two are its own.
  static bool IsFigure(const PatternHit& hit, const std::vector<PatternHit>& harmless, int longer_by) {
    return std::any_of(harmless.begin(), harmless.end(), [&](const PatternHit& figure) {
      const auto own = std::count_if(hit.words.begin(), hit.words.end(), [&](int word) {
        return std::find(figure.words.begin(), figure.words.end(), word) == figure.words.end();
      });
      return figure.strength >= hit.strength + longer_by && own < std::min<std::ptrdiff_t>(2, std::ssize(hit.words));
    });
  }

  static void LongestFirst(std::vector<PatternHit>* hits) {
    std::stable_sort(hits->begin(), hits->end(), [](const PatternHit& a, const PatternHit& b) {
      if (a.words.size() != b.words.size()) return a.words.size() > b.words.size();
      if (a.weak != b.weak) return b.weak;
      return a.last - a.first < b.last - b.first;
    });
  }

  static void InTextOrder(std::vector<PatternHit>* hits) {
    std::stable_sort(hits->begin(), hits->end(),
                     [](const PatternHit& a, const PatternHit& b) { return a.first < b.first; });
  }

  static bool IsInOrder(const PatternHit& hit) { return static_cast<size_t>(hit.strength) == hit.words.size(); }

  // "vader zegt ze is somber" is no gloomy father: what begins with a parent does not go on over another subject.
  bool IsOfAnotherSubject(const PatternHit& hit) const {
    if (!IsInOrder(hit)) return false;  // the phrase says itself who
    const auto person = lexicon_.persons.find(Get(hit.first).word);
    if (person == lexicon_.persons.end() || person->second != About::kParent) return false;
    for (int i = hit.first + 1; i < hit.last; ++i) {
      if (Is(i, lexicon_.subjects) && std::find(hit.words.begin(), hit.words.end(), i) == hit.words.end()) return true;
    }
    return false;
  }

  bool IsRefuted(const PatternHit& hit) const {
    return std::any_of(refuted_.begin(), refuted_.end(), [&](const Mention& mention) {
      return mention.entry == hit.value && mention.offset <= Get(hit.first).offset &&
             mention.offset + mention.length >= Get(hit.last).offset + Get(hit.last).length;
    });
  }

  // Every red flag that is not part of a longer one. Two topics may share their words: both stay.
  std::vector<PatternHit> AcceptFlags(const std::vector<PatternHit>& harmless) {
    std::vector<PatternHit> hits = lexicon_.flags.Match(words_);
    LongestFirst(&hits);
    std::vector<PatternHit> accepted;
    for (PatternHit& hit : hits) {
      if (IsFigure(hit, harmless, 0) || IsOfAnotherSubject(hit) || IsRefuted(hit)) continue;
      if (std::all_of(hit.words.begin(), hit.words.end(), [&](int word) { return At(word).fiction; })) continue;
      const bool covered = std::any_of(accepted.begin(), accepted.end(), [&](const PatternHit& longer) {
        // Words in any order may be of two sentences: "wil niet meer leven, zegt dat vader slaat" is no father who does
        // not want to live.
        const bool says_more = longer.words.size() > hit.words.size() && IsInOrder(longer);
        return Covered(hit, longer) && (says_more || longer.value == hit.value);
      });
      if (!covered) accepted.push_back(std::move(hit));
    }
    InTextOrder(&accepted);
    return accepted;
  }

  // The longest phrase takes its words; what red flags have said is not said again as a problem.
  std::vector<PatternHit> AcceptProblems(const std::vector<PatternHit>& harmless) {
    std::vector<PatternHit> hits = lexicon_.problems.Match(words_);
    LongestFirst(&hits);
    std::vector<PatternHit> accepted;
    for (PatternHit& hit : hits) {
      if (IsFigure(hit, harmless, 1) || IsOfAnotherSubject(hit) || At(hit.first).cue) continue;
      const bool flagged = std::any_of(flags_.begin(), flags_.end(), [&](const PatternHit& flag) {
        return !lexicon_.flag(flag.value).ask_only() && flag.words.size() > hit.words.size() && Covered(hit, flag);
      });
      const bool taken = std::any_of(accepted.begin(), accepted.end(), [&](const PatternHit& other) {
        return std::any_of(hit.words.begin(), hit.words.end(), [&](int word) {
          return std::find(other.words.begin(), other.words.end(), word) != other.words.end();
        });
      });
      if (!flagged && !taken) accepted.push_back(std::move(hit));
    }
    InTextOrder(&accepted);
    return accepted;
  }

  const data::v1::Words::Negator* NegatorAt(int i) const {
    if (IsBoundary(i) || At(i).taken || At(i).no_negator) return nullptr;
    const auto found = lexicon_.negators.find(Get(i).word);
    return found == lexicon_.negators.end() ? nullptr : &found->second;
  }

  bool AllTransparent(int from, int to) const {
    for (int i = from; i < to; ++i) {
      if (!Is(i, lexicon_.transparent)) return false;
    }
    return true;
  }

  // Of red flags a negator must stand close, with nothing but words like "sprake van" between: "gaat niet goed wil
  // dood" denies nothing.
  bool IsNegated(const PatternHit& hit, bool strict) const {
    int negators = 0;
    bool other_subject = false;
    for (int i = hit.first - 1, words = 0; i >= 0 && !IsBoundary(i); --i, ++words) {
      if (const auto* negator = NegatorAt(i); negator != nullptr && words <= negator->reach()) {
        if (negator->strong() || (!other_subject && (!strict || AllTransparent(i + 1, hit.first)))) ++negators;
      }
      if (!Is(i, lexicon_.scope_ends)) continue;
      // Another subject ends what "niet" denies, not what someone "ontkent": "ontkent dat hij dood wil"; nor does "en":
      // "ontkent pesten en ruzie".
      if (!lexicon_.persons.contains(Get(i).word) && Get(i).word != "en") break;
      other_subject = true;
    }
    for (size_t w = 0; w + 1 < hit.words.size(); ++w) {
      for (int i = hit.words[w] + 1; i < hit.words[w + 1]; ++i) {
        if (NegatorAt(i) != nullptr && (!strict || AllTransparent(i + 1, hit.words[w + 1]))) ++negators;
      }
    }
    int behind = hit.last + 1;
    if (behind < size() && (Get(behind).boundary == ':' || Get(behind).boundary == '(')) ++behind;
    if (behind < size()) {
      const auto* negator = NegatorAt(behind);
      const int next = behind + 1;
      const bool ends = next >= size() || IsBoundary(next) || Is(next, lexicon_.scope_ends) || Get(next).word == "meer";
      if (negator != nullptr && negator->behind() && (!strict || negator->strong() || ends)) ++negators;
    }
    return negators % 2 == 1 || IsDeniedAfter(hit);
  }

  // "doodsgedachten heb ik nagevraagd en die zijn er niet": further on in the sentence.
  bool IsDeniedAfter(const PatternHit& hit) const {
    for (int i = hit.first + 1; i < std::min(size(), hit.last + 1 + kDenialReach); ++i) {
      if (IsBoundary(i) && kSentenceEnds.find(Get(i).boundary) != absl::string_view::npos) return false;
      if (At(i).denies) return true;
    }
    return false;
  }

  bool IsPast(const PatternHit& hit) const {
    for (const int step : {-1, 1}) {
      for (int i = step < 0 ? hit.first - 1 : hit.last + 1; i >= 0 && i < size() && !IsBoundary(i); i += step) {
        if (At(i).past) return true;
        if (Is(i, lexicon_.past_ends)) break;
      }
    }
    for (int i = hit.first; i <= hit.last; ++i) {
      if (At(i).past && std::find(hit.words.begin(), hit.words.end(), i) == hit.words.end()) return true;
    }
    return false;
  }

  // A person who is somebody's object, or who only tells it, is not whom it is about.
  bool IsSubject(int i, const PatternHit& hit) const {
    const bool own = std::find(hit.words.begin(), hit.words.end(), i) != hit.words.end();
    if (At(i).taken && !own) return false;
    if (own && i != hit.first) return false;  // "slaat zusje"
    if (i + 1 < size() && At(i + 1).reports) return false;
    int before = i - 1;
    while (before >= 0 && !IsBoundary(before) && Is(before, lexicon_.determiners) && !At(before).taken) --before;
    if (before < 0 || IsBoundary(before)) return true;
    return !Is(before, lexicon_.prepositions) && (!At(before).taken || own || before >= hit.first);
  }

  About SubjectOf(const PatternHit& hit) const {
    // "klasgenoten sluiten haar buiten": it happens to the child.
    for (const int word : hit.words) {
      if (word != hit.first && Is(word, lexicon_.objects)) return About::kChild;
    }
    for (int i = hit.last; i >= 0 && !IsBoundary(i); --i) {
      if (i < hit.first && Is(i, lexicon_.subject_ends)) break;
      const auto person = lexicon_.persons.find(Get(i).word);
      if (person != lexicon_.persons.end() && IsSubject(i, hit)) return person->second;
    }
    return About::kChild;
  }

  Mention ToMention(const PatternHit& hit, bool flag, bool subject_named) const {
    Mention mention;
    mention.entry = hit.value;
    mention.offset = Get(hit.first).offset;
    mention.length = Get(hit.last).offset + Get(hit.last).length - mention.offset;
    mention.negated = IsNegated(hit, flag);
    mention.past = IsPast(hit);
    mention.hypothetical = At(hit.first).hypothetical || (!flag && At(hit.first).feared);
    mention.about = subject_named ? About::kChild : SubjectOf(hit);
    return mention;
  }

  // `mentions` are those of flags_, in the same order.
  std::vector<bool> SetAside(const std::vector<PatternHit>& harmless, const std::vector<Mention>& mentions) const {
    std::vector<bool> aside(tokens_.size());
    for (size_t i = 0; i < tokens_.size(); ++i) aside[i] = marks_[i].fiction;
    for (const PatternHit& hit : harmless) {
      for (const int word : hit.words) aside[static_cast<size_t>(word)] = true;
    }
    for (size_t m = 0; m < mentions.size(); ++m) {
      if (mentions[m].counts() && mentions[m].about == About::kChild) continue;
      for (int i = flags_[m].first; i <= flags_[m].last; ++i) aside[static_cast<size_t>(i)] = true;
    }
    return aside;
  }

  // Runs of words that say something and were taken by nothing.
  std::vector<std::pair<int, int>> NotUnderstood(const std::optional<AgeMention>& age) const {
    std::vector<std::pair<int, int>> runs;
    bool open = false;
    for (int i = 0; i < size(); ++i) {
      const Token& token = Get(i);
      const Mark& mark = At(i);
      const bool of_age = age.has_value() && token.offset >= age->offset && token.offset < age->offset + age->length;
      const bool says_nothing = token.word.size() < 3 || words_.words[static_cast<size_t>(i)].is_stop_word ||
                                Is(i, lexicon_.plain) || lexicon_.persons.contains(token.word) ||
                                lexicon_.negators.contains(token.word) || lexicon_.numbers.contains(token.word) ||
                                lexicon_.age_units.contains(token.word);
      if (token.kind != Token::Kind::kWord || mark.taken || mark.said || mark.past || mark.fiction || of_age ||
          says_nothing) {
        open = false;
      } else if (open) {
        runs.back().second = token.offset + token.length - runs.back().first;
      } else {
        runs.emplace_back(token.offset, token.length);
        open = true;
      }
    }
    return runs;
  }

  const std::vector<Mention>& refuted_;
  const Note& note_;
  const std::vector<Token>& tokens_;
  const NoteLexicon& lexicon_;
  const ReadWords words_;
  std::vector<Mark> marks_;
  std::vector<PatternHit> flags_;
  std::vector<PatternHit> problems_;
};

}  // namespace

Understanding Understand(const Note& note, const NoteLexicon& lexicon, const std::vector<Mention>& refuted) {
  return Reader(note, lexicon, refuted).Read();
}

}  // namespace socialekaart
