#include "services/gateway/site.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/random/random.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/gateway/accept.h"
#include "services/gateway/gzip.h"

namespace socialekaart::gateway {
namespace {

struct Field {
  const char* name;
  const char* value;
};
// No code and no style inside a page, nothing from elsewhere but pictures where those are allowed, in no frame, and no
// address of a page told to another site.
constexpr char kContentPolicy[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; manifest-src "
    "'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; img-src 'self' data:";
constexpr auto kSecurity = std::to_array<Field>({
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
});

constexpr auto kPreflight = std::to_array<Field>({
    {"Access-Control-Allow-Methods", "GET, HEAD, POST"},
    {"Access-Control-Allow-Headers",
     "Content-Type, Connect-Protocol-Version, Connect-Timeout-Ms, If-None-Match, X-Request-Id"},
    {"Access-Control-Max-Age", "7200"},
});
constexpr char kExposed[] = "ETag, X-Request-Id";

constexpr auto kMethods =
    std::to_array<absl::string_view>({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"});
constexpr char kSiteMethods[] = "GET, HEAD, POST, OPTIONS";

constexpr size_t kMinIdChars = 16;
constexpr size_t kMaxIdChars = 64;

// "[::1]" of "[::1]:8080".
std::string HostName(absl::string_view authority) {
  const size_t colon = authority.rfind(':');
  const bool in_brackets = absl::StartsWith(authority, "[") && authority.rfind(']') > colon;
  return absl::AsciiStrToLower(colon == absl::string_view::npos || in_brackets ? authority
                                                                               : authority.substr(0, colon));
}

bool IsThisMachine(const std::string& host) {
  return host == "localhost" || host == "[::1]" || absl::StartsWith(host, "127.");
}

bool IsAddress127(const std::string& host) {
  return std::all_of(host.begin(), host.end(), [](char c) { return c == '.' || (c >= '0' && c <= '9'); });
}

void AddVary(const char* name, HttpResponse* response) {
  const std::string before = response->headers.Joined("Vary");
  response->headers.Set("Vary", before.empty() ? name : absl::StrCat(before, ", ", name));
}

// Whether the client takes this answer with gzip. Says in the head that it matters what the client takes.
bool MayCompress(const HttpRequest& request, HttpResponse* response) {
  if (response->headers.Has("Content-Encoding") || !IsCompressible(MediaType(response->headers.Get("Content-Type"))))
    return false;
  AddVary("Accept-Encoding", response);
  return AcceptsCoding(request.headers.Joined("Accept-Encoding"), "gzip");
}

void Compress(const HttpRequest& request, HttpResponse* response) {
  if (response->content().size() < kMinGzipBytes || !MayCompress(request, response)) return;
  std::string compressed = Gzip(response->content());
  if (compressed.empty()) return;
  response->body = std::move(compressed);
  response->file = {};
  response->headers.Add("Content-Encoding", "gzip");
}

}  // namespace

std::string RequestIdOf(const Headers& headers) {
  const absl::string_view given = headers.Get("X-Request-Id");
  const bool fits = given.size() >= kMinIdChars && given.size() <= kMaxIdChars &&
                    std::all_of(given.begin(), given.end(),
                                [](char c) { return c == '-' || absl::ascii_isxdigit(static_cast<unsigned char>(c)); });
  if (fits) return std::string(given);
  thread_local absl::BitGen random;
  return absl::StrCat(absl::Hex(absl::Uniform<uint64_t>(random), absl::kZeroPad16),
                      absl::Hex(absl::Uniform<uint64_t>(random), absl::kZeroPad16));
}

Site::Site(SiteOptions options, Router router, Metrics& metrics)
    : options_(std::move(options)),
      content_policy_(absl::StrCat(kContentPolicy, options_.image_origin.empty() ? "" : " ", options_.image_origin)),
      router_(std::move(router)),
      metrics_(metrics) {}

bool Site::IsFor(const HttpRequest& request) const {
  if (options_.any_host || request.authority.empty()) return true;  // HTTP/1.0 may name none
  const std::string host = HostName(request.authority);
  if (IsThisMachine(host)) return !absl::StartsWith(host, "127.") || IsAddress127(host);
  return std::find(options_.hosts.begin(), options_.hosts.end(), host) != options_.hosts.end();
}

HttpResponse Site::Dispatch(const HttpRequest& request, const Router::Found& found) const {
  if (!IsFor(request)) return TextResponse(421, "this server answers for another name: see --http-host");
  if (std::find(kMethods.begin(), kMethods.end(), request.method) == kMethods.end()) {
    return TextResponse(501, "this method is not known here");
  }
  const std::string allowed = request.path == "*" ? kSiteMethods : found.allowed;
  if (allowed.empty()) return TextResponse(404, "there is nothing at this address");
  if (request.method == "OPTIONS" || found.route == nullptr) {
    HttpResponse response =
        TextResponse(request.method == "OPTIONS" ? 204 : 405, "this address does not answer this method");
    if (response.status == 204) response.body.clear();
    response.headers.Add("Allow", allowed);
    return response;
  }
  const Handler* const handler = std::get_if<Handler>(&found.route->handler);
  return handler != nullptr ? (*handler)(request) : TextResponse(405, "this address answers streams");
}

void Site::Dress(const HttpRequest& request, HttpResponse* response) const {
  response->headers.Add("Content-Security-Policy", content_policy_);
  for (const Field& field : kSecurity) response->headers.Add(field.name, field.value);
  response->headers.Add("X-Request-Id", request.request_id);
  const bool is_open = !options_.open_path.empty() && absl::StartsWith(request.path, options_.open_path);
  if (!is_open && options_.cors_origins.empty()) return;
  if (!is_open) AddVary("Origin", response);
  const std::string origin = is_open ? "*" : std::string(request.headers.Get("Origin"));
  if (!is_open &&
      std::find(options_.cors_origins.begin(), options_.cors_origins.end(), origin) == options_.cors_origins.end())
    return;
  response->headers.Add("Access-Control-Allow-Origin", origin);
  response->headers.Set("Cross-Origin-Resource-Policy", "cross-origin");
  if (request.method == "OPTIONS") {
    for (const Field& field : kPreflight) response->headers.Add(field.name, field.value);
  } else {
    response->headers.Add("Access-Control-Expose-Headers", kExposed);
  }
}

HttpResponse Site::Answer(HttpRequest request) const {
  Router::Found found = router_.Find(request.method, request.path);
  request.captured = std::move(found.captured);
  HttpResponse response = Dispatch(request, found);
  const absl::string_view etag = response.headers.Get("ETag");
  if (!etag.empty() && response.status == 200 && NamesEtag(request.headers.Joined("If-None-Match"), etag)) {
    response.status = 304;
    response.body.clear();
    response.file = {};
  }
  Compress(request, &response);
  Dress(request, &response);
  metrics_.CountRequest(found.route == nullptr ? "" : found.route->name, request.method, response.status,
                        absl::Now() - request.received);
  return response;
}

const StreamHandler* Site::FindStream(const HttpRequest& request) const {
  const Router::Found found = router_.Find(request.method, request.path);
  if (found.route == nullptr || !IsFor(request)) return nullptr;
  const bool asked = found.route->asks_for_stream && found.route->asks_for_stream(request);
  return asked ? &found.route->stream : std::get_if<StreamHandler>(&found.route->handler);
}

HttpResponse Site::Refuse(const HttpRequest& request, HttpResponse response) const {
  Dress(request, &response);
  metrics_.CountRequest("", request.method, response.status, absl::Now() - request.received);
  return response;
}

namespace {

// Dresses the head of a stream, and compresses what follows for who takes that.
class DressedIo : public StreamIo {
 public:
  DressedIo(StreamIo& io, const HttpRequest& request, std::function<void(HttpResponse*)> dress)
      : io_(io), request_(request), dress_(std::move(dress)) {}
  absl::StatusOr<size_t> Read(char* buffer, size_t size) override { return io_.Read(buffer, size); }
  bool Begin(HttpResponse head) override {
    if (MayCompress(request_, &head)) {
      gzip_.emplace();
      head.headers.Add("Content-Encoding", "gzip");
    }
    dress_(&head);
    return io_.Begin(std::move(head));
  }
  bool Write(absl::string_view bytes) override {
    if (!gzip_) return io_.Write(bytes);
    const std::string part = gzip_->Add(bytes);
    return !part.empty() && io_.Write(part);  // an empty part would read as the end
  }
  bool IsCancelled() override { return io_.IsCancelled(); }
  void Finish() {
    if (gzip_) io_.Write(gzip_->Finish());
  }

 private:
  StreamIo& io_;
  const HttpRequest& request_;
  const std::function<void(HttpResponse*)> dress_;
  std::optional<GzipStream> gzip_;
};

}  // namespace

std::optional<HttpResponse> Site::AnswerStream(const StreamHandler& handler, const HttpRequest& request,
                                               StreamIo& io) const {
  DressedIo dressed(io, request, [&](HttpResponse* head) { Dress(request, head); });
  metrics_.AddStreams(1);
  std::optional<HttpResponse> response = handler(request, dressed);
  dressed.Finish();
  metrics_.AddStreams(-1);
  if (response) Dress(request, &*response);
  metrics_.CountRequest(router_.Find(request.method, request.path).route->name, request.method,
                        response ? response->status : 200, absl::Now() - request.received);
  return response;
}

}  // namespace socialekaart::gateway
