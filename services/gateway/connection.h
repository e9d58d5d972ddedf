#pragma once

// Includes Beast: for listener.cc, connection.cc and connection_stream.cc alone.
#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <memory>
#include <optional>
#include <unordered_map>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "services/gateway/head.h"
#include "services/gateway/listener.h"
#include "services/worker_pool.h"

namespace socialekaart::gateway {

class Connection;

// What the connections of a listener have in common.
struct Shared {
  Shared(const Limits& bounds, const Site& answers, Metrics& counted);

  const Limits limits;
  const Site& site;
  Metrics& metrics;
  std::unique_ptr<WorkerPool> calls;    // threads that answer requests
  std::unique_ptr<WorkerPool> streams;  // threads of streams, each as long as its stream
  std::atomic<int> open_streams{0};
  std::atomic<size_t> unsent_bytes{0};  // of answers that clients did not take yet
  std::atomic<bool> stopping{false};

  absl::Mutex mutex;
  std::unordered_map<Connection*, std::weak_ptr<Connection>> connections ABSL_GUARDED_BY(mutex);
};

// One connection: reads a request, has it answered, writes the answer, and again. At most one request is under way;
// what a client sends meanwhile waits in its socket. All members are used on the strand of the socket alone, except
// while a request is answered: then `head_.request` belongs to the thread that answers.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(boost::asio::ip::tcp::socket socket, Shared& shared);
  ~Connection();

  void Start();
  void CloseWhenIdle();  // from any thread
  void CloseNow();       // from any thread

 private:
  friend class ConnectionStream;
  using Error = boost::system::error_code;
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

  void NextRequest();
  void Scan();
  void ReadMore();
  void OnHead(const HeadScan& scan);
  void ReadBody();
  void OnBody(Error error);
  void Call();
  void StartStream(const StreamHandler* handler);
  void Refuse(const HeadFault& fault);
  void Send(HttpResponse response);
  void OnSent(Error error);
  void CountUnsent(size_t bytes);
  void Linger();
  void Close();

  boost::beast::tcp_stream stream_;
  boost::beast::flat_buffer buffer_;  // read, and not used yet
  Shared& shared_;
  Head head_;
  std::optional<Parser> parser_;
  std::string sent_head_;
  HttpResponse response_;
  size_t unsent_bytes_ = 0;  // of response_, counted in shared_
  size_t lingered_ = 0;      // bytes read and thrown away before closing
  bool idle_ = false;        // waits for the first byte of a request
  bool keep_alive_ = false;
};

}  // namespace socialekaart::gateway
