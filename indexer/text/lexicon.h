#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace socialekaart {

// What is known of a word. The numbers stand in the compiled file.
enum WordFlag : uint16_t {
  kFlagWord = 1 << 0,          // in the dictionary
  kFlagName = 1 << 1,          // in the dictionary with a capital only
  kFlagAbbreviation = 1 << 2,  // neither inflected nor split
  kFlagStopWord = 1 << 3,
  kFlagKeep = 1 << 4,      // its own lemma
  kFlagNoSplit = 1 << 5,   // looks like a compound and is none
  kFlagDomain = 1 << 6,    // a part by name
  kFlagShort = 1 << 7,     // three letters and yet a part
  kFlagNeverPart = 1 << 8  // never a part
};

// The compiled lexicon: a read-only table of folded words, mapped into memory and shared by all threads and processes.
class DutchLexicon {
 public:
  // On disk as it is in memory. Strings are bytes of the string section.
  struct Entry {
    uint32_t text = 0;
    uint32_t lemma = 0;  // 1 + the entry that is its lemma by exception; 0 = none
    uint16_t left = 0;   // dictionary words that begin with this word and go on with another one
    uint16_t right = 0;  // and that end with it
    uint16_t cuts = 0;   // 1 + its forced split; 0 = none
    uint16_t flags = 0;
    uint32_t length = 0;
  };

  // Bit i of a forced split: a part begins at byte i.
  using Cuts = uint64_t;

  struct Header {
    std::array<char, 8> magic;
    uint32_t format;
    uint32_t entries;
    uint32_t slots;  // a power of two
    uint32_t cuts;
    uint64_t synonyms;  // bytes
    uint64_t strings;   // bytes
    uint64_t checksum;  // XXH3 of all bytes behind the header
  };
  static constexpr std::array<char, 8> kMagic = {'S', 'K', 'L', 'E', 'X', 'I', 'C', 'O'};
  static constexpr uint32_t kFormat = 1;

  // A slot of the hash table: 1 + the entry, and a few bits of the hash beside it that spare most looks at other words.
  static constexpr uint32_t kEntryBits = 22;
  static constexpr uint32_t kMaxEntries = (1u << kEntryBits) - 2;
  static uint32_t Slot(uint32_t entry, uint64_t hash) {
    return (entry + 1) | static_cast<uint32_t>((hash >> 54) << kEntryBits);
  }

  // A file that is damaged, cut short or of another format is DATA_LOSS, and the message says what to do.
  static absl::StatusOr<std::unique_ptr<const DutchLexicon>> Open(const std::string& path);
  // The same of bytes that the caller keeps.
  static absl::StatusOr<std::unique_ptr<const DutchLexicon>> Read(absl::string_view bytes, absl::string_view name);

  DutchLexicon(const DutchLexicon&) = delete;
  DutchLexicon& operator=(const DutchLexicon&) = delete;
  ~DutchLexicon();

  // Null when there is no such entry.
  const Entry* Find(absl::string_view folded) const;
  uint16_t FlagsOf(absl::string_view folded) const {
    const Entry* entry = Find(folded);
    return entry == nullptr ? uint16_t{0} : entry->flags;
  }
  bool IsWord(absl::string_view folded) const { return (FlagsOf(folded) & kFlagWord) != 0; }

  absl::string_view TextOf(const Entry& entry) const { return {strings_ + entry.text, entry.length}; }
  // Empty when it has no lemma by exception.
  absl::string_view LemmaOf(const Entry& entry) const {
    return entry.lemma == 0 ? absl::string_view() : TextOf(entries_[entry.lemma - 1]);
  }
  Cuts CutsOf(const Entry& entry) const { return entry.cuts == 0 ? 0 : cuts_[entry.cuts - 1]; }

  // The compiled synonyms, as synonyms.h writes them.
  absl::string_view synonyms() const { return synonyms_; }
  uint64_t checksum() const { return checksum_; }

 private:
  DutchLexicon() = default;

  static absl::StatusOr<std::unique_ptr<DutchLexicon>> Parse(absl::string_view bytes, absl::string_view name);

  void* mapping_ = nullptr;
  size_t mapped_bytes_ = 0;
  const Entry* entries_ = nullptr;
  const uint32_t* slots_ = nullptr;
  const Cuts* cuts_ = nullptr;
  const char* strings_ = nullptr;
  uint32_t mask_ = 0;
  absl::string_view synonyms_;
  uint64_t checksum_ = 0;
};

// Where the compiled lexicon of the running program lies: beside its folder in a build tree, in share/sociale-kaart
// when installed.
std::string FindLexicon();

}  // namespace socialekaart
