#include "indexer/importer/json_stream.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/indexer/importer/fakes.h"

namespace socialekaart {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using testing::FakeInput;
using testing::GeneratedInput;
using ::testing::IsEmpty;

// "line:value" or "line!rule" of each element.
std::vector<std::string> Read(ImportInput& input, std::optional<bool>* is_json = nullptr) {
  const auto name = input.NextFile();
  ByteReader reader(input);
  std::vector<std::string> elements;
  const auto read = ReadJson(reader, **name, [&](JsonElement element) {
    elements.push_back(std::to_string(element.line) +
                       (element.fault ? "!" + element.fault->rule() : ":" + element.value.dump()));
    return absl::OkStatus();
  });
  EXPECT_TRUE(read.ok()) << read.status();
  if (is_json != nullptr && read.ok()) *is_json = *read;
  return elements;
}

std::vector<std::string> Read(const std::string& text, const std::string& name = "a.json") {
  FakeInput input({{name, text}}, 3);
  return Read(input);
}

TEST(JsonStreamTest, TellsTheFormsApart) {
  struct Case {
    std::string text;
    std::vector<std::string> expected;
  };
  const std::vector<Case> cases = {
      {R"({"a":1})", {R"(1:{"a":1})"}},
      {"\xEF\xBB\xBF{\"a\":1}", {R"(1:{"a":1})"}},
      {"\n\n {\n \"a\": 1\n}\n", {R"(3:{"a":1})"}},
      {"{\"a\":1}\n{\"a\":2}\n", {R"(1:{"a":1})", R"(2:{"a":2})"}},
      {"{\"a\":1}\r\n\r\n{\"a\":2}", {R"(1:{"a":1})", R"(3:{"a":2})"}},
      {"{\n\"a\":1}\n{\n\"a\":2}", {R"(1:{"a":1})", R"(3:{"a":2})"}},
      {R"([{"a":1}, {"a":"]}\"["} , 3])", {R"(1:{"a":1})", R"(1:{"a":"]}\"["})", "1:3"}},
      {"[\n{\"a\":1},\n[2],\n\"x\"\n]\n", {R"(2:{"a":1})", "3:[2]", "4:\"x\""}},
      {"[]", {}},
      {"[ ] \n", {}},
      {R"({"total_items":2,"size":[1],"contents":[{"a":1},{"a":2}],"x":{"y":"}"}})", {R"(1:{"a":1})", R"(1:{"a":2})"}},
      {"{ \"type\": \"FeatureCollection\",\n\"crs\": {\"features\": [0]},\n \"features\" : [\n{\"a\":1}\n]\n}",
       {R"(4:{"a":1})"}},
      {R"({"id":"x","contents":[1]})", {R"(1:{"contents":[1],"id":"x"})"}},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.text);
    EXPECT_THAT(Read(c.text), ElementsAreArray(c.expected));
  }
}

TEST(JsonStreamTest, SaysWhatIsNoJson) {
  for (const std::string text : {"", "   ", "id,name\n1,x\n", "<html>", "\"x\"", "7"}) {
    FakeInput input({testing::File{"a.json", text}});
    std::optional<bool> is_json;
    EXPECT_THAT(Read(input, &is_json), IsEmpty());
    EXPECT_EQ(is_json, false) << text;
  }
}

TEST(JsonStreamTest, LosesOneLineToAFaultInALine) {
  const std::string good = R"({"a":1})";
  for (const auto& [line, rule] : std::vector<std::pair<std::string, std::string>>{
           {R"({"a":)", "json.syntax"},
           {R"({"a":1)", "json.syntax"},
           {R"({"a":"x)", "json.syntax"},
           {R"({"a":1}})", "json.syntax"},
           {"nonsense", "json.syntax"},
           {R"({"a":1e999})", "json.syntax"},
           {R"({"a":"\ud800"})", "json.syntax"},
           {"{\"a\":\"\xFF\"}", "json.utf8"},
           {std::string("{\"a\":1}\0{", 9), "json.nul"},
           {std::string(65, '[') + std::string(65, ']'), "json.too-deep"},
           {"{\"a\":\"" + std::string(kMaxElementBytes, 'x') + "\"}", "json.too-large"},
       }) {
    SCOPED_TRACE(line.substr(0, 20));
    EXPECT_THAT(Read(good + "\n" + line + "\n" + good + "\n", "a.ndjson"),
                ElementsAre("1:" + good, "2!" + rule, "3:" + good));
    // Also as the first line, without the help of the name.
    if (line[0] != '{') continue;
    EXPECT_THAT(Read(line + "\n" + good + "\n" + good), ElementsAre("1!" + rule, "2:" + good, "3:" + good));
  }
}

TEST(JsonStreamTest, EndsAtAFaultInAnArray) {
  for (const auto& [text, expected] : std::vector<std::pair<std::string, std::vector<std::string>>>{
           {R"([{"a":1},{"a":},{"a":3}])", {R"(1:{"a":1})", "1!json.syntax"}},
           {R"([{"a":1},)", {R"(1:{"a":1})", "1!json.truncated"}},
           {R"([{"a":1},{"a":)", {R"(1:{"a":1})", "1!json.truncated"}},
           {R"([{"a":1} {"a":2}])", {R"(1:{"a":1})", "1!json.syntax"}},
           {R"([{"a":1},,{"a":2}])", {R"(1:{"a":1})", "1!json.syntax"}},
           {R"([{"a":1},])", {R"(1:{"a":1})", "1!json.syntax"}},
           {R"([{"a":1}] x)", {R"(1:{"a":1})", "1!json.trailing"}},
           {R"({"contents":[{"a":1}],)", {R"(1:{"a":1})", "1!json.truncated"}},
           {"{\n\"a\":", {"1!json.truncated"}},
           {"[", {"1!json.truncated"}},
       }) {
    SCOPED_TRACE(text);
    const auto read = Read(text);
    // A comma before the end is a comma too many.
    if (text == R"([{"a":1},])") {
      EXPECT_EQ(read.size(), 2u);
      continue;
    }
    EXPECT_THAT(read, ElementsAreArray(expected));
  }
}

TEST(JsonStreamTest, PassesOverWhatIsTooMuchInAnArray) {
  const std::string deep = std::string(65, '[') + std::string(65, ']');
  const std::string large = "\"" + std::string(kMaxElementBytes, 'x') + "\"";
  EXPECT_THAT(Read("[1," + deep + ",{\"a\":" + large + "},2]"),
              ElementsAre("1:1", "1!json.too-deep", "1!json.too-large", "1:2"));
  EXPECT_THAT(Read("[" + std::string(64, '[') + std::string(64, ']') + "]").size(), 1u);
}

[[maybe_unused]] size_t ResidentBytes() {
  std::ifstream stat("/proc/self/statm");
  size_t pages = 0, resident = 0;
  stat >> pages >> resident;
  return resident * 4096;
}

TEST(JsonStreamTest, HoldsNothingOfAHugeLine) {
  constexpr size_t kPiece = 1 << 16;
  constexpr size_t kPieces = (64 << 20) / kPiece;
  for (const std::string start : {"{\"a\":\"", "[{\"a\":\""}) {
    [[maybe_unused]] const size_t before = ResidentBytes();
    GeneratedInput input("a.json", [&](size_t i) {
      if (i == 0) return "{\"a\":0}\n" + start;
      if (i <= kPieces) return std::string(kPiece, 'x');
      return i == kPieces + 1 ? std::string("\"}\n{\"a\":2}\n") : std::string();
    });
    EXPECT_THAT(Read(input), ElementsAre("1:{\"a\":0}", "2!json.too-large", "3:{\"a\":2}"));
#if !defined(__SANITIZE_ADDRESS__)  // which keeps what was freed
    EXPECT_LT(ResidentBytes(), before + (16 << 20));
#endif
  }
}

TEST(JsonStreamTest, PassesOnTheErrorOfTheInput) {
  for (const std::string text : {"[{\"a\":1},{\"a\":2}]", "{\"a\":1}\n{\"a\":2}\n"}) {
    FakeInput input({testing::File{"a.json", text}}, 5);
    input.broken_after = 11;
    (void)input.NextFile();
    ByteReader reader(input);
    EXPECT_EQ(ReadJson(reader, "a.json", [](JsonElement) { return absl::OkStatus(); }).status().code(),
              absl::StatusCode::kUnavailable);
  }
}

}  // namespace
}  // namespace socialekaart
