#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "socialekaart/store/v1/record.pb.h"

namespace socialekaart {

// Page tokens: opaque, checked, and bound to the request they came from.
std::string EncodePageToken(store::v1::PageToken token);

// INVALID_ARGUMENT (PAGE_TOKEN_INVALID) when it is damaged or made by a request with another hash.
absl::StatusOr<store::v1::PageToken> DecodePageToken(absl::string_view text, uint64_t request_hash);

}  // namespace socialekaart
