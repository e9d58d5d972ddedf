#include "services/http_api.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace socialekaart {
namespace {

namespace pb = google::protobuf;
using gateway::Answer;
using gateway::AnswerBy;
using gateway::StreamRpc;

// "socialekaart.v1.DirectoryService.GetService"
std::string Name(const char* service, const char* method) {
  return absl::StrCat("socialekaart.v1.", service, ".", method);
}

// An import carries 1 MiB a message, which is a third more as base64.
constexpr size_t kMaxImportLine = 3u << 19;
constexpr size_t kExportBatch = 32u << 10;

// A method of a service whose functions are all called Answer.
template <typename Request, typename Response, typename Service>
Answer By(Service& service) {
  return AnswerBy<Request, Response>([&service](const Request& request) { return service.Answer(request); });
}

#define SOCIALEKAART_RPC(service, Method, Request, Response) \
  { Name(service, #Method), By<v1::Request, v1::Response>(answers) }
#define SOCIALEKAART_COLLECTION(T, Plural)                                                               \
  SOCIALEKAART_RPC("DirectoryService", Get##T, Get##T##Request, T),                                      \
      SOCIALEKAART_RPC("DirectoryService", List##Plural, List##Plural##Request, List##Plural##Response), \
      SOCIALEKAART_RPC("DirectoryService", Create##T, Create##T##Request, T),                            \
      SOCIALEKAART_RPC("DirectoryService", Update##T, Update##T##Request, T),                            \
      SOCIALEKAART_RPC("DirectoryService", Delete##T, Delete##T##Request, T)

std::vector<gateway::UnaryRpc> DirectoryRpcs(DirectoryServiceImpl& answers) {
  return {SOCIALEKAART_COLLECTION(Service, Services), SOCIALEKAART_COLLECTION(Organization, Organizations),
          SOCIALEKAART_COLLECTION(Location, Locations),
          SOCIALEKAART_RPC("DirectoryService", CheckIndex, CheckIndexRequest, CheckIndexResponse),
          SOCIALEKAART_RPC("DirectoryService", ReportIssue, ReportIssueRequest, ReportIssueResponse),
          SOCIALEKAART_RPC("DirectoryService", ListIssueReports, ListIssueReportsRequest, ListIssueReportsResponse)};
}

std::vector<gateway::Api::Resource> Resources(DirectoryServiceImpl& answers) {
  return {
      {"services", SOCIALEKAART_RPC("DirectoryService", GetService, GetServiceRequest, Service)},
      {"organizations", SOCIALEKAART_RPC("DirectoryService", GetOrganization, GetOrganizationRequest, Organization)},
      {"locations", SOCIALEKAART_RPC("DirectoryService", GetLocation, GetLocationRequest, Location)}};
}

std::vector<gateway::UnaryRpc> MatchRpcs(MatchServiceImpl& answers) {
  return {SOCIALEKAART_RPC("MatchService", Match, MatchRequest, MatchResponse),
          SOCIALEKAART_RPC("MatchService", FindLocalTeam, FindLocalTeamRequest, FindLocalTeamResponse),
          SOCIALEKAART_RPC("MatchService", RecordOverride, RecordOverrideRequest, RecordOverrideResponse),
          SOCIALEKAART_RPC("MatchService", CountOverrides, CountOverridesRequest, CountOverridesResponse)};
}

std::vector<gateway::UnaryRpc> PolicyRpcs(PolicyServiceImpl& answers) {
  return {SOCIALEKAART_RPC("PolicyService", GetPolicy, GetPolicyRequest, GetPolicyResponse),
          SOCIALEKAART_RPC("PolicyService", CheckPolicy, CheckPolicyRequest, CheckPolicyResponse),
          SOCIALEKAART_RPC("PolicyService", ReloadPolicy, ReloadPolicyRequest, ReloadPolicyResponse)};
}
#undef SOCIALEKAART_COLLECTION
#undef SOCIALEKAART_RPC

std::vector<gateway::UnaryRpc> SearchRpcs(SearchServiceImpl& search) {
  return {
      {Name("SearchService", "SearchServices"),
       [&search](const pb::Message& request, absl::Time deadline, pb::Message* response) {
         return search.Search(static_cast<const v1::SearchServicesRequest&>(request),
                              std::min(deadline, absl::Now() + kLongestSearchWait),
                              static_cast<v1::SearchServicesResponse*>(response));
       }},
      {Name("SearchService", "SuggestTerms"), AnswerBy<v1::SuggestTermsRequest, v1::SuggestTermsResponse>(
                                                  [&search](const auto& request) { return search.Suggest(request); })},
      {Name("SearchService", "ResolvePlace"), AnswerBy<v1::ResolvePlaceRequest, v1::ResolvePlaceResponse>(
                                                  [&search](const auto& request) { return search.Resolve(request); })},
      {Name("SearchService", "AnalyzeText"), AnswerBy<v1::AnalyzeTextRequest, v1::AnalyzeTextResponse>(
                                                 [&search](const auto& request) { return search.Analyze(request); })},
      {Name("SearchService", "DescribeSupply"),
       AnswerBy<v1::DescribeSupplyRequest, v1::DescribeSupplyResponse>(
           [&search](const auto& request) { return search.Supply(request); })}};
}

std::vector<StreamRpc> Streams(DirectoryServiceImpl& directory, MatchServiceImpl& match) {
  using gateway::IsCancelled;
  using gateway::ReadMessage;
  using gateway::WriteMessage;
  return {{.method = Name("DirectoryService", "ImportServices"),
           .answer =
               [&directory](const ReadMessage& read, const WriteMessage& write, const IsCancelled& cancelled) {
                 const auto report =
                     directory.Import([&read](v1::ImportServicesRequest* part) { return read(part); }, cancelled);
                 if (report.ok()) write(*report);
                 return report.status();
               },
           .max_line_bytes = kMaxImportLine},
          {.method = Name("DirectoryService", "ExportServices"),
           .answer =
               [&directory](const ReadMessage& read, const WriteMessage& write, const IsCancelled& cancelled) {
                 v1::ExportServicesRequest request;
                 if (!read(&request)) return absl::CancelledError("there is no request");
                 return directory.Export(request, write, cancelled);
               },
           .batch_bytes = kExportBatch},
          {.method = Name("DirectoryService", "WatchChanges"),
           .answer =
               [&directory](const ReadMessage& read, const WriteMessage& write, const IsCancelled& cancelled) {
                 v1::WatchChangesRequest request;
                 if (!read(&request)) return absl::CancelledError("there is no request");
                 return directory.Watch(request, write, cancelled);
               }},
          {.method = Name("MatchService", "MatchStream"),
           .answer = [&match](const ReadMessage& read, const WriteMessage& write, const IsCancelled&) {
             return match.AnswerAll([&read](v1::MatchStreamRequest* request) { return read(request); }, write);
           }}};
}

}  // namespace

gateway::Api HttpApi(DirectoryServiceImpl& directory, SearchServiceImpl& search, MatchServiceImpl& match,
                     PolicyServiceImpl& policy) {
  gateway::Api api;
  for (auto&& rpcs : {DirectoryRpcs(directory), SearchRpcs(search), MatchRpcs(match), PolicyRpcs(policy)}) {
    api.unary.insert(api.unary.end(), rpcs.begin(), rpcs.end());
  }
  api.streams = Streams(directory, match);
  api.resources = Resources(directory);
  return api;
}

}  // namespace socialekaart
