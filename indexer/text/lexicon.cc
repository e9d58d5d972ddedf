#include "indexer/text/lexicon.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "indexer/base/codec.h"

namespace socialekaart {
namespace {

absl::Status Damaged(absl::string_view name, absl::string_view what) {
  return absl::DataLossError(absl::StrCat("the compiled lexicon ", name, " ", what, ": build it anew"));
}

}  // namespace

absl::StatusOr<std::unique_ptr<const DutchLexicon>> DutchLexicon::Open(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0)
    return absl::NotFoundError(
        absl::StrCat("the compiled lexicon ", path, " cannot be opened: ", std::strerror(errno)));
  struct stat about {};
  const bool is_file = fstat(file, &about) == 0 && S_ISREG(about.st_mode) && about.st_size > 0;
  const size_t bytes = is_file ? static_cast<size_t>(about.st_size) : 0;
  void* mapping = is_file ? mmap(nullptr, bytes, PROT_READ, MAP_SHARED, file, 0) : MAP_FAILED;
  close(file);
  if (mapping == MAP_FAILED) return Damaged(path, "is empty or no file that can be mapped");
  auto lexicon = Parse({static_cast<const char*>(mapping), bytes}, path);
  if (!lexicon.ok()) {
    munmap(mapping, bytes);
    return lexicon.status();
  }
  (*lexicon)->mapping_ = mapping;
  (*lexicon)->mapped_bytes_ = bytes;
  return std::unique_ptr<const DutchLexicon>(*std::move(lexicon));
}

absl::StatusOr<std::unique_ptr<const DutchLexicon>> DutchLexicon::Read(absl::string_view bytes,
                                                                       absl::string_view name) {
  auto lexicon = Parse(bytes, name);
  if (!lexicon.ok()) return lexicon.status();
  return std::unique_ptr<const DutchLexicon>(*std::move(lexicon));
}

absl::StatusOr<std::unique_ptr<DutchLexicon>> DutchLexicon::Parse(absl::string_view bytes, absl::string_view name) {
  Header header;
  if (bytes.size() < sizeof(header)) return Damaged(name, "is cut short");
  std::memcpy(&header, bytes.data(), sizeof(header));
  if (header.magic != kMagic) return Damaged(name, "is no lexicon");
  if (header.format != kFormat) return Damaged(name, absl::StrCat("has format ", header.format, ", not ", kFormat));
  const absl::string_view body = bytes.substr(sizeof(header));
  const uint64_t fixed = uint64_t{header.entries} * sizeof(Entry) + uint64_t{header.cuts} * sizeof(Cuts) +
                         uint64_t{header.slots} * sizeof(uint32_t);
  if (header.slots == 0 || (header.slots & (header.slots - 1)) != 0 || header.slots <= header.entries ||
      header.strings > body.size() || header.synonyms > body.size() ||
      fixed + header.synonyms + header.strings != body.size()) {
    return Damaged(name, "is cut short or too long");
  }
  if (Hash(body) != header.checksum) return Damaged(name, "is damaged (its checksum is wrong)");

  std::unique_ptr<DutchLexicon> lexicon(new DutchLexicon);
  const char* at = body.data();
  lexicon->cuts_ = reinterpret_cast<const Cuts*>(at);
  at += header.cuts * sizeof(Cuts);
  lexicon->entries_ = reinterpret_cast<const Entry*>(at);
  at += header.entries * sizeof(Entry);
  lexicon->slots_ = reinterpret_cast<const uint32_t*>(at);
  at += header.slots * sizeof(uint32_t);
  lexicon->synonyms_ = {at, static_cast<size_t>(header.synonyms)};
  at += header.synonyms;
  lexicon->strings_ = at;
  lexicon->mask_ = header.slots - 1;
  lexicon->checksum_ = header.checksum;
  return lexicon;
}

DutchLexicon::~DutchLexicon() {
  if (mapping_ != nullptr) munmap(mapping_, mapped_bytes_);
}

const DutchLexicon::Entry* DutchLexicon::Find(absl::string_view folded) const {
  const uint64_t hash = Hash(folded);
  const uint32_t sign = Slot(0, hash) >> kEntryBits;
  for (uint32_t at = static_cast<uint32_t>(hash) & mask_; slots_[at] != 0; at = (at + 1) & mask_) {
    if (slots_[at] >> kEntryBits != sign) continue;
    const Entry& entry = entries_[(slots_[at] & ((1u << kEntryBits) - 1)) - 1];
    if (TextOf(entry) == folded) return &entry;
  }
  return nullptr;
}

std::string FindLexicon() {
  std::error_code ignored;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", ignored);
  const std::filesystem::path share = program.parent_path().parent_path() / "share";
  const std::filesystem::path installed = share / "sociale-kaart" / "dutch.lexicon";
  return std::filesystem::exists(installed, ignored) ? installed.string() : (share / "dutch.lexicon").string();
}

}  // namespace socialekaart
