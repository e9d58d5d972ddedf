#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "services/worker_pool.h"

namespace socialekaart {

// Answers questions on the threads of a pool, several at once, and hands the answers out in the order of the questions,
// from one thread of its own. At most `window` questions are under way: a reader that does not read slows down who
// asks.
//
// Push and Finish are called by one thread.
template <typename Question, typename Answer>
class OrderedPipeline {
 public:
  // `write` returns false when nobody takes the answers any more.
  OrderedPipeline(WorkerPool& pool, size_t window, std::function<Answer(const Question&)> work,
                  std::function<bool(const Answer&)> write)
      : pool_(pool), window_(window), work_(std::move(work)), write_(std::move(write)), writer_([this] { Write(); }) {}

  ~OrderedPipeline() { Finish(); }

  // Waits for room. False when nobody takes the answers any more.
  bool Push(Question question) {
    auto slot = std::make_shared<Slot>();
    slot->question = std::move(question);
    {
      absl::MutexLock lock(&mutex_);
      const auto room = [this] {
        mutex_.AssertReaderHeld();
        return broken_ || slots_.size() < window_;
      };
      mutex_.Await(absl::Condition(&room));
      if (broken_) return false;
      slots_.push_back(slot);
      ++at_work_;
    }
    // With a full pool the one who asks does the work.
    if (!pool_.Run([this, slot] { Work(*slot); })) Work(*slot);
    return true;
  }

  // Waits until every answer is handed out, or cannot be. True when all were taken.
  bool Finish() {
    {
      absl::MutexLock lock(&mutex_);
      ended_ = true;
    }
    if (writer_.joinable()) writer_.join();
    absl::MutexLock lock(&mutex_);
    const auto idle = [this] {
      mutex_.AssertReaderHeld();
      return at_work_ == 0;
    };
    mutex_.Await(absl::Condition(&idle));  // the pool must not come back to what is gone
    return !broken_;
  }

 private:
  struct Slot {
    Question question;
    std::optional<Answer> answer;  // under mutex_
  };

  void Work(Slot& slot) {
    Answer answer = work_(slot.question);
    absl::MutexLock lock(&mutex_);
    slot.answer = std::move(answer);
    --at_work_;
  }

  void Write() {
    while (true) {
      std::shared_ptr<Slot> slot;
      {
        absl::MutexLock lock(&mutex_);
        const auto ready = [this] {
          mutex_.AssertReaderHeld();
          return slots_.empty() ? ended_ : slots_.front()->answer.has_value();
        };
        mutex_.Await(absl::Condition(&ready));
        if (slots_.empty()) return;
        slot = slots_.front();
      }
      const bool taken = write_(*slot->answer);
      absl::MutexLock lock(&mutex_);
      slots_.pop_front();
      if (taken) continue;
      broken_ = true;
      return;
    }
  }

  WorkerPool& pool_;
  const size_t window_;
  const std::function<Answer(const Question&)> work_;
  const std::function<bool(const Answer&)> write_;
  absl::Mutex mutex_;
  std::deque<std::shared_ptr<Slot>> slots_ ABSL_GUARDED_BY(mutex_);
  int at_work_ ABSL_GUARDED_BY(mutex_) = 0;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  bool broken_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread writer_;  // the last: it uses all of the above
};

}  // namespace socialekaart
