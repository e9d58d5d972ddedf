#include "tests/clients/fake_server.h"

#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <algorithm>

#include "absl/time/clock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "socialekaart/v1/directory_service.grpc.pb.h"
#include "socialekaart/v1/match_service.grpc.pb.h"
#include "socialekaart/v1/search_service.grpc.pb.h"

namespace socialekaart {
namespace {

using grpc::ServerContext;

grpc::Status Outcome(const FakeAnswers& answers) {
  if (answers.error_code == 0) return grpc::Status::OK;
  google::rpc::Status details;
  google::rpc::ErrorInfo info;
  info.set_reason(answers.error_reason);
  info.set_domain("socialekaart.v1");
  details.add_details()->PackFrom(info);
  google::rpc::BadRequest bad_request;
  for (const auto& [field, description] : answers.error_fields) {
    auto* violation = bad_request.add_field_violations();
    violation->set_field(field);
    violation->set_description(description);
  }
  if (!answers.error_fields.empty()) details.add_details()->PackFrom(bad_request);
  return grpc::Status(static_cast<grpc::StatusCode>(answers.error_code), answers.error_message,
                      details.SerializeAsString());
}

template <typename Request, typename Response>
grpc::Status Reply(const FakeAnswers& answers, const Request& request, Request* question, const Response& answer,
                   Response* response) {
  *question = request;
  *response = answer;
  return Outcome(answers);
}

class FakeSearch final : public v1::SearchService::Service {
 public:
  explicit FakeSearch(FakeServer& fake) : fake_(fake) {}
  grpc::Status SearchServices(ServerContext*, const v1::SearchServicesRequest* request,
                              v1::SearchServicesResponse* response) override {
    fake_.questions.searches.push_back(*request);
    const auto found = fake_.answers.search_by_text.find(request->text());
    return Reply(fake_.answers, *request, &fake_.questions.search,
                 found == fake_.answers.search_by_text.end() ? fake_.answers.search : found->second, response);
  }
  grpc::Status SuggestTerms(ServerContext*, const v1::SuggestTermsRequest* request,
                            v1::SuggestTermsResponse* response) override {
    return Reply(fake_.answers, *request, &fake_.questions.suggest, fake_.answers.suggest, response);
  }
  grpc::Status AnalyzeText(ServerContext*, const v1::AnalyzeTextRequest* request,
                           v1::AnalyzeTextResponse* response) override {
    return Reply(fake_.answers, *request, &fake_.questions.analyze, fake_.answers.analyze, response);
  }
  grpc::Status ResolvePlace(ServerContext*, const v1::ResolvePlaceRequest* request,
                            v1::ResolvePlaceResponse* response) override {
    return Reply(fake_.answers, *request, &fake_.questions.place, fake_.answers.place, response);
  }

 private:
  FakeServer& fake_;
};

class FakeMatch final : public v1::MatchService::Service {
 public:
  explicit FakeMatch(FakeServer& fake) : fake_(fake) {}
  grpc::Status Match(ServerContext*, const v1::MatchRequest* request, v1::MatchResponse* response) override {
    return Reply(fake_.answers, *request, &fake_.questions.match, fake_.answers.match, response);
  }
  grpc::Status MatchStream(ServerContext*,
                           grpc::ServerReaderWriter<v1::MatchStreamResponse, v1::MatchStreamRequest>* stream) override {
    v1::MatchStreamRequest request;
    while (stream->Read(&request)) {
      v1::MatchStreamResponse response;
      response.set_id(request.id());
      stream->Write(response);
    }
    return Outcome(fake_.answers);
  }

 private:
  FakeServer& fake_;
};

class FakeDirectory final : public v1::DirectoryService::Service {
 public:
  explicit FakeDirectory(FakeServer& fake) : fake_(fake) {}
  grpc::Status GetService(ServerContext*, const v1::GetServiceRequest* request, v1::Service* response) override {
    const std::vector<std::string>& missing = fake_.answers.missing_services;
    if (std::find(missing.begin(), missing.end(), request->name()) != missing.end())
      return grpc::Status(grpc::StatusCode::NOT_FOUND, "there is no " + request->name());
    return Reply(fake_.answers, *request, &fake_.questions.get, fake_.answers.service, response);
  }
  grpc::Status ListServices(ServerContext*, const v1::ListServicesRequest* request,
                            v1::ListServicesResponse* response) override {
    const size_t page = request->page_token().empty() ? 0 : std::stoul(request->page_token());
    if (page < fake_.answers.service_pages.size()) *response = fake_.answers.service_pages[page];
    fake_.questions.list = *request;
    return Outcome(fake_.answers);
  }
  grpc::Status ListIssueReports(ServerContext*, const v1::ListIssueReportsRequest* request,
                                v1::ListIssueReportsResponse* response) override {
    const size_t page = request->page_token().empty() ? 0 : std::stoul(request->page_token());
    if (page < fake_.answers.report_pages.size()) *response = fake_.answers.report_pages[page];
    fake_.questions.reports = *request;
    return Outcome(fake_.answers);
  }
  grpc::Status ImportServices(ServerContext*, grpc::ServerReader<v1::ImportServicesRequest>* reader,
                              v1::ImportServicesResponse* response) override {
    v1::ImportServicesRequest part;
    FakeQuestions& questions = fake_.questions;
    while (reader->Read(&part)) {
      if (part.has_options()) questions.import_options = part.options();
      if (part.has_file()) {
        questions.import_files.push_back(part.file().display_name());
        questions.import_data.emplace_back();
      }
      if (part.has_data()) {
        questions.import_data.back() += part.data();
        questions.largest_chunk = std::max(questions.largest_chunk, part.data().size());
      }
    }
    *response = fake_.answers.import;
    return Outcome(fake_.answers);
  }
  grpc::Status ExportServices(ServerContext*, const v1::ExportServicesRequest* request,
                              grpc::ServerWriter<v1::ExportServicesResponse>* writer) override {
    fake_.questions.exported = *request;
    for (const auto& response : fake_.answers.exported) writer->Write(response);
    return Outcome(fake_.answers);
  }
  grpc::Status WatchChanges(ServerContext* context, const v1::WatchChangesRequest* request,
                            grpc::ServerWriter<v1::WatchChangesResponse>* writer) override {
    fake_.questions.watch = *request;
    for (const auto& response : fake_.answers.changes) writer->Write(response);
    while (fake_.answers.watch_stays && !context->IsCancelled()) absl::SleepFor(absl::Milliseconds(5));
    return Outcome(fake_.answers);
  }
  grpc::Status CheckIndex(ServerContext*, const v1::CheckIndexRequest*, v1::CheckIndexResponse* response) override {
    *response = fake_.answers.index;
    return Outcome(fake_.answers);
  }

 private:
  FakeServer& fake_;
};

}  // namespace

struct FakeServer::Rep {
  explicit Rep(FakeServer& fake) : search(fake), match(fake), directory(fake) {}

  FakeSearch search;
  FakeMatch match;
  FakeDirectory directory;
  std::unique_ptr<grpc::Server> server;
};

FakeServer::FakeServer() : rep_(std::make_unique<Rep>(*this)) {
  grpc::EnableDefaultHealthCheckService(true);
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&rep_->search);
  builder.RegisterService(&rep_->match);
  builder.RegisterService(&rep_->directory);
  rep_->server = builder.BuildAndStart();
  address_ = "127.0.0.1:" + std::to_string(port);
}

FakeServer::~FakeServer() {
  rep_->server->Shutdown(std::chrono::system_clock::now() + std::chrono::seconds(1));
}

}  // namespace socialekaart
