#pragma once

#include <optional>
#include <string>

#include "absl/numeric/int128.h"
#include "absl/strings/string_view.h"

namespace socialekaart::hsds_api {

// A UUID in 16 bytes, so that many can be held. 0 stands for none.
using Uuid = absl::uint128;

// Nothing for any other form than IsUuid knows.
std::optional<Uuid> ParseUuid(absl::string_view text);
std::string FormatUuid(Uuid uuid);  // in small letters

}  // namespace socialekaart::hsds_api
