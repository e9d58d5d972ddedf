#include "services/gateway/json_writer.h"

#include <google/protobuf/message.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/str_cat.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "socialekaart/v1/directory_service.pb.h"
#include "socialekaart/v1/match_service.pb.h"
#include "socialekaart/v1/search_service.pb.h"

namespace socialekaart::gateway {
namespace {

namespace pb = google::protobuf;
using nlohmann::json;
using Field = pb::FieldDescriptor;

constexpr char kText[] = "Zoë \"zegt\" \\ <b>&amp;</b>\n\t\x01\x7f 😀 \xe2\x80\xa8";

std::string OfProtobuf(const pb::Message& message) {
  std::string text;
  EXPECT_TRUE(pb::util::MessageToJsonString(message, &text).ok());
  return text;
}

// Sets every field, and of repeated ones two; messages inside as deep as `depth`.
void FillIn(int depth, pb::Message* message) {
  if (auto* const value = pb::DynamicCastToGenerated<pb::Struct>(message); value != nullptr) {
    (*value->mutable_fields())["a \"b\""].set_number_value(1.5);
    return;
  }
  if (auto* const mask = pb::DynamicCastToGenerated<pb::FieldMask>(message); mask != nullptr)
    return mask->add_paths("display_name");
  if (auto* const time = pb::DynamicCastToGenerated<pb::Timestamp>(message); time != nullptr) {
    time->set_seconds(1'795'395'545);
    return time->set_nanos(120'000'000);
  }
  const pb::Reflection& reflection = *message->GetReflection();
  for (int i = 0; i < message->GetDescriptor()->field_count(); ++i) {
    const Field* const field = message->GetDescriptor()->field(i);
    for (int count = 0; count < (field->is_repeated() ? 2 : 1); ++count) {
      const bool repeated = field->is_repeated();
      switch (field->cpp_type()) {
        case Field::CPPTYPE_INT32:
          repeated ? reflection.AddInt32(message, field, -7) : reflection.SetInt32(message, field, -7);
          break;
        case Field::CPPTYPE_INT64:
          repeated ? reflection.AddInt64(message, field, INT64_MIN) : reflection.SetInt64(message, field, INT64_MAX);
          break;
        case Field::CPPTYPE_UINT32:
          repeated ? reflection.AddUInt32(message, field, 7) : reflection.SetUInt32(message, field, UINT32_MAX);
          break;
        case Field::CPPTYPE_UINT64:
          repeated ? reflection.AddUInt64(message, field, 7) : reflection.SetUInt64(message, field, UINT64_MAX);
          break;
        case Field::CPPTYPE_DOUBLE:
          repeated ? reflection.AddDouble(message, field, 1e21)
                   : reflection.SetDouble(message, field, 52.09912345678901);
          break;
        case Field::CPPTYPE_FLOAT:
          repeated ? reflection.AddFloat(message, field, 0.1F) : reflection.SetFloat(message, field, -2.5F);
          break;
        case Field::CPPTYPE_BOOL:
          repeated ? reflection.AddBool(message, field, true) : reflection.SetBool(message, field, true);
          break;
        case Field::CPPTYPE_ENUM:
          repeated ? reflection.AddEnumValue(message, field, 1) : reflection.SetEnumValue(message, field, 12345);
          break;
        case Field::CPPTYPE_STRING:
          repeated ? reflection.AddString(message, field, kText) : reflection.SetString(message, field, kText);
          break;
        case Field::CPPTYPE_MESSAGE:
          if (depth > 0)
            FillIn(depth - 1,
                   repeated ? reflection.AddMessage(message, field) : reflection.MutableMessage(message, field));
          break;
      }
    }
  }
}

template <typename Message>
void ExpectAlike() {
  Message message;
  EXPECT_EQ(ToJson(message), "{}");
  FillIn(4, &message);
  const std::string written = ToJson(message);
  EXPECT_EQ(json::parse(written), json::parse(OfProtobuf(message))) << message.GetTypeName();
  Message back;
  ASSERT_TRUE(pb::util::JsonStringToMessage(written, &back).ok());
  EXPECT_TRUE(pb::util::MessageDifferencer::Equals(back, message)) << message.GetTypeName();
}

TEST(JsonWriterTest, WritesWhatProtobufWrites) {
  ExpectAlike<v1::Service>();
  ExpectAlike<v1::MatchRequest>();
  ExpectAlike<v1::MatchResponse>();
  ExpectAlike<v1::SearchServicesRequest>();
  ExpectAlike<v1::SearchServicesResponse>();
  ExpectAlike<v1::DescribeSupplyResponse>();
  ExpectAlike<v1::ImportServicesRequest>();
  ExpectAlike<v1::UpdateServiceRequest>();
}

TEST(JsonWriterTest, NumbersReadBackAsTheSame) {
  for (const double number : {0.1, 1.0, -1e-7, 1e300, 5e-324, 52.0, 123456789.0, std::nextafter(1.0, 2.0)}) {
    v1::LatLng point;
    point.set_latitude(number);
    EXPECT_EQ(json::parse(ToJson(point))["latitude"].get<double>(), number);
  }
  v1::LatLng point;
  point.set_latitude(std::numeric_limits<double>::quiet_NaN());
  point.set_longitude(-std::numeric_limits<double>::infinity());
  EXPECT_EQ(ToJson(point), R"({"latitude":"NaN","longitude":"-Infinity"})");
}

TEST(JsonWriterTest, IsJsonWhateverATextHolds) {
  v1::Municipality municipality;
  municipality.set_code("\xff\xfe");
  EXPECT_TRUE(json::accept(ToJson(municipality)));
}

}  // namespace
}  // namespace socialekaart::gateway
