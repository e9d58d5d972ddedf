#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "indexer/importer/import.h"

namespace socialekaart {

// The bytes of the current file of an input, one after the other, with the number of the line that they stand on. Holds
// a block of them, and what was peeked at. A byte order mark at the beginning is passed over.
class ByteReader {
 public:
  static constexpr int kEnd = -1;

  explicit ByteReader(ImportInput& input) : input_(input) {}

  // The next byte, or kEnd after the last one and after an error (see status()).
  int Peek() {
    if (position_ == buffer_.size() && !Fill(1)) return kEnd;
    return static_cast<unsigned char>(buffer_[position_]);
  }
  int Get() {
    const int byte = Peek();
    if (byte == kEnd) return kEnd;
    ++position_;
    if (byte == '\n') ++line_;
    return byte;
  }

  // Up to `size` of the bytes to come, without going past them.
  absl::string_view PeekAhead(size_t size);

  // The next line without its end (\n or \r\n). False at the end of the file. Of a line longer than `limit` nothing is
  // held: `*too_long`.
  bool GetLine(size_t limit, std::string* line, bool* too_long);

  int64_t line() const { return line_; }
  // What the input said when it could not go on; good as long as there are bytes that came before that.
  absl::Status status() const { return position_ == buffer_.size() ? status_ : absl::OkStatus(); }

 private:
  // Makes at least `wanted` bytes available; false when there are none at all.
  bool Fill(size_t wanted);

  ImportInput& input_;
  std::string buffer_;
  size_t position_ = 0;
  int64_t line_ = 1;
  bool started_ = false;
  bool at_end_ = false;
  absl::Status status_;
};

}  // namespace socialekaart
