#include "services/gateway/assets.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/gateway/accept.h"

namespace socialekaart::gateway {
namespace {

struct Type {
  const char* end;
  const char* media;
};
constexpr auto kTypes = std::to_array<Type>({
    {".css", "text/css; charset=utf-8"},
    {".html", "text/html; charset=utf-8"},
    {".ico", "image/x-icon"},
    {".js", "text/javascript; charset=utf-8"},
    {".json", "application/json"},
    {".png", "image/png"},
    {".svg", "image/svg+xml"},
    {".txt", "text/plain; charset=utf-8"},
    {".webmanifest", "application/manifest+json"},
    {".woff2", "font/woff2"},
});

constexpr char kForGood[] = "public, max-age=31536000, immutable";
constexpr char kAskAgain[] = "no-cache";
constexpr size_t kMinHashChars = 8;

const char* TypeOf(absl::string_view path) {
  const auto* const found =
      std::find_if(kTypes.begin(), kTypes.end(), [&](const Type& type) { return absl::EndsWith(path, type.end); });
  return found == kTypes.end() ? "application/octet-stream" : found->media;
}

// "assets/main.T5HOOLVB.js": another content would have another name.
bool HasHash(absl::string_view path) {
  const size_t last = path.rfind('.');
  if (last == absl::string_view::npos || !absl::StartsWith(path, "assets/")) return false;
  const size_t first = path.substr(0, last).rfind('.');
  if (first == absl::string_view::npos) return false;
  const absl::string_view hash = path.substr(first + 1, last - first - 1);
  return hash.size() >= kMinHashChars && std::all_of(hash.begin(), hash.end(), absl::ascii_isalnum);
}

Handler Serve(const EmbeddedFile& file) {
  HttpResponse plain;
  plain.headers.Add("Content-Type", TypeOf(file.path));
  plain.headers.Add("Cache-Control", HasHash(file.path) ? kForGood : kAskAgain);
  plain.headers.Add("ETag", EtagOf(file.content));
  return [file, plain](const HttpRequest& request) {
    HttpResponse response = plain;
    response.file = file.content;
    if (file.gzip.empty() && file.brotli.empty()) return response;
    response.headers.Add("Vary", "Accept-Encoding");
    const std::string accepted = request.headers.Joined("Accept-Encoding");
    for (const auto& [coding, bytes] : {std::pair("br", file.brotli), std::pair("gzip", file.gzip)}) {
      if (bytes.empty() || !AcceptsCoding(accepted, coding)) continue;
      response.headers.Add("Content-Encoding", coding);
      response.file = bytes;
      break;
    }
    return response;
  };
}

}  // namespace

std::vector<Route> AssetRoutes(const std::vector<EmbeddedFile>& files) {
  std::vector<Route> routes;
  for (const EmbeddedFile& file : files) {
    const bool is_index = file.path == "index.html";
    routes.push_back({"GET", is_index ? "/" : absl::StrCat("/", file.path), "page", Serve(file)});
  }
  return routes;
}

}  // namespace socialekaart::gateway
