#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace socialekaart {

enum class RecordKind { kService, kOrganization, kLocation };

// "services/5d0f2a60-..." in its two parts.
struct RecordName {
  RecordKind kind;
  std::string id;
};

absl::string_view Collection(RecordKind kind);  // "services"
std::string Name(RecordKind kind, absl::string_view id);
// Nothing unless it is a collection of ours, a slash and a UUID.
std::optional<RecordName> ParseName(absl::string_view name);
// The part behind the slash, of any name.
absl::string_view IdOf(absl::string_view name);

}  // namespace socialekaart
