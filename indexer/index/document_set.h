#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace socialekaart {

// Documents of an index, one bit each: 12 kB for 100,000. Sets are joined and cut 64 documents at a time.
class DocumentSet {
 public:
  using Document = uint32_t;

  void Add(Document document) {
    if (document / kBits >= words_.size()) words_.resize(document / kBits + 1);
    words_[document / kBits] |= Bit(document);
  }
  void Remove(Document document) {
    if (document / kBits < words_.size()) words_[document / kBits] &= ~Bit(document);
  }
  void Change(Document document, bool add) { add ? Add(document) : Remove(document); }
  bool Has(Document document) const { return document / kBits < words_.size() && (words_[document / kBits] & Bit(document)) != 0; }

  DocumentSet& operator|=(const DocumentSet& other) {
    if (other.words_.size() > words_.size()) words_.resize(other.words_.size());
    for (size_t i = 0; i < other.words_.size(); ++i) words_[i] |= other.words_[i];
    return *this;
  }
  DocumentSet& operator&=(const DocumentSet& other) {
    if (words_.size() > other.words_.size()) words_.resize(other.words_.size());
    for (size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
    return *this;
  }
  DocumentSet& operator-=(const DocumentSet& other) {
    const size_t both = std::min(words_.size(), other.words_.size());
    for (size_t i = 0; i < both; ++i) words_[i] &= ~other.words_[i];
    return *this;
  }

  // Ascending. `visit` may remove the document at hand.
  template <typename Visit>
  void ForEach(Visit visit) const {
    for (size_t i = 0; i < words_.size(); ++i) {
      for (uint64_t left = words_[i]; left != 0; left &= left - 1) visit(static_cast<Document>(i * kBits + static_cast<size_t>(std::countr_zero(left))));
    }
  }
  size_t Count() const {
    size_t count = 0;
    for (const uint64_t word : words_) count += static_cast<size_t>(std::popcount(word));
    return count;
  }
  std::vector<Document> ToVector() const {
    std::vector<Document> documents;
    documents.reserve(Count());
    ForEach([&](Document document) { documents.push_back(document); });
    return documents;
  }

 private:
  static constexpr size_t kBits = 64;
  static uint64_t Bit(Document document) { return uint64_t{1} << (document % kBits); }

  std::vector<uint64_t> words_;
};

}  // namespace socialekaart
