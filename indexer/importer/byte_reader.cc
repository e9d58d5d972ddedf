#include "indexer/importer/byte_reader.h"

#include <algorithm>

namespace socialekaart {
namespace {

constexpr size_t kBlock = 64 * 1024;
constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

bool ByteReader::Fill(size_t wanted) {
  if (position_ > 0) {
    buffer_.erase(0, position_);
    position_ = 0;
  }
  // Enough for the mark, so that it is never seen in part.
  if (!started_) wanted = std::max(wanted, kByteOrderMark.size());
  while (!at_end_ && buffer_.size() < wanted) {
    const size_t before = buffer_.size();
    buffer_.resize(before + kBlock);
    const auto read = input_.Read(buffer_.data() + before, kBlock);
    buffer_.resize(before + (read.ok() ? std::min(*read, kBlock) : 0));
    if (!read.ok()) status_ = read.status();
    at_end_ = !read.ok() || *read == 0;
  }
  if (!started_) {
    started_ = true;
    if (absl::string_view(buffer_).substr(0, kByteOrderMark.size()) == kByteOrderMark)
      position_ = kByteOrderMark.size();
  }
  return position_ < buffer_.size();
}

absl::string_view ByteReader::PeekAhead(size_t size) {
  if (buffer_.size() - position_ < size) Fill(size);
  return absl::string_view(buffer_).substr(position_, size);
}

bool ByteReader::GetLine(size_t limit, std::string* line, bool* too_long) {
  line->clear();
  *too_long = false;
  if (Peek() == kEnd) return false;
  while (Peek() != kEnd) {
    const size_t end = buffer_.find('\n', position_);
    const size_t stop = end == std::string::npos ? buffer_.size() : end;
    *too_long = *too_long || line->size() + (stop - position_) > limit;
    if (*too_long) {
      line->clear();
      line->shrink_to_fit();
    } else {
      line->append(buffer_, position_, stop - position_);
    }
    position_ = stop;
    if (end != std::string::npos) {
      Get();
      break;
    }
  }
  if (!line->empty() && line->back() == '\r') line->pop_back();
  return true;
}

}  // namespace socialekaart
