#include "clients/cli/eval_file.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/eval_run.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace socialekaart::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

JudgedQueries ReadOne(const std::string& query) {
  return ReadJudged({{"t.json", absl::StrCat(R"({"format": 1, "about": "x", "queries": [)", query, "]}")}});
}

TEST(JudgedFileTest, ReadsAWholeQuery) {
  const JudgedQueries read = ReadOne(R"({"id": "lay-007", "class": "lay", "text": "scheiding kind boos",
      "place": "Eibergen", "age": 8, "expect_none": false, "note": "van een POH",
      "filter": {"levels": ["vrij-toegankelijk", "wijkteam"], "radius_m": 10000, "kinds": ["jgz"], "problems": ["scheid"],
                 "languages": ["ar"], "free_access": true, "include_temporarily_closed": true, "min_quality": 0.5},
      "judgments": [{"service": "services/1", "name": "KIES", "grade": 3}, {"service": "services/2", "grade": 0}],
      "harm": ["services/2"], "must": [{"service": "services/1", "within": 3}]})");
  EXPECT_THAT(read.faults, IsEmpty());
  ASSERT_EQ(read.queries.size(), 1U);
  const JudgedQuery& query = read.queries[0];
  EXPECT_EQ(query.id, "lay-007");
  EXPECT_EQ(query.query_class, "lay");
  EXPECT_EQ(query.path, "queries[0]");
  EXPECT_EQ(query.request.text(), "scheiding kind boos");
  EXPECT_EQ(query.request.place().text(), "Eibergen");
  EXPECT_EQ(query.request.age_years(), 8);
  const v1::SearchFilter& filter = query.request.filter();
  EXPECT_THAT(filter.levels(), ElementsAre(v1::HELP_LEVEL_COMMUNITY, v1::HELP_LEVEL_LOCAL_TEAM));
  EXPECT_THAT(filter.kinds(), ElementsAre("jgz"));
  EXPECT_THAT(filter.problems(), ElementsAre("scheid"));
  EXPECT_THAT(filter.languages(), ElementsAre("ar"));
  EXPECT_EQ(filter.radius_m(), 10'000);
  EXPECT_TRUE(filter.free_access());
  EXPECT_TRUE(filter.include_temporarily_closed());
  EXPECT_EQ(filter.min_quality(), 0.5);
  EXPECT_EQ(query.judgments.grades, (std::map<std::string, int>{{"services/1", 3}, {"services/2", 0}}));
  EXPECT_EQ(query.harm, std::set<std::string>{"services/2"});
  ASSERT_EQ(query.judgments.must.size(), 1U);
  EXPECT_EQ(query.judgments.must[0].within, 3);
  EXPECT_EQ(query.names.at("services/1"), "KIES");
}

TEST(JudgedFileTest, LeavesUnsetWhatIsNotThere) {
  const JudgedQueries read = ReadOne(R"({"id": "a", "class": "nonsense", "text": "x", "place": null, "age": null,
      "filter": {"free_access": null}, "expect_none": true})");
  EXPECT_THAT(read.faults, IsEmpty());
  EXPECT_FALSE(read.queries.at(0).request.has_place());
  EXPECT_FALSE(read.queries.at(0).request.has_age_years());
  EXPECT_TRUE(read.queries.at(0).judgments.expect_none);
}

TEST(JudgedFileTest, SaysAllFaultsAtOnceEachWithItsPlace) {
  const std::string good =
      R"({"id": "a", "class": "lay", "text": "x", "judgments": [{"service": "services/1", "grade": 3}]})";
  const JudgedQueries read = ReadJudged({
      {"one.json", absl::StrCat(R"({"format": 2, "queries": [)", good, R"(,
         {"id": "", "class": "lay", "txt": "x", "age": 200, "place": 7151,
          "filter": {"levels": ["hoog"], "radius_m": 0, "kinds": "jgz", "free_access": "ja", "min_quality": 2},
          "judgments": [{"service": "services/1", "grade": 3}, {"service": "services/1", "grade": 4},
                        {"service": "1"}, 7],
          "must": [{"service": "services/1", "within": 0}], "harm": ["x y"]},
         {"id": "b", "class": "lay", "text": "x"},
         {"id": "c", "class": "lay", "text": "x", "expect_none": true,
          "judgments": [{"service": "services/1", "grade": 2}], "harm": ["services/1"]}]})")},
      {"two.json", absl::StrCat(R"({"format": 1, "queries": [)", good, "]}")},
      {"three.json", R"({"format": 1, "queries": []})"},
      {"four.json", "{"},
      {"five.json", "[]"},
  });
  EXPECT_THAT(read.faults,
              ElementsAre("one.json: format: must be 1",                              //
                          "one.json: queries[1].text: is missing",                    //
                          "one.json: queries[1].id: must be text that is not empty",  //
                          "one.json: queries[1].txt: did you mean text?",             //
                          "one.json: queries[1].age: must be a number from 0 to 130",
                          "one.json: queries[1].place: must be text that is not empty",
                          HasSubstr("one.json: queries[1].filter.levels[0]: is none of eigen-kracht, "),
                          "one.json: queries[1].filter.radius_m: must be a whole number from 1 to 500000",
                          "one.json: queries[1].filter.kinds: must be a list",
                          "one.json: queries[1].filter.free_access: must be true or false",
                          "one.json: queries[1].filter.min_quality: must be a number from 0 to 1",
                          "one.json: queries[1].judgments[1].grade: must be a whole number from 0 to 3",
                          "one.json: queries[1].judgments[1].service: was judged before in this query",
                          "one.json: queries[1].judgments[2].grade: is missing",
                          "one.json: queries[1].judgments[2].service: must be the name of a service, \"services/...\"",
                          "one.json: queries[1].judgments[3]: must be an object {...}",
                          "one.json: queries[1].must[0].within: must be a whole number from 1 to 100",
                          "one.json: queries[1].harm[0]: must be the name of a service, \"services/...\"",
                          "one.json: queries[2]: needs a judgment of grade 1 or more, a must pair, or expect_none",
                          HasSubstr("one.json: queries[3].expect_none: says that nothing answers the query"),
                          "one.json: queries[3].harm: services/1 is judged 2 in the same query",
                          "three.json: queries: holds no query",  //
                          HasSubstr("four.json: is no JSON: "),   //
                          "five.json: must be an object {...}",   //
                          "two.json: queries[0].id: a is the id of queries[0] in one.json too"));
}

TEST(SavedRunTest, ComesBackAsItWas) {
  JudgedQuery query;
  query.id = "lay-1";
  query.query_class = "lay";
  query.request.set_text("geheime vraag");
  query.judgments.grades = {{"services/1", 3}};
  EvalRun run;
  run.outcomes.push_back({.query = &query, .answer = {.results = {"services/2", "services/1"}, .harmful = 1}});
  const std::string saved = SavedRun(run);
  EXPECT_THAT(saved, HasSubstr("\"ndcg\": 0.63"));
  EXPECT_THAT(saved, HasSubstr("\"success\": 2"));
  EXPECT_EQ(saved.find("geheime vraag"), std::string::npos);
  const auto read = ReadSavedRun(saved);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->at("lay-1").results, run.outcomes[0].answer.results);
  EXPECT_EQ(read->at("lay-1").harmful, 1);
  EXPECT_FALSE(read->at("lay-1").no_good_match);
}

TEST(SavedRunTest, RefusesAnythingElse) {
  for (const std::string content : {"", "{", "[]", "{}", R"({"format": 2, "queries": []})", R"({"format": 1})",
                                    R"({"format": 1, "queries": [{}]})", R"({"format": 1, "queries": [7]})",
                                    R"({"format": 1, "queries": [{"id": "a", "results": [1], "no_good_match": false,
                                        "harm": 0}]})"}) {
    SCOPED_TRACE(content);
    EXPECT_TRUE(absl::IsInvalidArgument(ReadSavedRun(content).status()));
  }
}

TEST(HarmTest, IsWhatBreaksAgeAreaOrStatus) {
  const auto query = [](std::optional<double> age, bool has_place) {
    JudgedQuery asked;
    if (age.has_value()) asked.request.set_age_years(*age);
    if (has_place) asked.request.mutable_place()->set_text("Eibergen");
    asked.harm = {"services/bad"};
    return asked;
  };
  const auto result = [](v1::Fit age, v1::Fit area, std::optional<double> minimum, std::optional<double> maximum,
                         v1::ServiceStatus status = v1::SERVICE_STATUS_ACTIVE) {
    v1::SearchResult one;
    one.mutable_service()->set_name("services/1");
    one.mutable_service()->set_status(status);
    if (minimum.has_value()) one.mutable_service()->set_minimum_age(*minimum);
    if (maximum.has_value()) one.mutable_service()->set_maximum_age(*maximum);
    one.set_age_fit(age);
    one.set_area_fit(area);
    return one;
  };
  constexpr auto kYes = v1::FIT_YES;
  constexpr auto kNo = v1::FIT_NO;
  constexpr auto kUnknown = v1::FIT_UNKNOWN;
  constexpr auto kUnasked = v1::FIT_UNSPECIFIED;
  struct Case {
    JudgedQuery query;
    v1::SearchResult result;
    std::optional<std::string> why;
  };
  const std::optional<std::string> fine;
  for (const Case& one : std::vector<Case>{
           {query(8, true), result(kYes, kYes, 4, 12), fine},
           {query(8, true), result(kUnknown, kUnknown, {}, {}), fine},
           {query({}, false), result(kUnasked, kUnasked, 13, 18), fine},
           {query(12.9, false), result(kYes, kUnasked, 4, 12), fine},  // a whole maximum includes that year
           {query(13, false), result(kYes, kUnasked, 4, 12), "for younger ones"},
           {query(1.6, false), result(kYes, kUnasked, 0, 1.5), "for younger ones"},
           {query(3.9, false), result(kYes, kUnasked, 4, 12), "for older ones"},
           {query(8, true), result(kNo, kYes, {}, {}), "age does not fit"},
           {query(8, true), result(kUnasked, kYes, 4, 12), "age does not fit"},
           {query(8, true), result(kYes, kNo, 4, 12), "not for this place"},
           {query(8, true), result(kYes, kUnasked, 4, 12), "not for this place"},
           {query({}, false), result(kUnasked, kNo, {}, {}), "does not fit"},
           {query({}, false), result(kUnasked, kUnasked, {}, {}, v1::SERVICE_STATUS_DEFUNCT), "not open"},
           {query({}, false), result(kUnasked, kUnasked, {}, {}, v1::SERVICE_STATUS_UNSPECIFIED), "not open"},
           {query({}, false), result(kUnasked, kUnasked, {}, {}, v1::SERVICE_STATUS_TEMPORARILY_CLOSED), "not open"},
       }) {
    SCOPED_TRACE(one.query.request.ShortDebugString() + one.result.ShortDebugString());
    EXPECT_EQ(WhyHarmful(one.query, one.result), one.why);
  }
  JudgedQuery closed_too = query({}, false);
  closed_too.request.mutable_filter()->set_include_temporarily_closed(true);
  v1::SearchResult closed = result(kUnasked, kUnasked, {}, {}, v1::SERVICE_STATUS_TEMPORARILY_CLOSED);
  EXPECT_EQ(WhyHarmful(closed_too, closed), fine);
  closed.mutable_service()->set_name("services/bad");
  EXPECT_EQ(WhyHarmful(closed_too, closed), "judged harmful");
}

}  // namespace
}  // namespace socialekaart::cli
