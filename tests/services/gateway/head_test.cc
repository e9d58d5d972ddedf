#include "services/gateway/head.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <tuple>
#include <vector>

namespace socialekaart::gateway {
namespace {

Head Parse(const std::string& bytes) {
  const HeadScan scan = ScanHead(bytes);
  EXPECT_EQ(scan.state, HeadScan::State::kDone) << scan.fault.reason;
  return ParseHead(absl::string_view(bytes).substr(scan.begin, scan.end - scan.begin));
}

TEST(HeadTest, ReadsWhatIsThere) {
  const Head head = Parse(
      "POST /a%20b/c?d=e%20f HTTP/1.1\r\nHost: localhost:8080\r\nX-Veld: \t caf\xc3\xa9 \r\ncontent-length: "
      "12\r\n\r\n");
  ASSERT_EQ(head.fault.status, 0) << head.fault.reason;
  EXPECT_EQ(head.request.method, "POST");
  EXPECT_EQ(head.request.path, "/a b/c");
  EXPECT_EQ(head.request.query, "d=e%20f");
  EXPECT_EQ(head.request.authority, "localhost:8080");
  EXPECT_EQ(head.request.headers.Get("x-veld"), "caf\xc3\xa9");
  EXPECT_EQ(head.body, Head::Body::kLength);
  EXPECT_EQ(head.length, 12u);
  EXPECT_TRUE(head.keep_alive);
  EXPECT_FALSE(head.expects_continue);
}

TEST(HeadTest, ReadsEachWayToSayIt) {
  using Row = std::tuple<std::string, std::string, bool, bool>;  // head, path, keep alive, chunked
  for (const auto& [bytes, path, keep_alive, chunked] : std::vector<Row>{
           {"GET / HTTP/1.1\r\nHost: x\r\n\r\n", "/", true, false},
           {"\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", "/", true, false},
           {"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "/", false, false},
           {"GET / HTTP/1.1\r\nHost: x\r\nConnection: upgrade, Close\r\n\r\n", "/", false, false},
           {"GET / HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\n\r\n", "/", true, false},
           {"GET / HTTP/1.0\r\n\r\n", "/", false, false},
           {"GET http://x/y?z HTTP/1.1\r\nHost: ander\r\n\r\n", "/y", true, false},
           {"GET http://x HTTP/1.1\r\nHost: x\r\n\r\n", "/", true, false},
           {"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", "*", true, false},
           {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n\r\n", "/", true, true},
           {"POST / HTTP/1.1\r\nHost: [::1]:80\r\nContent-Length: 0\r\n\r\n", "/", true, false},
       }) {
    SCOPED_TRACE(bytes);
    const Head head = Parse(bytes);
    EXPECT_EQ(head.fault.status, 0) << head.fault.reason;
    EXPECT_EQ(head.request.path, path);
    EXPECT_EQ(head.keep_alive, keep_alive);
    EXPECT_EQ(head.body == Head::Body::kChunked, chunked);
  }
  EXPECT_EQ(Parse("GET http://x/ HTTP/1.1\r\nHost: ander\r\n\r\n").request.authority, "x");
  EXPECT_TRUE(
      Parse("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\nContent-Length: 3\r\n\r\n").expects_continue);
}

TEST(HeadTest, IsWholeAtItsEmptyLineAndNotBefore) {
  const std::string bytes = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_EQ(ScanHead(bytes.substr(0, size)).state, HeadScan::State::kMore) << size;
  }
  const HeadScan scan = ScanHead(bytes + "GET /next");
  EXPECT_EQ(scan.state, HeadScan::State::kDone);
  EXPECT_EQ(scan.end, bytes.size());
}

TEST(HeadTest, IsBadAtItsFirstBadByte) {
  for (const std::string& bytes :
       {std::string("GET / HTTP/1.1\n"), std::string("GET / \0", 7), std::string("\x16\x03\x01"), std::string("GET\rX"),
        std::string("GET / HTTP/1.1\r\n x")}) {
    EXPECT_EQ(ScanHead(bytes).state, HeadScan::State::kBad) << bytes;
  }
}

TEST(HeadTest, HasBounds) {
  const std::string start = "GET / HTTP/1.1\r\nHost: x\r\n";
  EXPECT_EQ(ScanHead(std::string(kMaxRequestLineBytes + 1, 'a')).fault.status, 414);
  EXPECT_EQ(ScanHead(start + "X: " + std::string(kMaxHeadBytes, 'a')).fault.status, 431);
  std::string fields = start;
  for (size_t i = 1; i < kMaxFields; ++i) fields += "X: y\r\n";
  EXPECT_EQ(Parse(fields + "\r\n").fault.status, 0);
  EXPECT_EQ(Parse(fields + "X: y\r\n\r\n").fault.status, 431);
}

}  // namespace
}  // namespace socialekaart::gateway
