#include "services/gateway/gzip.h"

#include <zlib.h>

#include <algorithm>
#include <array>

#include "absl/strings/match.h"

namespace socialekaart::gateway {
namespace {

constexpr int kLevel = 5;             // half the time of 6 for two percent of the size
constexpr int kWindowBits = 15 + 16;  // + 16: a gzip header and not zlib's
constexpr int kMemoryLevel = 8;
constexpr size_t kStreamChunk = 16 << 10;

constexpr auto kCompressible = std::to_array<absl::string_view>({
    "application/javascript",
    "application/json",
    "application/manifest+json",
    "application/proto",
    "application/x-ndjson",
    "image/svg+xml",
});

}  // namespace

std::string Gzip(absl::string_view content) {
  z_stream stream = {};
  if (deflateInit2(&stream, kLevel, Z_DEFLATED, kWindowBits, kMemoryLevel, Z_DEFAULT_STRATEGY) != Z_OK) return "";
  std::string compressed(deflateBound(&stream, content.size()), '\0');
  // zlib does not write to its input; its interface is older than const.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = reinterpret_cast<Bytef*>(compressed.data());
  stream.avail_out = static_cast<uInt>(compressed.size());
  const bool done = deflate(&stream, Z_FINISH) == Z_STREAM_END;
  compressed.resize(done ? stream.total_out : 0);
  deflateEnd(&stream);
  return compressed;
}

struct GzipStream::State {
  z_stream stream = {};
};

// Without memory for it zlib leaves a stream that gives nothing: the client then gets an answer that cannot be read.
GzipStream::GzipStream() : state_(std::make_unique<State>()) {
  deflateInit2(&state_->stream, kLevel, Z_DEFLATED, kWindowBits, kMemoryLevel, Z_DEFAULT_STRATEGY);
}

GzipStream::~GzipStream() {
  deflateEnd(&state_->stream);
}

std::string GzipStream::Run(absl::string_view part, int flush) {
  z_stream& stream = state_->stream;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(part.data()));
  stream.avail_in = static_cast<uInt>(part.size());
  std::string out;
  do {
    const size_t begin = out.size();
    out.resize(begin + kStreamChunk);
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + begin);
    stream.avail_out = static_cast<uInt>(kStreamChunk);
    const int result = deflate(&stream, flush);
    out.resize(out.size() - stream.avail_out);
    if (result == Z_STREAM_END || result == Z_STREAM_ERROR) break;
  } while (stream.avail_out == 0);
  return out;
}

std::string GzipStream::Add(absl::string_view part) {
  return Run(part, Z_SYNC_FLUSH);
}

std::string GzipStream::Finish() {
  return Run({}, Z_FINISH);
}

bool IsCompressible(absl::string_view media_type) {
  return absl::StartsWith(media_type, "text/") ||
         std::find(kCompressible.begin(), kCompressible.end(), media_type) != kCompressible.end();
}

}  // namespace socialekaart::gateway
