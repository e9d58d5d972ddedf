// The unary methods: records one by one, and lists of them.
#include "services/directory_service.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "indexer/base/codec.h"
#include "indexer/base/date.h"
#include "indexer/base/status.h"
#include "indexer/record/profile.h"
#include "services/page_token.h"
#include "services/reply.h"

namespace socialekaart {
namespace {

constexpr int kDefaultPageSize = 50;
constexpr int kMaxPageSize = 1000;
// What one page may weigh, well below the 4 MiB of a message.
constexpr size_t kMaxPageBytes = 3u << 20;

}  // namespace

absl::StatusOr<v1::Service> DirectoryServiceImpl::Present(absl::StatusOr<v1::Service> service) const {
  if (!service.ok()) return service;
  store::v1::Record record;
  *record.mutable_service() = *service;
  record.set_revision(service->revision());
  *record.mutable_provenance() = service->provenance();
  auto assembled = Assemble(store_, record);
  if (!assembled.ok()) return assembled;
  if (service->etag().empty()) {  // validate_only: nothing was written
    assembled->clear_etag();
    assembled->clear_revision();
  }
  *assembled->mutable_profile() = ProfileOf(*assembled, taxonomy_, absl::Now());
  return assembled;
}

absl::StatusOr<v1::Location> DirectoryServiceImpl::Present(absl::StatusOr<v1::Location> location) const {
  if (location.ok()) Redact(&*location);
  return location;
}

template <typename T, typename Request, typename Response, typename Add>
absl::StatusOr<Response> DirectoryServiceImpl::List(const Request& request, Add add) const {
  if (request.page_size() < 0) return InvalidField("page_size", absl::StrCat("is ", request.page_size()), "0 for the default, or 1 to 1,000");
  const uint64_t hash = Hash(absl::StrCat(Collection(KindOf<T>()), request.show_deleted()));
  std::string after;
  if (!request.page_token().empty()) {
    const auto token = DecodePageToken(request.page_token(), hash);
    if (!token.ok()) return token.status();
    after = token->after();
  }
  const int size = std::min(request.page_size() == 0 ? kDefaultPageSize : request.page_size(), kMaxPageSize);
  auto page = catalog_.List<T>(after, static_cast<size_t>(size), request.show_deleted());
  if (!page.ok()) return page.status();
  Response response;
  size_t bytes = 0;
  for (T& record : page->records) {
    const std::string name = record.name();
    auto presented = Present(std::move(record));
    if (!presented.ok()) return presented.status();
    bytes += presented->ByteSizeLong();
    if (bytes > kMaxPageBytes && !after.empty()) {
      page->next_after = after;  // the rest comes with the next page
      break;
    }
    add(&response, *std::move(presented));
    after = name;
  }
  if (!page->next_after.empty()) {
    store::v1::PageToken token;
    token.set_request_hash(hash);
    token.set_after(page->next_after);
    response.set_next_page_token(EncodePageToken(std::move(token)));
  }
  return response;
}

// The same five methods for each of the three collections; `plural` and `member` as the proto spells them.
#define SOCIALEKAART_COLLECTION(T, Plural, member, plural)                                                               \
  absl::StatusOr<v1::T> DirectoryServiceImpl::Answer(const v1::Get##T##Request& request) {                               \
    return Present(catalog_.Get<v1::T>(request.name()));                                                                 \
  }                                                                                                                      \
  absl::StatusOr<v1::List##Plural##Response> DirectoryServiceImpl::Answer(const v1::List##Plural##Request& request) {    \
    return List<v1::T, v1::List##Plural##Request, v1::List##Plural##Response>(                                           \
        request, [](v1::List##Plural##Response* page, v1::T record) { *page->add_##plural() = std::move(record); });     \
  }                                                                                                                      \
  absl::StatusOr<v1::T> DirectoryServiceImpl::Answer(const v1::Create##T##Request& request) {                            \
    return Present(catalog_.Create<v1::T>(request.member(), request.member##_id(), request.validate_only()));            \
  }                                                                                                                      \
  absl::StatusOr<v1::T> DirectoryServiceImpl::Answer(const v1::Update##T##Request& request) {                            \
    return Present(catalog_.Update<v1::T>(request.member(), request.update_mask(), request.validate_only()));            \
  }                                                                                                                      \
  absl::StatusOr<v1::T> DirectoryServiceImpl::Answer(const v1::Delete##T##Request& request) {                            \
    return Present(catalog_.Delete<v1::T>(request.name(), request.etag()));                                              \
  }
SOCIALEKAART_COLLECTION(Service, Services, service, services)
SOCIALEKAART_COLLECTION(Organization, Organizations, organization, organizations)
SOCIALEKAART_COLLECTION(Location, Locations, location, locations)
#undef SOCIALEKAART_COLLECTION

absl::StatusOr<v1::ReportIssueResponse> DirectoryServiceImpl::Answer(const v1::ReportIssueRequest& request) {
  if (absl::Status status = CheckIssue(request, masker_); !status.ok()) return status;
  if (const auto service = catalog_.Get<v1::Service>(request.name()); !service.ok()) return service.status();
  if (absl::Status status = issues_.Add(request, FormatDate(absl::Now())); !status.ok()) return status;
  return v1::ReportIssueResponse();
}

absl::StatusOr<v1::ListIssueReportsResponse> DirectoryServiceImpl::Answer(const v1::ListIssueReportsRequest& request) {
  auto reports = issues_.List(request);
  if (!reports.ok()) return reports;
  for (v1::IssueReport& report : *reports->mutable_reports()) {
    const auto service = catalog_.Get<v1::Service>(report.service());
    if (service.ok()) report.set_service_display_name(service->display_name());
    if (!service.ok() && !absl::IsNotFound(service.status())) return service.status();
  }
  return reports;
}

#define SOCIALEKAART_UNARY(Method, Request, Response)                                                             \
  grpc::ServerUnaryReactor* DirectoryServiceImpl::Method(grpc::CallbackServerContext* context,                    \
                                                         const v1::Request* request, v1::Response* response) {    \
    return Reply(context, #Method, response, [&] { return Answer(*request); });                                   \
  }
SOCIALEKAART_UNARY(GetService, GetServiceRequest, Service)
SOCIALEKAART_UNARY(ListServices, ListServicesRequest, ListServicesResponse)
SOCIALEKAART_UNARY(CreateService, CreateServiceRequest, Service)
SOCIALEKAART_UNARY(UpdateService, UpdateServiceRequest, Service)
SOCIALEKAART_UNARY(DeleteService, DeleteServiceRequest, Service)
SOCIALEKAART_UNARY(GetOrganization, GetOrganizationRequest, Organization)
SOCIALEKAART_UNARY(ListOrganizations, ListOrganizationsRequest, ListOrganizationsResponse)
SOCIALEKAART_UNARY(CreateOrganization, CreateOrganizationRequest, Organization)
SOCIALEKAART_UNARY(UpdateOrganization, UpdateOrganizationRequest, Organization)
SOCIALEKAART_UNARY(DeleteOrganization, DeleteOrganizationRequest, Organization)
SOCIALEKAART_UNARY(GetLocation, GetLocationRequest, Location)
SOCIALEKAART_UNARY(ListLocations, ListLocationsRequest, ListLocationsResponse)
SOCIALEKAART_UNARY(CreateLocation, CreateLocationRequest, Location)
SOCIALEKAART_UNARY(UpdateLocation, UpdateLocationRequest, Location)
SOCIALEKAART_UNARY(DeleteLocation, DeleteLocationRequest, Location)
SOCIALEKAART_UNARY(ReportIssue, ReportIssueRequest, ReportIssueResponse)
SOCIALEKAART_UNARY(ListIssueReports, ListIssueReportsRequest, ListIssueReportsResponse)
#undef SOCIALEKAART_UNARY

}  // namespace socialekaart
