#pragma once

#include <string>

namespace socialekaart::gateway {

// A connection that sends bytes as they are.
class RawSocket {
 public:
  explicit RawSocket(const std::string& address);
  ~RawSocket();
  RawSocket(const RawSocket&) = delete;
  RawSocket& operator=(const RawSocket&) = delete;

  // Sends all, or as much as is taken. Never fails: a server may close early.
  void Send(const std::string& bytes);
  void EndSending();
  // One answer with its body, by its Content-Length or chunks; "" when the connection closed instead. `has_body`: not
  // after HEAD.
  std::string ReadAnswer(bool has_body = true);
  // All until the server closes. Ends with "(open)" when it does not within five seconds.
  std::string ReadAll();

 private:
  bool Receive();
  int fd_;
  std::string buffer_;
};

// "200" of "HTTP/1.1 200 OK...", "closed" of nothing.
std::string StatusOf(const std::string& answer);
// The value of a field, "" when there is none.
std::string FieldOf(const std::string& answer, const std::string& name);
std::string BodyOf(const std::string& answer);
// A POST of JSON to a method: "MatchService/Match".
std::string Post(const std::string& method, const std::string& json, const std::string& fields = "");

}  // namespace socialekaart::gateway
