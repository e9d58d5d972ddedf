#pragma once

#include <vector>

#include "indexer/record/taxonomy.h"
#include "socialekaart/v1/common.pb.h"
#include "socialekaart/v1/resources.pb.h"

namespace socialekaart {

// Every fault of a record at once: what HSDS requires, the forms of dates, addresses and codes, the bounds of each field, and what the
// Dutch profile adds. Empty = may be stored. Paths are those of the message: "phones[0].number". The record's own `name` is the
// caller's to check.
std::vector<v1::FieldViolation> Faults(const v1::Service& service, const Taxonomy& taxonomy);
std::vector<v1::FieldViolation> Faults(const v1::Organization& organization);
std::vector<v1::FieldViolation> Faults(const v1::Location& location);

// Gives each nested object that lacks an id one that depends on its place in the record alone: the same record keeps the same ids.
void FillNestedIds(google::protobuf::Message* record, absl::string_view record_name);

}  // namespace socialekaart
