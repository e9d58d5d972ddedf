#include "services/issue_log.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "indexer/base/codec.h"
#include "indexer/base/status.h"
#include "services/page_token.h"

namespace socialekaart {
namespace {

constexpr char kCountsKey[] = "issues/counts";
constexpr size_t kMostCharacters = 500;
constexpr int kDefaultPageSize = 50;
constexpr int kMostPageSize = 1000;

// What a masked span is called, by its kind.
struct Kind {
  const char* kind;
  const char* name;
};
constexpr auto kKinds = std::to_array<Kind>({{"bsn", "een burgerservicenummer"},
                                             {"phone", "een telefoonnummer"},
                                             {"email", "een e-mailadres"},
                                             {"birth_date", "een geboortedatum"},
                                             {"address", "een adres"},
                                             {"name", "een naam"}});

std::string KeyOf(int64_t number) {
  return absl::StrCat("issues/", number);
}

size_t CharactersOf(const std::string& text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string NamesOf(const std::vector<v1::MaskedSpan>& spans) {
  std::string names;
  for (const Kind& kind : kKinds) {
    const bool is_there =
        std::any_of(spans.begin(), spans.end(), [&](const v1::MaskedSpan& span) { return span.kind() == kind.kind; });
    if (is_there) absl::StrAppend(&names, names.empty() ? "" : ", ", kind.name);
  }
  return names;
}

// NOT_FOUND when there is none.
template <typename Message>
absl::StatusOr<Message> Read(const Store& store, const std::string& key) {
  const auto bytes = store.GetBlob(key);
  if (!bytes.ok()) return bytes.status();
  Message message;
  if (message.ParseFromString(*bytes)) return message;
  return Error(absl::StatusCode::kDataLoss, v1::ERROR_REASON_STORE_FAILED, absl::StrCat(key, " cannot be read"));
}

absl::StatusOr<store::v1::IssueCounts> ReadCounts(const Store& store) {
  auto counts = Read<store::v1::IssueCounts>(store, kCountsKey);
  return absl::IsNotFound(counts.status()) ? store::v1::IssueCounts() : counts;
}

// What a page token belongs to.
uint64_t HashOfList() {
  return Hash("issues");
}

}  // namespace

absl::Status CheckIssue(const v1::ReportIssueRequest& request, const Masker& masker) {
  std::vector<v1::FieldViolation> faults;
  if (request.kind() == v1::ReportIssueRequest::KIND_UNSPECIFIED ||
      !v1::ReportIssueRequest::Kind_IsValid(request.kind())) {
    faults.push_back(Violation("kind", "kies wat er niet klopt", ""));
  }
  if (CharactersOf(request.text()) > kMostCharacters) {
    // Not looked at any further: looking costs time by its length.
    faults.push_back(Violation("text", absl::StrCat("de tekst is langer dan ", kMostCharacters, " tekens"), ""));
    return InvalidFields(std::move(faults));
  }
  std::vector<v1::MaskedSpan> spans;
  masker.Mask(request.text(), &spans);
  if (spans.empty()) return faults.empty() ? absl::OkStatus() : InvalidFields(std::move(faults));
  faults.push_back(Violation("text", absl::StrCat("hier lijkt ", NamesOf(spans), " in te staan: haal dat weg"), ""));
  return InvalidFields(std::move(faults), v1::ERROR_REASON_PERSONAL_DATA);
}

absl::Status IssueLog::Add(const v1::ReportIssueRequest& request, const std::string& day) {
  const auto enough = [](absl::string_view what) {
    return Error(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_TOO_MANY_REQUESTS, what);
  };
  absl::MutexLock lock(&mutex_);
  auto counts = ReadCounts(store_);
  if (!counts.ok()) return counts.status();
  if (counts->day() != day) counts->clear_services();
  counts->set_day(day);
  const auto& services = counts->services();
  if (std::count(services.begin(), services.end(), request.name()) >= kMostPerService)
    return enough("over dit aanbod is vandaag al genoeg gemeld: probeer het morgen opnieuw");
  if (services.size() >= kMostPerDay) return enough("er is vandaag al genoeg gemeld: probeer het morgen opnieuw");
  counts->set_last(counts->last() + 1);
  counts->add_services(request.name());
  v1::IssueReport report;
  report.set_service(request.name());
  report.set_kind(request.kind());
  report.set_text(std::string(absl::StripAsciiWhitespace(request.text())));
  report.set_report_date(day);
  // The report first: after a crash in between its number is given out again, and it was not acknowledged.
  if (absl::Status status = store_.PutBlob(KeyOf(counts->last()), Serialize(report)); !status.ok()) return status;
  return store_.PutBlob(kCountsKey, Serialize(*counts));
}

absl::StatusOr<v1::ListIssueReportsResponse> IssueLog::List(const v1::ListIssueReportsRequest& request) const {
  if (request.page_size() < 0)
    return InvalidField("page_size", absl::StrCat("is ", request.page_size()), "0 for the default, or 1 to 1,000");
  auto counts = [&] {
    absl::MutexLock lock(&mutex_);
    return ReadCounts(store_);
  }();
  if (!counts.ok()) return counts.status();
  int64_t next = counts->last();
  if (!request.page_token().empty()) {
    const auto token = DecodePageToken(request.page_token(), HashOfList());
    if (!token.ok()) return token.status();
    next = std::min(next, token->offset() - 1);
  }
  const int size = std::min(request.page_size() == 0 ? kDefaultPageSize : request.page_size(), kMostPageSize);
  v1::ListIssueReportsResponse response;
  for (; next > 0 && response.reports_size() < size; --next) {
    auto report = Read<v1::IssueReport>(store_, KeyOf(next));
    if (!report.ok()) return report.status();
    *response.add_reports() = *std::move(report);
  }
  if (next > 0) {
    store::v1::PageToken token;
    token.set_request_hash(HashOfList());
    token.set_offset(next + 1);
    response.set_next_page_token(EncodePageToken(std::move(token)));
  }
  return response;
}

}  // namespace socialekaart
