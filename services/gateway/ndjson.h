#pragma once

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/gateway/router.h"

namespace google::protobuf {
class Message;
}

namespace socialekaart::gateway {

// Streams as NDJSON (application/x-ndjson): a line is a message as JSON. An answer that fails after its first line ends
// with a line
// {"error": {...}} of the form of Connect's errors; before, it is a plain error.

// Reads messages from a body, one line in memory at a time.
class NdjsonReader {
 public:
  NdjsonReader(StreamIo& io, size_t max_line_bytes) : io_(io), max_line_bytes_(max_line_bytes) {}

  // False at the end, and when a line is at fault: then status() says so.
  bool Read(google::protobuf::Message* message);
  const absl::Status& status() const { return status_; }

 private:
  bool NextLine(std::string* line);

  StreamIo& io_;
  const size_t max_line_bytes_;
  std::string buffer_;
  size_t begin_ = 0;    // of the next line, in buffer_
  size_t scanned_ = 0;  // up to here is no end of a line
  int64_t lines_ = 0;
  bool ended_ = false;
  absl::Status status_;
};

// Writes messages to an answer.
class NdjsonWriter {
 public:
  // `batch_bytes`: how much may wait for more of it; 0 = every line goes at once.
  NdjsonWriter(StreamIo& io, size_t batch_bytes) : io_(io), batch_bytes_(batch_bytes) {}

  bool Write(const google::protobuf::Message& message);
  bool WriteLine(const std::string& line);
  // The rest, and what went wrong. An answer when nothing was begun and something went wrong.
  std::optional<HttpResponse> Finish(const absl::Status& status);

 private:
  bool Flush();

  StreamIo& io_;
  const size_t batch_bytes_;
  std::string buffer_;
  bool begun_ = false;
};

// What to do with a stream of requests, or with one request.
using ReadMessage = std::function<bool(google::protobuf::Message*)>;
using WriteMessage = std::function<bool(const google::protobuf::Message&)>;
using IsCancelled = std::function<bool()>;

// A method with a stream, answered over HTTP as NDJSON.
struct StreamRpc {
  std::string method;  // "socialekaart.v1.DirectoryService.WatchChanges"
  // Server streams read one message from a body of application/json; others read lines. A single answer is written
  // once.
  std::function<absl::Status(const ReadMessage& read, const WriteMessage& write, const IsCancelled& cancelled)> answer;
  size_t max_line_bytes = 64 << 10;
  size_t batch_bytes = 0;
};

// POST /socialekaart.v1.DirectoryService/WatchChanges. NOT_FOUND when no such method is linked in.
absl::StatusOr<Route> StreamRoute(StreamRpc rpc);

}  // namespace socialekaart::gateway
