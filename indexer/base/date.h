#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace google::protobuf {
class Timestamp;
}

namespace socialekaart {

// "2026-09-01"; nothing for any other form or a day that does not exist.
std::optional<absl::CivilDay> ParseDate(absl::string_view text);

// "2026-11-01T00:00:00.000Z", "2026-11-01T01:00:00+01:00" (RFC 3339), or a date alone, which is its first moment in UTC.
std::optional<absl::Time> ParseDateTime(absl::string_view text);

std::string FormatDate(absl::Time time);  // UTC, "2026-09-01"

google::protobuf::Timestamp ToTimestamp(absl::Time time);
absl::Time FromTimestamp(const google::protobuf::Timestamp& timestamp);

}  // namespace socialekaart
