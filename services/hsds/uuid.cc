#include "services/hsds/uuid.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "indexer/base/codec.h"

namespace socialekaart::hsds_api {
namespace {

unsigned Digit(char c) {
  return static_cast<unsigned>(absl::ascii_isdigit(static_cast<unsigned char>(c)) ? c - '0' : (c | 0x20) - 'a' + 10);
}

}  // namespace

std::optional<Uuid> ParseUuid(absl::string_view text) {
  if (!IsUuid(text)) return std::nullopt;
  Uuid uuid = 0;
  for (const char c : text) {
    if (c != '-') uuid = (uuid << 4) | Digit(c);
  }
  return uuid;
}

std::string FormatUuid(Uuid uuid) {
  const std::string hex = absl::StrCat(absl::Hex(absl::Uint128High64(uuid), absl::kZeroPad16),
                                       absl::Hex(absl::Uint128Low64(uuid), absl::kZeroPad16));
  return absl::StrCat(hex.substr(0, 8), "-", hex.substr(8, 4), "-", hex.substr(12, 4), "-", hex.substr(16, 4), "-",
                      hex.substr(20));
}

}  // namespace socialekaart::hsds_api
