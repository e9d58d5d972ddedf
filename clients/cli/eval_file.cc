#include "clients/cli/eval_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "clients/cli/command.h"
#include "clients/cli/text.h"
#include "clients/cli/words.h"

namespace socialekaart::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kFormat = 1;
constexpr int kMaxWithin = 100;  // the largest page of a server
constexpr int kMaxRadiusM = 500'000;
constexpr char kServices[] = "services/";

// Where in which file, and where to say what is wrong there.
struct At {
  std::string file;
  std::string path;
  std::vector<std::string>* faults;

  At Field(const std::string& name) const {
    return {file, path.empty() ? OneLine(name) : path + "." + OneLine(name), faults};
  }
  At Entry(size_t index) const { return {file, fmt::format("{}[{}]", path, index), faults}; }
  void Fault(const std::string& what) const {
    faults->push_back(fmt::format("{}: {}{}{}", OneLine(file), path, path.empty() ? "" : ": ", what));
  }
};

std::optional<std::string> String(const Json& value, const At& at) {
  if (value.is_string() && !value.get_ref<const std::string&>().empty()) return value.get<std::string>();
  at.Fault("must be text that is not empty");
  return std::nullopt;
}

std::optional<bool> Bool(const Json& value, const At& at) {
  if (value.is_boolean()) return value.get<bool>();
  at.Fault("must be true or false");
  return std::nullopt;
}

std::optional<double> Number(const Json& value, double low, double high, const At& at) {
  if (value.is_number() && value.get<double>() >= low && value.get<double>() <= high) return value.get<double>();
  at.Fault(fmt::format("must be a number from {} to {}", low, high));
  return std::nullopt;
}

std::optional<int> Integer(const Json& value, int low, int high, const At& at) {
  const bool is_one = value.is_number_integer() && value.get<double>() >= low && value.get<double>() <= high;
  if (is_one) return value.get<int>();
  at.Fault(fmt::format("must be a whole number from {} to {}", low, high));
  return std::nullopt;
}

std::optional<std::string> Service(const Json& value, const At& at) {
  if (value.is_string()) {
    auto name = value.get<std::string>();
    const bool is_name = name.rfind(kServices, 0) == 0 && name.size() > sizeof(kServices) - 1 &&
                         name.find_first_of(" \t\r\n") == std::string::npos;
    if (is_name) return name;
  }
  at.Fault("must be the name of a service, \"services/...\"");
  return std::nullopt;
}

// Calls `read` with each entry of a list and its place.
template <typename Read>
void Entries(const Json& value, const At& at, const Read& read) {
  if (!value.is_array()) return at.Fault("must be a list");
  for (size_t i = 0; i < value.size(); ++i) read(value[i], at.Entry(i));
}

// How a field of an object is read into a Target; null for a remark, which is not read at all.
template <typename Target>
struct FieldReader {
  const char* name;
  bool is_required;
  void (*read)(const Json& value, const At& at, Target* target);
};

// Reads an object by its table of fields; a field that the table lacks is a mistake in spelling. null is
// the same as a field that is not there.
template <typename Target, size_t size>
void ReadObject(const Json& value, const At& at, const std::array<FieldReader<Target>, size>& fields, Target* target) {
  if (!value.is_object()) return at.Fault("must be an object {...}");
  std::vector<std::string> known;
  for (const FieldReader<Target>& field : fields) {
    known.emplace_back(field.name);
    if (field.is_required && !value.contains(field.name)) at.Field(field.name).Fault("is missing");
  }
  for (const auto& [name, entry] : value.items()) {
    const auto found = std::find(known.begin(), known.end(), name);
    if (found == known.end()) {
      const std::string meant = DidYouMean(name, known);
      at.Field(name).Fault(meant.empty() ? "is no field of this format" : "did you mean " + meant + "?");
      continue;
    }
    const auto& field = fields[static_cast<size_t>(found - known.begin())];
    if (entry.is_null() && !field.is_required) continue;
    if (field.read != nullptr) field.read(entry, at.Field(name), target);
  }
}

void ReadCodes(const Json& value, const At& at, google::protobuf::RepeatedPtrField<std::string>* codes) {
  Entries(value, at, [&](const Json& entry, const At& entry_at) {
    if (auto code = String(entry, entry_at)) codes->Add(*std::move(code));
  });
}

constexpr std::array<FieldReader<v1::SearchFilter>, 8> kFilterFields = {{
    {"levels", false,
     [](const Json& value, const At& at, v1::SearchFilter* filter) {
       Entries(value, at, [&](const Json& entry, const At& entry_at) {
         const auto code = String(entry, entry_at);
         if (!code.has_value()) return;
         if (const auto level = ParseLevel(*code)) return filter->add_levels(*level);
         entry_at.Fault(fmt::format("is none of {}", fmt::join(LevelCodes(), ", ")));
       });
     }},
    {"kinds", false,
     [](const Json& value, const At& at, v1::SearchFilter* filter) { ReadCodes(value, at, filter->mutable_kinds()); }},
    {"problems", false,
     [](const Json& value, const At& at, v1::SearchFilter* filter) {
       ReadCodes(value, at, filter->mutable_problems());
     }},
    {"languages", false,
     [](const Json& value, const At& at, v1::SearchFilter* filter) {
       ReadCodes(value, at, filter->mutable_languages());
     }},
    {"free_access", false,
     [](const Json& value, const At& at, v1::SearchFilter* filter) {
       filter->set_free_access(Bool(value, at).value_or(false));
     }},
    {"radius_m", false,
     [](const Json& value, const At& at, v1::SearchFilter* filter) {
       if (const auto radius = Integer(value, 1, kMaxRadiusM, at)) filter->set_radius_m(*radius);
     }},
    {"include_temporarily_closed", false,
     [](const Json& value, const At& at, v1::SearchFilter* filter) {
       filter->set_include_temporarily_closed(Bool(value, at).value_or(false));
     }},
    {"min_quality", false,
     [](const Json& value, const At& at, v1::SearchFilter* filter) {
       if (const auto quality = Number(value, 0, 1, at)) filter->set_min_quality(*quality);
     }},
}};

struct Judgment {
  std::optional<std::string> service;
  std::string display_name;
  std::optional<int> grade;
};

constexpr std::array<FieldReader<Judgment>, 4> kJudgmentFields = {{
    {"service", true,
     [](const Json& value, const At& at, Judgment* judgment) { judgment->service = Service(value, at); }},
    {"name", false,
     [](const Json& value, const At& at, Judgment* judgment) {
       judgment->display_name = String(value, at).value_or("");
     }},
    {"grade", true,
     [](const Json& value, const At& at, Judgment* judgment) { judgment->grade = Integer(value, 0, kBestGrade, at); }},
    {"note", false, nullptr},
}};

constexpr std::array<FieldReader<MustPair>, 4> kMustFields = {{
    {"service", true,
     [](const Json& value, const At& at, MustPair* pair) { pair->service = Service(value, at).value_or(""); }},
    {"name", false,
     [](const Json& value, const At& at, MustPair* pair) { pair->display_name = String(value, at).value_or(""); }},
    {"within", true,
     [](const Json& value, const At& at, MustPair* pair) {
       pair->within = Integer(value, 1, kMaxWithin, at).value_or(1);
     }},
    {"note", false, nullptr},
}};

void ReadJudgments(const Json& value, const At& at, JudgedQuery* query) {
  Entries(value, at, [&](const Json& entry, const At& entry_at) {
    Judgment judgment;
    ReadObject(entry, entry_at, kJudgmentFields, &judgment);
    if (!judgment.service.has_value()) return;
    query->names[*judgment.service] = judgment.display_name;
    const bool is_new = query->judgments.grades.emplace(*judgment.service, judgment.grade.value_or(0)).second;
    if (!is_new) entry_at.Field("service").Fault("was judged before in this query");
  });
}

void ReadMust(const Json& value, const At& at, JudgedQuery* query) {
  Entries(value, at, [&](const Json& entry, const At& entry_at) {
    MustPair pair;
    ReadObject(entry, entry_at, kMustFields, &pair);
    if (!pair.display_name.empty()) query->names[pair.service] = pair.display_name;
    query->judgments.must.push_back(std::move(pair));
  });
}

constexpr std::array<FieldReader<JudgedQuery>, 11> kQueryFields = {{
    {"id", true,
     [](const Json& value, const At& at, JudgedQuery* query) { query->id = String(value, at).value_or(""); }},
    {"class", true,
     [](const Json& value, const At& at, JudgedQuery* query) { query->query_class = String(value, at).value_or(""); }},
    {"text", true,
     [](const Json& value, const At& at, JudgedQuery* query) {
       query->request.set_text(String(value, at).value_or(""));
     }},
    {"place", false,
     [](const Json& value, const At& at, JudgedQuery* query) {
       if (const auto place = String(value, at)) *query->request.mutable_place() = ToPlace(*place);
     }},
    {"age", false,
     [](const Json& value, const At& at, JudgedQuery* query) {
       if (const auto age = Number(value, 0, 130, at)) query->request.set_age_years(*age);
     }},
    {"filter", false,
     [](const Json& value, const At& at, JudgedQuery* query) {
       ReadObject(value, at, kFilterFields, query->request.mutable_filter());
     }},
    {"expect_none", false,
     [](const Json& value, const At& at, JudgedQuery* query) {
       query->judgments.expect_none = Bool(value, at).value_or(false);
     }},
    {"judgments", false, ReadJudgments},
    {"harm", false,
     [](const Json& value, const At& at, JudgedQuery* query) {
       Entries(value, at, [&](const Json& entry, const At& entry_at) {
         if (auto service = Service(entry, entry_at)) query->harm.insert(*std::move(service));
       });
     }},
    {"must", false, ReadMust},
    {"note", false, nullptr},
}};

// What the fields say together.
void CheckQuery(const JudgedQuery& query, const At& at) {
  const Judgments& judgments = query.judgments;
  const int highest = SuccessGrade(judgments);
  if (!judgments.expect_none && highest == 0 && judgments.must.empty())
    at.Fault("needs a judgment of grade 1 or more, a must pair, or expect_none");
  if (judgments.expect_none && (highest >= kGoodGrade || !judgments.must.empty()))
    at.Field("expect_none").Fault("says that nothing answers the query, and the judgments say that something does");
  for (const std::string& service : query.harm) {
    const auto judged = judgments.grades.find(service);
    if (judged != judgments.grades.end() && judged->second >= kGoodGrade)
      at.Field("harm").Fault(fmt::format("{} is judged {} in the same query", OneLine(service), judged->second));
  }
}

void ReadQueries(const Json& value, const At& at, std::vector<JudgedQuery>* queries) {
  Entries(value, at, [&](const Json& entry, const At& entry_at) {
    JudgedQuery query;
    query.file = at.file;
    query.path = entry_at.path;
    const size_t faults = at.faults->size();
    ReadObject(entry, entry_at, kQueryFields, &query);
    // What is missing because it could not be read is no second fault.
    if (at.faults->size() == faults) CheckQuery(query, entry_at);
    queries->push_back(std::move(query));
  });
  if (value.is_array() && value.empty()) at.Fault("holds no query");
}

constexpr std::array<FieldReader<std::vector<JudgedQuery>>, 3> kFileFields = {{
    {"format", true,
     [](const Json& value, const At& at, std::vector<JudgedQuery>*) {
       if (value != kFormat) at.Fault(fmt::format("must be {}", kFormat));
     }},
    {"about", false, nullptr},
    {"queries", true, ReadQueries},
}};

}  // namespace

JudgedQueries ReadJudged(const std::vector<JudgedFile>& files) {
  JudgedQueries read;
  for (const JudgedFile& file : files) {
    const At at = {file.name, "", &read.faults};
    try {
      ReadObject(Json::parse(file.content), at, kFileFields, &read.queries);
    } catch (const nlohmann::json::exception& error) {
      at.Fault(fmt::format("is no JSON: {}", OneLine(error.what())));
    }
  }
  std::map<std::string, const JudgedQuery*> by_id;
  for (const JudgedQuery& query : read.queries) {
    const auto [first, is_new] = by_id.emplace(query.id, &query);
    if (is_new || query.id.empty()) continue;
    At{query.file, query.path, &read.faults}.Field("id").Fault(
        fmt::format("{} is the id of {} in {} too", OneLine(query.id), first->second->path, first->second->file));
  }
  return read;
}

}  // namespace socialekaart::cli
