#pragma once

#include <memory>
#include <string>

#include "services/http_api.h"
#include "services/matching/live_matcher.h"
#include "tests/services/gateway/raw_socket.h"
#include "tests/support/small_directory.h"

namespace socialekaart::gateway {

// The services on a small directory, and what answers them over HTTP.
class SmallApi {
 public:
  SmallApi();
  gateway::Api Api() { return HttpApi(service_, search_, match_, policy_); }
  SmallDirectory& directory() { return directory_; }
  const MatchServiceImpl& match() const { return match_; }
  void StopStreams() { service_.Stop(); }

 private:
  SmallDirectory directory_;
  WorkerPool waiting_{2, 10};
  std::unique_ptr<LiveMatcher> live_;
  std::shared_ptr<const Matcher> matcher_;
  DirectoryServiceImpl service_;
  SearchServiceImpl search_;
  MatchServiceImpl match_;
  PolicyServiceImpl policy_;
};

// The whole gateway on a free port.
struct SmallGateway {
  explicit SmallGateway(GatewayOptions options = {});
  SmallApi api;
  std::unique_ptr<Gateway> gateway;
};

}  // namespace socialekaart::gateway
