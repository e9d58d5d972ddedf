#include "clients/cli/match_batch.h"

#include <fmt/format.h>
#include <google/protobuf/util/json_util.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <deque>
#include <fstream>
#include <iostream>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>

#include "absl/strings/strip.h"
#include "clients/cli/command.h"
#include "clients/cli/errors.h"
#include "clients/cli/privacy.h"
#include "clients/cli/text.h"

namespace socialekaart::cli {
namespace {

// Two threads look at it: one sends, one receives.
class Batch {
 public:
  explicit Batch(std::istream& in) : in_(in) {}

  // The next case that can be asked; those that cannot be are answered here.
  std::optional<v1::MatchStreamRequest> Next() {
    std::string line;
    while (std::getline(in_, line)) {
      ++line_;
      if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
      v1::MatchStreamRequest request;
      const absl::Status parsed = ParseCase(line, &request);
      const bool private_data = HoldsBsn(request.request().question());
      const std::lock_guard<std::mutex> lock(mutex_);
      if (parsed.ok() && !private_data) {
        waiting_.emplace_back();
        return request;
      }
      v1::MatchStreamResponse refused;
      refused.set_id(request.id());
      refused.mutable_error()->set_code(static_cast<int>(absl::StatusCode::kInvalidArgument));
      refused.mutable_error()->set_reason("FIELD_INVALID");
      refused.mutable_error()->set_message(
          fmt::format("line {}: {}", line_,
                      private_data ? "the question holds a BSN and was not sent" : std::string(parsed.message())));
      private_data_ |= private_data;
      waiting_.emplace_back(std::move(refused));
    }
    return std::nullopt;
  }

  // Prints an answer, and what was refused before it.
  absl::Status Receive(const v1::MatchStreamResponse& answer) {
    if (absl::Status status = PrintRefused(); !status.ok()) return status;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (waiting_.empty()) return absl::InternalError("the server answered a case that was not asked");
      waiting_.pop_front();
    }
    return Print(answer);
  }

  absl::Status PrintRefused() {
    while (true) {
      v1::MatchStreamResponse refused;
      {
        const std::lock_guard<std::mutex> lock(mutex_);
        if (waiting_.empty() || !waiting_.front().has_value()) return absl::OkStatus();
        refused = *std::move(waiting_.front());
        waiting_.pop_front();
      }
      if (absl::Status status = Print(refused); !status.ok()) return status;
    }
  }

  int answered() const { return answered_; }
  int failed() const { return failed_; }
  bool private_data() const { return private_data_; }

 private:
  absl::Status Print(const v1::MatchStreamResponse& answer) {
    ++answered_;
    if (answer.has_error()) ++failed_;
    const std::string line = ToJson(answer) + "\n";
    if (std::fwrite(line.data(), 1, line.size(), stdout) != line.size())
      return absl::DataLossError("cannot write the answers");
    return absl::OkStatus();
  }

  std::istream& in_;
  int line_ = 0;
  int answered_ = 0, failed_ = 0;
  bool private_data_ = false;
  std::mutex mutex_;
  std::deque<std::optional<v1::MatchStreamResponse>> waiting_;  // nothing = asked, an answer will come
};

}  // namespace

absl::Status ParseCase(const std::string& line, v1::MatchStreamRequest* request) {
  auto json = nlohmann::json::parse(line, nullptr, false);
  if (!json.is_object()) return absl::InvalidArgumentError("is no JSON object");
  if (const auto id = json.find("id"); id != json.end()) {
    if (!id->is_string() && !id->is_number_integer())
      return absl::InvalidArgumentError("its id is no text and no number");
    request->set_id(id->is_string() ? id->get<std::string>() : id->dump());
    json.erase("id");
  }
  if (const auto place = json.find("place"); place != json.end() && place->is_string())
    *place = nlohmann::json{{"text", *place}};
  // What a text holds that is no UTF-8 is told, not sent.
  const std::string fields = json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  const auto status = google::protobuf::util::JsonStringToMessage(fields, request->mutable_request());
  if (!status.ok()) return absl::InvalidArgumentError(fmt::format("is no case: {}", std::string(status.message())));
  return absl::OkStatus();
}

ExitCode MatchBatch(const std::string& path, const Globals& globals) {
  std::ifstream file;
  if (path != "-") {
    file.open(path);
    if (!file) {
      Complain(fmt::format("cannot read {}", OneLine(path)), std::strerror(errno),
               "name a file with one JSON object a line, or - for standard input");
      return kUsage;
    }
  }
  Batch batch(path == "-" ? std::cin : file);
  Progress progress;
  const absl::Status status = NewClient(globals).MatchStream([&] { return batch.Next(); },
                                                             [&](const v1::MatchStreamResponse& answer) {
                                                               progress.Show(fmt::format("{} cases", batch.answered()));
                                                               return batch.Receive(answer);
                                                             });
  progress.Clear();
  if (!status.ok()) return Complain(status, globals);
  if (absl::Status printed = batch.PrintRefused(); !printed.ok() || std::fflush(stdout) != 0) {
    Complain("cannot write the answers", "standard output was closed or is full",
             "write to a file with room, or read all of it");
    return kFailed;
  }
  Note(fmt::format("{} cases, {} without an answer", batch.answered(), batch.failed()));
  if (batch.private_data()) return kPrivacy;
  return batch.failed() > 0 ? kDataInvalid : kOk;
}

}  // namespace socialekaart::cli
