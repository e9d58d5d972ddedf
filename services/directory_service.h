#pragma once

#include <atomic>
#include <functional>

#include "absl/status/statusor.h"
#include "indexer/index/index.h"
#include "indexer/store/catalog.h"
#include "indexer/store/store.h"
#include "services/issue_log.h"
#include "services/matching/masking.h"
#include "services/places.h"
#include "socialekaart/v1/directory_service.grpc.pb.h"

namespace socialekaart {

// Unary methods by callback; streams, which wait for their client, each on a thread of gRPC's own.
template <typename Base>
using CallbackGet = v1::DirectoryService::WithCallbackMethod_GetService<
    v1::DirectoryService::WithCallbackMethod_GetOrganization<v1::DirectoryService::WithCallbackMethod_GetLocation<Base>>>;
template <typename Base>
using CallbackList = v1::DirectoryService::WithCallbackMethod_ListServices<
    v1::DirectoryService::WithCallbackMethod_ListOrganizations<v1::DirectoryService::WithCallbackMethod_ListLocations<Base>>>;
template <typename Base>
using CallbackCreate = v1::DirectoryService::WithCallbackMethod_CreateService<
    v1::DirectoryService::WithCallbackMethod_CreateOrganization<v1::DirectoryService::WithCallbackMethod_CreateLocation<Base>>>;
template <typename Base>
using CallbackUpdate = v1::DirectoryService::WithCallbackMethod_UpdateService<
    v1::DirectoryService::WithCallbackMethod_UpdateOrganization<v1::DirectoryService::WithCallbackMethod_UpdateLocation<Base>>>;
template <typename Base>
using CallbackDelete = v1::DirectoryService::WithCallbackMethod_DeleteService<
    v1::DirectoryService::WithCallbackMethod_DeleteOrganization<v1::DirectoryService::WithCallbackMethod_DeleteLocation<Base>>>;
template <typename Base>
using CallbackIssues = v1::DirectoryService::WithCallbackMethod_ReportIssue<v1::DirectoryService::WithCallbackMethod_ListIssueReports<Base>>;
using DirectoryServiceBase =
    CallbackGet<CallbackList<CallbackCreate<CallbackUpdate<CallbackDelete<CallbackIssues<v1::DirectoryService::Service>>>>>>;

// The records of the directory: reads, writes, and the streams in and out. Confidential locations are redacted in every answer.
class DirectoryServiceImpl : public DirectoryServiceBase {
 public:
  DirectoryServiceImpl(Store& store, Catalog& catalog, Index& index, Places& places, const Taxonomy& taxonomy, const Masker& masker)
      : store_(store), catalog_(catalog), index_(index), places_(places), taxonomy_(taxonomy), masker_(masker), issues_(store) {}

  // Streams that follow end soon after this.
  void Stop() { stopping_ = true; }

  // What each method answers. The methods of gRPC and of HTTP only call these.
#define SOCIALEKAART_ANSWER(Request, Response) absl::StatusOr<v1::Response> Answer(const v1::Request& request)
  SOCIALEKAART_ANSWER(GetServiceRequest, Service);
  SOCIALEKAART_ANSWER(ListServicesRequest, ListServicesResponse);
  SOCIALEKAART_ANSWER(CreateServiceRequest, Service);
  SOCIALEKAART_ANSWER(UpdateServiceRequest, Service);
  SOCIALEKAART_ANSWER(DeleteServiceRequest, Service);
  SOCIALEKAART_ANSWER(GetOrganizationRequest, Organization);
  SOCIALEKAART_ANSWER(ListOrganizationsRequest, ListOrganizationsResponse);
  SOCIALEKAART_ANSWER(CreateOrganizationRequest, Organization);
  SOCIALEKAART_ANSWER(UpdateOrganizationRequest, Organization);
  SOCIALEKAART_ANSWER(DeleteOrganizationRequest, Organization);
  SOCIALEKAART_ANSWER(GetLocationRequest, Location);
  SOCIALEKAART_ANSWER(ListLocationsRequest, ListLocationsResponse);
  SOCIALEKAART_ANSWER(CreateLocationRequest, Location);
  SOCIALEKAART_ANSWER(UpdateLocationRequest, Location);
  SOCIALEKAART_ANSWER(DeleteLocationRequest, Location);
  SOCIALEKAART_ANSWER(CheckIndexRequest, CheckIndexResponse);
  SOCIALEKAART_ANSWER(ReportIssueRequest, ReportIssueResponse);
  SOCIALEKAART_ANSWER(ListIssueReportsRequest, ListIssueReportsResponse);
#undef SOCIALEKAART_ANSWER

  // The streams. `read` is false when nothing comes any more, `write` when nobody takes it, `cancelled` true when the caller left.
  using Cancelled = std::function<bool()>;
  absl::StatusOr<v1::ImportServicesResponse> Import(const std::function<bool(v1::ImportServicesRequest*)>& read, const Cancelled& cancelled);
  absl::Status Export(const v1::ExportServicesRequest& request, const std::function<bool(const v1::ExportServicesResponse&)>& write,
                      const Cancelled& cancelled);
  absl::Status Watch(const v1::WatchChangesRequest& request, const std::function<bool(const v1::WatchChangesResponse&)>& write,
                     const Cancelled& cancelled);

#define SOCIALEKAART_UNARY(Method, Request, Response)                                                       \
  grpc::ServerUnaryReactor* Method(grpc::CallbackServerContext* context, const v1::Request* request, \
                                   v1::Response* response) override
  SOCIALEKAART_UNARY(GetService, GetServiceRequest, Service);
  SOCIALEKAART_UNARY(ListServices, ListServicesRequest, ListServicesResponse);
  SOCIALEKAART_UNARY(CreateService, CreateServiceRequest, Service);
  SOCIALEKAART_UNARY(UpdateService, UpdateServiceRequest, Service);
  SOCIALEKAART_UNARY(DeleteService, DeleteServiceRequest, Service);
  SOCIALEKAART_UNARY(GetOrganization, GetOrganizationRequest, Organization);
  SOCIALEKAART_UNARY(ListOrganizations, ListOrganizationsRequest, ListOrganizationsResponse);
  SOCIALEKAART_UNARY(CreateOrganization, CreateOrganizationRequest, Organization);
  SOCIALEKAART_UNARY(UpdateOrganization, UpdateOrganizationRequest, Organization);
  SOCIALEKAART_UNARY(DeleteOrganization, DeleteOrganizationRequest, Organization);
  SOCIALEKAART_UNARY(GetLocation, GetLocationRequest, Location);
  SOCIALEKAART_UNARY(ListLocations, ListLocationsRequest, ListLocationsResponse);
  SOCIALEKAART_UNARY(CreateLocation, CreateLocationRequest, Location);
  SOCIALEKAART_UNARY(UpdateLocation, UpdateLocationRequest, Location);
  SOCIALEKAART_UNARY(DeleteLocation, DeleteLocationRequest, Location);
  SOCIALEKAART_UNARY(ReportIssue, ReportIssueRequest, ReportIssueResponse);
  SOCIALEKAART_UNARY(ListIssueReports, ListIssueReportsRequest, ListIssueReportsResponse);
#undef SOCIALEKAART_UNARY

  grpc::Status ImportServices(grpc::ServerContext* context, grpc::ServerReader<v1::ImportServicesRequest>* reader,
                              v1::ImportServicesResponse* response) override;
  grpc::Status ExportServices(grpc::ServerContext* context, const v1::ExportServicesRequest* request,
                              grpc::ServerWriter<v1::ExportServicesResponse>* writer) override;
  grpc::Status WatchChanges(grpc::ServerContext* context, const v1::WatchChangesRequest* request,
                            grpc::ServerWriter<v1::WatchChangesResponse>* writer) override;
  grpc::Status CheckIndex(grpc::ServerContext* context, const v1::CheckIndexRequest* request, v1::CheckIndexResponse* response) override;

 private:
  // The record as it may be answered.
  absl::StatusOr<v1::Service> Present(absl::StatusOr<v1::Service> service) const;
  absl::StatusOr<v1::Organization> Present(absl::StatusOr<v1::Organization> organization) const { return organization; }
  absl::StatusOr<v1::Location> Present(absl::StatusOr<v1::Location> location) const;
  template <typename T, typename Request, typename Response, typename Add>
  absl::StatusOr<Response> List(const Request& request, Add add) const;

  Store& store_;
  Catalog& catalog_;
  Index& index_;
  Places& places_;
  const Taxonomy& taxonomy_;
  const Masker& masker_;
  IssueLog issues_;
  std::atomic<bool> stopping_{false};
  std::atomic<int> imports_{0};
  std::atomic<int> watchers_{0};
};

}  // namespace socialekaart
