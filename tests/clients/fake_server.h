#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "socialekaart/v1/directory_service.pb.h"
#include "socialekaart/v1/match_service.pb.h"
#include "socialekaart/v1/search_service.pb.h"

namespace grpc {
class Status;
}

namespace socialekaart {

// What a fake server is asked and what it answers. Set the answers before the call, read the questions after it.
struct FakeAnswers {
  v1::SearchServicesResponse search;
  std::map<std::string, v1::SearchServicesResponse> search_by_text;  // instead of `search`, for these texts
  v1::AnalyzeTextResponse analyze;
  v1::SuggestTermsResponse suggest;
  v1::ResolvePlaceResponse place;
  v1::MatchResponse match;
  v1::Service service;
  std::vector<v1::ListServicesResponse> service_pages;
  v1::ImportServicesResponse import;
  std::vector<v1::ExportServicesResponse> exported;
  std::vector<v1::WatchChangesResponse> changes;
  std::vector<std::string> missing_services;  // NOT_FOUND when asked for by name
  bool watch_stays = false;                   // until the client goes
  v1::CheckIndexResponse index;
  std::vector<v1::ListIssueReportsResponse> report_pages;

  // Not UNSPECIFIED or 0: every call fails with this, as the real server packs it.
  int error_code = 0;
  std::string error_message;
  std::string error_reason;  // "PLACE_INVALID"
  std::vector<std::pair<std::string, std::string>> error_fields;
};

struct FakeQuestions {
  v1::SearchServicesRequest search;                 // the last one
  std::vector<v1::SearchServicesRequest> searches;  // all of them
  v1::AnalyzeTextRequest analyze;
  v1::SuggestTermsRequest suggest;
  v1::ResolvePlaceRequest place;
  v1::MatchRequest match;
  v1::GetServiceRequest get;
  v1::ListServicesRequest list;
  v1::ListIssueReportsRequest reports;
  v1::ExportServicesRequest exported;
  v1::WatchChangesRequest watch;
  v1::ImportServicesRequest::Options import_options;
  std::vector<std::string> import_files;
  std::vector<std::string> import_data;  // by file
  size_t largest_chunk = 0;
};

// A server in this process with the three services of the contract, on a free port.
class FakeServer {
 public:
  FakeServer();
  ~FakeServer();

  const std::string& address() const { return address_; }

  FakeAnswers answers;
  FakeQuestions questions;

 private:
  struct Rep;
  std::string address_;
  std::unique_ptr<Rep> rep_;
};

}  // namespace socialekaart
