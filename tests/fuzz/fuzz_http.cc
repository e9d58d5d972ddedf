// A request as bytes: its head, its body as JSON, as binary and as lines, and the fields that are read closely. Nothing
// may crash, and two readers of one head may not differ about where the request ends.
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>

#include "services/gateway/accept.h"
#include "services/gateway/connect.h"
#include "services/gateway/gzip.h"
#include "services/gateway/head.h"
#include "services/gateway/ndjson.h"
#include "services/gateway/site.h"
#include "socialekaart/v1/match_service.pb.h"
#include "socialekaart/v1/search_service.pb.h"

namespace socialekaart::gateway {
namespace {

void Check(bool holds, const char* what) {
  if (holds) return;
  std::cerr << "does not hold: " << what << std::endl;
  std::abort();
}

// A body from memory, a few bytes at a time.
class MemoryIo : public StreamIo {
 public:
  explicit MemoryIo(absl::string_view bytes) : bytes_(bytes) {}
  absl::StatusOr<size_t> Read(char* buffer, size_t size) override {
    const size_t count = bytes_.copy(buffer, std::min<size_t>(size, 7));
    bytes_.remove_prefix(count);
    return count;
  }
  bool Begin(HttpResponse) override { return true; }
  bool Write(absl::string_view) override { return true; }
  bool IsCancelled() override { return false; }

 private:
  absl::string_view bytes_;
};

// Beast may refuse what ParseHead takes, and then the request is refused; where it takes it, it frames it the same.
void CompareWithBeast(absl::string_view bytes, const Head& head) {
  namespace http = boost::beast::http;
  http::request_parser<http::string_body> parser;
  parser.body_limit(boost::none);
  boost::system::error_code error;
  parser.put(boost::asio::buffer(bytes.data(), bytes.size()), error);
  if (error || !parser.is_header_done()) return;
  Check(parser.chunked() == (head.body == Head::Body::kChunked), "both see chunks, or none does");
  const uint64_t length = parser.content_length().value_or(0);
  Check(parser.chunked() || length == head.length, "both see one length");
}

void ReadHead(absl::string_view bytes) {
  const HeadScan scan = ScanHead(bytes);
  Check(scan.state != HeadScan::State::kMore || bytes.size() <= kMaxHeadBytes + 2, "a head without end is refused");
  if (scan.state != HeadScan::State::kDone) return;
  const absl::string_view whole = bytes.substr(scan.begin, scan.end - scan.begin);
  const Head head = ParseHead(whole);
  RequestIdOf(head.request.headers);
  if (head.fault.status != 0) return;
  Check(head.request.path == "*" || head.request.path[0] == '/', "a path begins with a slash");
  CompareWithBeast(whole, head);
  for (const auto& [_, value] : head.request.headers) {
    AcceptsCoding(value, "gzip");
    NamesEtag(value, "W/\"0123456789abcdef\"");
    CodecOf(value);
  }
}

template <typename Message>
void ReadBody(const std::string& body) {
  for (const Codec codec : {Codec::kJson, Codec::kProto}) {
    Message message;
    if (const absl::Status status = Decode(codec, body, &message); !status.ok()) {
      ErrorJson(status);
      continue;
    }
    const auto written = Encode(codec, message);
    Check(written.ok(), "what was read can be written");
    Message again;
    Check(Decode(codec, *written, &again).ok(), "what was written can be read");
  }
}

}  // namespace
}  // namespace socialekaart::gateway

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace socialekaart;
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  gateway::ReadHead(bytes);
  const size_t end = bytes.find("\r\n\r\n");
  const std::string body(end == absl::string_view::npos ? bytes : bytes.substr(end + 4));
  gateway::ReadBody<v1::MatchRequest>(body);
  gateway::ReadBody<v1::SearchServicesRequest>(body);
  gateway::MemoryIo io(body);
  gateway::NdjsonReader reader(io, 1000);
  v1::MatchStreamRequest request;
  while (reader.Read(&request)) {
  }
  gateway::Gzip(body);
  return 0;
}
