#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "indexer/record/names.h"
#include "socialekaart/store/v1/record.pb.h"

namespace socialekaart {

// Keys of the RocksDB store, on disk format 1. One letter says what it is; parts are separated by a NUL, which no part may hold.
//   r name                        -> store.v1.Record
//   c revision (8 bytes, big end) -> store.v1.Change
//   x kind source external-id     -> name
//   i type identifier name        -> nothing      (organization identifiers; service found through its organization)
//   u target name                 -> nothing      (target is used by the service `name`)
//   b key                         -> bytes
//   m "format"                    -> version of this format, decimal
std::string RecordKey(absl::string_view name);
std::string RecordPrefix(RecordKind kind);
std::string ChangeKey(int64_t revision);
int64_t RevisionOfChangeKey(absl::string_view key);
std::string ExternalKey(RecordKind kind, absl::string_view source, absl::string_view external_id);
std::string IdentifierPrefix(absl::string_view type, absl::string_view identifier);
std::string ReferrerPrefix(absl::string_view target);
std::string BlobKey(absl::string_view key);
inline constexpr char kFormatKey[] = "mformat";

struct SecondaryKey {
  std::string key;
  std::string value;
};
// Everything that must be found by this record; a tombstone keeps its external id alone.
std::vector<SecondaryKey> SecondaryKeys(const store::v1::Record& record);

}  // namespace socialekaart
