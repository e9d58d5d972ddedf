// Streams over HTTP: NDJSON both ways, with no more in memory than a line, whatever the client does.
#include <gtest/gtest.h>
#include <zlib.h>

#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "tests/services/gateway/gateway_fixture.h"

namespace socialekaart::gateway {
namespace {

using nlohmann::json;

std::string DechunkedBodyOf(const std::string& answer) {
  std::string text;
  std::string rest = BodyOf(answer);
  for (size_t end = 0; (end = rest.find("\r\n")) != std::string::npos;) {
    const size_t size = std::stoul(rest.substr(0, end), nullptr, 16);
    if (size == 0) break;
    text += rest.substr(end + 2, size);
    rest.erase(0, end + 2 + size + 2);
  }
  return text;
}

// The lines of a body in chunks.
std::vector<json> LinesOf(const std::string& answer) {
  const std::string text = DechunkedBodyOf(answer);
  std::vector<json> lines;
  for (absl::string_view line : absl::StrSplit(text, '\n', absl::SkipEmpty()))
    lines.push_back(json::parse(line.begin(), line.end()));
  return lines;
}

std::string PostLines(const std::string& method, const std::string& lines) {
  return absl::StrCat("POST /socialekaart.v1.", method,
                      " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\nContent-Length: ",
                      lines.size(), "\r\n\r\n", lines);
}

std::string Ask(SmallGateway& small, const std::string& bytes) {
  RawSocket socket(small.gateway->address());
  socket.Send(bytes);
  return socket.ReadAnswer();
}

constexpr char kRecord[] =
    R"({"id":"11111111-1111-4111-8111-111111111111","name":"Maatjes","status":"active","organization":{"id":"22222222-2222-4222-8222-222222222222","name":"Welzijn","description":"Welzijn in de wijk"}})";

TEST(StreamsTest, ImportExportAndWatchAsLines) {
  SmallGateway small;
  const std::string lines = absl::StrCat(R"({"options":{"format":"IMPORT_FORMAT_HSDS","source":"proef"}})", "\n\n",
                                         R"({"file":{"displayName":"een.ndjson"}})", "\r\n", R"({"data":")",
                                         absl::Base64Escape(absl::StrCat(kRecord, "\n")), R"("})");
  const std::string imported = Ask(small, PostLines("DirectoryService/ImportServices", lines));
  ASSERT_EQ(StatusOf(imported), "200") << imported;
  EXPECT_EQ(FieldOf(imported, "Content-Type"), "application/json");
  EXPECT_EQ(json::parse(BodyOf(imported))["report"]["created"], "1") << imported;

  const std::string exported = Ask(small, Post("DirectoryService/ExportServices", "{}"));
  EXPECT_EQ(FieldOf(exported, "Content-Type"), "application/x-ndjson");
  const std::vector<json> services = LinesOf(exported);
  ASSERT_EQ(services.size(), 1u);
  EXPECT_EQ(json::parse(services[0]["hsdsJson"].get<std::string>())["name"], "Maatjes");

  const std::vector<json> changes = LinesOf(Ask(small, Post("DirectoryService/WatchChanges", "{}")));
  ASSERT_GE(changes.size(), 2u);
  EXPECT_EQ(changes.back()["type"], "CHANGE_TYPE_CREATED");
}

TEST(StreamsTest, CasesAreAnsweredInTheirOrderWhileTheyCome) {
  SmallGateway small;
  RawSocket socket(small.gateway->address());
  socket.Send(
      "POST /socialekaart.v1.MatchService/MatchStream HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
      "application/x-ndjson\r\n"
      "Transfer-Encoding: chunked\r\n\r\n");
  const auto send = [&](const std::string& line) {
    socket.Send(absl::StrCat(absl::Hex(line.size() + 1), "\r\n", line, "\n\r\n"));
  };
  for (int i = 0; i < 40; ++i)
    send(absl::StrCat(R"({"id":")", i, R"(","request":{"question":"boos op school","ageYears":)", i % 2 == 0 ? 8 : -1,
                      "}}"));
  socket.Send("0\r\n\r\n");
  const std::vector<json> answers = LinesOf(socket.ReadAnswer());
  ASSERT_EQ(answers.size(), 40u);
  for (size_t i = 0; i < answers.size(); ++i) {
    EXPECT_EQ(answers[i]["id"], absl::StrCat(i));
    EXPECT_EQ(answers[i].contains("error"), i % 2 == 1);
  }
  socket.Send("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(StatusOf(socket.ReadAnswer()), "200") << "the connection goes on after a stream";
}

TEST(StreamsTest, GoOutCompressedToWhoTakesIt) {
  SmallGateway small;
  for (int i = 0; i < 50; ++i) small.api.directory().Add({.name = absl::StrCat("Dienst ", i), .area = "GM1859"});
  const std::string plain = Ask(small, Post("DirectoryService/WatchChanges", "{}"));
  const std::string compressed = Ask(small, Post("DirectoryService/WatchChanges", "{}", "Accept-Encoding: gzip\r\n"));
  EXPECT_EQ(FieldOf(plain, "Content-Encoding"), "");
  EXPECT_EQ(FieldOf(compressed, "Content-Encoding"), "gzip");
  for (const std::string& answer : {plain, compressed}) EXPECT_EQ(FieldOf(answer, "Vary"), "Accept-Encoding");
  const std::string bytes = DechunkedBodyOf(compressed);
  std::string text(1 << 20, '\0');
  z_stream reader = {};
  ASSERT_EQ(inflateInit2(&reader, 15 + 16), Z_OK);
  reader.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  reader.avail_in = static_cast<uInt>(bytes.size());
  reader.next_out = reinterpret_cast<Bytef*>(text.data());
  reader.avail_out = static_cast<uInt>(text.size());
  EXPECT_EQ(inflate(&reader, Z_FINISH), Z_STREAM_END);
  text.resize(text.size() - reader.avail_out);
  inflateEnd(&reader);
  EXPECT_EQ(text, DechunkedBodyOf(plain));
}

TEST(StreamsTest, AFaultInTheMiddleIsTheLastLine) {
  SmallGateway small;
  const std::vector<json> answers = LinesOf(
      Ask(small, PostLines("MatchService/MatchStream", "{\"id\":\"1\",\"request\":{\"question\":\"boos\"}}\nniet\n")));
  ASSERT_EQ(answers.size(), 2u);
  EXPECT_EQ(answers[0]["id"], "1");
  EXPECT_EQ(answers[1]["error"]["code"], "invalid_argument");
  EXPECT_TRUE(absl::StrContains(answers[1]["error"]["message"].get<std::string>(), "line 2"));
}

TEST(StreamsTest, AWatchFollowsAndEndsWithTheServer) {
  SmallGateway small;
  RawSocket socket(small.gateway->address());
  socket.Send(Post("DirectoryService/WatchChanges", R"({"follow":true})"));
  small.api.directory().Add({.name = "Later", .area = "GM1859"});
  std::thread stop([&] {
    absl::SleepFor(absl::Milliseconds(200));
    small.api.StopStreams();
  });
  const std::vector<json> changes = LinesOf(socket.ReadAnswer());
  stop.join();
  ASSERT_GE(changes.size(), 2u);
  EXPECT_EQ(changes[0]["type"], "CHANGE_TYPE_CREATED");
  EXPECT_EQ(changes.back()["error"]["code"], "unavailable");
}

TEST(StreamsTest, ThereIsRoomForSoMany) {
  GatewayOptions options;
  options.limits.max_streams = 2;
  SmallGateway small(options);
  const std::string watch = Post("DirectoryService/WatchChanges", R"({"follow":true})");
  small.api.directory().Add({.name = "Een", .area = "GM1859"});
  {
    RawSocket first(small.gateway->address());
    RawSocket second(small.gateway->address());
    first.Send(watch);
    second.Send(watch);
    absl::SleepFor(absl::Milliseconds(200));
    EXPECT_EQ(StatusOf(Ask(small, watch)), "429");
  }
  const std::string once = Post("DirectoryService/WatchChanges", "{}");
  for (int i = 0; i < 200 && StatusOf(Ask(small, once)) != "200"; ++i) absl::SleepFor(absl::Milliseconds(20));
  EXPECT_EQ(StatusOf(Ask(small, once)), "200") << "streams whose clients left keep their room";
  small.api.StopStreams();
}

TEST(StreamsTest, AClientThatDoesNotReadIsWaitedForAndThenLeft) {
  GatewayOptions options;
  options.limits.write = absl::Milliseconds(500);
  SmallGateway small(options);
  for (int i = 0; i < 500; ++i)
    small.api.directory().Add(
        {.name = absl::StrCat("Dienst ", i), .area = "GM1859", .description = std::string(19'000, 'a')});
  RawSocket lazy(small.gateway->address());
  lazy.Send(Post("DirectoryService/ExportServices", "{}"));  // 10 MB, more than sockets hold
  absl::SleepFor(absl::Seconds(2));
  EXPECT_FALSE(absl::EndsWith(lazy.ReadAll(), "0\r\n\r\n"));
  EXPECT_EQ(StatusOf(Ask(small, Post("DirectoryService/WatchChanges", "{}"))), "200");
}

}  // namespace
}  // namespace socialekaart::gateway
