#include "indexer/store/keys.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "indexer/store/store.h"

namespace socialekaart {
namespace {

constexpr absl::string_view kNul("\0", 1);

RecordKind KindOf(const store::v1::Record& record) {
  if (record.has_organization()) return RecordKind::kOrganization;
  return record.has_location() ? RecordKind::kLocation : RecordKind::kService;
}

}  // namespace

std::string RecordKey(absl::string_view name) { return absl::StrCat("r", name); }

std::string RecordPrefix(RecordKind kind) { return absl::StrCat("r", Collection(kind), "/"); }

std::string ChangeKey(int64_t revision) {
  std::string key = "c";
  for (int shift = 56; shift >= 0; shift -= 8) key.push_back(static_cast<char>((static_cast<uint64_t>(revision) >> shift) & 0xFF));
  return key;
}

int64_t RevisionOfChangeKey(absl::string_view key) {
  uint64_t revision = 0;
  for (const char byte : key.substr(1)) revision = (revision << 8) | static_cast<unsigned char>(byte);
  return static_cast<int64_t>(revision);
}

std::string ExternalKey(RecordKind kind, absl::string_view source, absl::string_view external_id) {
  return absl::StrCat("x", Collection(kind), kNul, source, kNul, external_id);
}

std::string IdentifierPrefix(absl::string_view type, absl::string_view identifier) {
  return absl::StrCat("i", absl::AsciiStrToUpper(type), kNul, absl::AsciiStrToUpper(identifier), kNul);
}

std::string ReferrerPrefix(absl::string_view target) { return absl::StrCat("u", target, kNul); }

std::string BlobKey(absl::string_view key) { return absl::StrCat("b", key); }

std::vector<SecondaryKey> SecondaryKeys(const store::v1::Record& record) {
  std::vector<SecondaryKey> keys;
  const std::string& name = NameOf(record);
  if (!record.provenance().external_id().empty()) {
    keys.push_back({ExternalKey(KindOf(record), record.provenance().source(), record.provenance().external_id()), name});
  }
  if (IsDeleted(record)) return keys;
  for (const auto& identifier : record.organization().organization_identifiers()) {
    keys.push_back({absl::StrCat(IdentifierPrefix(identifier.identifier_type(), identifier.identifier()), name), ""});
  }
  if (!record.service().organization().empty()) {
    keys.push_back({absl::StrCat(ReferrerPrefix(record.service().organization()), name), ""});
  }
  for (const auto& at : record.service().service_at_locations()) {
    if (!at.location().empty()) keys.push_back({absl::StrCat(ReferrerPrefix(at.location()), name), ""});
  }
  return keys;
}

}  // namespace socialekaart
