// A request whose body or answer is not held in memory: a thread of its own reads and writes, and waits for the socket
// meanwhile.
#include <sys/socket.h>

#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/read.hpp>
#include <cerrno>
#include <limits>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "indexer/base/status.h"
#include "services/gateway/connect.h"
#include "services/gateway/connection.h"

namespace socialekaart::gateway {
namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

constexpr size_t kMaxHeaderBytes = 16 << 10;
constexpr char kContinue[] = "HTTP/1.1 100 Continue\r\n\r\n";
constexpr char kLastChunk[] = "0\r\n\r\n";

HttpResponse TooManyStreams() {
  return ErrorResponse(Error(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_TOO_MANY_REQUESTS,
                             "too many streams at once: try again later"));
}

}  // namespace

class ConnectionStream : public StreamIo {
 public:
  explicit ConnectionStream(Connection& connection) : connection_(connection) {
    parser_.body_limit(std::numeric_limits<uint64_t>::max());
    parser_.header_limit(kMaxHeaderBytes);
    Connection::Error error;
    connection_.buffer_.consume(parser_.put(connection_.buffer_.data(), error));
    if (error && error != http::error::need_more) read_status_ = absl::InvalidArgumentError("the head cannot be read");
    must_continue_ = connection_.head_.expects_continue && connection_.buffer_.size() == 0;
  }

  absl::StatusOr<size_t> Read(char* buffer, size_t size) override {
    if (must_continue_ && !WriteAll(kContinue)) return absl::CancelledError("the client left");
    must_continue_ = false;
    while (read_status_.ok() && !parser_.is_done()) {
      auto& body = parser_.get().body();
      body.data = buffer;
      body.size = size;
      const Connection::Error error = Await([&](auto done) {
        connection_.stream_.expires_after(absl::ToChronoNanoseconds(connection_.shared_.limits.body));
        http::async_read_some(connection_.stream_, connection_.buffer_, parser_, done);
      });
      if (error && error != http::error::need_buffer) read_status_ = FromError(error);
      if (const size_t count = size - body.size; count > 0) return count;
    }
    if (!read_status_.ok()) return read_status_;
    return 0;
  }

  bool Begin(HttpResponse head) override {
    begun_ = true;
    // A client of HTTP/1.0 knows no chunks: its answer ends with the connection.
    chunked_ = connection_.head_.request.minor_version == 1;
    connection_.keep_alive_ = connection_.keep_alive_ && chunked_ && !connection_.shared_.stopping;
    return WriteAll(EncodeHead(head, chunked_ ? kInChunks : kUntilClose, connection_.keep_alive_));
  }

  bool Write(absl::string_view bytes) override {
    return chunked_ ? WriteAll(absl::StrCat(absl::Hex(bytes.size()), "\r\n", bytes, "\r\n"))
                    : WriteAll(std::string(bytes));
  }

  bool IsCancelled() override {
    char byte = 0;
    const ssize_t count = recv(connection_.stream_.socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return broken_ || count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR);
  }

  // After the handler: ends the answer, or sends the one that it returned.
  void Finish(std::optional<HttpResponse> response) {
    if (begun_ && chunked_ && !broken_) WriteAll(kLastChunk);
    // What is left of a body that nobody wanted cannot be told from a next request.
    const bool whole = parser_.is_done() && read_status_.ok();
    net::post(connection_.stream_.get_executor(),
              [self = connection_.shared_from_this(), response = std::move(response), begun = begun_,
               broken = broken_.load(), whole]() mutable {
                self->keep_alive_ = self->keep_alive_ && whole;
                if (broken) return self->Close();
                if (begun) return self->OnSent({});
                self->Send(response ? std::move(*response) : ErrorResponse(absl::InternalError("no answer was made")));
              });
  }

 private:
  // Begins an operation on the strand, and waits for it on this thread.
  template <typename Begin>
  Connection::Error Await(Begin begin) {
    absl::Notification ended;
    Connection::Error result;
    net::post(connection_.stream_.get_executor(), [&] {
      begin([&](Connection::Error error, size_t) {
        result = error;
        ended.Notify();
      });
    });
    ended.WaitForNotification();
    return result;
  }

  bool WriteAll(const std::string& bytes) {
    if (broken_) return false;
    const Connection::Error error = Await([&](auto done) {
      connection_.stream_.expires_after(absl::ToChronoNanoseconds(connection_.shared_.limits.write));
      net::async_write(connection_.stream_, net::buffer(bytes), done);
    });
    if (error) broken_ = true;
    return !error;
  }

  absl::Status FromError(Connection::Error error) {
    if (error == beast::error::timeout) {
      connection_.shared_.metrics.CountFault("stream-timeout");
      return absl::DeadlineExceededError("the next part of the body did not come in time");
    }
    const bool left = error == http::error::partial_message || error == http::error::end_of_stream ||
                      error.category() != http::make_error_code(http::error::need_more).category();
    if (left) return absl::CancelledError("the client left before the end of the body");
    connection_.shared_.metrics.CountFault("body-framing");
    return InvalidField("body", "is not framed as HTTP asks", "Content-Length or chunks");
  }

  Connection& connection_;
  http::request_parser<http::buffer_body> parser_;
  absl::Status read_status_;
  bool must_continue_ = false;
  bool begun_ = false;
  bool chunked_ = true;
  std::atomic<bool> broken_{false};  // a reader and a writer may be two threads
};

void Connection::StartStream(const StreamHandler* handler) {
  keep_alive_ = head_.keep_alive;
  if (++shared_.open_streams > shared_.limits.max_streams) {
    --shared_.open_streams;
    keep_alive_ = false;
    return Send(shared_.site.Refuse(head_.request, TooManyStreams()));
  }
  stream_.expires_never();
  const bool accepted = shared_.streams->Run([self = shared_from_this(), handler] {
    ConnectionStream io(*self);
    std::optional<HttpResponse> response = self->shared_.site.AnswerStream(*handler, self->head_.request, io);
    --self->shared_.open_streams;
    io.Finish(std::move(response));
  });
  if (accepted) return;
  --shared_.open_streams;
  Close();
}

}  // namespace socialekaart::gateway
