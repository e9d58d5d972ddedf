#include "services/gateway/site.h"

#include <gtest/gtest.h>

#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "services/gateway/accept.h"

namespace socialekaart::gateway {
namespace {

HttpResponse Page() {
  HttpResponse response;
  response.headers.Add("Content-Type", "text/html");
  response.body = std::string(5000, 'a');
  response.headers.Add("ETag", EtagOf(response.body));
  return response;
}

class SiteTest : public testing::Test {
 protected:
  Site Make(SiteOptions options = {}) {
    Router router;
    router.Add({"GET", "/page", "", [](const HttpRequest&) { return Page(); }});
    router.Add({"GET", "/picture", "", [](const HttpRequest&) {
                  HttpResponse response = Page();
                  response.headers.Set("Content-Type", "image/png");
                  return response;
                }});
    router.Add({"POST", "/call", "", [](const HttpRequest& request) { return TextResponse(200, request.body); }});
    router.Add(
        {"GET", "/things/{id}", "", [](const HttpRequest& request) { return TextResponse(200, request.captured); }});
    return Site(std::move(options), std::move(router), metrics_);
  }
  static HttpRequest Request(const std::string& method, const std::string& path,
                             std::vector<std::pair<std::string, std::string>> fields = {}) {
    HttpRequest request;
    request.method = method;
    request.path = path;
    request.authority = "localhost:8080";
    request.request_id = "00000000-0000-0000-0000-000000000001";
    for (const auto& [name, value] : fields) request.headers.Add(name, value);
    return request;
  }
  Metrics metrics_;
};

TEST_F(SiteTest, FindsTheHandlerOfMethodAndPath) {
  const Site site = Make();
  for (const auto& [method, path, status] :
       std::vector<std::tuple<std::string, std::string, int>>{{"GET", "/page", 200},
                                                              {"HEAD", "/page", 200},
                                                              {"OPTIONS", "/page", 204},
                                                              {"POST", "/page", 405},
                                                              {"DELETE", "/page", 405},
                                                              {"POST", "/call", 200},
                                                              {"GET", "/call", 405},
                                                              {"HEAD", "/call", 405},
                                                              {"GET", "/things/7", 200},
                                                              {"GET", "/things/", 404},
                                                              {"GET", "/things/7/8", 404},
                                                              {"GET", "/", 404},
                                                              {"OPTIONS", "/", 404},
                                                              {"OPTIONS", "*", 204},
                                                              {"BREW", "/page", 501}}) {
    EXPECT_EQ(site.Answer(Request(method, path)).status, status) << method << " " << path;
  }
  EXPECT_EQ(site.Answer(Request("GET", "/things/7")).body, "7\n");
  EXPECT_EQ(site.Answer(Request("POST", "/page")).headers.Get("Allow"), "GET, HEAD, OPTIONS");
  EXPECT_EQ(site.Answer(Request("OPTIONS", "/call")).headers.Get("Allow"), "POST, OPTIONS");
}

TEST_F(SiteTest, EveryAnswerIsGuardedAndHasAnId) {
  const Site site = Make();
  for (const std::string path : {"/page", "/weg"}) {
    const HttpResponse response = site.Answer(Request("GET", path));
    const std::string policy(response.headers.Get("Content-Security-Policy"));
    EXPECT_EQ(policy.rfind("default-src 'none'", 0), 0u);
    EXPECT_EQ(policy.find("unsafe"), std::string::npos);
    EXPECT_EQ(response.headers.Get("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(response.headers.Get("Referrer-Policy"), "no-referrer");
    EXPECT_EQ(response.headers.Get("X-Frame-Options"), "DENY");
    EXPECT_EQ(response.headers.Get("X-Request-Id"), "00000000-0000-0000-0000-000000000001");
    EXPECT_FALSE(response.headers.Has("Access-Control-Allow-Origin"));
  }
}

TEST_F(SiteTest, PicturesComeFromNowhereElseUnlessAllowed) {
  const auto sources = [&](SiteOptions options) {
    const std::string policy(
        Make(std::move(options)).Answer(Request("GET", "/page")).headers.Get("Content-Security-Policy"));
    std::vector<std::string> origins;
    for (absl::string_view word : absl::StrSplit(policy, absl::ByAnyChar(" ;"), absl::SkipEmpty())) {
      if (absl::StrContains(word, '.') || absl::StrContains(word, '*') || absl::StrContains(word, "://"))
        origins.emplace_back(word);
    }
    return origins;
  };
  EXPECT_EQ(sources({}), std::vector<std::string>());
  EXPECT_EQ(sources({.image_origin = "https://tiles.example.nl"}),
            std::vector<std::string>({"https://tiles.example.nl"}));
  const std::string policy(Make({.image_origin = "https://tiles.example.nl"})
                               .Answer(Request("GET", "/page"))
                               .headers.Get("Content-Security-Policy"));
  EXPECT_TRUE(absl::EndsWith(policy, "; img-src 'self' data: https://tiles.example.nl")) << policy;
}

TEST_F(SiteTest, AnswersForItsOwnNamesAlone) {
  const Site site = Make({.hosts = {"kaart.example.nl"}});
  for (const auto& [authority, status] : std::vector<std::pair<std::string, int>>{{"localhost", 200},
                                                                                  {"LOCALHOST:8080", 200},
                                                                                  {"127.0.0.1:8080", 200},
                                                                                  {"127.1.2.3", 200},
                                                                                  {"[::1]", 200},
                                                                                  {"[::1]:8080", 200},
                                                                                  {"kaart.example.nl", 200},
                                                                                  {"Kaart.Example.nl:443", 200},
                                                                                  {"", 200},
                                                                                  {"example.nl", 421},
                                                                                  {"127.example.nl", 421},
                                                                                  {"kaart.example.nl.kwaad.nl", 421},
                                                                                  {"192.168.1.1", 421},
                                                                                  {"[::2]", 421}}) {
    HttpRequest request = Request("GET", "/page");
    request.authority = authority;
    EXPECT_EQ(site.Answer(request).status, status) << authority;
  }
  HttpRequest request = Request("GET", "/page");
  request.authority = "anders.nl";
  EXPECT_EQ(Make({.any_host = true}).Answer(request).status, 200);
}

TEST_F(SiteTest, OtherSitesReadAnswersWhenTheyMay) {
  const Site site = Make({.cors_origins = {"https://kaart.nl"}});
  const HttpResponse allowed = site.Answer(Request("GET", "/page", {{"Origin", "https://kaart.nl"}}));
  EXPECT_EQ(allowed.headers.Get("Access-Control-Allow-Origin"), "https://kaart.nl");
  EXPECT_EQ(allowed.headers.Get("Access-Control-Expose-Headers"), "ETag, X-Request-Id");
  EXPECT_EQ(allowed.headers.Get("Vary"), "Accept-Encoding, Origin");
  const HttpResponse before = site.Answer(
      Request("OPTIONS", "/call", {{"Origin", "https://kaart.nl"}, {"Access-Control-Request-Method", "POST"}}));
  EXPECT_EQ(before.headers.Get("Access-Control-Allow-Methods"), "GET, HEAD, POST");
  EXPECT_TRUE(before.headers.Has("Access-Control-Allow-Headers"));
  for (const std::string other : {"https://kwaad.nl", "null", "http://kaart.nl", "https://kaart.nl.kwaad.nl", ""}) {
    EXPECT_FALSE(site.Answer(Request("GET", "/page", {{"Origin", other}})).headers.Has("Access-Control-Allow-Origin"))
        << other;
  }
}

TEST_F(SiteTest, WhatIsKnownAlreadyIsNotSentAgain) {
  const Site site = Make();
  const std::string etag(site.Answer(Request("GET", "/page")).headers.Get("ETag"));
  const HttpResponse same =
      site.Answer(Request("GET", "/page", {{"If-None-Match", "\"x\", " + etag}, {"Accept-Encoding", "gzip"}}));
  EXPECT_EQ(same.status, 304);
  EXPECT_EQ(same.content(), "");
  EXPECT_EQ(same.headers.Get("ETag"), etag);
  EXPECT_EQ(site.Answer(Request("GET", "/page", {{"If-None-Match", "\"x\""}})).status, 200);
}

TEST_F(SiteTest, TextIsCompressedForWhoTakesIt) {
  const Site site = Make();
  const HttpResponse response = site.Answer(Request("GET", "/page", {{"Accept-Encoding", "br, gzip"}}));
  EXPECT_EQ(response.headers.Get("Content-Encoding"), "gzip");
  EXPECT_EQ(response.headers.Get("Vary"), "Accept-Encoding");
  EXPECT_LT(response.body.size(), 200u);
  EXPECT_EQ(site.Answer(Request("GET", "/page")).body.size(), 5000u);
  EXPECT_EQ(site.Answer(Request("GET", "/page")).headers.Get("Vary"), "Accept-Encoding");
  EXPECT_FALSE(site.Answer(Request("GET", "/picture", {{"Accept-Encoding", "gzip"}})).headers.Has("Content-Encoding"));
  EXPECT_FALSE(site.Answer(Request("GET", "/things/7", {{"Accept-Encoding", "gzip"}})).headers.Has("Content-Encoding"));
}

TEST(RequestIdTest, IsTakenWhenItHoldsNoWords) {
  for (const std::string given : {"0f8fad5b-d9cb-469f-a165-70867728950e", "4bf92f3577b34da6a3ce929d0e0e4736"}) {
    Headers headers;
    headers.Add("X-Request-Id", given);
    EXPECT_EQ(RequestIdOf(headers), given);
  }
  std::string before;
  for (const std::string given : {"", "kort", "dochter-van-jansen-12", "0f8fad5b-d9cb-469f-a165-70867728950g",
                                  "00000000000000000000000000000000000000000000000000000000000000000"}) {
    Headers headers;
    headers.Add("X-Request-Id", given);
    const std::string made = RequestIdOf(headers);
    EXPECT_EQ(made.size(), 32u) << given;
    EXPECT_NE(made, before);
    before = made;
  }
}

}  // namespace
}  // namespace socialekaart::gateway
