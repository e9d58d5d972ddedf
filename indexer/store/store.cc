#include "indexer/store/store.h"

#include "indexer/base/codec.h"

namespace socialekaart {

uint64_t ContentHash(const store::v1::Record& record) {
  switch (record.record_case()) {
    case store::v1::Record::kService:
      return Hash(Serialize(record.service()));
    case store::v1::Record::kOrganization:
      return Hash(Serialize(record.organization()));
    case store::v1::Record::kLocation:
      return Hash(Serialize(record.location()));
    case store::v1::Record::RECORD_NOT_SET:
      return 0;
  }
  return 0;
}

const std::string& NameOf(const store::v1::Record& record) {
  switch (record.record_case()) {
    case store::v1::Record::kOrganization:
      return record.organization().name();
    case store::v1::Record::kLocation:
      return record.location().name();
    default:
      return record.service().name();
  }
}

bool IsDeleted(const store::v1::Record& record) { return record.provenance().has_delete_time(); }

}  // namespace socialekaart
