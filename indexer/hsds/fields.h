#pragma once

#include <google/protobuf/descriptor.h>

#include <string>

#include "absl/strings/string_view.h"

namespace socialekaart::hsds {

// How the fields of our messages are called in HSDS. They bear the same names, save two: of a record, `id` is the last
// part of `name`, and `name` is `display_name`.

// The field of a message for the HSDS field `name` of `object`; nullptr when the message keeps it with the unknown
// properties, or as a reference.
const google::protobuf::FieldDescriptor* MessageField(const google::protobuf::Descriptor& message,
                                                      absl::string_view object, absl::string_view name);

// The HSDS name of a field of a message; "" for what is ours alone.
absl::string_view HsdsName(const google::protobuf::FieldDescriptor& field, absl::string_view object);

// SERVICE_STATUS_TEMPORARILY_CLOSED <-> "temporarily closed". nullptr for a word that the enum does not have.
const google::protobuf::EnumValueDescriptor* EnumValue(const google::protobuf::EnumDescriptor& type,
                                                       const std::string& word);
std::string EnumWord(const google::protobuf::EnumValueDescriptor& value);

// "organizations/" for "organization".
std::string Collection(absl::string_view object);

}  // namespace socialekaart::hsds
