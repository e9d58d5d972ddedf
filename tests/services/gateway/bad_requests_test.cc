// What is wrong gets an answer that says so, or a closed connection, and the server goes on: a table of raw bytes.
#include "tests/services/gateway/bad_requests.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/services/gateway/gateway_fixture.h"

namespace socialekaart::gateway {
namespace {

constexpr size_t kAtLeast = 150;

TEST(BadRequestsTest, AreAnsweredOrClosedAndTheServerGoesOn) {
  const std::vector<BadRequest> rows = ReadBadRequests();
  ASSERT_GE(rows.size(), kAtLeast);
  SmallGateway small;
  const std::string address = small.gateway->address();
  for (const BadRequest& row : rows) {
    SCOPED_TRACE(row.what);
    RawSocket socket(address);
    socket.Send(row.bytes);
    socket.EndSending();
    const std::string answer = socket.ReadAll();
    EXPECT_EQ(StatusOf(answer), row.expected) << answer.substr(0, 2000);
    EXPECT_EQ(FieldOf(answer, "X-Request-Id").empty(), row.expected == "closed");
    RawSocket other(address);
    other.Send("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n");
    ASSERT_EQ(StatusOf(other.ReadAnswer()), "200");
  }
}

// A proxy in front may send one byte at a time, and every byte may be the last of a packet.
TEST(BadRequestsTest, SayTheSameHoweverTheirBytesCome) {
  const std::vector<BadRequest> rows = ReadBadRequests();
  SmallGateway small;
  for (const BadRequest& row : rows) {
    if (row.bytes.size() > 200) continue;
    SCOPED_TRACE(row.what);
    RawSocket socket(small.gateway->address());
    for (char byte : row.bytes) socket.Send(std::string(1, byte));
    socket.EndSending();
    EXPECT_EQ(StatusOf(socket.ReadAll()), row.expected);
  }
}

}  // namespace
}  // namespace socialekaart::gateway
