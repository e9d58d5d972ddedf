#pragma once

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace socialekaart::hsds {

// The objects of HSDS 3.0 and 3.1 and of the UK profile as one table: which fields each has, their form, and how much
// is lost without them. Checking, reading and writing all go by it.

// What a value must look like.
enum class Form {
  kText,
  kUuid,
  kRecordId,  // a UUID too, of a record: one that is not is still the source's own name for it
  kEmail,
  kWeb,  // an absolute http(s) URI
  kUri,  // an absolute URI
  kDate,
  kDateTime,
  kTime,
  kNumber,
  kLatitude,
  kLongitude,
  kFlag,
  kWord,    // one of the words of `detail`, separated by |
  kObject,  // an object of the kind `detail`
  kList,    // a list of objects of the kind `detail`
};

enum class Need {
  kOptional,
  kWanted,     // required by the standard, often absent, nothing breaks without it: a WARNING
  kRequired,   // ERROR
  kEssential,  // ERROR, and the object says nothing without it: it is left out
  kVital,      // FATAL: there is no record without it
};

struct Field {
  absl::string_view object;  // "service", "phone", ...: the names of the HSDS schemas
  absl::string_view name;
  Form form = Form::kText;
  Need need = Need::kOptional;
  absl::string_view detail = {};
};

// The fields of an object in the order of the standard; empty for one that HSDS does not have.
absl::Span<const Field> FieldsOf(absl::string_view object);

// nullptr when the object has no such field.
const Field* FindField(absl::string_view object, absl::string_view name);

// Services, organizations and locations are kept as records of their own; everything else inside the record it came
// with.
bool IsRecord(absl::string_view object);

}  // namespace socialekaart::hsds
