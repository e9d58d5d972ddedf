#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace socialekaart {

struct Candidate {
  uint32_t document;
  double score;
};

// Higher scores first; a tie cannot be but between two of equal score and equal hash of the name.
inline bool IsBetter(const Candidate& a, const Candidate& b) { return a.score != b.score ? a.score > b.score : a.document < b.document; }

// Keeps the best of what it is offered.
class Best {
 public:
  explicit Best(size_t capacity) : capacity_(capacity) {}

  // Whether a candidate of this score may still get in.
  bool Admits(double score) const { return heap_.size() < capacity_ || (capacity_ > 0 && score >= heap_.front().score); }

  void Offer(const Candidate& candidate) {
    if (heap_.size() == capacity_) {
      if (capacity_ == 0 || !IsBetter(candidate, heap_.front())) return;
      std::pop_heap(heap_.begin(), heap_.end(), IsBetter);
      heap_.back() = candidate;
    } else {
      heap_.push_back(candidate);
    }
    std::push_heap(heap_.begin(), heap_.end(), IsBetter);
  }

  // Best first. Ends its use.
  std::vector<Candidate> Take() {
    std::sort_heap(heap_.begin(), heap_.end(), IsBetter);
    return std::move(heap_);
  }

 private:
  const size_t capacity_;
  std::vector<Candidate> heap_;  // the worst in front
};

}  // namespace socialekaart
