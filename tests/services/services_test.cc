// The small parts of services/: statuses, tokens, snippets, configuration, worker pool.
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <utility>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "indexer/base/status.h"
#include "indexer/text/analyzer.h"
#include "indexer/text/lexicon.h"
#include "services/config.h"
#include "services/grpc_status.h"
#include "services/map_tiles.h"
#include "services/page_token.h"
#include "services/snippet.h"
#include "services/worker_pool.h"

namespace socialekaart {
namespace {

TEST(GrpcStatusTest, CarriesReasonFieldsAndWhenToRetry) {
  const grpc::Status status = ToGrpc(InvalidField("age_years", "is out of range", "0 to 130"));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  google::rpc::Status details;
  ASSERT_TRUE(details.ParseFromString(status.error_details()));
  google::rpc::ErrorInfo info;
  google::rpc::BadRequest bad_request;
  ASSERT_TRUE(details.details(0).UnpackTo(&info));
  ASSERT_TRUE(details.details(1).UnpackTo(&bad_request));
  EXPECT_EQ(info.reason(), "FIELD_INVALID");
  EXPECT_EQ(info.domain(), "socialekaart.v1");
  EXPECT_EQ(bad_request.field_violations(0).field(), "age_years");

  const grpc::Status busy = ToGrpc(Error(absl::StatusCode::kUnavailable, v1::ERROR_REASON_INDEX_REBUILDING, "later"));
  ASSERT_TRUE(details.ParseFromString(busy.error_details()));
  google::rpc::RetryInfo retry;
  EXPECT_TRUE(details.details(1).UnpackTo(&retry));
  EXPECT_TRUE(ToGrpc(absl::OkStatus()).ok());
}

TEST(PageTokenTest, BelongsToOneRequest) {
  store::v1::PageToken token;
  token.set_request_hash(7);
  token.set_offset(20);
  const std::string text = EncodePageToken(token);
  EXPECT_EQ(DecodePageToken(text, 7)->offset(), 20);
  for (const auto& [bad, hash] : std::vector<std::pair<std::string, uint64_t>>{
           {text, 8}, {text.substr(1), 7}, {"x" + text, 7}, {"geen token!", 7}, {std::string(5000, 'a'), 7}, {"", 7}}) {
    const auto decoded = DecodePageToken(bad, hash);
    EXPECT_TRUE(absl::IsInvalidArgument(decoded.status())) << bad;
    EXPECT_EQ(ReasonOf(decoded.status()), v1::ERROR_REASON_PAGE_TOKEN_INVALID);
  }
}

std::vector<std::string> TermsOf(const std::string& query, const Analyzer& analyzer) {
  std::vector<std::string> terms;
  for (const TextToken& token : analyzer.Analyze(query)) {
    for (const TextForm& form : token.forms) terms.push_back(form.term);
  }
  return terms;
}

TEST(SnippetTest, MarksWordsAndEscapesTheRest) {
  const auto analyzer = *LoadDutchAnalyzer(FindLexicon());
  for (const auto& [text, query, snippet] : std::vector<std::array<std::string, 3>>{
           {"Hulp na scheiding.", "scheiding", "Hulp na <mark>scheiding</mark>."},
           {"a < b & \"c\" na Opvoeding", "opvoeden", "a &lt; b &amp; &quot;c&quot; na <mark>Opvoeding</mark>"},
           {"Geen treffer", "voetbal", "Geen treffer"},
           {"", "voetbal", ""},
           {"Één scheiding\nen nog een scheiding", "scheiding", "Één <mark>scheiding</mark> en nog een <mark>scheiding</mark>"},
       }) {
    EXPECT_EQ(MakeSnippet(text, TermsOf(query, *analyzer), *analyzer), snippet);
  }
}

TEST(SnippetTest, ShowsThePartThatMatters) {
  const auto analyzer = *LoadDutchAnalyzer(FindLexicon());
  std::string text;
  for (int i = 0; i < 100; ++i) text += "vulling ë ";
  text += "rouw en verlies ";
  for (int i = 0; i < 100; ++i) text += "vulling ";
  const std::string snippet = MakeSnippet(text, TermsOf("verlies rouw", *analyzer), *analyzer);
  EXPECT_NE(snippet.find("<mark>rouw</mark> en <mark>verlies</mark>"), std::string::npos);
  EXPECT_LT(snippet.size(), 260u);
  EXPECT_EQ(snippet.rfind("…", 0), 0u);
}

TEST(ConfigTest, NamesTheSettingAtFault) {
  const std::string data_files = SOCIALEKAART_SOURCE_DIR "/data";
  EXPECT_TRUE(Validate({.data_files = data_files}).ok());
  for (const auto& [config, setting] : std::vector<std::pair<Config, std::string>>{
           {{.listen = "127.0.0.1", .data_files = data_files}, "listen"},
           {{.listen = "127.0.0.1:70000", .data_files = data_files}, "listen"},
           {{.listen = ":50051", .data_files = data_files}, "listen"},
           {{.listen = "0.0.0.0:50051", .data_files = data_files}, "listen"},
           {{.http_listen = "127.0.0.1", .data_files = data_files}, "http-listen"},
           {{.http_listen = "0.0.0.0:8080", .data_files = data_files}, "http-listen"},
           {{.http_hosts = {"Kaart"}, .data_files = data_files}, "http-host"},
           {{.http_cors_origins = {"*"}, .data_files = data_files}, "http-cors-origin"},
           {{.http_cors_origins = {"https://kaart.nl:0"}, .data_files = data_files}, "http-cors-origin"},
           {{.map_tiles = "http://tiles.nl/{z}/{x}/{y}.png", .map_attribution = "Kaart", .data_files = data_files}, "map-tiles"},
           {{.map_tiles = "https://tiles.nl/{z}/{x}/{y}.png", .data_files = data_files}, "map-attribution"},
           {{.map_attribution = "Kaart", .data_files = data_files}, "map-attribution"},
           {{.map_tiles = "https://tiles.nl/{z}/{x}/{y}.png", .map_attribution = "Ka\nart", .data_files = data_files}, "map-attribution"},
           {{.http_max_connections = 0, .data_files = data_files}, "http-max-connections"},
           {{.http_max_body_kib = 5000, .data_files = data_files}, "http-max-body-kib"},
           {{.http_head_seconds = 0, .data_files = data_files}, "http-head-seconds"},
           {{.http_body_seconds = 601, .data_files = data_files}, "http-body-seconds"},
           {{.http_idle_seconds = 0, .data_files = data_files}, "http-idle-seconds"},
           {{.data_dir = "", .data_files = data_files}, "data-dir"},
           {{.data_files = "/nergens"}, "data-files"},
           {{.data_files = data_files, .drain_seconds = -1}, "drain-seconds"},
       }) {
    const absl::Status status = Validate(config);
    EXPECT_TRUE(absl::IsInvalidArgument(status));
    EXPECT_EQ(std::string(status.message()).rfind(setting, 0), 0u) << status;
  }
  EXPECT_TRUE(Validate({.http_listen = "", .data_files = data_files}).ok());
  EXPECT_TRUE(Validate({.http_hosts = {"kaart.example.nl"}, .http_cors_origins = {"https://kaart.nl", "http://localhost:5173"}, .data_files = data_files}).ok());
  EXPECT_TRUE(Validate({.listen = "0.0.0.0:50051", .data_files = data_files, .allow_remote = true}).ok());
}

TEST(MapTilesTest, AreOfOneNameByHttps) {
  for (const auto& [url, origin] : std::vector<std::pair<std::string, std::string>>{
           {"https://tiles.nl/{z}/{x}/{y}.png", "https://tiles.nl"},
           {"https://tiles.nl:8443/a/EPSG:3857/{z}/{y}/{x}?key=1%20a", "https://tiles.nl:8443"},
           {"", ""},
           {"http://tiles.nl/{z}/{x}/{y}.png", ""},
           {"//tiles.nl/{z}/{x}/{y}.png", ""},
           {"https://{s}.tiles.nl/{z}/{x}/{y}.png", ""},
           {"https://Tiles.nl/{z}/{x}/{y}.png", ""},
           {"https://*/{z}/{x}/{y}.png", ""},
           {"https://tiles.nl; script-src */{z}/{x}/{y}", ""},
           {"https://a@tiles.nl/{z}/{x}/{y}.png", ""},
           {"https://tiles.nl: 443/{z}/{x}/{y}.png", ""},
           {"https://tiles.nl:0/{z}/{x}/{y}.png", ""},
           {"https://tiles.nl{z}{x}{y}", ""},
           {"https://tiles.nl/{z}/{x}.png", ""},
           {"https://tiles.nl/{z}/{x}/{y}/{y}.png", ""},
           {"https://tiles.nl/{z}/{x}/{y}\".png", ""},
           {"https://tiles.nl/{z}/{x}/{y} .png", ""},
       }) {
    EXPECT_EQ(TileOrigin(url).value_or(""), origin) << url;
  }
  EXPECT_EQ(WithMapTiles(R"(<meta name="sk-tiles" content=""><meta name="sk-tiles-by" content="">)", "https://t.nl/{z}/{x}/{y}?a=1&b=2", "\"K\" <b>"),
            R"(<meta name="sk-tiles" content="https://t.nl/{z}/{x}/{y}?a=1&amp;b=2"><meta name="sk-tiles-by" content="&quot;K&quot; &lt;b&gt;">)");
}

TEST(WorkerPoolTest, FinishesWhatItAcceptedAndRefusesTheRest) {
  std::atomic<int> done{0};
  std::atomic<bool> go{false};
  int accepted = 0;
  {
    WorkerPool pool(1, 2);
    for (int i = 0; i < 10; ++i) {
      accepted += pool.Run([&] {
        while (!go) std::this_thread::yield();
        ++done;
      });
    }
    go = true;
  }
  EXPECT_GE(accepted, 2);
  EXPECT_LE(accepted, 3);
  EXPECT_EQ(done, accepted);
}

}  // namespace
}  // namespace socialekaart
