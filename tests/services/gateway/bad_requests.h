#pragma once

#include <string>
#include <vector>

namespace socialekaart::gateway {

struct BadRequest {
  std::string expected;  // "400", or "closed"
  std::string what;
  std::string bytes;
};

// The rows of bad_requests.txt, which says how it is written.
std::vector<BadRequest> ReadBadRequests();

}  // namespace socialekaart::gateway
