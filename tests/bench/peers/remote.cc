#include "tests/bench/peers/remote.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <utility>

#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "clients/cpp/grpc_error.h"

namespace socialekaart::bench {
namespace {

v1::SearchServicesRequest ToSearch(const Row& row, const Question& question) {
  v1::SearchServicesRequest request;
  request.set_text(absl::StrJoin(question.words, " "));
  request.set_page_size(kBest);
  if (question.municipality) {
    request.mutable_place()->set_municipality_code(absl::StrFormat("GM%04d", *question.municipality));
  }
  if (question.near) {
    request.mutable_place()->mutable_point()->set_latitude(question.near->latitude);
    request.mutable_place()->mutable_point()->set_longitude(question.near->longitude);
    request.mutable_filter()->set_radius_m(static_cast<int32_t>(kRadiusM));
  }
  if (question.level) request.mutable_filter()->add_levels(static_cast<v1::HelpLevel>(*question.level));
  if (question.age) request.set_age_years(*question.age);
  for (size_t i = 0; i < row.facets; ++i) request.add_facets(kPeerFacets[i]);
  return request;
}

class Remote : public Engine {
 public:
  explicit Remote(const std::string& address)
      : client_({.address = address}), searches_(kRows.size()), prefixes_(kRows.size()) {}
  const char* name() const override { return "ours, gRPC"; }
  // The API has no way to ask for all words.
  bool Answers(const Row& row) const override { return !row.all_words; }

  absl::Status Prepare(size_t row, const std::vector<Question>& questions) override {
    for (const Question& question : questions) {
      searches_[row].push_back(ToSearch(kRows[row], question));
      v1::SuggestTermsRequest& prefix = prefixes_[row].emplace_back();
      prefix.set_text(question.prefix);
      prefix.set_page_size(kBest);
    }
    return absl::OkStatus();
  }

  absl::StatusOr<Answer> Ask(size_t row, size_t question) override {
    Answer answer;
    if (kRows[row].suggest) {
      const auto response = client_.SuggestTerms(prefixes_[row][question]);
      if (!response.ok()) return response.status();
      for (const auto& suggestion : response->suggestions()) answer.names.push_back(suggestion.text());
      return answer;
    }
    const auto response = client_.SearchServices(searches_[row][question]);
    if (!response.ok()) return response.status();
    for (const auto& result : response->results()) answer.names.push_back(result.service().name());
    answer.total = response->total_size();
    return answer;
  }

  absl::StatusOr<std::vector<std::string>> Members(const Question&) override {
    return absl::UnimplementedError("the API gives pages, not everything");
  }

 private:
  const client::Client client_;
  std::vector<std::vector<v1::SearchServicesRequest>> searches_;
  std::vector<std::vector<v1::SuggestTermsRequest>> prefixes_;
};

class Echo : public Engine {
 public:
  explicit Echo(const std::string& address)
      : stub_(echo::v1::EchoService::NewStub(grpc::CreateChannel(address, grpc::InsecureChannelCredentials()))) {}
  const char* name() const override { return "echo"; }
  absl::Status Prepare(size_t, const std::vector<Question>&) override { return absl::OkStatus(); }
  absl::StatusOr<Answer> Ask(size_t, size_t) override {
    grpc::ClientContext context;
    echo::v1::EchoRequest request;
    request.set_text("boos scheiding");
    request.set_count(kBest);
    echo::v1::EchoResponse response;
    const absl::Status status = client::FromGrpc(stub_->Echo(&context, request, &response));
    if (!status.ok()) return status;
    Answer answer;
    for (const auto& hit : response.hits()) answer.names.push_back(hit.name());
    return answer;
  }
  absl::StatusOr<std::vector<std::string>> Members(const Question&) override {
    return absl::UnimplementedError("an echo holds nothing");
  }

 private:
  const std::unique_ptr<echo::v1::EchoService::Stub> stub_;
};

}  // namespace

std::unique_ptr<Engine> MakeRemote(const std::string& address) {
  return std::make_unique<Remote>(address);
}

std::unique_ptr<Engine> MakeEcho(const std::string& address) {
  return std::make_unique<Echo>(address);
}

}  // namespace socialekaart::bench
