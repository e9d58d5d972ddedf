// socialekaart match

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>

#include <iostream>
#include <iterator>
#include <memory>

#include "absl/strings/numbers.h"
#include "clients/cli/command.h"
#include "clients/cli/errors.h"
#include "clients/cli/match_batch.h"
#include "clients/cli/match_text.h"
#include "clients/cli/privacy.h"
#include "clients/cli/text.h"
#include "clients/cli/words.h"

namespace socialekaart::cli {
namespace {

constexpr size_t kMaxQuestionBytes = 4'000;

struct Flags {
  std::vector<std::string> question;
  std::string place;
  std::optional<double> age;
  std::string role;
  std::vector<std::string> ratings;
  std::vector<std::string> codes;
  std::vector<std::string> tried;
  int max_services = 3;
  bool family = false;
  std::string batch;
};

// "symptoms=2" into the field of that name; what is wrong with it, or "".
std::string AddRating(const std::string& text, v1::Assessment* assessment) {
  const size_t equals = text.find('=');
  const google::protobuf::FieldDescriptor* field =
      v1::Assessment::descriptor()->FindFieldByName(text.substr(0, equals));
  std::vector<std::string> names;
  names.reserve(static_cast<size_t>(v1::Assessment::descriptor()->field_count()));
  for (int i = 0; i < v1::Assessment::descriptor()->field_count(); ++i)
    names.push_back(v1::Assessment::descriptor()->field(i)->name());
  if (field == nullptr)
    return fmt::format("'{}' is none of {}", OneLine(text.substr(0, equals)), fmt::join(names, ", "));
  int value = 0;
  if (equals == std::string::npos || !absl::SimpleAtoi(text.substr(equals + 1), &value) || value < 0 || value > 4) {
    return fmt::format("'{}' needs a number from 0 (no problem) to 4 (worst): {}=2", OneLine(text), field->name());
  }
  v1::Assessment::GetReflection()->SetInt32(assessment, field, value);
  return "";
}

std::string CheckRating(const std::string& text) {
  v1::Assessment assessment;
  return AddRating(text, &assessment);
}

v1::MatchRequest ToRequest(const Flags& flags) {
  v1::MatchRequest request;
  request.set_question(fmt::format("{}", fmt::join(flags.question, " ")));
  if (request.question() == "-") {  // keeps the question out of the history of the shell
    request.set_question(std::string(std::istreambuf_iterator<char>(std::cin), {}));
  }
  if (!flags.place.empty()) *request.mutable_place() = ToPlace(flags.place);
  if (flags.age.has_value()) request.set_age_years(*flags.age);
  if (!flags.role.empty()) request.set_requester_role(*ParseRole(flags.role));
  for (const std::string& rating : flags.ratings) AddRating(rating, request.mutable_assessment());
  request.mutable_problem_codes()->Add(flags.codes.begin(), flags.codes.end());
  for (const std::string& level : flags.tried) request.add_tried_levels(*ParseLevel(level));
  request.set_max_services_per_level(flags.max_services);
  return request;
}

ExitCode Match(const Flags& flags, const Globals& globals, const Output& output) {
  if (!flags.batch.empty()) return MatchBatch(flags.batch, globals);
  const v1::MatchRequest request = ToRequest(flags);
  if (HoldsBsn(request.question())) {
    ComplainOfBsn();
    return kPrivacy;
  }
  if (request.question().size() > kMaxQuestionBytes) {
    Complain("the question is too long",
             fmt::format("{} bytes; at most {} are read", request.question().size(), kMaxQuestionBytes),
             "say what matters most: what is seen, since when, how bad, what was tried");
    return kUsage;
  }
  const bool is_empty = request.question().empty() && request.problem_codes().empty() && !request.has_assessment();
  if (is_empty) {
    Complain("nothing to match", "there is no question, no --code and no --rating",
             "socialekaart match --help shows examples");
    return kUsage;
  }
  const auto response = NewClient(globals).Match(request);
  if (!response.ok()) return Complain(response.status(), globals);
  if (globals.json) {
    output.PrintJson(*response, {"ladder"});
  } else {
    output.Print(MatchText(*response, flags.family, output));
  }
  // A red flag alone is an answer too.
  return response->level() == v1::HELP_LEVEL_UNSPECIFIED && !response->has_safety() ? kNothingFound : kOk;
}

}  // namespace

Run SetUpMatch(CLI::App& app) {
  const auto flags = std::make_shared<Flags>();
  app.add_option("question", flags->question, "The question, without personal data; - reads it from standard input");
  app.add_option("--place,-p", flags->place, "Where the child lives: postcode, gemeente, place, or LATITUDE,LONGITUDE");
  app.add_option("--age,-a", flags->age, "Age in years")->check(CLI::Range(0.0, 130.0));
  AddChoice(app, "--role", flags->role, RoleCodes(), "Who asks");
  app.add_option("--rating", flags->ratings,
                 "NAME=0..4: symptoms, risk, functioning, coexisting, history, stressors, support, motivation")
      ->delimiter(',')
      ->expected(1)
      ->take_all()
      ->check(CheckRating);
  app.add_option("--code", flags->codes, "Problem code: icpc-1:P22, cap-j:A102, probleemdomein:angst")
      ->delimiter(',')
      ->expected(1)
      ->take_all();
  AddChoices(app, "--tried", flags->tried, LevelCodes(), "Tried without enough effect; several with commas");
  app.add_option("--max-services", flags->max_services, "Services a step, 1..20")
      ->check(CLI::Range(1, 20))
      ->capture_default_str();
  CLI::Option* batch = app.add_option(
      "--batch", flags->batch,
      "Answer a file of cases, one JSON object a line with an id and the fields of a match; - reads standard input");
  for (CLI::Option* other :
       app.get_options([&](const CLI::Option* option) { return option != batch && !option->check_lname("help"); }))
    batch->excludes(other);
  app.add_flag("--family", flags->family, "Also the text for the parents");
  return [flags](const Globals& globals, const Output& output) { return Match(*flags, globals, output); };
}

}  // namespace socialekaart::cli
