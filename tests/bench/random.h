#pragma once

#include <cstddef>
#include <cstdint>

namespace socialekaart::bench {

// SplitMix64: the same numbers for the same seed on every machine, which the distributions of the standard library do
// not promise.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}

  uint64_t Next() {
    uint64_t z = (state_ += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

  // 0..n-1. The tiny preference for low numbers does not matter here.
  size_t Below(size_t n) { return static_cast<size_t>(Next() % n); }
  int Between(int first, int last) { return first + static_cast<int>(Below(static_cast<size_t>(last - first + 1))); }
  double Unit() { return static_cast<double>(Next() >> 11) * 0x1.0p-53; }
  bool Chance(double probability) { return Unit() < probability; }

  template <typename List>
  const auto& Pick(const List& list) {
    return *(list.begin() + static_cast<std::ptrdiff_t>(Below(static_cast<size_t>(list.size()))));
  }

 private:
  uint64_t state_;
};

}  // namespace socialekaart::bench
