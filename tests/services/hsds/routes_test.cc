#include "services/hsds/routes.h"

#include <gmock/gmock.h>

#include <set>

#include "absl/strings/str_cat.h"
#include "services/gateway/site.h"
#include "services/hsds/openapi.h"
#include "tests/services/hsds/hsds_fixture.h"

namespace socialekaart::hsds_api {
namespace {

class RoutesTest : public HsdsTest {
 protected:
  gateway::HttpResponse Ask(const std::string& method, const std::string& target, const std::string& body = "",
                            bool open = false, const std::string& if_none_match = "",
                            const std::string& if_modified_since = "") {
    gateway::Router router;
    for (gateway::Route& route : HsdsRoutes(api_, "# Profiel")) router.Add(std::move(route));
    router.Add({"GET", "/livez", "",
                gateway::Handler([](const gateway::HttpRequest&) { return gateway::TextResponse(200, "ok"); })});
    const gateway::Site site({.open_path = open ? kPath : ""}, std::move(router), metrics_);
    gateway::HttpRequest request;
    request.method = method;
    request.path = target.substr(0, target.find('?'));
    if (target.find('?') != std::string::npos) request.query = target.substr(target.find('?') + 1);
    request.authority = "localhost:8080";
    request.body = body;
    request.headers.Add("Content-Type", "application/json");
    request.headers.Add("Origin", "https://elders.nl");
    if (!if_none_match.empty()) request.headers.Add("If-None-Match", if_none_match);
    if (!if_modified_since.empty()) request.headers.Add("If-Modified-Since", if_modified_since);
    return site.Answer(request);
  }
  gateway::Metrics metrics_;
};

TEST_F(RoutesTest, OpenApiTellsOfEveryAddressAndNoOther) {
  std::set<std::string> told, served;
  const Json document = OpenApi("http://localhost/hsds");
  for (const auto& [path, methods] : document["paths"].items()) {
    for (const auto& [method, operation] : methods.items()) told.insert(absl::StrCat(method, " ", path));
  }
  for (const gateway::Route& route : HsdsRoutes(api_, "")) {
    served.insert(absl::StrCat(route.method == "GET" ? "get" : "post", " ", route.pattern.substr(5)));
  }
  EXPECT_EQ(told, served);
  EXPECT_EQ(told.size(), 19u);
}

TEST_F(RoutesTest, SaysWhatItIs) {
  EXPECT_EQ(
      Ask("GET", "/hsds/").body,
      R"({"version":"3.1","profile":"http://localhost:8080/hsds/profile","openapi_url":"http://localhost:8080/hsds/openapi.json"})");
  EXPECT_EQ(Ask("GET", "/hsds/profile").body, "# Profiel");
  EXPECT_EQ(Json::parse(Ask("GET", "/hsds/openapi.json").body)["servers"][0]["url"], "http://localhost:8080/hsds");
}

TEST_F(RoutesTest, AnswersWithTheStatusThatFits) {
  directory_.Add({.name = "Spreekuur"});
  for (const auto& [method, target, body, status] : std::vector<std::tuple<std::string, std::string, std::string, int>>{
           {"GET", "/hsds/services", "", 200},
           {"GET", "/hsds/services?format=ndjson", "", 200},
           {"HEAD", "/hsds/services", "", 200},
           {"GET", "/hsds/services?zoek=1", "", 400},
           {"GET", "/hsds/?zoek=1", "", 400},
           {"GET", "/hsds/services/geen", "", 404},
           {"GET", "/hsds/locations", "", 404},
           {"POST", "/hsds/services", "", 400},
           {"POST", "/hsds/services", R"({"search":"spreekuur","full":true})", 200},
           {"POST", "/hsds/services?search=spreekuur", "{}", 400},
           {"POST", "/hsds/organizations", R"({"search":"spreekuur","per_page":2})", 200},
           {"POST", "/hsds/organizations", R"({"postcode":"7151AB"})", 400},
           {"POST", "/hsds/service_at_locations", R"({"postcode":"7151AB","proximity":5000})", 200},
           {"POST", "/hsds/taxonomies", "{}", 200},
           {"POST", "/hsds/taxonomy_terms", R"({"top_only":true})", 200},
           {"PUT", "/hsds/services", "{}", 405},
           {"POST", "/hsds/services/search", R"({"search":"spreekuur"})", 200},
           {"POST", "/hsds/services/search", R"({"search":"spreekuur","format":"ndjson"})", 200},
           {"POST", "/hsds/services/search", R"({"zoek":"spreekuur"})", 400},
           {"POST", "/hsds/services/search", "spreekuur", 400},
           {"POST", "/hsds/services/search?search=spreekuur", "{}", 400},
       }) {
    EXPECT_EQ(Ask(method, target, body).status, status) << method << " " << target << " " << body;
  }
  EXPECT_THAT(Ask("GET", "/hsds/services?zoek=1").body, testing::HasSubstr("zoek: is no parameter here"));
  for (const char* path : {"/hsds/services/search", "/hsds/services"}) {
    const gateway::HttpResponse found = Ask("POST", path, R"({"search":"spreekuur"})");
    EXPECT_EQ(Json::parse(found.body)["contents"][0]["name"], "Spreekuur") << path;
    EXPECT_EQ(found.headers.Get("Cache-Control"), "no-store") << path;
  }
  EXPECT_EQ(Json::parse(Ask("POST", "/hsds/services", "{}").body), Json::parse(Ask("GET", "/hsds/services").body));
}

TEST_F(RoutesTest, WhatIsKnownAlreadyIsNotSentAgain) {
  directory_.Add({.name = "Spreekuur"});
  const gateway::HttpResponse response = Ask("GET", "/hsds/services");
  EXPECT_THAT(std::string(response.headers.Get("Last-Modified")), testing::EndsWith(" GMT"));
  const std::string etag(response.headers.Get("ETag"));
  EXPECT_EQ(Ask("GET", "/hsds/services", "", false, etag).status, 304);
  // A second write may fall in the second of the first: the date does not tell, the ETag does.
  const std::string date(response.headers.Get("Last-Modified"));
  EXPECT_EQ(Ask("GET", "/hsds/services", "", false, "", date).status, 200);
  directory_.Add({.name = "Nog een"});
  EXPECT_EQ(Ask("GET", "/hsds/services", "", false, etag).status, 200);
}

TEST_F(RoutesTest, PagesOfOtherSitesReadThisAloneAndOnlyWhenItIsOpen) {
  const auto allowed = [&](const char* method, const char* target, bool open) {
    return std::string(Ask(method, target, "{}", open).headers.Get("Access-Control-Allow-Origin"));
  };
  EXPECT_EQ(allowed("GET", "/hsds/services", true), "*");
  EXPECT_EQ(allowed("GET", "/hsds/services?zoek=1", true), "*");
  EXPECT_EQ(allowed("OPTIONS", "/hsds/services/search", true), "*");
  EXPECT_EQ(allowed("GET", "/livez", true), "");
  EXPECT_EQ(allowed("GET", "/hsds/services", false), "");
}

}  // namespace
}  // namespace socialekaart::hsds_api
