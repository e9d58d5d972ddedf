#include "services/gateway/listener.h"

#include <sys/resource.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/gateway/connection.h"

namespace socialekaart::gateway {
namespace {

namespace net = boost::asio;
using net::ip::tcp;

constexpr int kThreads = 2;  // that move bytes; answers are made by others
constexpr auto kAcceptPause = std::chrono::milliseconds(100);
constexpr absl::Duration kEndOfStreams = absl::Seconds(2);  // how soon a thread notices that its client is gone
constexpr rlim_t kOtherFiles = 2000;                        // what the store and gRPC may need

absl::StatusOr<tcp::endpoint> Resolve(const std::string& listen, net::io_context& io) {
  const size_t colon = listen.rfind(':');
  std::string host = listen.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  boost::system::error_code error;
  const auto found = tcp::resolver(io).resolve(host, listen.substr(colon + 1), tcp::resolver::passive, error);
  if (error || found.empty())
    return absl::FailedPreconditionError(absl::StrCat("finding the address ", listen, ": ", error.message()));
  return found.begin()->endpoint();
}

// Each connection is an open file, and the usual bound of 1,024 is soon reached.
void RaiseFileLimit(int max_connections) {
  rlimit limit = {};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  const rlim_t wanted = static_cast<rlim_t>(max_connections) + kOtherFiles;
  if (limit.rlim_cur >= wanted) return;
  limit.rlim_cur = std::min(wanted, limit.rlim_max);
  setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

struct Listener::Rep {
  Rep(const Limits& limits, const Site& site, Metrics& metrics) : shared(limits, site, metrics) {}

  Shared shared;
  net::io_context io{kThreads};
  net::executor_work_guard<net::io_context::executor_type> work = net::make_work_guard(io);
  tcp::acceptor acceptor{net::make_strand(io)};
  net::steady_timer pause{acceptor.get_executor()};
  std::vector<std::thread> threads;
  std::string address;
  bool stopped = false;

  absl::Status Listen(const std::string& listen);
  void Accept();
  void OnAccepted(const boost::system::error_code& error, tcp::socket socket);
  size_t CountConnections();
  std::vector<std::shared_ptr<Connection>> Connections();
};

absl::Status Listener::Rep::Listen(const std::string& listen) {
  const auto endpoint = Resolve(listen, io);
  if (!endpoint.ok()) return endpoint.status();
  boost::system::error_code error;
  acceptor.open(endpoint->protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(*endpoint, error);
  if (!error) acceptor.listen(net::socket_base::max_listen_connections, error);
  if (error)
    return absl::FailedPreconditionError(absl::StrCat("listening for HTTP on ", listen, " failed: ", error.message()));
  address = absl::StrCat(listen.substr(0, listen.rfind(':')), ":", acceptor.local_endpoint().port());
  RaiseFileLimit(shared.limits.max_connections);
  Accept();
  for (int i = 0; i < kThreads; ++i) threads.emplace_back([this] { io.run(); });
  return absl::OkStatus();
}

void Listener::Rep::Accept() {
  acceptor.async_accept(net::make_strand(io), [this](const boost::system::error_code& error, tcp::socket socket) {
    OnAccepted(error, std::move(socket));
  });
}

void Listener::Rep::OnAccepted(const boost::system::error_code& error, tcp::socket socket) {
  if (shared.stopping) return;
  if (error) {  // no files left, most of all: they come back when connections end
    pause.expires_after(kAcceptPause);
    return pause.async_wait([this](const boost::system::error_code& cancelled) {
      if (!cancelled) Accept();
    });
  }
  if (CountConnections() < static_cast<size_t>(shared.limits.max_connections)) {
    boost::system::error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    std::make_shared<Connection>(std::move(socket), shared)->Start();
  } else {
    shared.metrics.CountFault("too-many-connections");  // and the socket closes here
  }
  Accept();
}

size_t Listener::Rep::CountConnections() {
  absl::MutexLock lock(&shared.mutex);
  return shared.connections.size();
}

std::vector<std::shared_ptr<Connection>> Listener::Rep::Connections() {
  std::vector<std::shared_ptr<Connection>> all;
  absl::MutexLock lock(&shared.mutex);
  for (const auto& [_, connection] : shared.connections) {
    if (auto held = connection.lock(); held != nullptr) all.push_back(std::move(held));
  }
  return all;
}

Listener::Listener(std::unique_ptr<Rep> rep) : rep_(std::move(rep)) {}

Listener::~Listener() {
  Stop(absl::Now());
}

absl::StatusOr<std::unique_ptr<Listener>> Listener::Start(const std::string& listen, const Limits& limits,
                                                          const Site& site, Metrics& metrics) {
  std::unique_ptr<Listener> listener(new Listener(std::make_unique<Rep>(limits, site, metrics)));
  if (absl::Status status = listener->rep_->Listen(listen); !status.ok()) return status;
  return listener;
}

const std::string& Listener::address() const {
  return rep_->address;
}

void Listener::BeginStop() {
  if (rep_->shared.stopping.exchange(true)) return;
  net::post(rep_->acceptor.get_executor(), [rep = rep_.get()] {
    boost::system::error_code ignored;
    rep->acceptor.close(ignored);
    rep->pause.cancel();
  });
  for (const auto& connection : rep_->Connections()) connection->CloseWhenIdle();
}

void Listener::Stop(absl::Time deadline) {
  if (std::exchange(rep_->stopped, true)) return;
  BeginStop();
  const auto none_left = [this] {
    rep_->shared.mutex.AssertReaderHeld();
    return rep_->shared.connections.empty();
  };
  const auto wait_until = [&](absl::Time time) {
    absl::MutexLock lock(&rep_->shared.mutex);
    rep_->shared.mutex.AwaitWithDeadline(absl::Condition(&none_left), time);
  };
  wait_until(deadline);
  for (const auto& connection : rep_->Connections()) connection->CloseNow();
  wait_until(absl::Now() + kEndOfStreams);
  // Threads that answer use the loop until they end; then nothing does.
  rep_->shared.calls.reset();
  rep_->shared.streams.reset();
  rep_->work.reset();
  rep_->io.stop();
  for (std::thread& thread : rep_->threads) thread.join();
}

}  // namespace socialekaart::gateway
