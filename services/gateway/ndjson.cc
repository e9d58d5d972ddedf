#include "services/gateway/ndjson.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <array>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "indexer/base/status.h"
#include "services/gateway/accept.h"
#include "services/gateway/connect.h"
#include "services/logger.h"

namespace socialekaart::gateway {
namespace {

namespace pb = google::protobuf;

constexpr char kNdjson[] = "application/x-ndjson";
constexpr size_t kReadAtOnce = 16 << 10;

HttpResponse NdjsonHead() {
  HttpResponse head;
  head.headers.Add("Content-Type", kNdjson);
  head.headers.Add("Cache-Control", "no-store");
  head.headers.Add("X-Accel-Buffering", "no");  // nginx passes lines on as they come
  return head;
}

}  // namespace

bool NdjsonReader::NextLine(std::string* line) {
  while (true) {
    if (const size_t end = buffer_.find('\n', scanned_); end != std::string::npos) {
      line->assign(buffer_, begin_, end - begin_);
      begin_ = scanned_ = end + 1;
      return true;
    }
    buffer_.erase(0, begin_);
    begin_ = 0;
    scanned_ = buffer_.size();
    if (buffer_.size() > max_line_bytes_) {
      status_ = InvalidField(absl::StrCat("line ", lines_ + 1), "is too long",
                             absl::StrCat("at most ", max_line_bytes_, " bytes"));
      return false;
    }
    if (ended_) {
      *line = std::move(buffer_);
      buffer_.clear();
      scanned_ = 0;
      return !line->empty();
    }
    std::array<char, kReadAtOnce> bytes;
    const auto count = io_.Read(bytes.data(), bytes.size());
    if (!count.ok()) {
      status_ = count.status();
      return false;
    }
    ended_ = *count == 0;
    buffer_.append(bytes.data(), *count);
  }
}

bool NdjsonReader::Read(pb::Message* message) {
  std::string line;
  while (status_.ok() && NextLine(&line)) {
    ++lines_;
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    message->Clear();
    status_ = Decode(Codec::kJson, line, message);
    if (!status_.ok()) status_ = InvalidField(absl::StrCat("line ", lines_), status_.message(), "one JSON object");
    return status_.ok();
  }
  return false;
}

bool NdjsonWriter::Flush() {
  if (!begun_) begun_ = io_.Begin(NdjsonHead());
  const bool written = begun_ && (buffer_.empty() || io_.Write(buffer_));
  buffer_.clear();
  return written;
}

bool NdjsonWriter::WriteLine(const std::string& line) {
  absl::StrAppend(&buffer_, line, "\n");
  return buffer_.size() <= batch_bytes_ || Flush();
}

bool NdjsonWriter::Write(const pb::Message& message) {
  const auto line = Encode(Codec::kJson, message);
  return line.ok() && WriteLine(*line);
}

std::optional<HttpResponse> NdjsonWriter::Finish(const absl::Status& status) {
  if (!status.ok() && !begun_ && buffer_.empty()) return ErrorResponse(status);
  if (!status.ok()) absl::StrAppend(&buffer_, "{\"error\":", ErrorJson(status), "}\n");
  Flush();
  return std::nullopt;
}

namespace {

// The one message of a server stream, from a body as small as that of a unary call.
absl::Status ReadWhole(StreamIo& io, size_t max_bytes, pb::Message* message) {
  std::string body;
  std::array<char, kReadAtOnce> bytes;
  while (true) {
    const auto count = io.Read(bytes.data(), bytes.size());
    if (!count.ok()) return count.status();
    if (*count == 0) return Decode(Codec::kJson, body, message);
    body.append(bytes.data(), *count);
    if (body.size() > max_bytes)
      return InvalidField("body", "is too long", absl::StrCat("at most ", max_bytes, " bytes"));
  }
}

struct Method {
  std::string name;
  bool reads_lines;
  bool writes_lines;
  StreamRpc rpc;
};

std::optional<HttpResponse> CallStream(const Method& method, const HttpRequest& request, StreamIo& io) {
  const char* const expected = method.reads_lines ? kNdjson : "application/json";
  if (MediaType(request.headers.Get("Content-Type")) != expected) {
    HttpResponse response = TextResponse(415, absl::StrCat("Content-Type must be ", expected));
    response.headers.Add("Accept-Post", expected);
    return response;
  }
  NdjsonReader reader(io, method.rpc.max_line_bytes);
  NdjsonWriter writer(io, method.rpc.batch_bytes);
  bool taken = false;
  absl::Status read_status;
  const ReadMessage read_one = [&](pb::Message* message) {
    if (std::exchange(taken, true)) return false;
    read_status = ReadWhole(io, method.rpc.max_line_bytes, message);
    return read_status.ok();
  };
  const ReadMessage read_lines = [&](pb::Message* message) { return reader.Read(message); };
  std::optional<HttpResponse> single;
  const WriteMessage write_one = [&](const pb::Message& message) {
    auto body = Encode(Codec::kJson, message);
    if (!body.ok()) return false;
    single.emplace();
    single->headers.Add("Content-Type", ContentTypeOf(Codec::kJson));
    single->headers.Add("Cache-Control", "no-store");
    single->body = *std::move(body);
    return true;
  };
  const WriteMessage write_lines = [&](const pb::Message& message) { return writer.Write(message); };
  const absl::Time start = absl::Now();
  absl::Status status =
      method.rpc.answer(method.reads_lines ? read_lines : read_one, method.writes_lines ? write_lines : write_one,
                        [&] { return io.IsCancelled(); });
  // What could not be read says more than what its reader made of the end.
  if (!read_status.ok()) status = read_status;
  if (!reader.status().ok()) status = reader.status();
  LogCall(method.name, absl::StatusCodeToString(status.code()), absl::Now() - start, request.request_id);
  if (method.writes_lines) return writer.Finish(status);
  return status.ok() ? single : ErrorResponse(status);
}

}  // namespace

absl::StatusOr<Route> StreamRoute(StreamRpc rpc) {
  const auto* const method = pb::DescriptorPool::generated_pool()->FindMethodByName(rpc.method);
  if (method == nullptr || (!method->client_streaming() && !method->server_streaming())) {
    return absl::NotFoundError(absl::StrCat("no streaming method ", rpc.method));
  }
  const std::string path = absl::StrCat("/", method->service()->full_name(), "/", method->name());
  Method known{method->name(), method->client_streaming(), method->server_streaming(), std::move(rpc)};
  return Route{"POST", path, "", StreamHandler([known = std::move(known)](const HttpRequest& request, StreamIo& io) {
                 return CallStream(known, request, io);
               })};
}

}  // namespace socialekaart::gateway
