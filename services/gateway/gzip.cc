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

bool IsCompressible(absl::string_view media_type) {
  return absl::StartsWith(media_type, "text/") ||
         std::find(kCompressible.begin(), kCompressible.end(), media_type) != kCompressible.end();
}

}  // namespace socialekaart::gateway
