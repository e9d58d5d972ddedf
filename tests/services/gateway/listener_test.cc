// Connections: many requests on one, limits of time and number, and the end of the server.
#include "services/gateway/listener.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "tests/services/gateway/raw_socket.h"

namespace socialekaart::gateway {
namespace {

const char kLive[] = "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n";

Handler Echo() {
  return [](const HttpRequest& request) { return TextResponse(200, request.body); };
}

// A listener with one handler, without the services.
struct Small {
  explicit Small(Handler handler, Limits limits = {}) {
    Router router;
    router.Add({"GET", "/livez", "", [](const HttpRequest&) { return TextResponse(200, "ok"); }});
    router.Add({"POST", "/echo", "", std::move(handler)});
    site = std::make_unique<Site>(SiteOptions{}, std::move(router), metrics);
    listener = *Listener::Start("127.0.0.1:0", limits, *site, metrics);
  }
  Metrics metrics;
  std::unique_ptr<Site> site;
  std::unique_ptr<Listener> listener;
};

std::string PostEcho(const std::string& body, const std::string& fields = "") {
  return absl::StrCat("POST /echo HTTP/1.1\r\nHost: localhost\r\n", fields, "Content-Length: ", body.size(), "\r\n\r\n",
                      body);
}

TEST(ListenerTest, AnswersManyRequestsOnOneConnection) {
  Small small(Echo());
  RawSocket socket(small.listener->address());
  for (int i = 0; i < 100; ++i) {
    const std::string body(static_cast<size_t>(i) * 97, 'a');
    socket.Send(PostEcho(body));
    EXPECT_EQ(BodyOf(socket.ReadAnswer()), body + "\n");
  }
}

TEST(ListenerTest, AnswersInOrderWhatIsSentTogether) {
  Small small(Echo());
  RawSocket socket(small.listener->address());
  std::string all;
  for (int i = 0; i < 200; ++i) all += i % 3 == 0 ? kLive : PostEcho(absl::StrCat("bericht ", i));
  socket.Send(all);
  for (int i = 0; i < 200; ++i)
    EXPECT_EQ(BodyOf(socket.ReadAnswer()), i % 3 == 0 ? "ok\n" : absl::StrCat("bericht ", i, "\n"));
}

TEST(ListenerTest, ReadsABodyInChunks) {
  Small small(Echo());
  RawSocket socket(small.listener->address());
  const std::string head = "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
  socket.Send(head + "3\r\nabc\r\nA;naam=waarde\r\n0123456789\r\n0\r\nX-Slot: x\r\n\r\n" + kLive);
  EXPECT_EQ(BodyOf(socket.ReadAnswer()), "abc0123456789\n");
  EXPECT_EQ(BodyOf(socket.ReadAnswer()), "ok\n");
}

TEST(ListenerTest, AHeadAloneIsAnsweredWithAHead) {
  Small small(Echo());
  RawSocket socket(small.listener->address());
  socket.Send(absl::StrCat("HEAD /livez HTTP/1.1\r\nHost: localhost\r\n\r\n", kLive));
  const std::string head = socket.ReadAnswer(false);
  EXPECT_EQ(FieldOf(head, "Content-Length"), "3");
  EXPECT_EQ(BodyOf(head), "");
  EXPECT_EQ(BodyOf(socket.ReadAnswer()), "ok\n");
}

TEST(ListenerTest, SaysGoOnToWhoAsksFirst) {
  Small small(Echo());
  RawSocket socket(small.listener->address());
  socket.Send("POST /echo HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
  EXPECT_EQ(StatusOf(socket.ReadAnswer(false)), "100");
  socket.Send("boos");
  EXPECT_EQ(BodyOf(socket.ReadAnswer()), "boos\n");
}

TEST(ListenerTest, ClosesWhenItIsAskedTo) {
  Small small(Echo());
  for (const std::string& request : {std::string("GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
                                     std::string("GET /livez HTTP/1.0\r\n\r\n")}) {
    RawSocket socket(small.listener->address());
    socket.Send(request);
    const std::string answer = socket.ReadAll();
    EXPECT_EQ(FieldOf(answer, "Connection"), "close");
    EXPECT_EQ(BodyOf(answer), "ok\n");
  }
}

// Each of these sends a part and then nothing, or too slowly: the connection ends, and others are answered meanwhile.
TEST(ListenerTest, WaitsForNobodyForLong) {
  Small small(Echo(),
              {.idle = absl::Milliseconds(300), .head = absl::Milliseconds(300), .body = absl::Milliseconds(300)});
  const std::vector<std::string> parts = {
      "",
      "GET /livez HT",
      "GET /livez HTTP/1.1\r\nHost: localhost\r\n",
      kLive,
      "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nboo",
      "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nbo"};
  for (const std::string& part : parts) {
    SCOPED_TRACE(part);
    RawSocket slow(small.listener->address());
    slow.Send(part);
    RawSocket other(small.listener->address());
    other.Send(kLive);
    EXPECT_EQ(StatusOf(other.ReadAnswer()), "200");
    EXPECT_FALSE(absl::EndsWith(slow.ReadAll(), "(open)"));
  }
}

// One byte now and then does not stretch the time for a head.
TEST(ListenerTest, OneByteAtATimeBuysNoTime) {
  Small small(Echo(), {.head = absl::Milliseconds(400)});
  RawSocket slow(small.listener->address());
  std::atomic<bool> done{false};
  std::thread drip([&] {
    for (char byte : std::string(kLive).substr(0, 30) + std::string(4000, 'a')) {
      if (done) return;
      slow.Send(std::string(1, byte));
      absl::SleepFor(absl::Milliseconds(20));
    }
  });
  EXPECT_EQ(slow.ReadAll(), "");
  done = true;
  drip.join();
}

TEST(ListenerTest, HasRoomForSoManyConnectionsAndNoMore) {
  Small small(Echo(), {.max_connections = 3});
  std::vector<std::unique_ptr<RawSocket>> open;
  for (int i = 0; i < 3; ++i) {
    open.push_back(std::make_unique<RawSocket>(small.listener->address()));
    open.back()->Send(kLive);
    EXPECT_EQ(StatusOf(open.back()->ReadAnswer()), "200");
  }
  EXPECT_EQ(RawSocket(small.listener->address()).ReadAll(), "");
  open.pop_back();
  for (int i = 0; i < 100; ++i) {  // until the server knows that one left
    RawSocket again(small.listener->address());
    again.Send(kLive);
    if (StatusOf(again.ReadAnswer()) == "200") return;
    absl::SleepFor(absl::Milliseconds(20));
  }
  ADD_FAILURE() << "the room of a closed connection did not come back";
}

TEST(ListenerTest, FinishesWhatItBeganBeforeItStops) {
  absl::Notification begun;
  absl::Notification go;
  Small small([&](const HttpRequest&) {
    begun.Notify();
    go.WaitForNotification();
    return TextResponse(200, "klaar");
  });
  RawSocket busy(small.listener->address());
  RawSocket idle(small.listener->address());
  idle.Send(kLive);
  EXPECT_EQ(StatusOf(idle.ReadAnswer()), "200");
  busy.Send(PostEcho("x"));
  begun.WaitForNotification();
  small.listener->BeginStop();
  EXPECT_EQ(idle.ReadAll(), "");
  go.Notify();
  const std::string answer = busy.ReadAll();
  EXPECT_EQ(BodyOf(answer), "klaar\n");
  EXPECT_EQ(FieldOf(answer, "Connection"), "close");
  small.listener->Stop(absl::Now() + absl::Seconds(5));
}

TEST(ListenerTest, StopsAtItsDeadlineWhateverClientsDo) {
  auto small = std::make_unique<Small>(Echo());
  RawSocket half(small->listener->address());
  half.Send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nboo");
  RawSocket other(small->listener->address());
  other.Send(kLive);
  EXPECT_EQ(StatusOf(other.ReadAnswer()), "200");
  small->listener->Stop(absl::Now() + absl::Milliseconds(100));
  EXPECT_EQ(half.ReadAll(), "");
}

TEST(ListenerTest, SaysWhyItCannotListen) {
  Small small(Echo());
  const auto second = Listener::Start(small.listener->address(), {}, *small.site, small.metrics);
  EXPECT_TRUE(absl::IsFailedPrecondition(second.status())) << second.status();
  EXPECT_FALSE(Listener::Start("geen-naam.invalid:80", {}, *small.site, small.metrics).ok());
}

}  // namespace
}  // namespace socialekaart::gateway
