#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace socialekaart::gateway {

// Whether an answer may be sent in a coding, "gzip" or "br", by Accept-Encoding with its weights (RFC 9110, 12.5.3).
bool AcceptsCoding(absl::string_view accept_encoding, absl::string_view coding);

// "W/\"...\"": names these bytes. Weak, since the same bytes may be sent with gzip.
std::string EtagOf(absl::string_view content);

// Whether If-None-Match names `etag`, compared weakly.
bool NamesEtag(absl::string_view if_none_match, absl::string_view etag);

// "application/json" of "Application/JSON; charset=utf-8".
std::string MediaType(absl::string_view content_type);

}  // namespace socialekaart::gateway
