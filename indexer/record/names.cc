#include "indexer/record/names.h"

#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "indexer/base/codec.h"

namespace socialekaart {
namespace {

constexpr std::array<absl::string_view, 3> kCollections = {"services", "organizations", "locations"};

}  // namespace

absl::string_view Collection(RecordKind kind) { return kCollections[static_cast<size_t>(kind)]; }

std::string Name(RecordKind kind, absl::string_view id) { return absl::StrCat(Collection(kind), "/", id); }

std::optional<RecordName> ParseName(absl::string_view name) {
  const size_t slash = name.find('/');
  if (slash == absl::string_view::npos || !IsUuid(name.substr(slash + 1))) return std::nullopt;
  for (size_t i = 0; i < kCollections.size(); ++i) {
    if (name.substr(0, slash) == kCollections[i]) {
      return RecordName{static_cast<RecordKind>(i), absl::AsciiStrToLower(name.substr(slash + 1))};
    }
  }
  return std::nullopt;
}

absl::string_view IdOf(absl::string_view name) { return name.substr(name.find('/') + 1); }

}  // namespace socialekaart
