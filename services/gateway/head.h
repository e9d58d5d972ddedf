#pragma once

#include <cstdint>

#include "absl/strings/string_view.h"
#include "services/gateway/http.h"

namespace socialekaart::gateway {

// The head of an HTTP/1.1 request: from the first byte to the empty line. Read more strictly than RFC 9112 asks, so
// that a proxy in front of this server and this server cannot differ about where a request ends.

inline constexpr size_t kMaxHeadBytes = 8 << 10;
inline constexpr size_t kMaxRequestLineBytes = 4 << 10;
inline constexpr size_t kMaxFields = 64;

// What is wrong with a head. `reason` is a word for counting: it holds nothing of the request.
struct HeadFault {
  int status = 0;  // 0 = nothing is wrong
  const char* reason = "";
  const char* message = "";
};

// How far the bytes that came so far make a head.
struct HeadScan {
  enum class State { kMore, kDone, kBad };
  State state = State::kMore;
  size_t begin = 0;  // where the head begins: an empty line before it is passed over
  size_t end = 0;    // one past its empty line, when done
  HeadFault fault;   // when bad
};
HeadScan ScanHead(absl::string_view bytes);

struct Head {
  enum class Body { kNone, kLength, kChunked };
  HttpRequest request;
  Body body = Body::kNone;
  uint64_t length = 0;  // with kLength
  bool keep_alive = false;
  bool expects_continue = false;
  HeadFault fault;  // when set, nothing else counts
};
// `bytes`: a head that ScanHead found whole.
Head ParseHead(absl::string_view bytes);

}  // namespace socialekaart::gateway
