#include "clients/cpp/client.h"

#include <grpcpp/channel.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <chrono>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cpp/grpc_error.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "socialekaart/v1/directory_service.grpc.pb.h"
#include "socialekaart/v1/match_service.grpc.pb.h"
#include "socialekaart/v1/policy_service.grpc.pb.h"
#include "socialekaart/v1/search_service.grpc.pb.h"

namespace socialekaart::client {
namespace {

// A record with all that hangs on it may be larger than gRPC's 4 MiB; an answer with 1,000 of them certainly.
constexpr int kMaxReceivedBytes = 64 << 20;

std::chrono::system_clock::time_point DeadlineAfter(absl::Duration timeout) {
  return absl::ToChronoTime(absl::Now() + timeout);
}

}  // namespace

struct Client::Rep {
  explicit Rep(ClientOptions with) : options(std::move(with)) {
    grpc::ChannelArguments arguments;
    arguments.SetMaxReceiveMessageSize(kMaxReceivedBytes);
    channel = grpc::CreateCustomChannel(options.address, grpc::InsecureChannelCredentials(), arguments);
    directory = v1::DirectoryService::NewStub(channel);
    search = v1::SearchService::NewStub(channel);
    match = v1::MatchService::NewStub(channel);
    policy = v1::PolicyService::NewStub(channel);
    health = grpc::health::v1::Health::NewStub(channel);
  }

  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> Call(Stub& stub,
                                grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                const Request& request) const {
    grpc::ClientContext context;
    context.set_deadline(DeadlineAfter(options.timeout));
    Response response;
    const absl::Status status = FromGrpc((stub.*method)(&context, request, &response));
    if (!status.ok()) return status;
    return response;
  }

  // Reads a server stream to its end. When `receive` fails the stream is cancelled and that failure is the answer.
  template <typename Reader, typename Response>
  static absl::Status ReadAll(grpc::ClientContext& context, Reader& reader,
                              const std::function<absl::Status(const Response&)>& receive) {
    absl::Status received;
    Response response;
    while (received.ok() && reader.Read(&response)) received = receive(response);
    if (!received.ok()) context.TryCancel();
    while (reader.Read(&response)) {
    }
    const absl::Status finished = FromGrpc(reader.Finish());
    return received.ok() ? finished : received;
  }

  ClientOptions options;
  std::shared_ptr<grpc::Channel> channel;
  std::unique_ptr<v1::DirectoryService::Stub> directory;
  std::unique_ptr<v1::SearchService::Stub> search;
  std::unique_ptr<v1::MatchService::Stub> match;
  std::unique_ptr<v1::PolicyService::Stub> policy;
  std::unique_ptr<grpc::health::v1::Health::Stub> health;
};

Client::Client(ClientOptions options) : rep_(std::make_unique<Rep>(std::move(options))) {}
Client::~Client() = default;
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;

const ClientOptions& Client::options() const {
  return rep_->options;
}

absl::Status Client::Connect() const {
  const auto deadline = DeadlineAfter(rep_->options.timeout);
  while (true) {
    const grpc_connectivity_state state = rep_->channel->GetState(/*try_to_connect=*/true);
    if (state == GRPC_CHANNEL_READY) return absl::OkStatus();
    // Refused at once rather than tried again until the deadline: who waits for a server asks again.
    const bool is_refused = state == GRPC_CHANNEL_TRANSIENT_FAILURE || state == GRPC_CHANNEL_SHUTDOWN;
    if (is_refused) return absl::UnavailableError(absl::StrCat("connection with ", rep_->options.address, " refused"));
    if (!rep_->channel->WaitForStateChange(state, deadline)) {
      return absl::UnavailableError(absl::StrCat("no connection with ", rep_->options.address, " within ",
                                                 absl::FormatDuration(rep_->options.timeout)));
    }
  }
}

// One line for each method of the contract that has one request and one answer.
#define SOCIALEKAART_CALL(stub, Service, Method, Response)                                  \
  absl::StatusOr<v1::Response> Client::Method(const v1::Method##Request& request) const {   \
    return rep_->Call<v1::Service::Stub>(*rep_->stub, &v1::Service::Stub::Method, request); \
  }

SOCIALEKAART_CALL(directory, DirectoryService, GetService, Service)
SOCIALEKAART_CALL(directory, DirectoryService, ListServices, ListServicesResponse)
SOCIALEKAART_CALL(directory, DirectoryService, CreateService, Service)
SOCIALEKAART_CALL(directory, DirectoryService, UpdateService, Service)
SOCIALEKAART_CALL(directory, DirectoryService, DeleteService, Service)
SOCIALEKAART_CALL(directory, DirectoryService, GetOrganization, Organization)
SOCIALEKAART_CALL(directory, DirectoryService, ListOrganizations, ListOrganizationsResponse)
SOCIALEKAART_CALL(directory, DirectoryService, CreateOrganization, Organization)
SOCIALEKAART_CALL(directory, DirectoryService, UpdateOrganization, Organization)
SOCIALEKAART_CALL(directory, DirectoryService, DeleteOrganization, Organization)
SOCIALEKAART_CALL(directory, DirectoryService, GetLocation, Location)
SOCIALEKAART_CALL(directory, DirectoryService, ListLocations, ListLocationsResponse)
SOCIALEKAART_CALL(directory, DirectoryService, CreateLocation, Location)
SOCIALEKAART_CALL(directory, DirectoryService, UpdateLocation, Location)
SOCIALEKAART_CALL(directory, DirectoryService, DeleteLocation, Location)
SOCIALEKAART_CALL(directory, DirectoryService, CheckIndex, CheckIndexResponse)
SOCIALEKAART_CALL(directory, DirectoryService, ReportIssue, ReportIssueResponse)
SOCIALEKAART_CALL(directory, DirectoryService, ListIssueReports, ListIssueReportsResponse)
SOCIALEKAART_CALL(search, SearchService, SearchServices, SearchServicesResponse)
SOCIALEKAART_CALL(search, SearchService, SuggestTerms, SuggestTermsResponse)
SOCIALEKAART_CALL(search, SearchService, ResolvePlace, ResolvePlaceResponse)
SOCIALEKAART_CALL(search, SearchService, AnalyzeText, AnalyzeTextResponse)
SOCIALEKAART_CALL(search, SearchService, DescribeSupply, DescribeSupplyResponse)
SOCIALEKAART_CALL(match, MatchService, Match, MatchResponse)
SOCIALEKAART_CALL(match, MatchService, FindLocalTeam, FindLocalTeamResponse)
SOCIALEKAART_CALL(match, MatchService, RecordOverride, RecordOverrideResponse)
SOCIALEKAART_CALL(match, MatchService, CountOverrides, CountOverridesResponse)
SOCIALEKAART_CALL(policy, PolicyService, GetPolicy, GetPolicyResponse)
SOCIALEKAART_CALL(policy, PolicyService, CheckPolicy, CheckPolicyResponse)
SOCIALEKAART_CALL(policy, PolicyService, ReloadPolicy, ReloadPolicyResponse)

#undef SOCIALEKAART_CALL

absl::StatusOr<v1::ImportServicesResponse> Client::ImportServices(
    const std::function<absl::StatusOr<std::optional<v1::ImportServicesRequest>>()>& next) const {
  absl::Status connected = Connect();
  if (!connected.ok()) return connected;
  grpc::ClientContext context;
  v1::ImportServicesResponse response;
  const auto writer = rep_->directory->ImportServices(&context, &response);
  absl::Status produced;
  while (true) {
    const auto part = next();
    if (!part.ok()) {
      produced = part.status();
      context.TryCancel();
      break;
    }
    if (!part->has_value() || !writer->Write(**part))
      break;  // a failed write: the server has ended the call, Finish says why
  }
  if (produced.ok()) writer->WritesDone();
  const absl::Status finished = FromGrpc(writer->Finish());
  if (!produced.ok()) return produced;
  if (!finished.ok()) return finished;
  return response;
}

absl::Status Client::ExportServices(
    const v1::ExportServicesRequest& request,
    const std::function<absl::Status(const v1::ExportServicesResponse&)>& receive) const {
  absl::Status connected = Connect();
  if (!connected.ok()) return connected;
  grpc::ClientContext context;
  return Rep::ReadAll(context, *rep_->directory->ExportServices(&context, request), receive);
}

absl::Status Client::WatchChanges(const v1::WatchChangesRequest& request,
                                  const std::function<absl::Status(const v1::WatchChangesResponse&)>& receive) const {
  absl::Status connected = Connect();
  if (!connected.ok()) return connected;
  grpc::ClientContext context;
  return Rep::ReadAll(context, *rep_->directory->WatchChanges(&context, request), receive);
}

absl::Status Client::MatchStream(const std::function<std::optional<v1::MatchStreamRequest>()>& next,
                                 const std::function<absl::Status(const v1::MatchStreamResponse&)>& receive) const {
  absl::Status connected = Connect();
  if (!connected.ok()) return connected;
  grpc::ClientContext context;
  const auto stream = rep_->match->MatchStream(&context);
  std::thread writer([&] {
    while (const auto request = next()) {
      if (!stream->Write(*request)) return;  // the call has ended
    }
    stream->WritesDone();
  });
  absl::Status received;
  v1::MatchStreamResponse response;
  while (received.ok() && stream->Read(&response)) received = receive(response);
  if (!received.ok()) context.TryCancel();
  writer.join();  // before Finish, which may not run beside a write
  const absl::Status finished = FromGrpc(stream->Finish());
  return received.ok() ? finished : received;
}

absl::StatusOr<std::string> Client::CheckHealth(const std::string& service) const {
  grpc::health::v1::HealthCheckRequest request;
  request.set_service(service);
  const auto response =
      rep_->Call<grpc::health::v1::Health::Stub>(*rep_->health, &grpc::health::v1::Health::Stub::Check, request);
  if (absl::IsNotFound(response.status())) return "SERVICE_UNKNOWN";
  if (!response.ok()) return response.status();
  return grpc::health::v1::HealthCheckResponse::ServingStatus_Name(response->status());
}

}  // namespace socialekaart::client
