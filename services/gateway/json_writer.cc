#include "services/gateway/json_writer.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <google/protobuf/timestamp.pb.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/time_util.h>

#include <array>
#include <charconv>
#include <cmath>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "indexer/base/codec.h"

namespace socialekaart::gateway {
namespace {

namespace pb = google::protobuf;
using Field = pb::FieldDescriptor;

constexpr char kHexDigits[] = "0123456789abcdef";
constexpr char kWellKnown[] = "google.protobuf.";

class JsonWriter {
 public:
  explicit JsonWriter(std::string* out) : out_(*out) {}

  void Write(const pb::Message& message) {
    if (absl::StartsWith(message.GetDescriptor()->full_name(), kWellKnown)) return WriteWellKnown(message);
    const pb::Reflection& reflection = *message.GetReflection();
    std::vector<const Field*> fields;
    reflection.ListFields(message, &fields);
    char before = '{';
    for (const Field* field : fields) {
      out_ += before;
      before = ',';
      absl::StrAppend(&out_, "\"", field->json_name(), "\":");
      WriteField(message, reflection, *field);
    }
    if (before == '{') out_ += '{';
    out_ += '}';
  }

 private:
  void WriteField(const pb::Message& message, const pb::Reflection& reflection, const Field& field) {
    if (!field.is_repeated()) return WriteValue(message, reflection, field, -1);
    const int count = reflection.FieldSize(message, &field);
    for (int i = 0; i < count; ++i) {
      out_ += i == 0 ? '[' : ',';
      WriteValue(message, reflection, field, i);
    }
    out_ += ']';
  }

  // `index` -1: the field is not repeated.
  void WriteValue(const pb::Message& message, const pb::Reflection& reflection, const Field& field, int index) {
    const auto get = [&](auto one, auto repeated) {
      return index < 0 ? (reflection.*one)(message, &field) : (reflection.*repeated)(message, &field, index);
    };
    using R = pb::Reflection;
    switch (field.cpp_type()) {
      case Field::CPPTYPE_INT32:
        return absl::StrAppend(&out_, get(&R::GetInt32, &R::GetRepeatedInt32));
      case Field::CPPTYPE_UINT32:
        return absl::StrAppend(&out_, get(&R::GetUInt32, &R::GetRepeatedUInt32));
      // Beyond 2^53 a number of JSON is not whole: these are texts.
      case Field::CPPTYPE_INT64:
        return absl::StrAppend(&out_, "\"", get(&R::GetInt64, &R::GetRepeatedInt64), "\"");
      case Field::CPPTYPE_UINT64:
        return absl::StrAppend(&out_, "\"", get(&R::GetUInt64, &R::GetRepeatedUInt64), "\"");
      case Field::CPPTYPE_DOUBLE:
        return WriteNumber(get(&R::GetDouble, &R::GetRepeatedDouble));
      case Field::CPPTYPE_FLOAT:
        return WriteNumber(get(&R::GetFloat, &R::GetRepeatedFloat));
      case Field::CPPTYPE_BOOL:
        return absl::StrAppend(&out_, get(&R::GetBool, &R::GetRepeatedBool) ? "true" : "false");
      case Field::CPPTYPE_ENUM:
        return WriteEnum(*field.enum_type(), get(&R::GetEnumValue, &R::GetRepeatedEnumValue));
      case Field::CPPTYPE_STRING: {
        std::string scratch;
        const std::string& text = index < 0 ? reflection.GetStringReference(message, &field, &scratch)
                                            : reflection.GetRepeatedStringReference(message, &field, index, &scratch);
        return field.type() == Field::TYPE_BYTES ? absl::StrAppend(&out_, "\"", absl::Base64Escape(text), "\"")
                                                 : WriteText(text);
      }
      case Field::CPPTYPE_MESSAGE:
        return Write(index < 0 ? reflection.GetMessage(message, &field)
                               : reflection.GetRepeatedMessage(message, &field, index));
    }
  }

  // The shortest digits that read back as the same number.
  template <typename Number>
  void WriteNumber(Number number) {
    if (!std::isfinite(number))
      return absl::StrAppend(&out_, std::isnan(number) ? "\"NaN\"" : number > 0 ? "\"Infinity\"" : "\"-Infinity\"");
    std::array<char, 32> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    out_.append(digits.data(), end.ptr);
  }

  // A value of a later version has no name here.
  void WriteEnum(const pb::EnumDescriptor& type, int number) {
    const pb::EnumValueDescriptor* const value = type.FindValueByNumber(number);
    if (value == nullptr) return absl::StrAppend(&out_, number);
    absl::StrAppend(&out_, "\"", value->name(), "\"");
  }

  void WriteText(const std::string& text) {
    out_ += '"';
    size_t plain = 0;
    for (size_t i = 0; i < text.size(); ++i) {
      const auto byte = static_cast<unsigned char>(text[i]);
      if (byte >= 0x20 && byte != '"' && byte != '\\') continue;
      out_.append(text, plain, i - plain);
      plain = i + 1;
      if (byte == '\n') {
        out_ += "\\n";
      } else if (byte >= 0x20) {
        (out_ += '\\') += text[i];
      } else {
        ((out_ += "\\u00") += kHexDigits[byte >> 4]) += kHexDigits[byte & 15];
      }
    }
    out_.append(text, plain, std::string::npos);
    out_ += '"';
  }

  void WriteWellKnown(const pb::Message& message) {
    if (const auto* const timestamp = pb::DynamicCastToGenerated<pb::Timestamp>(&message); timestamp != nullptr) {
      return absl::StrAppend(&out_, "\"", pb::util::TimeUtil::ToString(*timestamp), "\"");
    }
    std::string json;
    absl::StrAppend(&out_, pb::util::MessageToJsonString(message, &json).ok() ? json : "null");
  }

  std::string& out_;
};

}  // namespace

std::string ToJson(const pb::Message& message) {
  std::string json;
  JsonWriter(&json).Write(message);
  if (IsUtf8(json)) return json;
  // A text that is none came past every check: here it gets the signs that stand for unreadable bytes.
  json.clear();
  return pb::util::MessageToJsonString(message, &json).ok() ? json : "{}";
}

}  // namespace socialekaart::gateway
