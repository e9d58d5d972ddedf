#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "clients/cpp/client.h"
#include "tests/bench/echo.grpc.pb.h"
#include "tests/bench/peers/engine.h"

namespace socialekaart::bench {

// The same server as it is used: through gRPC, with the client of this project. What is near is asked as the API asks
// it: what serves the point and lies within the radius.
std::unique_ptr<Engine> MakeRemote(const std::string& address);

// The yardstick: 10 hits of about 200 bytes from a server that looks nothing up.
std::unique_ptr<Engine> MakeEcho(const std::string& address);

}  // namespace socialekaart::bench
