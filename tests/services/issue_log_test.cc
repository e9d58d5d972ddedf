#include "services/issue_log.h"

#include <gtest/gtest.h>

#include <array>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "indexer/base/date.h"
#include "indexer/base/status.h"
#include "services/directory_service.h"
#include "tests/support/small_directory.h"

namespace socialekaart {
namespace {

std::unique_ptr<const Masker> LoadMasker() {
  return *Masker::Load(absl::StrCat(SOCIALEKAART_SOURCE_DIR, "/data/lexicon/masking.textproto"));
}

v1::ReportIssueRequest Issue(const std::string& name, const std::string& text,
                             v1::ReportIssueRequest::Kind kind = v1::ReportIssueRequest::KIND_CONTACT) {
  v1::ReportIssueRequest request;
  request.set_name(name);
  request.set_kind(kind);
  request.set_text(text);
  return request;
}

std::string TextsOf(const v1::ListIssueReportsResponse& response) {
  std::string texts;
  for (const auto& report : response.reports()) absl::StrAppend(&texts, report.report_date(), " ", report.text(), "; ");
  return texts;
}

TEST(CheckIssueTest, RefusesPersonalDataByItsName) {
  const auto masker = LoadMasker();
  struct Case {
    const char* text;
    const char* said;
  };
  for (const auto& [text, said] :
       std::to_array<Case>({{"het gaat om 111222333", "een burgerservicenummer"},
                            {"bel 06-12345678", "een telefoonnummer"},
                            {"mail naar jan.de.vries@voorbeeld.nl", "een e-mailadres"},
                            {"geboren op 12 maart 2015", "een geboortedatum"},
                            {"woont Kerkstraat 12 in Eibergen", "een adres"},
                            {"mijn zoon heet Tim de Vries", "een naam"},
                            {"hij heet Tim, bel 06-12345678", "een telefoonnummer, een naam"}})) {
    SCOPED_TRACE(text);
    const absl::Status status = CheckIssue(Issue("services/1", text), *masker);
    EXPECT_TRUE(absl::IsInvalidArgument(status));
    EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_PERSONAL_DATA);
    EXPECT_TRUE(absl::StrContains(status.message(), absl::StrCat("hier lijkt ", said, " in te staan"))) << status;
    for (const char* secret : {"111222333", "12345678", "voorbeeld.nl", "2015", "Kerkstraat", "Tim"})
      EXPECT_FALSE(absl::StrContains(status.message(), secret)) << status;
  }
}

TEST(CheckIssueTest, WantsAKindAndAtMostFiveHundredCharacters) {
  const auto masker = LoadMasker();
  std::string long_text;  // of two bytes each
  for (int i = 0; i < 500; ++i) long_text += "é";
  EXPECT_TRUE(CheckIssue(Issue("services/1", long_text), *masker).ok());
  EXPECT_TRUE(CheckIssue(Issue("services/1", "", v1::ReportIssueRequest::KIND_STOPPED), *masker).ok());
  const auto fields = [&](const v1::ReportIssueRequest& request) {
    const absl::Status status = CheckIssue(request, *masker);
    EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_FIELD_INVALID);
    std::string found;
    for (const auto& violation : FieldViolationsOf(status)) absl::StrAppend(&found, violation.field(), " ");
    return found;
  };
  EXPECT_EQ(fields(Issue("services/1", "x", v1::ReportIssueRequest::KIND_UNSPECIFIED)), "kind ");
  EXPECT_EQ(fields(Issue("services/1", "x", static_cast<v1::ReportIssueRequest::Kind>(99))), "kind ");
  EXPECT_EQ(fields(Issue("services/1", long_text + "é", v1::ReportIssueRequest::KIND_UNSPECIFIED)), "kind text ");
}

TEST(IssueLogTest, ListsTheNewestFirstAndKeepsThemOverARestart) {
  SmallDirectory directory;
  for (int i = 1; i <= 5; ++i)
    ASSERT_TRUE(IssueLog(directory.store())
                    .Add(Issue("services/1", absl::StrCat(" nummer ", i, "\n")), i < 4 ? "2026-11-21" : "2026-11-22")
                    .ok());
  IssueLog log(directory.store());
  v1::ListIssueReportsRequest request;
  EXPECT_EQ(
      TextsOf(*log.List(request)),
      "2026-11-22 nummer 5; 2026-11-22 nummer 4; 2026-11-21 nummer 3; 2026-11-21 nummer 2; 2026-11-21 nummer 1; ");
  request.set_page_size(2);
  std::string pages;
  do {
    const auto page = log.List(request);
    ASSERT_TRUE(page.ok()) << page.status();
    absl::StrAppend(&pages, page->reports_size(), " ");
    request.set_page_token(page->next_page_token());
    // What comes meanwhile moves no page.
    ASSERT_TRUE(log.Add(Issue(absl::StrCat("services/", pages), "later"), "2026-11-23").ok());
  } while (!request.page_token().empty());
  EXPECT_EQ(pages, "2 2 1 ");
  request.set_page_token("geen token");
  EXPECT_EQ(ReasonOf(log.List(request).status()), v1::ERROR_REASON_PAGE_TOKEN_INVALID);
  request.clear_page_token();
  request.set_page_size(-1);
  EXPECT_TRUE(absl::IsInvalidArgument(log.List(request).status()));
}

TEST(IssueLogTest, TakesNoMoreThanSoManyADay) {
  SmallDirectory directory;
  IssueLog log(directory.store());
  for (int i = 0; i < IssueLog::kMostPerService; ++i) EXPECT_TRUE(log.Add(Issue("services/1", "x"), "2026-11-22").ok());
  EXPECT_TRUE(absl::IsResourceExhausted(log.Add(Issue("services/1", "x"), "2026-11-22")));
  for (int i = IssueLog::kMostPerService; i < IssueLog::kMostPerDay; ++i)
    ASSERT_TRUE(log.Add(Issue(absl::StrCat("services/other-", i), "x"), "2026-11-22").ok());
  EXPECT_TRUE(absl::IsResourceExhausted(log.Add(Issue("services/2", "x"), "2026-11-22")));
  EXPECT_TRUE(log.Add(Issue("services/1", "x"), "2026-11-23").ok());
  v1::ListIssueReportsRequest request;
  request.set_page_size(5000);
  EXPECT_EQ(log.List(request)->reports_size(), IssueLog::kMostPerDay + 1);
}

TEST(DirectoryServiceTest, KeepsWhatIsSaidOfAServiceThatIsThere) {
  SmallDirectory directory;
  const auto masker = LoadMasker();
  DirectoryServiceImpl service(directory.store(), directory.catalog(), directory.index(), directory.places(),
                               directory.taxonomy(), *masker);
  const std::string name = directory.Add({.name = "Opvoedspreekuur"}).name();
  const std::string gone = directory.Add({.name = "Opgeheven"}).name();
  EXPECT_TRUE(service.Answer(Issue(name, "het nummer is veranderd")).ok());
  EXPECT_TRUE(service.Answer(Issue(gone, "", v1::ReportIssueRequest::KIND_STOPPED)).ok());
  EXPECT_TRUE(absl::IsInvalidArgument(service.Answer(Issue(name, "bel mij op 06-12345678")).status()));
  ASSERT_TRUE(directory.catalog().Delete<v1::Service>(gone, "").ok());
  EXPECT_EQ(ReasonOf(service.Answer(Issue(gone, "x")).status()), v1::ERROR_REASON_RECORD_DELETED);
  EXPECT_TRUE(absl::IsNotFound(service.Answer(Issue("services/5d0f2a60-53cb-4d3f-8a39-0c6d3f1c7a10", "x")).status()));
  const auto reports = service.Answer(v1::ListIssueReportsRequest());
  ASSERT_TRUE(reports.ok()) << reports.status();
  ASSERT_EQ(reports->reports_size(), 2);
  EXPECT_EQ(reports->reports(0).service(), gone);
  EXPECT_EQ(reports->reports(0).service_display_name(), "");
  EXPECT_EQ(reports->reports(0).kind(), v1::ReportIssueRequest::KIND_STOPPED);
  EXPECT_EQ(reports->reports(1).service_display_name(), "Opvoedspreekuur");
  EXPECT_EQ(reports->reports(1).text(), "het nummer is veranderd");
  EXPECT_TRUE(ParseDate(reports->reports(1).report_date()).has_value());
}

}  // namespace
}  // namespace socialekaart
