// Every method of the API is answered over HTTP, by Connect's rules.
#include "services/http_api.h"

#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/gateway/connect.h"
#include "socialekaart/v1/match_service.pb.h"
#include "tests/services/gateway/gateway_fixture.h"

namespace socialekaart::gateway {
namespace {

using nlohmann::json;

class HttpApiTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    small_ = new SmallGateway;
    small_->api.directory().Add(
        {.name = "Opvoedspreekuur", .problems = "opv", .area = "GM1859", .postal_code = "7151 AB"});
    small_->api.directory().Settle();
  }
  static void TearDownTestSuite() { delete small_; }
  static std::string Ask(const std::string& bytes) {
    RawSocket socket(small_->gateway->address());
    socket.Send(bytes);
    return socket.ReadAnswer();
  }
  static SmallGateway* small_;
};
SmallGateway* HttpApiTest::small_ = nullptr;

TEST_F(HttpApiTest, AnswersEveryMethodOfTheContract) {
  const auto* const pool = google::protobuf::DescriptorPool::generated_pool();
  int methods = 0;
  for (const char* name : {"DirectoryService", "SearchService", "MatchService", "PolicyService"}) {
    const auto* const service = pool->FindServiceByName(absl::StrCat("socialekaart.v1.", name));
    ASSERT_NE(service, nullptr) << name;
    for (int i = 0; i < service->method_count(); ++i, ++methods) {
      // Without a body each reads as wrong, and as known: nothing is asked that would be done.
      const std::string answer = Ask(absl::StrCat("OPTIONS /", service->full_name(), "/", service->method(i)->name(),
                                                  " HTTP/1.1\r\nHost: localhost\r\n\r\n"));
      EXPECT_EQ(FieldOf(answer, "Allow"), "POST, OPTIONS") << service->method(i)->full_name();
    }
  }
  EXPECT_GT(methods, 30);
}

TEST_F(HttpApiTest, SpeaksJsonAndBinary) {
  const std::string as_json =
      Ask(Post("SearchService/SearchServices", R"({"text":"opvoeden"})", "Connect-Protocol-Version: 1\r\n"));
  EXPECT_EQ(StatusOf(as_json), "200");
  EXPECT_EQ(FieldOf(as_json, "Content-Type"), "application/json");
  EXPECT_EQ(FieldOf(as_json, "Cache-Control"), "no-store");
  EXPECT_EQ(json::parse(BodyOf(as_json))["results"][0]["service"]["displayName"], "Opvoedspreekuur");

  v1::SearchServicesRequest request;
  request.set_text("opvoeden");
  const std::string body = request.SerializeAsString();
  const std::string binary =
      Ask(absl::StrCat("POST /socialekaart.v1.SearchService/SearchServices HTTP/1.1\r\nHost: "
                       "localhost\r\nContent-Type: application/proto\r\nContent-Length: ",
                       body.size(), "\r\n\r\n", body));
  EXPECT_EQ(FieldOf(binary, "Content-Type"), "application/proto");
  v1::SearchServicesResponse response;
  ASSERT_TRUE(response.ParseFromString(BodyOf(binary)));
  EXPECT_EQ(response.results(0).service().display_name(), "Opvoedspreekuur");
}

TEST_F(HttpApiTest, TellsWhatIsWrongAsConnectDoes) {
  const std::string answer = Ask(Post("MatchService/Match", R"({"ageYears":-1})"));
  EXPECT_EQ(StatusOf(answer), "400");
  const json error = json::parse(BodyOf(answer));
  EXPECT_EQ(error["code"], "invalid_argument");
  EXPECT_EQ(error["details"][0]["type"], "google.rpc.ErrorInfo");
  EXPECT_EQ(error["details"][0]["debug"]["reason"], "FIELD_INVALID");
  EXPECT_EQ(error["details"][0]["value"].get<std::string>().find('='), std::string::npos);
  EXPECT_EQ(error["details"][1]["debug"]["fieldViolations"][0]["field"], "age_years");
}

TEST(ConnectTest, EveryCodeHasItsNameAndStatus) {
  for (const auto& [code, name, http] : std::vector<std::tuple<absl::StatusCode, std::string, int>>{
           {absl::StatusCode::kCancelled, "canceled", 499},
           {absl::StatusCode::kUnknown, "unknown", 500},
           {absl::StatusCode::kInvalidArgument, "invalid_argument", 400},
           {absl::StatusCode::kDeadlineExceeded, "deadline_exceeded", 504},
           {absl::StatusCode::kNotFound, "not_found", 404},
           {absl::StatusCode::kAlreadyExists, "already_exists", 409},
           {absl::StatusCode::kPermissionDenied, "permission_denied", 403},
           {absl::StatusCode::kResourceExhausted, "resource_exhausted", 429},
           {absl::StatusCode::kFailedPrecondition, "failed_precondition", 400},
           {absl::StatusCode::kAborted, "aborted", 409},
           {absl::StatusCode::kOutOfRange, "out_of_range", 400},
           {absl::StatusCode::kUnimplemented, "unimplemented", 501},
           {absl::StatusCode::kInternal, "internal", 500},
           {absl::StatusCode::kUnavailable, "unavailable", 503},
           {absl::StatusCode::kDataLoss, "data_loss", 500},
           {absl::StatusCode::kUnauthenticated, "unauthenticated", 401}}) {
    EXPECT_EQ(CodeName(code), name);
    EXPECT_EQ(HttpStatusOf(code), http);
    EXPECT_EQ(json::parse(ErrorJson(absl::Status(code, "boodschap")))["message"], "boodschap");
  }
}

TEST_F(HttpApiTest, WhatIsWrongIsSaidWithoutRepeatingTheText) {
  const std::string answer = Ask(Post("MatchService/Match", "{\"question\": geheim verhaal}"));
  EXPECT_EQ(StatusOf(answer), "400");
  EXPECT_EQ(answer.find("geheim"), std::string::npos) << answer;
}

TEST(UnaryTest, HandsOnTheTimeThatIsAllowed) {
  absl::Time deadline;
  const auto route = UnaryRoute({"socialekaart.v1.MatchService.Match", [&](const auto&, absl::Time until, auto*) {
                                   deadline = until;
                                   return absl::OkStatus();
                                 }});
  ASSERT_TRUE(route.ok());
  HttpRequest request;
  request.headers.Add("Content-Type", "application/json");
  request.body = "{}";
  request.received = absl::Now();
  EXPECT_EQ(std::get<Handler>(route->handler)(request).status, 200);
  EXPECT_EQ(deadline, absl::InfiniteFuture());
  request.headers.Add("Connect-Timeout-Ms", "200000");
  EXPECT_EQ(std::get<Handler>(route->handler)(request).status, 200);
  EXPECT_EQ(deadline, request.received + absl::Seconds(200));
  request.received -= absl::Seconds(201);  // it waited too long for a thread
  deadline = absl::UnixEpoch();
  EXPECT_EQ(std::get<Handler>(route->handler)(request).status, 504);
  EXPECT_EQ(deadline, absl::UnixEpoch()) << "work that nobody waits for is not begun";
  EXPECT_TRUE(absl::IsNotFound(UnaryRoute({"socialekaart.v1.MatchService.MatchStream", {}}).status()));
}

TEST_F(HttpApiTest, ReadsARecordByItsName) {
  const std::string name = small_->api.directory().Add({.name = "Maatjes", .area = "GM1859"}).name();
  const std::string get = absl::StrCat("GET /v1/", name, " HTTP/1.1\r\nHost: localhost\r\n");
  const std::string answer = Ask(absl::StrCat(get, "\r\n"));
  EXPECT_EQ(StatusOf(answer), "200");
  EXPECT_EQ(json::parse(BodyOf(answer))["displayName"], "Maatjes");
  const std::string etag = FieldOf(answer, "ETag");
  EXPECT_EQ(StatusOf(Ask(absl::StrCat(get, "If-None-Match: ", etag, "\r\n\r\n"))), "304");
  EXPECT_EQ(StatusOf(Ask("GET /v1/services/00000000-0000-4000-8000-000000000000 HTTP/1.1\r\nHost: localhost\r\n\r\n")),
            "404");
}

}  // namespace
}  // namespace socialekaart::gateway
