#pragma once

#include <initializer_list>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace socialekaart {

// JSON lines on stderr, one an event. Never a query, a note, or anything else that a person typed: only names of events, codes, counts
// and names of records. Safe for use by several threads at once.
using LogField = std::pair<absl::string_view, std::string>;
void Log(absl::string_view severity, absl::string_view event, std::initializer_list<LogField> fields = {});

// One line per call: method, code, duration, and the id that HTTP gives a request. Calls that went well are logged only when `verbose`
// was set.
void LogCall(absl::string_view method, absl::string_view code, absl::Duration duration, absl::string_view request_id = "");
void SetVerbose(bool verbose);

}  // namespace socialekaart
