#include "services/advice_page.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "indexer/base/status.h"
#include "services/advice_html.h"
#include "services/gateway/accept.h"
#include "services/gateway/connect.h"
#include "services/gateway/form.h"
#include "services/logger.h"

namespace socialekaart {
namespace {

constexpr char kQuestion[] = "question";
constexpr char kFormType[] = "application/x-www-form-urlencoded";
constexpr char kPlainPage[] =
    "<!doctype html>\n<html lang=\"nl\">\n<head><meta charset=\"utf-8\"><title>Sociale kaart "
    "jeugd</title></head>\n<body>\n<main></main>\n</body>\n"
    "</html>\n";

// The page around the advice: what stands before the content of <main>, and that content (the form) with what follows.
struct Template {
  std::string before;
  std::string after;
};

// Without its scripts, which would put the page itself in place of the advice.
std::string WithoutScripts(std::string html) {
  for (size_t begin = 0; (begin = html.find("<script", begin)) != std::string::npos;) {
    const size_t end = html.find("</script>", begin);
    html.erase(begin, end == std::string::npos ? end : end + 9 - begin);
  }
  return html;
}

Template TemplateOf(const std::vector<gateway::EmbeddedFile>& page) {
  const auto index = std::find_if(page.begin(), page.end(), [](const auto& file) { return file.path == "index.html"; });
  std::string html = WithoutScripts(index == page.end() ? kPlainPage : std::string(index->content));
  size_t main = html.find("<main");
  if (main == std::string::npos) {
    html = kPlainPage;
    main = html.find("<main");
  }
  const size_t content = html.find('>', main) + 1;
  return {html.substr(0, content),
          absl::StrReplaceAll(html.substr(content), {{" autofocus", ""}, {"<h1", "<h2"}, {"</h1>", "</h2>"}})};
}

absl::StatusOr<v1::MatchRequest> ToRequest(const gateway::FormFields& fields) {
  v1::MatchRequest request;
  request.set_question(gateway::FieldOf(fields, kQuestion));
  if (request.question().empty()) return InvalidField(kQuestion, "is empty", "a sentence");
  const std::string age = absl::StrReplaceAll(gateway::FieldOf(fields, "age_years"), {{",", "."}});
  double age_years = 0;
  if (!age.empty() && !absl::SimpleAtod(age, &age_years)) return InvalidField("age_years", "is no number", "years");
  if (!age.empty()) request.set_age_years(age_years);
  const std::string place = gateway::FieldOf(fields, "place");
  if (!place.empty()) request.mutable_place()->set_text(place);
  v1::RequesterRole role = v1::REQUESTER_ROLE_UNSPECIFIED;
  if (v1::RequesterRole_Parse(gateway::FieldOf(fields, "requester_role"), &role)) request.set_requester_role(role);
  return request;
}

// A slip in another field must cost nobody the warning: the question alone is answered when it raises a red flag.
// `failed`: what is answered otherwise.
absl::StatusOr<v1::MatchResponse> AnswerIfFlagged(const MatchServiceImpl& match, const gateway::FormFields& fields,
                                                  absl::StatusOr<v1::MatchResponse> failed) {
  v1::MatchRequest request;
  request.set_question(gateway::FieldOf(fields, kQuestion));
  if (request.question().empty()) return failed;
  auto response = match.Answer(request);
  const bool is_flagged = response.ok() && response->has_safety() && !response->safety().soft();
  return is_flagged ? std::move(response) : std::move(failed);
}

gateway::HttpResponse Page(const Template& around, int status, absl::string_view content) {
  gateway::HttpResponse response;
  response.status = status;
  response.headers.Add("Content-Type", "text/html; charset=utf-8");
  response.headers.Add("Cache-Control", "no-store");
  response.body = absl::StrCat(around.before, "\n", content, around.after);
  return response;
}

gateway::HttpResponse Answer(const MatchServiceImpl& match, const Template& around, const gateway::HttpRequest& http) {
  if (gateway::MediaType(http.headers.Get("Content-Type")) != kFormType) {
    return gateway::TextResponse(415, absl::StrCat("Content-Type must be ", kFormType));
  }
  const auto fields = gateway::ParseForm(http.body);
  if (!fields) return gateway::TextResponse(400, "the form is malformed");
  const absl::Time start = absl::Now();
  const auto request = ToRequest(*fields);
  auto response = request.ok() ? match.Answer(*request) : request.status();
  std::string fault;
  if (!response.ok()) fault = FaultHtml(response.status());
  if (!request.ok() || !response.ok()) response = AnswerIfFlagged(match, *fields, std::move(response));
  LogCall("advies", absl::StatusCodeToString(response.status().code()), absl::Now() - start, http.request_id);
  if (!response.ok()) return Page(around, gateway::HttpStatusOf(response.status().code()), fault);
  return Page(around, 200, absl::StrCat(AdviceHtml(gateway::FieldOf(*fields, kQuestion), *response), fault));
}

}  // namespace

gateway::Route AdviceRoute(const MatchServiceImpl& match, const std::vector<gateway::EmbeddedFile>& page) {
  return {"POST", "/advies", "", [&match, around = TemplateOf(page)](const gateway::HttpRequest& request) {
            return Answer(match, around, request);
          }};
}

gateway::Route AdviceRedirect() {
  return {"GET", "/advies", "", [](const gateway::HttpRequest&) {
            gateway::HttpResponse response = gateway::TextResponse(303, "the form is at ./");
            response.headers.Add("Location", "./");  // also behind a path prefix
            return response;
          }};
}

}  // namespace socialekaart
