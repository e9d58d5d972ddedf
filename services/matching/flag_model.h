#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/matching/note_model.h"

namespace socialekaart {

// How much a note resembles the examples of red flags in data/lexicon/flag_examples.tsv, and those of everyday notes.
// Beside the phrases of data/lexicon/flags.textproto, which say what is certain. The columns are the topics, and last
// any topic: that one's thresholds are those of the score. Immutable, safe for several threads.
class FlagModel {
 public:
  static constexpr char kFile[] = "flags.model";
  static constexpr char kAny[] = "*";  // the name of the last column
  static constexpr int kFewestToRefute = 8;  // words: what a few keywords leave out may be the danger

  // NOT_FOUND, or DATA_LOSS with what to do: a server without it must not start.
  static absl::StatusOr<std::unique_ptr<const FlagModel>> Load(const std::string& path);
  static absl::StatusOr<std::unique_ptr<const FlagModel>> Read(std::string bytes, absl::string_view name);

  struct Topic {
    int topic = 0;            // index in topics()
    int first = 0, last = 0;  // tokens: the words that did it
  };
  struct Likeness {
    float score = 0;
    int words = 0;              // of the note
    std::vector<Topic> topics;  // only of enough words, and a score of `raise` or more; the likest first
  };
  Likeness Compare(const NoteFeatures& note) const;
  bool Refutes(const Likeness& likeness) const {
    return likeness.words >= kFewestToRefute && likeness.score < refute();
  }

  const std::vector<std::string>& topics() const { return topics_; }
  float raise() const { return model_.thresholds(topics_.size()).raise; }
  float refute() const { return model_.thresholds(topics_.size()).refute; }

  // Of the scores of all columns: that of the note, and the likest topic.
  static float ScoreOf(const std::vector<float>& scores, size_t* likest);

 private:
  static absl::StatusOr<std::unique_ptr<const FlagModel>> Make(absl::StatusOr<NoteModel> model, absl::string_view name);
  explicit FlagModel(NoteModel model) : model_(std::move(model)), topics_(model_.names()) { topics_.pop_back(); }

  const NoteModel model_;
  std::vector<std::string> topics_;
};

}  // namespace socialekaart
