#include "clients/cpp/client.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/clients/fake_server.h"

namespace socialekaart::client {
namespace {

TEST(ClientTest, AsksAndIsAnswered) {
  FakeServer server;
  server.answers.search.set_total_size(7);
  server.answers.match.set_level(v1::HELP_LEVEL_COMMUNITY);
  const Client client({.address = server.address()});
  EXPECT_TRUE(client.Connect().ok());

  v1::SearchServicesRequest search;
  search.set_text("scheiding");
  const auto found = client.SearchServices(search);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->total_size(), 7);
  EXPECT_EQ(server.questions.search.text(), "scheiding");

  const auto match = client.Match({});
  ASSERT_TRUE(match.ok());
  EXPECT_EQ(match->level(), v1::HELP_LEVEL_COMMUNITY);
  EXPECT_EQ(client.CheckHealth("").value_or(""), "SERVING");
  EXPECT_EQ(client.CheckHealth("no.such.Service").value_or(""), "SERVICE_UNKNOWN");
}

TEST(ClientTest, KeepsTheReasonAndTheFieldsOfAnError) {
  FakeServer server;
  server.answers.error_code = 3;
  server.answers.error_message = "two faults";
  server.answers.error_fields = {{"place.postal_code", "dit is geen postcode"}, {"age_years", "negative"}};
  const Client client({.address = server.address()});
  for (const std::string reason : {"PLACE_INVALID", "ERROR_REASON_PLACE_INVALID"}) {
    server.answers.error_reason = reason;
    const absl::Status status = client.ResolvePlace({}).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(status.message(), "two faults");
    EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_PLACE_INVALID);
    ASSERT_EQ(FieldViolationsOf(status).size(), 2U);
    EXPECT_EQ(FieldViolationsOf(status)[0].field(), "place.postal_code");
    EXPECT_EQ(FieldViolationsOf(status)[1].description(), "negative");
  }
  // A reason of a newer server is no reason to fail.
  server.answers.error_reason = "SOMETHING_NEW";
  EXPECT_EQ(ReasonOf(client.ResolvePlace({}).status()), v1::ERROR_REASON_UNSPECIFIED);
}

TEST(ClientTest, SaysAtOnceThatThereIsNoServer) {
  const Client client({.address = "127.0.0.1:1", .timeout = absl::Seconds(20)});
  const absl::Time start = absl::Now();
  EXPECT_EQ(client.Connect().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(client.SearchServices({}).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(client.ExportServices({}, nullptr).code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(client.WatchChanges({}, nullptr).code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(client.MatchStream(nullptr, nullptr).code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(client.ImportServices(nullptr).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_LT(absl::Now() - start, absl::Seconds(10));
}

TEST(ClientTest, ReadsAStreamUntilTheReceiverHasEnough) {
  FakeServer server;
  for (int i = 0; i < 1'000; ++i) server.answers.exported.emplace_back().set_hsds_json("{}");
  const Client client({.address = server.address()});
  int count = 0;
  EXPECT_TRUE(client.ExportServices({}, [&](const auto&) { return ++count, absl::OkStatus(); }).ok());
  EXPECT_EQ(count, 1'000);

  count = 0;
  const absl::Status enough = client.ExportServices(
      {}, [&](const auto&) { return ++count < 3 ? absl::OkStatus() : absl::DataLossError("the disk is full"); });
  EXPECT_EQ(enough.message(), "the disk is full");
  EXPECT_EQ(count, 3);
}

TEST(ClientTest, StopsAnImportWhenTheFilesFail) {
  FakeServer server;
  const Client client({.address = server.address()});
  int parts = 0;
  const auto response = client.ImportServices([&]() -> absl::StatusOr<std::optional<v1::ImportServicesRequest>> {
    v1::ImportServicesRequest request;
    if (parts++ == 0) {
      request.mutable_options()->set_source("test");
      return request;
    }
    return absl::DataLossError("the file is gone");
  });
  EXPECT_EQ(response.status().message(), "the file is gone");
}

TEST(ClientTest, MatchesAStreamInOrder) {
  FakeServer server;
  const Client client({.address = server.address()});
  int asked = 0;
  std::vector<std::string> ids;
  const absl::Status status = client.MatchStream(
      [&]() -> std::optional<v1::MatchStreamRequest> {
        if (asked == 500) return std::nullopt;
        v1::MatchStreamRequest request;
        request.set_id(absl::StrCat(asked++));
        return request;
      },
      [&](const v1::MatchStreamResponse& response) {
        ids.push_back(response.id());
        return absl::OkStatus();
      });
  EXPECT_TRUE(status.ok()) << status;
  ASSERT_EQ(ids.size(), 500U);
  EXPECT_EQ(ids[0], "0");
  EXPECT_EQ(ids[499], "499");
}

}  // namespace
}  // namespace socialekaart::client
