#include "services/gateway/http.h"

#include <algorithm>
#include <array>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace socialekaart::gateway {
namespace {

struct Status {
  int code;
  const char* text;
};
constexpr auto kStatuses = std::to_array<Status>({
    {200, "OK"},
    {204, "No Content"},
    {303, "See Other"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {421, "Misdirected Request"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {499, "Client Closed Request"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
});

}  // namespace

void Headers::Set(absl::string_view name, absl::string_view value) {
  std::erase_if(fields_, [&](const auto& field) { return absl::EqualsIgnoreCase(field.first, name); });
  Add(name, value);
}

absl::string_view Headers::Get(absl::string_view name) const {
  const auto found = std::find_if(fields_.begin(), fields_.end(),
                                  [&](const auto& field) { return absl::EqualsIgnoreCase(field.first, name); });
  return found == fields_.end() ? absl::string_view() : found->second;
}

size_t Headers::Count(absl::string_view name) const {
  return static_cast<size_t>(std::count_if(
      fields_.begin(), fields_.end(), [&](const auto& field) { return absl::EqualsIgnoreCase(field.first, name); }));
}

std::string Headers::Joined(absl::string_view name) const {
  std::string joined;
  for (const auto& [field, value] : fields_) {
    if (absl::EqualsIgnoreCase(field, name)) absl::StrAppend(&joined, joined.empty() ? "" : ", ", value);
  }
  return joined;
}

absl::string_view StatusText(int status) {
  const auto* const found =
      std::find_if(kStatuses.begin(), kStatuses.end(), [&](const Status& one) { return one.code == status; });
  return found == kStatuses.end() ? "Unknown" : found->text;
}

HttpResponse TextResponse(int status, absl::string_view text) {
  HttpResponse response;
  response.status = status;
  response.headers.Add("Content-Type", "text/plain; charset=utf-8");
  response.headers.Add("Cache-Control", "no-store");
  response.body = absl::StrCat(text, "\n");
  return response;
}

std::string EncodeHead(const HttpResponse& response, int64_t length, bool keep_alive) {
  std::string head = absl::StrCat(
      "HTTP/1.1 ", response.status, " ", StatusText(response.status),
      "\r\nDate: ", absl::FormatTime("%a, %d %b %Y %H:%M:%S GMT", absl::Now(), absl::UTCTimeZone()), "\r\n");
  for (const auto& [name, value] : response.headers) absl::StrAppend(&head, name, ": ", value, "\r\n");
  const bool has_length = response.status != 204 && response.status != 304;
  if (has_length && length >= 0) absl::StrAppend(&head, "Content-Length: ", length, "\r\n");
  if (has_length && length == kInChunks) absl::StrAppend(&head, "Transfer-Encoding: chunked\r\n");
  if (!keep_alive) absl::StrAppend(&head, "Connection: close\r\n");
  return absl::StrCat(head, "\r\n");
}

}  // namespace socialekaart::gateway
