#include "services/gateway/accept.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <array>
#include <string>
#include <utility>

#include "services/gateway/gzip.h"
#include "services/gateway/metrics.h"

namespace socialekaart::gateway {
namespace {

TEST(AcceptTest, GzipIsSentWhenItIsWanted) {
  for (const auto& [field, accepts] : std::to_array<std::pair<const char*, bool>>({
           {"", false},
           {"gzip", true},
           {"GZIP", true},
           {"x-gzip", true},
           {"deflate, gzip;q=1.0, *;q=0.5", true},
           {"br, *", true},
           {"br", false},
           {"gzip;q=0", false},
           {"gzip;q=0.000", false},
           {"gzip; q=0.001", true},
           {"*;q=0", false},
           {"gzip;q=0, *", false},
           {"identity;q=0, gzip", true},
           {"gzip;q=2", false},
           {"gzip;q=veel", false},
           {"gzipped", false},
           {",,;q=,", false},
       })) {
    EXPECT_EQ(AcceptsCoding(field, "gzip"), accepts) << field;
  }
}

TEST(AcceptTest, EachCodingHasItsOwnWeight) {
  EXPECT_TRUE(AcceptsCoding("gzip, br", "br"));
  EXPECT_FALSE(AcceptsCoding("gzip, br;q=0", "br"));
}

TEST(AcceptTest, AnEtagIsKnownAgain) {
  const std::string etag = EtagOf("inhoud");
  EXPECT_NE(etag, EtagOf("andere inhoud"));
  EXPECT_EQ(etag.rfind("W/\"", 0), 0u);
  const std::string strong = etag.substr(2);
  for (const auto& [field, names] : std::vector<std::pair<std::string, bool>>{{"", false},
                                                                              {etag, true},
                                                                              {strong, true},
                                                                              {"*", true},
                                                                              {"\"x\", " + etag + " ,\"y\"", true},
                                                                              {"\"x\"", false},
                                                                              {strong + "x", false}}) {
    EXPECT_EQ(NamesEtag(field, etag), names) << field;
  }
}

TEST(AcceptTest, MediaTypeIsTheTypeAlone) {
  EXPECT_EQ(MediaType("Application/JSON; charset=utf-8"), "application/json");
  EXPECT_EQ(MediaType(" text/html ;x"), "text/html");
  EXPECT_EQ(MediaType(""), "");
}

TEST(GzipTest, GivesBackWhatWentIn) {
  std::string content;
  for (int i = 0; i < 20'000; ++i) content += std::to_string(i * i);
  const std::string compressed = Gzip(content);
  EXPECT_LT(compressed.size(), content.size() * 2 / 3);
  std::string back(content.size(), '\0');
  z_stream stream = {};
  ASSERT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(compressed.data()));
  stream.avail_in = static_cast<uInt>(compressed.size());
  stream.next_out = reinterpret_cast<Bytef*>(back.data());
  stream.avail_out = static_cast<uInt>(back.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  inflateEnd(&stream);
  EXPECT_EQ(back, content);
}

TEST(GzipTest, OfAStreamIsReadableAsItComes) {
  z_stream reader = {};
  ASSERT_EQ(inflateInit2(&reader, 15 + 16), Z_OK);
  const auto read = [&](const std::string& compressed, int expected) {
    std::string text(100'000, '\0');
    reader.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(compressed.data()));
    reader.avail_in = static_cast<uInt>(compressed.size());
    reader.next_out = reinterpret_cast<Bytef*>(text.data());
    reader.avail_out = static_cast<uInt>(text.size());
    EXPECT_EQ(inflate(&reader, Z_SYNC_FLUSH), expected);
    text.resize(text.size() - reader.avail_out);
    return text;
  };
  GzipStream stream;
  std::string large;
  for (int i = 0; i < 9'000; ++i) large += std::to_string(i * 7919);
  for (const std::string& part : {std::string("een\n"), std::string("twee\n"), large})
    EXPECT_EQ(read(stream.Add(part), Z_OK), part);
  EXPECT_EQ(read(stream.Finish(), Z_STREAM_END), "");
  inflateEnd(&reader);
}

TEST(MetricsTest, CountWithoutWordsOfTheClient) {
  Metrics metrics;
  metrics.CountRequest("/livez", "GET", 200, absl::Milliseconds(2));
  metrics.CountRequest("", "BOOS-OP-SCHOOL", 501, absl::Milliseconds(1));
  metrics.CountFault("content-length");
  metrics.AddConnections(3);
  metrics.AddConnections(-1);
  metrics.AddGauge("proef", "Een getal", [] { return 7.0; });
  const std::string text = metrics.Text();
  for (const char* line :
       {"socialekaart_http_requests_total{method=\"GET\",route=\"/livez\",status=\"200\"} 1",
        "socialekaart_http_requests_total{method=\"other\",route=\"none\",status=\"501\"} 1",
        "socialekaart_http_faults_total{reason=\"content-length\"} 1", "socialekaart_http_connections 2", "proef 7",
        "socialekaart_http_request_seconds_bucket{route=\"/livez\",le=\"0.0025\"} 1"}) {
    EXPECT_NE(text.find(line), std::string::npos) << line << "\n" << text;
  }
  EXPECT_EQ(text.find("BOOS"), std::string::npos);
}

}  // namespace
}  // namespace socialekaart::gateway
