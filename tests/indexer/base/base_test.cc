#include <gtest/gtest.h>

#include <array>
#include <set>
#include <utility>

#include "indexer/base/codec.h"
#include "indexer/base/date.h"
#include "indexer/base/status.h"
#include "tests/support/temporary_folder.h"

namespace socialekaart {
namespace {

TEST(StatusTest, CarriesReasonAndEveryField) {
  const absl::Status status = InvalidFields({Violation("age", "is -1", "0 to 130"), Violation("place", "is missing", "")});
  EXPECT_TRUE(absl::IsInvalidArgument(status));
  EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_FIELD_INVALID);
  const auto violations = FieldViolationsOf(status);
  ASSERT_EQ(violations.size(), 2u);
  EXPECT_EQ(violations[0].field(), "age");
  EXPECT_EQ(violations[1].description(), "is missing");
  EXPECT_EQ(status.message(), "age: is -1 (expected 0 to 130); place: is missing");
}

TEST(StatusTest, HasNoReasonWhenNoneWasGiven) {
  EXPECT_EQ(ReasonOf(absl::InternalError("x")), v1::ERROR_REASON_UNSPECIFIED);
  EXPECT_TRUE(FieldViolationsOf(absl::InternalError("x")).empty());
}

TEST(CodecTest, MakesUuids) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string uuid = RandomUuid();
    EXPECT_TRUE(IsUuid(uuid)) << uuid;
    EXPECT_TRUE(seen.insert(uuid).second);
  }
  EXPECT_EQ(UuidOf("a", "b"), UuidOf("a", "b"));
  EXPECT_NE(UuidOf("a", "bc"), UuidOf("ab", "c"));
  EXPECT_TRUE(IsUuid(UuidOf("a", "b")));
}

TEST(CodecTest, KnowsUuids) {
  for (const auto& [text, is_uuid] : std::to_array<std::pair<const char*, bool>>({
           {"5d0f2a60-53cb-4d3f-8a39-0c6d3f1c7a10", true},
           {"5D0F2A60-53CB-4D3F-8A39-0C6D3F1C7A10", true},
           {"5d0f2a6053cb4d3f8a390c6d3f1c7a10", false},
           {"5d0f2a60-53cb-4d3f-8a39-0c6d3f1c7a1g", false},
           {"", false},
       })) {
    EXPECT_EQ(IsUuid(text), is_uuid) << text;
  }
}

TEST(CodecTest, KnowsUtf8) {
  for (const auto& [text, is_utf8] : std::to_array<std::pair<const char*, bool>>({
           {"", true}, {"suïcidaal", true}, {"\xE2\x82\xAC", true}, {"\xF0\x9F\x98\x80", true},
           {"\x80", false}, {"\xC3", false}, {"\xC0\xAF", false}, {"\xED\xA0\x80", false}, {"\xF5\x80\x80\x80", false}, {"\xE0\x80\x80", false},
       })) {
    EXPECT_EQ(IsUtf8(text), is_utf8) << text;
  }
}

TEST(CodecTest, SaysWhereATextprotoIsWrong) {
  const TemporaryFolder folder;
  const std::string path = folder.path("x.textproto");
  std::FILE* file = std::fopen(path.c_str(), "w");
  std::fputs("code: \"GM1859\"\nunknown: 1\n", file);
  std::fclose(file);
  v1::Municipality municipality;
  const absl::Status status = LoadTextproto(path, &municipality);
  EXPECT_TRUE(absl::IsInvalidArgument(status));
  EXPECT_NE(status.message().find(":2:"), absl::string_view::npos) << status;
  EXPECT_TRUE(absl::IsNotFound(LoadTextproto(folder.path("none"), &municipality)));
}

TEST(DateTest, ReadsDatesThatExist) {
  EXPECT_TRUE(ParseDate("2024-02-29").has_value());
  for (const char* text : {"2023-02-29", "2026-13-01", "2026-1-1", "01-09-2026", "2026-09-01T00:00:00Z", ""}) {
    EXPECT_FALSE(ParseDate(text).has_value()) << text;
  }
}

TEST(DateTest, ReadsMoments) {
  for (const char* text : {"2026-11-01T00:00:00.000Z", "2026-11-01T01:00:00+01:00", "2026-11-01"}) {
    const auto time = ParseDateTime(text);
    ASSERT_TRUE(time.has_value()) << text;
    EXPECT_EQ(absl::ToUnixSeconds(*time), 1793491200) << text;
    EXPECT_EQ(FormatDate(*time), "2026-11-01");
  }
  EXPECT_FALSE(ParseDateTime("gisteren").has_value());
}

}  // namespace
}  // namespace socialekaart
