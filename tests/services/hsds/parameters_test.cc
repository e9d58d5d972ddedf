#include "services/hsds/parameters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "indexer/base/date.h"
#include "indexer/base/status.h"

namespace socialekaart::hsds_api {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

constexpr char kId[] = "5d0f2a60-53cb-4d3f-8a39-0c6d3f1c7a10";

absl::StatusOr<Parameters> Read(Collection collection, absl::string_view query, bool of_list = true) {
  const auto values = FromQuery(query);
  if (!values.ok()) return values.status();
  return ReadParameters(collection, of_list, *values);
}

TEST(UuidTest, IsReadAndWritten) {
  EXPECT_EQ(FormatUuid(*ParseUuid(kId)), kId);
  EXPECT_EQ(ParseUuid("5D0F2A60-53CB-4D3F-8A39-0C6D3F1C7A10"), ParseUuid(kId));
  EXPECT_EQ(FormatUuid(*ParseUuid("00000000-0000-0000-0000-0000000000ff")), "00000000-0000-0000-0000-0000000000ff");
  EXPECT_FALSE(ParseUuid("5d0f2a60"));
}

TEST(ParametersTest, AreReadFromAnAddress) {
  const auto read =
      Read(Collection::kServices,
           std::string("search=boos+k%C3%ADnd&page=2&per_page=1000&full=true&format=ndjson&organization_id=") + kId +
               "&modified_after=2026-11-01T01:00:00+01:00&postcode=7151%20AB&proximity=5000");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->search, "boos kínd");
  EXPECT_EQ(read->page, 2);
  EXPECT_EQ(read->per_page, 1000);
  EXPECT_TRUE(read->full);
  EXPECT_TRUE(read->ndjson());
  EXPECT_EQ(read->organization_id, ParseUuid(kId));
  EXPECT_EQ(read->modified_after, ParseDateTime("2026-11-01T00:00:00Z"));
  EXPECT_EQ(read->postcode, "7151 AB");
  EXPECT_EQ(read->proximity_m, 5000);
  EXPECT_EQ(Read(Collection::kServices, "")->per_page, 50);
}

TEST(ParametersTest, AreReadFromABody) {
  const auto values = FromJson(R"({"search": "boos", "page": 2, "full": true})");
  ASSERT_TRUE(values.ok());
  EXPECT_THAT(*values, ElementsAre(Pair("search", "boos"), Pair("page", "2"), Pair("full", "true")));
  for (const char* body : {"", "[", "[]", "1", "null", "{\"search\": [1]}", "{\"page\": 1.5}", "{\"search\": null}",
                           "{\"search\": \"\xff\"}"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(FromJson(body).status())) << body;
  }
}

TEST(ParametersTest, AtFaultAreNamed) {
  struct Case {
    Collection collection;
    std::string query;
    const char* named;
  };
  for (const auto& [collection, query, named] : std::vector<Case>{
           {Collection::kServices, "page=0", "page"},
           {Collection::kServices, "page=", "page"},
           {Collection::kServices, "page", "page"},
           {Collection::kServices, "page=-1", "page"},
           {Collection::kServices, "page=1.0", "page"},
           {Collection::kServices, "page=99999999999999999999", "page"},
           {Collection::kServices, "page=1&page=1", "page"},
           {Collection::kServices, "per_page=1001", "per_page"},
           {Collection::kServices, "per_page=x", "per_page"},
           {Collection::kServices, "full=ja", "full"},
           {Collection::kServices, "full=true&minimal=true", "minimal"},
           {Collection::kServices, "format=csv", "format"},
           {Collection::kServices, "organization_id=1", "organization_id"},
           {Collection::kServices, "modified_after=gisteren", "modified_after"},
           {Collection::kServices, "modified_after=2026-13-01", "modified_after"},
           {Collection::kServices, "proximity=100", "proximity"},
           {Collection::kServices, "postcode=7151AB&proximity=0", "proximity"},
           {Collection::kServices, "search=%ff", "search"},
           {Collection::kServices, "search=%4", "search"},
           {Collection::kServices, "search=" + std::string(1001, 'a'), "search"},
           {Collection::kServices, "zoek=x", "zoek"},
           {Collection::kServices, "Page=1", "Page"},
           {Collection::kServices, "%ff=x", "query"},
           {Collection::kServices, "full_service=true", "full_service"},
           {Collection::kOrganizations, "minimal=true", "minimal"},
           {Collection::kOrganizations, "postcode=7151AB", "postcode"},
           {Collection::kTaxonomies, "modified_after=2026-01-01", "modified_after"},
           {Collection::kTaxonomyTerms, "full=true", "full"},
       }) {
    const absl::Status status = Read(collection, query).status();
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << query;
    const auto violations = FieldViolationsOf(status);
    ASSERT_EQ(violations.size(), 1u) << query << status;
    EXPECT_EQ(violations[0].field(), named) << query;
  }
  EXPECT_TRUE(absl::IsInvalidArgument(Read(Collection::kServices, "page=1", false).status()));
  EXPECT_TRUE(Read(Collection::kOrganizations, "full_service=true", false).ok());
  EXPECT_EQ(FieldViolationsOf(Read(Collection::kServices, "a=1&b=2&page=0").status()).size(), 3u);
}

}  // namespace
}  // namespace socialekaart::hsds_api
