#include "services/gateway/assets.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace socialekaart::gateway {
namespace {

HttpResponse Get(const std::vector<EmbeddedFile>& files, const std::string& path,
                 const std::string& accept_encoding = "") {
  Router router;
  for (Route& route : AssetRoutes(files)) router.Add(std::move(route));
  const Router::Found found = router.Find("GET", path);
  if (found.route == nullptr) return TextResponse(404, "");
  HttpRequest request;
  request.headers.Add("Accept-Encoding", accept_encoding);
  return std::get<Handler>(found.route->handler)(request);
}

const std::vector<EmbeddedFile>& Files() {
  static const auto* const files =
      new std::vector<EmbeddedFile>{{"index.html", "<!doctype html>", "pagina.gz"},
                                    {"assets/main.T5HOOLVB.js", "code", "code.gz", "code.br"},
                                    {"assets/naam.js", "vast"},
                                    {"sw.js", "dienst"},
                                    {"assets/icon.bc601c515b.svg", "<svg/>"}};
  return *files;
}

TEST(AssetsTest, ThePageStandsAtTheRoot) {
  const HttpResponse page = Get(Files(), "/");
  EXPECT_EQ(page.content(), "<!doctype html>");
  EXPECT_EQ(page.headers.Get("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(page.headers.Get("Cache-Control"), "no-cache");
  EXPECT_EQ(Get(Files(), "/index.html").status, 404);
  EXPECT_EQ(Get(Files(), "/assets/main.T5HOOLVB.js.gz").status, 404);
}

TEST(AssetsTest, WhatHasAHashIsKeptForGood) {
  for (const auto& [path, keeps] : std::vector<std::pair<std::string, bool>>{{"/assets/main.T5HOOLVB.js", true},
                                                                             {"/assets/icon.bc601c515b.svg", true},
                                                                             {"/assets/naam.js", false},
                                                                             {"/sw.js", false}}) {
    EXPECT_EQ(Get(Files(), path).headers.Get("Cache-Control").find("immutable") != absl::string_view::npos, keeps)
        << path;
  }
}

TEST(AssetsTest, GoesOutCompressedToWhoTakesIt) {
  const std::string path = "/assets/main.T5HOOLVB.js";
  EXPECT_EQ(Get(Files(), path, "gzip, br").content(), "code.br");
  EXPECT_EQ(Get(Files(), path, "gzip").content(), "code.gz");
  EXPECT_EQ(Get(Files(), path, "gzip").headers.Get("Content-Encoding"), "gzip");
  EXPECT_EQ(Get(Files(), path, "gzip;q=0").content(), "code");
  EXPECT_EQ(Get(Files(), path).headers.Get("Vary"), "Accept-Encoding");
  EXPECT_EQ(Get(Files(), "/sw.js", "gzip").content(), "dienst");
}

}  // namespace
}  // namespace socialekaart::gateway
