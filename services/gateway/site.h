#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/gateway/http.h"
#include "services/gateway/metrics.h"
#include "services/gateway/router.h"

namespace socialekaart::gateway {

struct SiteOptions {
  std::vector<std::string> cors_origins =
      {};                      // "https://kaart.example.nl": pages that may read answers; empty = none but our own
  std::string open_path = {};  // "/hsds/": what stands below it may be read by any page; "" = nothing
  std::string image_origin =
      {};  // "https://tiles.example.nl": where pictures of a page may come from, too; "" = nowhere
  std::vector<std::string> hosts = {};  // names, without port, that requests may be for, besides this machine's own
  bool any_host = false;                // requests may be for any name: something in front decides
};

// What every answer has in common, around the handlers of a router: the right host, HEAD and OPTIONS, caching,
// compression, security headers, CORS, the id of the request, and counting. Knows no sockets.
//
// Safe for use by several threads at once.
class Site {
 public:
  Site(SiteOptions options, Router router, Metrics& metrics);

  HttpResponse Answer(HttpRequest request) const;

  // The stream that the request is for; null when it is for none, or may not be for this site.
  const StreamHandler* FindStream(const HttpRequest& request) const;
  // Runs it. The answer to send when the handler began none.
  std::optional<HttpResponse> AnswerStream(const StreamHandler& handler, const HttpRequest& request,
                                           StreamIo& io) const;

  // An answer that no handler gives: the request could not be read, or there is no room for it.
  HttpResponse Refuse(const HttpRequest& request, HttpResponse response) const;

 private:
  bool IsFor(const HttpRequest& request) const;
  HttpResponse Dispatch(const HttpRequest& request, const Router::Found& found) const;
  // Adds what every answer carries.
  void Dress(const HttpRequest& request, HttpResponse* response) const;

  const SiteOptions options_;
  const std::string content_policy_;
  const Router router_;
  Metrics& metrics_;
};

// The id that the request brought when it is 16 to 64 hexadecimal digits and dashes (a UUID, a trace id), a new one
// otherwise.
std::string RequestIdOf(const Headers& headers);

}  // namespace socialekaart::gateway
