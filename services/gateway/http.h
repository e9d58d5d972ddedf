#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace socialekaart::gateway {

// The fields of a head, in their order. Names compare without case; a handful, so a list.
class Headers {
 public:
  void Add(absl::string_view name, absl::string_view value) {
    fields_.emplace_back(std::string(name), std::string(value));
  }
  void Set(absl::string_view name, absl::string_view value);
  // The first of that name; "" when there is none.
  absl::string_view Get(absl::string_view name) const;
  bool Has(absl::string_view name) const { return Count(name) > 0; }
  size_t Count(absl::string_view name) const;
  // All of that name, as one list.
  std::string Joined(absl::string_view name) const;

  auto begin() const { return fields_.begin(); }
  auto end() const { return fields_.end(); }
  size_t size() const { return fields_.size(); }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

// A request as handlers see it: checked, decoded, complete.
struct HttpRequest {
  std::string method;     // "GET", "POST", ...
  std::string path;       // decoded, without the query: "/livez"
  std::string query;      // as sent, without "?"; never logged
  std::string authority;  // Host, or that of an absolute target
  int minor_version = 1;  // HTTP/1.minor
  Headers headers;
  std::string body;
  std::string request_id;  // in every answer and in the log
  std::string captured;    // what stood at the place of {id} in the pattern of the route
  absl::Time received = absl::UnixEpoch();
};

struct HttpResponse {
  int status = 200;
  Headers headers;
  std::string body;
  absl::string_view file;  // instead of a body: bytes that live as long as the program

  absl::string_view content() const { return file.empty() ? absl::string_view(body) : file; }
};

absl::string_view StatusText(int status);

HttpResponse TextResponse(int status, absl::string_view text);

// How long a body is, when it is not known beforehand.
inline constexpr int64_t kInChunks = -1;
inline constexpr int64_t kUntilClose = -2;

// The bytes of a head: status line, fields, empty line. `length`: bytes of the body, or one of the above.
std::string EncodeHead(const HttpResponse& response, int64_t length, bool keep_alive);

}  // namespace socialekaart::gateway
