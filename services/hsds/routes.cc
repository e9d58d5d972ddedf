// The HTTP side of the HSDS API: addresses, headers and statuses.
#include "services/hsds/routes.h"

#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "indexer/base/codec.h"
#include "indexer/base/status.h"
#include "services/gateway/accept.h"
#include "services/gateway/connect.h"
#include "services/gateway/ndjson.h"
#include "services/hsds/openapi.h"
#include "services/logger.h"

namespace socialekaart::hsds_api {
namespace {

using gateway::HttpRequest;
using gateway::HttpResponse;
using gateway::Route;

constexpr char kVersion[] = "3.1";
constexpr char kJson[] = "application/json";
constexpr char kNdjson[] = "application/x-ndjson";
constexpr size_t kStreamBatch = 32u << 10;

// Where a client finds this API, as it asked for it. The scheme is that of a proxy in front, when that says so.
std::string BaseOf(const HttpRequest& request) {
  const bool secure = absl::EqualsIgnoreCase(request.headers.Get("X-Forwarded-Proto"), "https");
  return absl::StrCat(secure ? "https" : "http", "://", request.authority.empty() ? "localhost" : request.authority,
                      "/hsds");
}

// Tells crawlers apart as far as they differ; nothing of it is kept or shown.
uint64_t ClientOf(const HttpRequest& request) {
  return Hash(absl::StrCat(request.headers.Get("User-Agent"), "\n", request.headers.Joined("X-Forwarded-For"), "\n",
                           request.headers.Get("Authorization")));
}

HttpResponse Cached(std::string body, const char* type) {
  HttpResponse response;
  response.headers.Add("Content-Type", type);
  response.headers.Add("Cache-Control", "no-cache");  // keep it, and ask whether it is still so
  response.headers.Add("ETag", gateway::EtagOf(body));
  response.body = std::move(body);
  return response;
}

// Last-Modified tells; whether an answer is still so is asked by ETag alone. A date of whole seconds does not see a
// second write in the same second, nor a search whose index catches up a moment after the write.
HttpResponse ToResponse(absl::StatusOr<HsdsApi::Answer> answer, const char* type) {
  if (!answer.ok()) return gateway::ErrorResponse(answer.status());
  HttpResponse response = Cached(std::move(answer->json), type);
  if (answer->modified > absl::UnixEpoch()) {
    response.headers.Add("Last-Modified",
                         absl::FormatTime("%a, %d %b %Y %H:%M:%S GMT", answer->modified, absl::UTCTimeZone()));
  }
  return response;
}

void LogAnswer(const std::string& method, const absl::Status& status, const HttpRequest& request) {
  LogCall(method, absl::StatusCodeToString(status.code()), absl::Now() - request.received, request.request_id);
}

absl::StatusOr<Parameters> ParametersOf(Collection collection, bool of_list, absl::StatusOr<NamedValues> values) {
  if (!values.ok()) return values.status();
  return ReadParameters(collection, of_list, *values);
}

HttpResponse AnswerList(HsdsApi& api, const CollectionInfo& info, const HttpRequest& request,
                        absl::StatusOr<NamedValues> values) {
  const auto parameters = ParametersOf(info.collection, true, std::move(values));
  auto answer = parameters.ok() ? api.List(info.collection, *parameters, ClientOf(request)) : parameters.status();
  LogAnswer(absl::StrCat("hsds.List.", info.path), answer.status(), request);
  return ToResponse(std::move(answer), parameters.ok() && parameters->ndjson() ? kNdjson : kJson);
}

HttpResponse AnswerRecord(HsdsApi& api, const CollectionInfo& info, const HttpRequest& request) {
  const auto parameters = ParametersOf(info.collection, false, FromQuery(request.query));
  auto answer = parameters.ok() ? api.Get(info.collection, request.captured, *parameters) : parameters.status();
  LogAnswer(absl::StrCat("hsds.Get.", info.path), answer.status(), request);
  return ToResponse(std::move(answer), kJson);
}

// Everything on lines, as it is read: however much it is.
std::optional<HttpResponse> StreamList(HsdsApi& api, const CollectionInfo& info, const HttpRequest& request,
                                       gateway::StreamIo& io) {
  const auto parameters = ParametersOf(info.collection, true, FromQuery(request.query));
  gateway::NdjsonWriter writer(io, kStreamBatch);
  absl::Status status = parameters.status();
  if (status.ok()) {
    status = api.WriteAll(info.collection, *parameters,
                          [&](const std::string& line) { return !io.IsCancelled() && writer.WriteLine(line); });
  }
  LogAnswer(absl::StrCat("hsds.Stream.", info.path), status, request);
  return writer.Finish(status);
}

bool AsksForLines(const HttpRequest& request) {
  const auto values = FromQuery(request.query);
  if (!values.ok() || request.method != "GET") return false;
  for (const auto& [name, value] : *values) {
    if (name == "format" && value == "ndjson") return true;
  }
  return false;
}

// Of an address that takes nothing in its query.
absl::Status CheckNoQuery(const HttpRequest& request, const char* expected) {
  const auto values = FromQuery(request.query);
  if (!values.ok() || values->empty()) return values.status();
  return InvalidField(values->front().first, "is no parameter here", expected);
}

Route Plain(const char* path, std::function<HttpResponse(const HttpRequest&)> answer) {
  return {"GET", path, "", gateway::Handler([answer = std::move(answer)](const HttpRequest& request) {
            const absl::Status status = CheckNoQuery(request, "none");
            return status.ok() ? answer(request) : gateway::ErrorResponse(status);
          })};
}

// A list whose parameters stand in the body, so that nothing that was asked stands in an address.
HttpResponse SearchList(HsdsApi& api, const CollectionInfo& info, const HttpRequest& request) {
  if (gateway::MediaType(request.headers.Get("Content-Type")) != kJson) {
    HttpResponse response = gateway::TextResponse(415, "Content-Type must be application/json");
    response.headers.Add("Accept-Post", kJson);
    return response;
  }
  if (absl::Status status = CheckNoQuery(request, "parameters in the body"); !status.ok())
    return gateway::ErrorResponse(status);
  HttpResponse response = AnswerList(api, info, request, FromJson(request.body));
  response.headers.Set("Cache-Control", "no-store");
  return response;
}

}  // namespace

std::vector<Route> HsdsRoutes(HsdsApi& api, std::string profile) {
  std::vector<Route> routes = {
      Plain("/hsds/",
            [](const HttpRequest& request) {
              const std::string base = BaseOf(request);
              const Json about = {
                  {"version", kVersion}, {"profile", base + "/profile"}, {"openapi_url", base + "/openapi.json"}};
              return Cached(about.dump(), kJson);
            }),
      Plain("/hsds/openapi.json",
            [](const HttpRequest& request) { return Cached(OpenApi(BaseOf(request)).dump(), kJson); }),
      Plain("/hsds/profile", [profile = std::move(profile)](
                                 const HttpRequest&) { return Cached(profile, "text/markdown; charset=utf-8"); }),
  };
  const auto add_search = [&](const std::string& path, const CollectionInfo& info) {
    routes.push_back({"POST", path, "", gateway::Handler([&api, &info](const HttpRequest& request) {
                        return SearchList(api, info, request);
                      })});
  };
  add_search("/hsds/services/search", InfoOf(Collection::kServices));
  for (const CollectionInfo& info : Collections()) {
    add_search(absl::StrCat("/hsds/", info.path), info);
    routes.push_back({"GET", absl::StrCat("/hsds/", info.path), "",
                      gateway::Handler([&api, &info](const HttpRequest& request) {
                        return AnswerList(api, info, request, FromQuery(request.query));
                      }),
                      AsksForLines, [&api, &info](const HttpRequest& request, gateway::StreamIo& io) {
                        return StreamList(api, info, request, io);
                      }});
    routes.push_back(
        {"GET", absl::StrCat("/hsds/", info.path, "/{id}"), "",
         gateway::Handler([&api, &info](const HttpRequest& request) { return AnswerRecord(api, info, request); })});
  }
  return routes;
}

}  // namespace socialekaart::hsds_api
