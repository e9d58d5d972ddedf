#include "tests/bench/http_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace socialekaart::bench {
namespace {

constexpr size_t kReadBytes = 64 << 10;
constexpr char kEndOfHead[] = "\r\n\r\n";
constexpr char kLength[] = "\r\nContent-Length: ";

absl::Status SystemError(absl::string_view doing) {
  return absl::UnavailableError(absl::StrCat(doing, ": ", std::strerror(errno)));
}

absl::Status SendAll(int socket, absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0) return SystemError("sending a request");
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
  return absl::OkStatus();
}

// The size of the body.
absl::StatusOr<size_t> ReceiveAnswer(int socket) {
  std::string head;
  std::array<char, kReadBytes> buffer;
  size_t size = 0, received = 0;
  for (bool in_body = false; !in_body || received < size;) {
    const ssize_t count = recv(socket, buffer.data(), buffer.size(), 0);
    if (count <= 0) return SystemError("reading an answer");
    received += static_cast<size_t>(count);
    if (in_body) continue;
    head.append(buffer.data(), static_cast<size_t>(count));
    const size_t end = head.find(kEndOfHead);
    if (end == std::string::npos) continue;
    in_body = true;
    received = head.size() - end - std::strlen(kEndOfHead);
    const size_t length = head.find(kLength);
    if (!absl::StartsWith(head, "HTTP/1.1 200 ") || length >= end) return absl::InternalError(head.substr(0, end));
    const size_t digits = length + std::strlen(kLength);
    if (!absl::SimpleAtoi(head.substr(digits, head.find("\r\n", digits) - digits), &size))
      return absl::InternalError(head.substr(0, end));
  }
  return size;
}

absl::StatusOr<size_t> Ask(int socket, absl::string_view request) {
  if (absl::Status status = SendAll(socket, request); !status.ok()) return status;
  return ReceiveAnswer(socket);
}

}  // namespace

HttpClient::~HttpClient() {
  absl::MutexLock lock(&mutex_);
  for (const int socket : idle_) close(socket);
}

absl::StatusOr<int> HttpClient::Open() const {
  const size_t colon = address_.rfind(':');
  int port = 0;
  sockaddr_in to = {};
  to.sin_family = AF_INET;
  if (colon == std::string::npos || !absl::SimpleAtoi(address_.substr(colon + 1), &port) ||
      inet_pton(AF_INET, address_.substr(0, colon).c_str(), &to.sin_addr) != 1) {
    return absl::InvalidArgumentError(absl::StrCat(address_, " is no address"));
  }
  to.sin_port = htons(static_cast<uint16_t>(port));
  const int opened = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (opened < 0) return SystemError("making a socket");
  const int on = 1;
  setsockopt(opened, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (connect(opened, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) {
    const absl::Status status = SystemError(absl::StrCat("connecting to ", address_));
    close(opened);
    return status;
  }
  return opened;
}

absl::StatusOr<int> HttpClient::Take() {
  {
    absl::MutexLock lock(&mutex_);
    if (!idle_.empty()) {
      const int socket = idle_.back();
      idle_.pop_back();
      return socket;
    }
  }
  return Open();
}

void HttpClient::Keep(int socket) {
  absl::MutexLock lock(&mutex_);
  idle_.push_back(socket);
}

absl::StatusOr<size_t> HttpClient::Post(absl::string_view path, absl::string_view body) {
  const auto socket = Take();
  if (!socket.ok()) return socket.status();
  const auto size = Ask(
      *socket, absl::StrCat("POST ", path, " HTTP/1.1\r\nHost: ", address_,
                            "\r\nContent-Type: application/json\r\nContent-Length: ", body.size(), "\r\n\r\n", body));
  if (size.ok()) {
    Keep(*socket);
  } else {
    close(*socket);
  }
  return size;
}

absl::Status HttpClient::OpenIdle(int count) {
  for (int i = 0; i < count; ++i) {
    const auto socket = Open();
    if (!socket.ok()) return socket.status();
    Keep(*socket);
    const auto size = Ask(*socket, absl::StrCat("GET /livez HTTP/1.1\r\nHost: ", address_, "\r\n\r\n"));
    if (!size.ok()) return size.status();
  }
  return absl::OkStatus();
}

}  // namespace socialekaart::bench
