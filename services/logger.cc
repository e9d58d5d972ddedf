#include "services/logger.h"

#include <atomic>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace socialekaart {
namespace {

std::atomic<bool> verbose{false};

std::string ToString(absl::string_view text) { return std::string(text); }

}  // namespace

void Log(absl::string_view severity, absl::string_view event, std::initializer_list<LogField> fields) {
  nlohmann::ordered_json line;
  line["time"] = absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", absl::Now(), absl::UTCTimeZone());
  line["severity"] = ToString(severity);
  line["event"] = ToString(event);
  for (const auto& [name, value] : fields) line[ToString(name)] = value;
  const std::string text = line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
  std::fwrite(text.data(), 1, text.size(), stderr);  // one write a line: lines of several threads do not mix
}

void LogCall(absl::string_view method, absl::string_view code, absl::Duration duration, absl::string_view request_id) {
  const bool went_well = code == "OK";
  if (went_well && !verbose) return;
  const char* const severity = went_well ? "info" : "notice";
  const LogField fields[] = {
      {"method", ToString(method)}, {"code", ToString(code)}, {"us", absl::StrCat(absl::ToInt64Microseconds(duration))}};
  if (request_id.empty()) return Log(severity, "call", {fields[0], fields[1], fields[2]});
  Log(severity, "call", {fields[0], fields[1], fields[2], {"request_id", ToString(request_id)}});
}

void SetVerbose(bool value) { verbose = value; }

}  // namespace socialekaart
