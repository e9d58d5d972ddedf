#include "clients/cli/command.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <regex>
#include <sstream>

#include "absl/strings/numbers.h"
#include "clients/cli/text.h"

namespace socialekaart::cli {
namespace {

constexpr char kExitCodes[] =
    "Exit codes: 0 ok; 1 nothing found (search, match); 2 usage; 3 record or place not found; 4 server not reachable, "
    "not ready or\n"
    "no answer in time; 5 data invalid (records or files rejected, index not equal to the store); 6 quality below the "
    "bar\n"
    "(eval); 7 refused for privacy (a BSN); 70 server or program failed; 130 interrupted.\n"
    "On a terminal output is for people; piped it is TSV without a header, match and get excepted. --json prints the "
    "answer of the\n"
    "API with snake_case names; watch and export print one object a line.";

// The choices of options, by option. Options live as long as the program.
std::map<const CLI::Option*, std::vector<std::string>>& AllChoices() {
  static auto* choices = new std::map<const CLI::Option*, std::vector<std::string>>();
  return *choices;
}

CLI::Option* WithChoices(CLI::Option* option, const std::vector<std::string>& choices) {
  AllChoices()[option] = choices;
  return option->check([choices](const std::string& value) -> std::string {
    if (std::find(choices.begin(), choices.end(), value) != choices.end()) return "";
    const std::string meant = DidYouMean(value, choices);
    return meant.empty() ? fmt::format("'{}' is none of {}", OneLine(value), fmt::join(choices, ", "))
                         : fmt::format("'{}': did you mean {}?", OneLine(value), meant);
  });
}

// Examples stand before the flags in the help of a command, and not in the list of commands.
class ExamplesFirst : public CLI::Formatter {
 public:
  std::string make_description(const CLI::App* app) const override {
    std::string text = CLI::Formatter::make_description(app);
    for (const Command& command : Commands()) {
      if (app->get_name() != command.name) continue;
      text += "\nExamples:\n";
      std::istringstream examples(command.examples);
      for (std::string example; std::getline(examples, example);) text += "  " + example + "\n";
      text += "\n";
    }
    return text;
  }
};

}  // namespace

const std::vector<Command>& Commands() {
  static const auto* commands = new std::vector<Command>{
      {"search", "Find services by words, place, age and filters",
       "socialekaart search scheiding boos --place Eibergen --age 8\n"
       "socialekaart search --place 7151 --level vrij-toegankelijk,wijkteam --free --radius 10km\n"
       "socialekaart search adhd --facet level --json",
       "name, display_name, organization, levels, distance_m, age_fit, area_fit, phone", SetUpSearch},
      {"match", "The lowest level of help that fits a question, and who offers it",
       "socialekaart match \"jongen 8 jaar, sinds scheiding boos op school\" --place Eibergen --role poh-jeugd\n"
       "socialekaart match --code icpc-1:P22 --age 8 --rating symptoms=2 --tried wijkteam\n"
       "socialekaart match - --place 7151 < vraag.txt\n"
       "socialekaart match --batch gevallen.ndjson > adviezen.ndjson",
       "", SetUpMatch},
      {"get", "Show one record",
       "socialekaart get services/5d0f2a60-53cb-4d3f-8a39-0c6d3f1c7a10\n"
       "socialekaart get 5d0f2a60-53cb-4d3f-8a39-0c6d3f1c7a10 --json",
       "", SetUpGet},
      {"list", "List records in order of name",
       "socialekaart list\n"
       "socialekaart list organizations --all --json",
       "name, display_name, then organization and levels (services), website (organizations) or city (locations)",
       SetUpList},
      {"import", "Read files of others into the directory",
       "socialekaart import --format hsds data/sample/*.ndjson\n"
       "socialekaart import --format duo-schools scholen.csv --dry-run\n"
       "socialekaart import --format hsds package-folder/     # the CSV tables in it\n"
       "zcat NL.txt.gz | socialekaart import --format geonames -",
       "", SetUpImport},
      {"export", "Write every service as HSDS 3.1 JSON, one a line",
       "socialekaart export > services.ndjson\n"
       "socialekaart export --source duo-schools -o scholen.ndjson",
       "", SetUpExport},
      {"suggest", "Completions of what was typed so far", "socialekaart suggest ang\nsocialekaart suggest eib",
       "text, kind, code, count", SetUpSuggest},
      {"place", "A place as the server understands it",
       "socialekaart place \"7151 AB\"\n"
       "socialekaart place Hengelo\n"
       "socialekaart place 52.1,6.65",
       "display_name, gemeenten, codes, postcode, province, point (~ approximate), buurten; one row a candidate",
       SetUpPlace},
      {"watch", "Changes of the directory, as they come",
       "socialekaart watch --follow\n"
       "socialekaart watch --from 1200 --json",
       "revision, time, type, name", SetUpWatch},
      {"analyze", "How a text is read, step by step, and the query that it becomes",
       "socialekaart analyze \"opvoedingsondersteuning na scheiding\"",
       "word, step, form or query; the word; known, unknown or stop_word, the step, or the kind of form; its result or "
       "term; offset and length in the text",
       SetUpAnalyze},
      {"eval", "Measure the quality of search with judged queries",
       "socialekaart eval tests/eval/tune.json --save before.json\n"
       "socialekaart eval tests/eval/tune.json --baseline before.json\n"
       "socialekaart eval tests/eval/must.json                      # exit code 6 when a pair does not hold\n"
       "socialekaart eval tests/eval/report.json --min-ndcg 0.8 --max-harm 0 --json\n"
       "socialekaart eval tests/eval/tune.json --class typo --min-success3 0.8",
       "figure, all or file or class, its name, figure, queries, value, low, high, baseline, difference, p; then rows "
       "changed (id, class, before, after, difference), harm (id, class, rank, service, why) and must (id, class, "
       "within, stands at, service)",
       SetUpEval},
      {"policy", "The rules behind the match: show, explain, check, test, diff, reload, override, overrides",
       "socialekaart policy show --place Berkelland\n"
       "socialekaart policy explain boos.floor\n"
       "socialekaart policy check data/policy                 # exit code 5 when it is at fault\n"
       "socialekaart policy test                              # exit code 6 when a vignette fails\n"
       "socialekaart policy diff data/policy mijn-beleid      # which vignettes change level\n"
       "socialekaart policy override vrij-toegankelijk wijkteam wachttijd --place Eibergen",
       "show: level, name, state, description; explain: rule, level, text; check: file, line, fault; test: vignette, level, fault, question; diff: "
       "vignette, level before, after, question; overrides: month, gemeente, advised, chosen, reason, problem, count",
       SetUpPolicy},
      {"reports", "What users said is wrong with records, newest first",
       "socialekaart reports\n"
       "socialekaart reports --all --json",
       "day, record, display_name, what is wrong, what they wrote", SetUpReports},
      {"doctor", "Check the server and its index, and say what to do", "socialekaart doctor", "", SetUpDoctor},
      {"completion", "Completion script for a shell",
       "source <(socialekaart completion bash)\n"
       "socialekaart completion zsh > ~/.zfunc/_socialekaart\n"
       "socialekaart completion fish > ~/.config/fish/completions/socialekaart.fish",
       "", SetUpCompletion},
  };
  return *commands;
}

void SetUp(CLI::App& app, Globals* globals, Run* chosen) {
  app.description("Directory and matching service for Dutch youth help.");
  app.footer(kExitCodes);
  app.formatter(std::make_shared<ExamplesFirst>());
  app.require_subcommand(1);
  app.add_option("--server", globals->server, "Server, HOST:PORT")
      ->envname("SOCIALEKAART_SERVER")
      ->capture_default_str();
  app.add_flag("--json", globals->json, "JSON instead of text");
  AddChoice(app, "--color", globals->color, {"auto", "always", "never"}, "Colors; NO_COLOR counts too")
      ->capture_default_str();
  app.add_option("--timeout", globals->timeout_s, "Seconds to wait for an answer")
      ->check(CLI::Range(0.1, 3600.0))
      ->capture_default_str();
  for (const Command& command : Commands()) {
    CLI::App* sub = app.add_subcommand(command.name, command.description);
    const std::string columns =
        *command.columns == '\0' ? "" : fmt::format("Columns when piped: {}.\n", command.columns);
    sub->footer(columns + "Also --server, --json, --color and --timeout: see socialekaart --help.");
    Run run = command.set_up(*sub);
    sub->fallthrough();
    sub->callback([chosen, run] { *chosen = run; });
  }
}

client::Client NewClient(const Globals& globals) {
  return client::Client({.address = globals.server, .timeout = absl::Seconds(globals.timeout_s)});
}

CLI::Option* AddChoice(CLI::App& app, const std::string& flag, std::string& value,
                       const std::vector<std::string>& choices, const std::string& description) {
  return WithChoices(app.add_option(flag, value, description), choices);
}

CLI::Option* AddChoices(CLI::App& app, const std::string& flag, std::vector<std::string>& values,
                        const std::vector<std::string>& choices, const std::string& description) {
  return WithChoices(
      app.add_option(flag, values, description)->delimiter(',')->expected(1)->take_all()->allow_extra_args(false),
      choices);
}

const std::vector<std::string>& ChoicesOf(const CLI::Option& option) {
  return AllChoices()[&option];
}

v1::Place ToPlace(const std::string& text) {
  static const auto* point = new std::regex(R"(\s*(-?[0-9]+\.[0-9]+)\s*,\s*(-?[0-9]+\.[0-9]+)\s*)");
  v1::Place place;
  std::smatch parts;
  double latitude = 0;
  double longitude = 0;
  if (text.size() < 100 && std::regex_match(text, parts, *point) && absl::SimpleAtod(parts[1].str(), &latitude) &&
      absl::SimpleAtod(parts[2].str(), &longitude)) {
    place.mutable_point()->set_latitude(latitude);
    place.mutable_point()->set_longitude(longitude);
  } else {
    place.set_text(text);
  }
  return place;
}

std::optional<int> ParseRadius(const std::string& text) {
  static const auto* radius = new std::regex(R"(([0-9]{1,6})(?:[.,]([0-9]{1,3}))? ?(km|m))");
  std::smatch parts;
  double number = 0;
  if (text.size() > 20 || !std::regex_match(text, parts, *radius)) return std::nullopt;
  if (!absl::SimpleAtod(parts[1].str() + "." + (parts[2].matched ? parts[2].str() : "0"), &number)) return std::nullopt;
  const double metres = parts[3].str() == "km" ? number * 1'000 : number;
  if (metres < 1 || metres > 500'000) return std::nullopt;
  return static_cast<int>(std::lround(metres));
}

}  // namespace socialekaart::cli
