#include "services/gateway/connection.h"

#include <algorithm>
#include <array>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/read.hpp>
#include <chrono>
#include <thread>
#include <utility>

#include "absl/time/clock.h"
#include "indexer/base/status.h"
#include "services/gateway/connect.h"

namespace socialekaart::gateway {
namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

constexpr size_t kMaxBufferBytes = 16 << 10;  // a whole head, or one read of a body
constexpr size_t kIdleReadBytes = 512;        // of a connection that may stay idle
constexpr size_t kReadBytes = 4 << 10;
constexpr int kCallThreads = 16;  // some wait for a revision; the others must not wait for them
constexpr size_t kMaxWaitingCalls = 512;
constexpr auto kLingerTime = std::chrono::seconds(2);
constexpr size_t kMaxLingerBytes = 256 << 10;
constexpr size_t kMaxUnsentBytes = 256u << 20;  // of all connections: clients that ask and do not read
constexpr char kContinue[] = "HTTP/1.1 100 Continue\r\n\r\n";

constexpr HeadFault kTooLarge = {413, "body-too-large", "the body is too large"};
constexpr HeadFault kFraming = {400, "body-framing", "the body is not framed as HTTP asks"};

absl::string_view View(const beast::flat_buffer& buffer) {
  const auto data = buffer.data();
  return {static_cast<const char*>(data.data()), data.size()};
}

std::chrono::nanoseconds Chrono(absl::Duration duration) {
  return absl::ToChronoNanoseconds(duration);
}

HttpResponse Busy() {
  return ErrorResponse(Error(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_TOO_MANY_REQUESTS,
                             "too many requests at once: try again later"));
}

}  // namespace

Shared::Shared(const Limits& bounds, const Site& answers, Metrics& counted)
    : limits(bounds),
      site(answers),
      metrics(counted),
      calls(std::make_unique<WorkerPool>(kCallThreads, kMaxWaitingCalls)),
      streams(std::make_unique<WorkerPool>(bounds.max_streams, static_cast<size_t>(bounds.max_streams))) {}

Connection::Connection(net::ip::tcp::socket socket, Shared& shared)
    : stream_(std::move(socket)), buffer_(kMaxBufferBytes), shared_(shared) {}

Connection::~Connection() {
  CountUnsent(0);
  shared_.metrics.AddConnections(-1);
  absl::MutexLock lock(&shared_.mutex);
  shared_.connections.erase(this);
}

void Connection::Start() {
  shared_.metrics.AddConnections(1);
  {
    absl::MutexLock lock(&shared_.mutex);
    shared_.connections.emplace(this, weak_from_this());
  }
  net::dispatch(stream_.get_executor(), [self = shared_from_this()] { self->NextRequest(); });
}

void Connection::CloseWhenIdle() {
  net::post(stream_.get_executor(), [self = shared_from_this()] {
    if (self->idle_) self->Close();
  });
}

void Connection::CloseNow() {
  net::post(stream_.get_executor(), [self = shared_from_this()] { self->Close(); });
}

void Connection::NextRequest() {
  head_ = Head();
  response_ = HttpResponse();
  idle_ = buffer_.size() == 0;
  if (idle_ && shared_.stopping) return Close();
  if (idle_) buffer_.shrink_to_fit();
  stream_.expires_after(Chrono(idle_ ? shared_.limits.idle : shared_.limits.head));
  Scan();
}

void Connection::Scan() {
  const HeadScan scan = ScanHead(View(buffer_));
  switch (scan.state) {
    case HeadScan::State::kMore:
      return ReadMore();
    case HeadScan::State::kBad:
      return Refuse(scan.fault);
    case HeadScan::State::kDone:
      return OnHead(scan);
  }
}

void Connection::ReadMore() {
  const size_t room = buffer_.max_size() - buffer_.size();
  stream_.async_read_some(buffer_.prepare(std::min(room, idle_ ? kIdleReadBytes : kReadBytes)),
                          [self = shared_from_this()](Error error, size_t count) {
                            if (error == beast::error::timeout && !self->idle_)
                              self->shared_.metrics.CountFault("head-timeout");
                            if (error) return self->Close();
                            self->buffer_.commit(count);
                            // The time for a head begins with its first byte.
                            if (std::exchange(self->idle_, false))
                              self->stream_.expires_after(Chrono(self->shared_.limits.head));
                            self->Scan();
                          });
}

void Connection::OnHead(const HeadScan& scan) {
  head_ = ParseHead(View(buffer_).substr(scan.begin, scan.end - scan.begin));
  head_.request.request_id = RequestIdOf(head_.request.headers);
  head_.request.received = absl::Now();
  if (head_.fault.status != 0) return Refuse(head_.fault);
  keep_alive_ = head_.keep_alive;
  buffer_.consume(scan.begin);
  if (const StreamHandler* handler = shared_.site.FindStream(head_.request); handler != nullptr)
    return StartStream(handler);
  if (head_.length > shared_.limits.max_body_bytes) return Refuse(kTooLarge);
  if (head_.body != Head::Body::kNone) return ReadBody();
  buffer_.consume(scan.end - scan.begin);
  Call();
}

// Beast reads the head a second time here: where it disagrees, the request is refused.
void Connection::ReadBody() {
  parser_.emplace();
  parser_->body_limit(shared_.limits.max_body_bytes);
  parser_->header_limit(kMaxBufferBytes);
  Error error;
  buffer_.consume(parser_->put(buffer_.data(), error));
  if (error && error != http::error::need_more) return OnBody(error);
  stream_.expires_after(Chrono(shared_.limits.body));
  const auto read = [self = shared_from_this()](Error failed = {}, size_t = 0) {
    if (failed) return self->Close();
    http::async_read(self->stream_, self->buffer_, *self->parser_,
                     [self](Error read_error, size_t) { self->OnBody(read_error); });
  };
  if (!head_.expects_continue || buffer_.size() > 0) return read();
  net::async_write(stream_, net::buffer(kContinue, sizeof(kContinue) - 1), read);
}

void Connection::OnBody(Error error) {
  if (error == beast::error::timeout) {
    shared_.metrics.CountFault("body-timeout");
    return Close();
  }
  if (error == http::error::body_limit) return Refuse(kTooLarge);
  if (error == http::error::partial_message || error == http::error::end_of_stream ||
      error == net::error::connection_reset)
    return Close();
  if (error) return Refuse(kFraming);
  head_.request.received = absl::Now();
  head_.request.body = std::move(parser_->get().body());
  parser_.reset();
  Call();
}

void Connection::Call() {
  stream_.expires_never();
  const bool accepted = shared_.calls->Run([self = shared_from_this()] {
    auto response = std::make_shared<HttpResponse>(self->shared_.site.Answer(self->head_.request));
    net::post(self->stream_.get_executor(), [self, response] { self->Send(std::move(*response)); });
  });
  if (!accepted) Send(shared_.site.Refuse(head_.request, Busy()));
}

void Connection::Refuse(const HeadFault& fault) {
  shared_.metrics.CountFault(fault.reason);
  keep_alive_ = false;
  if (head_.request.request_id.empty()) head_.request.request_id = RequestIdOf(head_.request.headers);
  if (head_.request.received == absl::UnixEpoch()) head_.request.received = absl::Now();
  Send(shared_.site.Refuse(head_.request, TextResponse(fault.status, fault.message)));
}

void Connection::CountUnsent(size_t bytes) {
  shared_.unsent_bytes += bytes - std::exchange(unsent_bytes_, bytes);
}

void Connection::Send(HttpResponse response) {
  response_ = std::move(response);
  if (shared_.unsent_bytes + response_.body.size() > kMaxUnsentBytes) {
    shared_.metrics.CountFault("unsent-answers");
    response_ = shared_.site.Refuse(head_.request, Busy());
  }
  CountUnsent(response_.body.size());
  keep_alive_ = keep_alive_ && !shared_.stopping;
  const absl::string_view content = response_.content();
  sent_head_ = EncodeHead(response_, static_cast<int64_t>(content.size()), keep_alive_);
  const bool has_content = head_.request.method != "HEAD" && response_.status != 204 && response_.status != 304;
  stream_.expires_after(Chrono(shared_.limits.write));
  net::async_write(stream_,
                   std::array{net::const_buffer(sent_head_.data(), sent_head_.size()),
                              net::const_buffer(content.data(), has_content ? content.size() : 0)},
                   [self = shared_from_this()](Error error, size_t) { self->OnSent(error); });
}

void Connection::OnSent(Error error) {
  CountUnsent(0);
  if (error) return Close();
  if (keep_alive_) return NextRequest();
  stream_.socket().shutdown(net::ip::tcp::socket::shutdown_send, error);
  Linger();
}

// Closing while bytes of the client are unread would make the kernel throw the answer away.
void Connection::Linger() {
  buffer_.clear();
  stream_.expires_after(kLingerTime);
  stream_.async_read_some(buffer_.prepare(kReadBytes), [self = shared_from_this()](Error error, size_t count) {
    self->lingered_ += count;
    if (error || self->lingered_ > kMaxLingerBytes) return self->Close();
    self->Linger();
  });
}

void Connection::Close() {
  Error ignored;
  stream_.socket().shutdown(net::ip::tcp::socket::shutdown_both, ignored);
  stream_.close();
}

}  // namespace socialekaart::gateway
