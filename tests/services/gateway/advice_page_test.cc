// The form of the page, answered without a script: everything that was typed is shown as text, and nothing else.
#include "services/advice_page.h"

#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/html.h"
#include "tests/services/gateway/gateway_fixture.h"

namespace socialekaart::gateway {
namespace {

const std::vector<EmbeddedFile>& PageWithForm() {
  static const auto* const page =
      new std::vector<EmbeddedFile>{{"index.html",
                                     "<html><head><link href=\"assets/page.css\"><script "
                                     "src=\"assets/main.js\"></script></head><body><main id=\"inhoud\"><form autofocus>"
                                     "</form></main></body></html>"}};
  return *page;
}

class AdvicePageTest : public testing::Test {
 protected:
  HttpResponse Ask(const std::string& form, const std::string& type = "application/x-www-form-urlencoded") {
    HttpRequest request;
    request.headers.Add("Content-Type", type);
    request.body = form;
    return std::get<Handler>(route_.handler)(request);
  }
  SmallApi api_;
  Route route_ = AdviceRoute(api_.match(), PageWithForm());
};

TEST_F(AdvicePageTest, ShowsTheAdviceInThePage) {
  const HttpResponse page =
      Ask("question=boos+op+school%2C+8+jaar&age_years=8%2C5&place=Eibergen&requester_role=REQUESTER_ROLE_POH_JEUGD");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.headers.Get("Cache-Control"), "no-store");
  for (const char* part : {"<main id=\"inhoud\">", "assets/page.css",
                           "<h1 class=\"advice__level\">Advies: ", "U vroeg: <q>boos op school, 8 jaar</q>",
                           "De stappen, lichtste eerst", "Voor het dossier", "Voor de ouders", "<form>"}) {
    EXPECT_TRUE(absl::StrContains(page.body, part)) << part << "\n" << page.body;
  }
  EXPECT_FALSE(absl::StrContains(page.body, "<script")) << page.body;
}

TEST_F(AdvicePageTest, ARedFlagStandsFirst) {
  const std::string body = Ask("question=meisje+15+wil+dood").body;
  const size_t safety = body.find("Eerst de veiligheid");
  ASSERT_NE(safety, std::string::npos) << body;
  EXPECT_LT(safety, body.find("Advies: "));
  EXPECT_TRUE(absl::StrContains(body, "href=\"tel:"));
}

TEST_F(AdvicePageTest, ASlipElsewhereHidesNoRedFlag) {
  for (const char* slip : {"age_years=vijftien", "age_years=900", "place=Nergenshuizen", "place=7151+1"}) {
    SCOPED_TRACE(slip);
    const HttpResponse page = Ask(absl::StrCat("question=meisje+15+wil+dood&", slip));
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(absl::StrContains(page.body, "Eerst de veiligheid")) << page.body;
    EXPECT_TRUE(
        absl::StrContains(page.body, slip[0] == 'a' ? "Vul de leeftijd in als getal" : "Deze plaats is niet herkend"))
        << page.body;
  }
}

TEST_F(AdvicePageTest, SaysTheFirstStepOnce) {
  v1::MatchRequest request;
  request.set_question("meisje 15 wil dood");
  const auto response = api_.match().Answer(request);
  ASSERT_TRUE(response.ok()) << response.status();
  ASSERT_GT(response->safety().steps_size(), 1);
  const std::string body = Ask("question=meisje+15+wil+dood").body;
  for (const std::string& step : response->safety().steps()) {
    const std::string text = EscapeHtml(step);
    EXPECT_NE(body.find(text), std::string::npos) << text;
    EXPECT_EQ(body.find(text), body.rfind(text)) << text;
  }
}

TEST_F(AdvicePageTest, WhoComesBackFindsTheForm) {
  const Route route = AdviceRedirect();
  EXPECT_EQ(route.method, "GET");
  EXPECT_EQ(route.pattern, "/advies");
  const HttpResponse response = std::get<Handler>(route.handler)(HttpRequest());
  EXPECT_EQ(response.status, 303);
  EXPECT_EQ(response.headers.Get("Location"), "./");
}

TEST_F(AdvicePageTest, WhatIsTypedIsText) {
  const std::string body = Ask("question=%3Cscript%3Ealert(1)%3C%2Fscript%3E+%22boos%22&place=%3Cb%3E").body;
  EXPECT_FALSE(absl::StrContains(body, "<script>alert"));
  EXPECT_FALSE(absl::StrContains(body, "<b>"));
}

TEST_F(AdvicePageTest, WhatLooksLikeAPersonIsNotRepeated) {
  const std::string body = Ask("question=boos%2C+bel+06-12345678").body;
  EXPECT_FALSE(absl::StrContains(body, "12345678")) << body;
  EXPECT_TRUE(absl::StrContains(body, "persoonsgegevens"));
}

TEST_F(AdvicePageTest, SaysWhatToDoAboutAFault) {
  for (const auto& [form, status, part] : std::vector<std::tuple<std::string, int, std::string>>{
           {"", 400, "Schrijf in één of enkele zinnen"},
           {"question=+", 400, "Schrijf in één of enkele zinnen"},
           {absl::StrCat("question=", std::string(5000, 'a')), 400, "Schrijf in één of enkele zinnen"},
           {"question=%FF%FE", 400, "Schrijf in één of enkele zinnen"},
           {"question=boos&age_years=acht", 400, "Vul de leeftijd in als getal"},
           {"question=boos&age_years=900", 400, "Vul de leeftijd in als getal"},
           {"question=boos&place=7151+1", 400, "Deze plaats is niet herkend"},
           {"question=boos&place=Nergenshuizen", 404, "Deze plaats is niet herkend"},
           {"question=boos&requester_role=KONING", 200, "Advies: "}}) {
    const HttpResponse page = Ask(form);
    EXPECT_EQ(page.status, status) << form;
    EXPECT_TRUE(absl::StrContains(page.body, part)) << form << "\n" << page.body;
    EXPECT_TRUE(absl::StrContains(page.body, "<form>"));
  }
  EXPECT_EQ(Ask("question=%zz").status, 400);
  EXPECT_EQ(Ask("{}", "application/json").status, 415);
}

}  // namespace
}  // namespace socialekaart::gateway
