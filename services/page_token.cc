#include "services/page_token.h"

#include "absl/strings/escaping.h"
#include "indexer/base/codec.h"
#include "indexer/base/status.h"

namespace socialekaart {
namespace {

constexpr size_t kMaxTokenBytes = 16 << 10;

uint64_t CheckOf(store::v1::PageToken token) {
  token.clear_check();
  return Hash(Serialize(token));
}

}  // namespace

std::string EncodePageToken(store::v1::PageToken token) {
  token.set_check(CheckOf(token));
  return absl::WebSafeBase64Escape(token.SerializeAsString());
}

absl::StatusOr<store::v1::PageToken> DecodePageToken(absl::string_view text, uint64_t request_hash) {
  const auto invalid = [](absl::string_view what) {
    return InvalidField("page_token", what, "next_page_token of the answer before, with the same request", v1::ERROR_REASON_PAGE_TOKEN_INVALID);
  };
  std::string bytes;
  store::v1::PageToken token;
  if (text.size() > kMaxTokenBytes || !absl::WebSafeBase64Unescape(text, &bytes) || !token.ParseFromString(bytes) || token.check() != CheckOf(token)) {
    return invalid("is no page token of this server");
  }
  if (token.request_hash() != request_hash) return invalid("belongs to another request");
  return token;
}

}  // namespace socialekaart
