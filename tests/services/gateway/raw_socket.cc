#include "tests/services/gateway/raw_socket.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace socialekaart::gateway {

RawSocket::RawSocket(const std::string& address) : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  int port = 0;
  EXPECT_TRUE(absl::SimpleAtoi(address.substr(address.rfind(':') + 1), &port));
  sockaddr_in to = {};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<uint16_t>(port));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(connect(fd_, reinterpret_cast<const sockaddr*>(&to), sizeof(to)), 0);
  const timeval patience = {5, 0};
  setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
}

RawSocket::~RawSocket() {
  close(fd_);
}

void RawSocket::Send(const std::string& bytes) {
  for (size_t at = 0; at < bytes.size();) {
    const ssize_t count = send(fd_, bytes.data() + at, bytes.size() - at, MSG_NOSIGNAL);
    if (count <= 0) return;
    at += static_cast<size_t>(count);
  }
}

void RawSocket::EndSending() {
  shutdown(fd_, SHUT_WR);
}

bool RawSocket::Receive() {
  std::array<char, 64 << 10> bytes;
  const ssize_t count = recv(fd_, bytes.data(), bytes.size(), 0);
  if (count > 0) buffer_.append(bytes.data(), static_cast<size_t>(count));
  return count > 0;
}

std::string RawSocket::ReadAnswer(bool has_body) {
  size_t end = 0;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
    if (!Receive()) return "";
  }
  end += 4;
  size_t length = 0;
  if (has_body && absl::StrContains(buffer_.substr(0, end), "chunked")) {
    size_t last = 0;
    while ((last = buffer_.find("0\r\n\r\n", end)) == std::string::npos) {
      if (!Receive()) return "";
    }
    length = last + 5 - end;
  } else if (has_body && absl::SimpleAtoi(FieldOf(buffer_.substr(0, end), "Content-Length"), &length)) {
    while (buffer_.size() < end + length) {
      if (!Receive()) return "";
    }
  }
  const std::string answer = buffer_.substr(0, end + length);
  buffer_.erase(0, end + length);
  return answer;
}

std::string RawSocket::ReadAll() {
  while (Receive()) {
  }
  const bool open = errno == EAGAIN && recv(fd_, nullptr, 0, MSG_DONTWAIT | MSG_PEEK) < 0 && errno == EAGAIN;
  return buffer_ + (open ? "(open)" : "");
}

std::string StatusOf(const std::string& answer) {
  return answer.empty() ? "closed" : absl::StartsWith(answer, "HTTP/1.1 ") ? answer.substr(9, 3) : answer;
}

std::string FieldOf(const std::string& answer, const std::string& name) {
  const std::string begin = absl::StrCat("\r\n", name, ": ");
  const size_t at = answer.find(begin);
  if (at == std::string::npos || at > answer.find("\r\n\r\n")) return "";
  return answer.substr(at + begin.size(), answer.find("\r\n", at + 2) - at - begin.size());
}

std::string BodyOf(const std::string& answer) {
  const size_t end = answer.find("\r\n\r\n");
  return end == std::string::npos ? "" : answer.substr(end + 4);
}

std::string Post(const std::string& method, const std::string& json, const std::string& fields) {
  return absl::StrCat("POST /socialekaart.v1.", method,
                      " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n", fields,
                      "Content-Length: ", json.size(), "\r\n\r\n", json);
}

}  // namespace socialekaart::gateway
