#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "socialekaart/v1/directory_service.pb.h"
#include "socialekaart/v1/error_reason.pb.h"
#include "socialekaart/v1/match_service.pb.h"
#include "socialekaart/v1/policy_service.pb.h"
#include "socialekaart/v1/resources.pb.h"
#include "socialekaart/v1/search_service.pb.h"

namespace socialekaart::client {

struct ClientOptions {
  std::string address = "127.0.0.1:50051";     // HOST:PORT
  absl::Duration timeout = absl::Seconds(30);  // of connecting, and of each call; streams have none
};

// The whole contract of a server as functions: a request in, an answer or an absl::Status out, with the server's code
// and message, its reason and its field violations. UNAVAILABLE and DEADLINE_EXCEEDED: no server, or no answer in time.
//
// Safe for use by several threads at once.
class Client {
 public:
  explicit Client(ClientOptions options);
  ~Client();
  Client(Client&&) noexcept;
  Client& operator=(Client&&) noexcept;

  // Waits for a connection. The calls do this by themselves; this tells a server that is away from one that fails.
  absl::Status Connect() const;

  absl::StatusOr<v1::Service> GetService(const v1::GetServiceRequest& request) const;
  absl::StatusOr<v1::ListServicesResponse> ListServices(const v1::ListServicesRequest& request) const;
  absl::StatusOr<v1::Service> CreateService(const v1::CreateServiceRequest& request) const;
  absl::StatusOr<v1::Service> UpdateService(const v1::UpdateServiceRequest& request) const;
  absl::StatusOr<v1::Service> DeleteService(const v1::DeleteServiceRequest& request) const;

  absl::StatusOr<v1::Organization> GetOrganization(const v1::GetOrganizationRequest& request) const;
  absl::StatusOr<v1::ListOrganizationsResponse> ListOrganizations(const v1::ListOrganizationsRequest& request) const;
  absl::StatusOr<v1::Organization> CreateOrganization(const v1::CreateOrganizationRequest& request) const;
  absl::StatusOr<v1::Organization> UpdateOrganization(const v1::UpdateOrganizationRequest& request) const;
  absl::StatusOr<v1::Organization> DeleteOrganization(const v1::DeleteOrganizationRequest& request) const;

  absl::StatusOr<v1::Location> GetLocation(const v1::GetLocationRequest& request) const;
  absl::StatusOr<v1::ListLocationsResponse> ListLocations(const v1::ListLocationsRequest& request) const;
  absl::StatusOr<v1::Location> CreateLocation(const v1::CreateLocationRequest& request) const;
  absl::StatusOr<v1::Location> UpdateLocation(const v1::UpdateLocationRequest& request) const;
  absl::StatusOr<v1::Location> DeleteLocation(const v1::DeleteLocationRequest& request) const;

  absl::StatusOr<v1::ReportIssueResponse> ReportIssue(const v1::ReportIssueRequest& request) const;
  absl::StatusOr<v1::ListIssueReportsResponse> ListIssueReports(const v1::ListIssueReportsRequest& request) const;

  absl::StatusOr<v1::CheckIndexResponse> CheckIndex(const v1::CheckIndexRequest& request) const;

  absl::StatusOr<v1::SearchServicesResponse> SearchServices(const v1::SearchServicesRequest& request) const;
  absl::StatusOr<v1::SuggestTermsResponse> SuggestTerms(const v1::SuggestTermsRequest& request) const;
  absl::StatusOr<v1::ResolvePlaceResponse> ResolvePlace(const v1::ResolvePlaceRequest& request) const;
  absl::StatusOr<v1::AnalyzeTextResponse> AnalyzeText(const v1::AnalyzeTextRequest& request) const;
  absl::StatusOr<v1::DescribeSupplyResponse> DescribeSupply(const v1::DescribeSupplyRequest& request) const;

  absl::StatusOr<v1::MatchResponse> Match(const v1::MatchRequest& request) const;
  absl::StatusOr<v1::FindLocalTeamResponse> FindLocalTeam(const v1::FindLocalTeamRequest& request) const;
  absl::StatusOr<v1::RecordOverrideResponse> RecordOverride(const v1::RecordOverrideRequest& request) const;
  absl::StatusOr<v1::CountOverridesResponse> CountOverrides(const v1::CountOverridesRequest& request) const;

  absl::StatusOr<v1::GetPolicyResponse> GetPolicy(const v1::GetPolicyRequest& request) const;
  absl::StatusOr<v1::CheckPolicyResponse> CheckPolicy(const v1::CheckPolicyRequest& request) const;
  absl::StatusOr<v1::ReloadPolicyResponse> ReloadPolicy(const v1::ReloadPolicyRequest& request) const;

  // Sends what `next` gives until it gives nothing; an error of `next` cancels the import and is what is returned.
  absl::StatusOr<v1::ImportServicesResponse> ImportServices(
      const std::function<absl::StatusOr<std::optional<v1::ImportServicesRequest>>()>& next) const;

  // Calls `receive` for each answer of the stream, until it ends or `receive` fails.
  absl::Status ExportServices(const v1::ExportServicesRequest& request,
                              const std::function<absl::Status(const v1::ExportServicesResponse&)>& receive) const;
  absl::Status WatchChanges(const v1::WatchChangesRequest& request,
                            const std::function<absl::Status(const v1::WatchChangesResponse&)>& receive) const;

  // Sends what `next` gives (from a thread of its own) and calls `receive` for each answer, in the order of the
  // questions.
  absl::Status MatchStream(const std::function<std::optional<v1::MatchStreamRequest>()>& next,
                           const std::function<absl::Status(const v1::MatchStreamResponse&)>& receive) const;

  // grpc.health.v1: "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN". `service` is a full name, or "" for the whole server.
  absl::StatusOr<std::string> CheckHealth(const std::string& service) const;

  const ClientOptions& options() const;

 private:
  struct Rep;
  std::unique_ptr<Rep> rep_;
};

// What an error of the server says beside its code and message. UNSPECIFIED and empty when it says nothing.
v1::ErrorReason ReasonOf(const absl::Status& status);
std::vector<v1::FieldViolation> FieldViolationsOf(const absl::Status& status);

}  // namespace socialekaart::client
