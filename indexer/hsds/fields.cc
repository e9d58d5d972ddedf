#include "indexer/hsds/fields.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "indexer/hsds/schema.h"

namespace socialekaart::hsds {
namespace {

// "ServiceStatus" -> "SERVICE_STATUS_".
std::string EnumPrefix(const google::protobuf::EnumDescriptor& type) {
  std::string prefix;
  for (const char c : type.name()) {
    if (absl::ascii_isupper(static_cast<unsigned char>(c)) && !prefix.empty()) prefix += '_';
    prefix += absl::ascii_toupper(static_cast<unsigned char>(c));
  }
  return prefix + "_";
}

// Our own bookkeeping and details have numbers from here on.
constexpr int kFirstOwnField = 60;

}  // namespace

const google::protobuf::FieldDescriptor* MessageField(const google::protobuf::Descriptor& message,
                                                      absl::string_view object, absl::string_view name) {
  std::string own(name);
  if (IsRecord(object)) {
    if (name == "id") own = "name";
    if (name == "name") own = "display_name";
  }
  const auto* field = message.FindFieldByName(own);
  return field != nullptr && HsdsName(*field, object) == name ? field : nullptr;
}

absl::string_view HsdsName(const google::protobuf::FieldDescriptor& field, absl::string_view object) {
  absl::string_view name = field.name();
  if (field.number() >= kFirstOwnField || name == "unknown_properties") return {};
  if (IsRecord(object)) {
    if (name == "name") name = "id";
    if (name == "display_name") name = "name";
  }
  const Field* known = FindField(object, name);
  return known == nullptr ? absl::string_view() : known->name;
}

const google::protobuf::EnumValueDescriptor* EnumValue(const google::protobuf::EnumDescriptor& type,
                                                       const std::string& word) {
  return type.FindValueByName(EnumPrefix(type) + absl::AsciiStrToUpper(absl::StrReplaceAll(word, {{" ", "_"}})));
}

std::string EnumWord(const google::protobuf::EnumValueDescriptor& value) {
  const std::string word = value.name().substr(EnumPrefix(*value.type()).size());
  return absl::StrReplaceAll(absl::AsciiStrToLower(word), {{"_", " "}});
}

std::string Collection(absl::string_view object) {
  return absl::StrCat(object, "s/");
}

}  // namespace socialekaart::hsds
