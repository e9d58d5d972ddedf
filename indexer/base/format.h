#pragma once

#include "absl/strings/string_view.h"

namespace socialekaart {

// Forms of text that records hold. No stricter than what is common.

bool IsEmail(absl::string_view text);    // something, one @, a host with a dot
bool IsHttpUri(absl::string_view text);  // an absolute http or https address
bool IsControl(char c);                  // NUL and the like; not a line end or a tab

}  // namespace socialekaart
